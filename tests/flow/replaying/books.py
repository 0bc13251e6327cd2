"""Books with the deals of two scenarios, as passes leave them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bridge.adapters.store.database import Store
from bridge.flow.judging import Patience, judge
from bridge.flow.rulebook.editions import Edition, of_files
from bridge.mappers import dossiers
from bridge.mappers.graph import Index
from bridge.mappers.read import seeds
from bridge.model.calendar import months
from bridge.rulebooks.telling import Told
from bridge.translate import translate
from tests.adapters.store.opening import moment, opened
from tests.stories.stand import SCENARIOS, SHIPPED, edition_of

#: What is judged in May and later is judged when the months to February 2026 are closed.
OPEN = months(date(2020, 1, 1), date(2035, 12, 31))
CLOSED = tuple(replace(one, closed=one.name < "2026-03") for one in OPEN)
_MAY = "2026-05"
NAMES = ("b-upsell-mid-term.cpq", "c-downsell-then-cancel.cpq", "g-plain-order")
_PATIENCE = Patience(now=moment(), since=moment(), limit=timedelta(days=1))


def otherwise(old: str, new: str, *, file: str = "items.yaml") -> Edition:
    """Return the shipped rules without golden deals, one text of them another."""
    files = {
        name: text
        for name, text in edition_of(SHIPPED).files.items()
        if not name.startswith("golden/")
    }
    assert old in files[file]
    return of_files({**files, file: files[file].replace(old, new)})


@contextmanager
def books(folder: Path) -> Iterator[Store]:
    """
    Open books in which each deal was judged by the shipped rules; nothing was sent.

    The deal that the clock, which stands still, makes the last one is judged in May.
    """
    with opened(f"sqlite:///{folder / 'bridge.sqlite'}") as store:
        for name in NAMES:
            judge_all(store, name)
        yield store


def judge_all(store: Store, name: str) -> None:
    """Judge every order of a scenario by the shipped rules, as a pass does."""
    edition, told = edition_of(SHIPPED), Told()
    seed = seeds.parse((SCENARIOS / f"{name}.json").read_text(), where=name)
    index = Index(seed.records)
    for root in filter(dossiers.is_booking, dossiers.orders(seed.records)):
        periods = OPEN if str(root.fields["EffectiveDate"]) < _MAY else CLOSED
        frame = replace(seed.frame, periods=periods)
        dossier = told.before(dossiers.of_order(root, index, (), frame), edition.rulebook)
        told.add(translate(dossier, edition.rulebook))
        with store.transaction("judged") as tx:
            tx.dossiers.keep(dossier)
            tx.dossiers.keep_rulebook(edition.rulebook.version, edition.files)
            tx.judgements.record(judge(dossier, edition.rulebook, _PATIENCE))
