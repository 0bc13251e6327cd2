"""
Every figure of the roll-forwards of a quarter is explained, and comes out again to the same cents.

The quarter is that of the roll-forwards: B0, E1 and E3, of which B0 is invoiced in January and a
tenth of E1 in March.
"""

from collections.abc import Iterator

import pytest

from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.errors import NotFound
from bridge.flow.explaining.explanation import Explanation
from bridge.flow.explaining.retracing import Retracing
from bridge.flow.explaining.rolls import naming
from bridge.flow.explaining.telling import explain
from bridge.flow.reconciling.rolls.making import roll
from bridge.flow.reconciling.rolls.told import ToldRoll, told
from bridge.model.money import Currency, Money
from bridge.reconcile.rolls.roll import Measured
from tests.stories.reconciling.rolls.test_rolled_quarter import (
    ASSETS,
    DEFERRAL,
    WANTED,
    reconciling,
)
from tests.stories.stand import Stand

USD = Currency("USD")


class Says:
    """Explains figures of the roll-forwards of a quarter."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        self._retracing = Retracing()
        making = reconciling(stand, ASSETS)
        both = making.gather(making.read())
        self.kept: KeptStatement = roll(stand.ends.store, making.rulebook, WANTED, both).statement

    def __call__(self, ref: str) -> Explanation:
        asked = ref.replace("roll:N", f"roll:{self.kept.id}")
        with self._stand.ends.store.reading() as view:
            return explain(view, self._retracing, asked)


@pytest.fixture(scope="module")
def says(rolled_quarter: Stand) -> Says:
    return Says(rolled_quarter)


def figures(kept: KeptStatement, of: ToldRoll) -> Iterator[tuple[str, Money | None]]:
    """Yield every figure of a roll-forward with what is kept of it; a share has no amount."""
    for line in of.lines:
        for period, amount in zip(of.periods, line.amounts, strict=True):
            yield naming.figure(kept, of, period, line.name).ref, amount
    for name, amount in (("gap", of.gap), ("difference", of.difference)):
        yield naming.figure(kept, of, None, name).ref, amount
    yield naming.figure(kept, of, None, naming.ELSEWHERE).ref, Money(0, of.currency)
    for share in of.shares:
        whole = naming.figure(kept, of, None, share.name)
        yield whole.ref, None
        yield whole.beside(f"{share.name} numerator").ref, share.numerator
        yield whole.beside(f"{share.name} denominator").ref, share.denominator


@pytest.mark.parametrize("measure", [one for one in Measured if one is not Measured.REPORTED])
def test_every_figure_comes_out_again(says: Says, measure: Measured) -> None:
    count = 0
    for one in (one for one in told(says.kept) if one.measure is measure):
        for ref, amount in figures(says.kept, one):
            found = says(ref)
            assert found.recomputed, (ref, found.verdict)
            assert (found.amount, found.again) == (amount, amount), ref
            count += 1
    assert count > 30


def facts(found: Explanation, title: str) -> dict[str, str]:
    (one,) = [each for each in found.chapters if each.title == title]
    return {fact.name: fact.says for fact in one.facts}


def test_a_closing_is_the_sum_of_its_opening_and_movements_and_each_of_these_is_a_link(
    says: Says,
) -> None:
    found = says("roll:N/USD/deferred/2026-03/closing")
    assert facts(found, "is the sum of") == {
        "Opening": "100,000.00 USD",
        "Billed": "12,000.00 USD",
        "Journals by hand": "-500.00 USD",
        "To contract assets": "-12,000.00 USD",
    }
    who = facts(found, "who has it")
    # B0 has 90,000.00 left and another month is not posted; a journal names no contract.
    assert sorted(who.values()) == ["-500.00 USD", "100,000.00 USD", "99,500.00 USD"]
    assert who["together"] == "99,500.00 USD"
    for phrase in found.phrases:
        if phrase.ref:
            assert says(phrase.ref).recomputed
    for chapter in found.chapters:
        for fact in chapter.facts:
            if fact.ref and fact.ref.startswith("roll:"):
                assert says(fact.ref).recomputed, fact


def test_parts_of_a_movement_come_to_it(says: Says) -> None:
    """In February both orders have 10,000.00 of revenue."""
    found = says("roll:N/USD/deferred/2026-02/revenue")
    (chapter,) = [one for one in found.chapters if one.title == "who has it"]
    parts = [says(fact.ref) for fact in chapter.facts if fact.ref]
    assert [one.amount for one in parts] == [Money(-1_000_000, USD)] * 2
    assert found.amount == Money(-2_000_000, USD)


@pytest.mark.parametrize(
    ("period", "invoices", "journals"),
    [
        ("2026-02", "120,000.00 USD", "-40,000.00 USD"),
        ("2026-03", "132,000.00 USD", "-20,500.00 USD"),
    ],
)
def test_an_account_is_told_by_kind_of_transaction_up_to_the_end_of_the_period(
    says: Says, period: str, invoices: str, journals: str
) -> None:
    """Two months of 20,000.00 are posted; in March journals move 20,000.00 in and 500.00 out."""
    found = says(f"roll:N/USD/deferred/{period}/account {DEFERRAL}")
    kinds = facts(found, "by kind of transaction, up to the end of the period")
    assert kinds == {"CustInvc": invoices, "Journal": journals}


def test_a_figure_that_is_another_now_says_both(says: Says, rolled_quarter: Stand) -> None:
    content = dict(says.kept.content)
    content["rolls"] = [
        {**one, "months": [{**month, "opening": "7.00"} for month in one["months"]]}
        for one in content["rolls"]
    ]
    with rolled_quarter.ends.store.transaction("test") as tx:
        kept = tx.reconciling.statements.keep(
            content, as_of=says.kept.as_of, measure="rolls", period="altered"
        )
    found = says(f"roll:{kept.id}/USD/deferred/2026-02/opening")
    assert found.recomputed is False
    assert (found.amount, found.again) == (Money(700, USD), Money(11_000_000, USD))
    assert "say 7.00 USD, rolled again it is 110,000.00 USD" in found.verdict


@pytest.mark.parametrize(
    ("ref", "says_what"),
    [
        ("roll:N/USD/deferred/2026-02", "has roll-forwards, a currency"),
        ("roll:0/USD/deferred/2026-02/closing", "no such roll-forwards"),
        ("roll:N/GBP/deferred/2026-02/closing", "no such currency and measure"),
        ("roll:N/USD/profit/2026-02/closing", "no such currency and measure"),
        ("roll:N/USD/deferred/2031-02/closing", "no such period"),
        ("roll:N/USD/deferred/2026-02/profit", "no such line"),
        ("roll:N/USD/deferred/all/NRR", "no such figure of all periods"),
        ("roll:N/USD/arr/all/NRR squared", "no such figure of all periods"),
        ("roll:N/USD/deferred/2026-02/revenue?of=nobody", "nobody of that name"),
    ],
)
def test_what_there_is_not_is_not_found(says: Says, ref: str, says_what: str) -> None:
    with pytest.raises(NotFound) as caught:
        says(ref)
    assert says_what in str(caught.value)
