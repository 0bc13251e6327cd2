"""A queue of sixty exceptions of two causes, and people before it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bridge.adapters.store.database import Store
from bridge.model.flags import Flag
from bridge.model.money import Currency, Money
from tests.adapters.store.opening import judge, opened
from tests.ledger.building import a_deal, flagged

HTMX = {"HX-Request": "true"}


@contextmanager
def sixty(folder: Path) -> Iterator[Store]:
    """Give books in which every twentieth exception holds 70.00 EUR, the others 100.00 USD."""
    with opened(f"sqlite:///{folder / 'bridge.sqlite'}") as found:
        for place in range(1, 61):
            euro = place % 20 == 0
            amount = Money(7000, Currency("EUR")) if euro else Money(10000, Currency("USD"))
            facts = a_deal(amount, deal=f"801{place:012d}AAA")
            facts = replace(facts, account_name="<b>Globex</b> & Sons" if euro else "Acme")
            judged = flagged(facts, "TERM_MISSING" if euro else "ITEM_UNMAPPED")
            if place == 20:
                evidence = ("OrderItem 802 EndDate",)
                flag = Flag("TERM_MISSING", "line 1 has no end", evidence, amount, "give it one")
                judged = replace(judged, flags=(flag,))
            judge(found, replace(judged, basis=replace(judged.basis, dossier=None)))
        yield found
