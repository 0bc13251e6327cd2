"""What roll-forwards say of a currency is explained, though nothing is sold in it any more."""

from dataclasses import dataclass

import pytest

from bridge.adapters.store.database import Transaction
from bridge.flow.explaining.retracing import Retracing
from bridge.flow.explaining.rolls import figures
from bridge.flow.reconciling.rolls.again import Rerolled, Section
from bridge.flow.reconciling.rolls.making import Wanted, stretch
from bridge.model.money import Money
from bridge.reconcile.rolls.accounts import Accounting
from bridge.reconcile.rolls.roll import Rolls
from tests.flow.reconciling.rolls.test_restating import Books, books, more, one
from tests.reconcile.rolls.test_restated import in_currency
from tests.reconcile.worlds import EUR, PERIODS, USD

__all__ = ["books"]


@dataclass
class OfNothing(Retracing):
    """By now both systems hold nothing."""

    def rerolled(self, view: Transaction, section: Section) -> Rerolled:
        del view
        over = stretch(PERIODS, Wanted(as_of=section.of.as_of, periods=section.period))
        return Rerolled(over, Rolls(periods=over.names, rolls=()), Accounting())


@pytest.mark.parametrize(("line", "said"), [("in_EUR", Money(60_000, EUR)), ("closing", None)])
def test_what_is_gone_comes_out_at_nothing_in_its_own_currency(
    books: Books, line: str, said: Money | None
) -> None:
    """The 600.00 EUR have no rate: they stand beside the 1,200.00 USD, in euros."""
    books.report_in(USD)
    kept = books.roll(one(), in_currency(more(), EUR))
    wanted = said or Money(120_000, USD)
    with books.store.reading() as view:
        found = figures.explain(view, OfNothing(), f"{kept.id}/USD/arr_reported/2026-02/{line}")
    assert (found.amount, found.again) == (wanted, Money(0, wanted.currency))
    facts = {fact.name: fact.says for chapter in found.chapters for fact in chapter.facts}
    assert facts["difference"] == str(-wanted)
