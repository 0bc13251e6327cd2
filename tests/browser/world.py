"""A console that answers on loopback, over books that were filled directly."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bridge.adapters.store.database import Store
from bridge.console.serving.server import served
from bridge.ledger.judgement import Flagged
from bridge.model.flags import Flag
from bridge.model.money import Currency, Money
from bridge.people.roles import Reader
from bridge.queue.acts import Ask, Comment, Escalate
from bridge.queue.life import WaitsFor
from bridge.settings import Settings
from tests.adapters.store.opening import judge, opened
from tests.console.building import NOWHERE, a_console, a_reader
from tests.ledger.building import a_deal, a_translation, flagged

#: Every page that must be beautiful, light and quick; whoever adds one adds it here.
PAGES = (
    "/",
    "/close",
    "/exceptions",
    "/exceptions?view=list",
    "/exceptions/2",
    "/exceptions?q=nothing+is+like+that",
    "/exceptions?state=RESOLVED&view=list",
    "/exceptions/views",
    "/deals",
    "/ledger",
    "/ledger/proof",
    "/schedules",
    "/explain",
    "/rules",
    "/nowhere",
)
CUSTOMERS = ("Acme Logistics", "Globex Energy & Sons", "Hooli Aerospace")


def an_exception(place: int) -> Flagged:
    code = "EUR" if place % 4 == 0 else "USD"
    amount = Money((-1) ** (place % 7 == 0) * place * 12_345, Currency(code))
    facts = a_deal(amount, deal=f"801{place:012d}AAA")
    facts = replace(facts, account_name=CUSTOMERS[place % 3], name=f"Renewal {place}")
    reason = "TERM_MISSING" if place % 3 == 0 else "ITEM_UNMAPPED"
    flag = Flag(reason, f"line {place} stops here", ("OrderItem 802 EndDate",), amount, "end it")
    judged = flagged(facts)
    return replace(judged, flags=(flag,), basis=replace(judged.basis, dossier=None))


def fill(store: Store) -> None:
    """Put sixty exceptions into the books: one waits, one is overdue, one is resolved."""
    judge(store, *(an_exception(place) for place in range(1, 61)))
    judge(store, a_translation(an_exception(60).deal))
    with store.transaction("triage", actor="Ben Cho") as tx:
        tx.lives.act(2, Comment("called them;\nback on Monday"))
        tx.lives.act(2, Escalate("nobody answered in 3 working days"))
        tx.lives.act(50, Ask(WaitsFor.ORIGIN, "please enter the end date"))


@contextmanager
def a_world(folder: Path, reader: Reader | None = None) -> Iterator[tuple[str, Store]]:
    """Give the address of a console, and its books."""
    with opened(f"sqlite:///{folder / 'bridge.sqlite'}") as store:
        fill(store)
        settings = Settings.model_validate({**NOWHERE, "console": {"port": 0}})
        with (
            a_console(store, reader or a_reader()) as console,
            served(replace(console, settings=settings)) as address,
        ):
            yield address, store
