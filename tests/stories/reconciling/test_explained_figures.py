"""
Every figure of the statements of a quarter is explained, and comes out again to the same cents.

E1 was sold for 120,000.00 USD and stands in NetSuite at 126,000.00: by days the quarter has 90 of
365, 6,000.00 x 90/365 = 1,479.45, and March 6,000.00 x 31/365 = 509.59.
"""

import re
from collections.abc import Iterator
from functools import partial
from itertools import chain

import pytest

from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.errors import Misconfigured
from bridge.flow.explaining.explanation import Explanation
from bridge.flow.explaining.figures import naming
from bridge.flow.explaining.retracing import Retracing
from bridge.flow.explaining.telling import explain
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.told import Told, told
from bridge.model.money import Currency, Money
from tests.stories.reconciling.test_a_quarter import named, reconciled
from tests.stories.stand import Stand

USD = Currency("USD")
SUMS = ("net", "legitimate", "error", "policy", "open")


class Says:
    """Explains references; PLAN in one stands for the number of the statement of plans."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        self._retracing = Retracing()
        self.kept = {measure: reconciled(stand, measure).kept for measure in Measures}

    def __call__(self, ref: str) -> Explanation:
        asked = ref.replace("variance:PLAN", f"variance:{self.kept[Measures.PLAN].id}")
        with self._stand.ends.store.reading() as view:
            return explain(view, self._retracing, asked)


@pytest.fixture(scope="module")
def says(quarter: Stand) -> Says:
    return Says(quarter)


def facts(found: Explanation, chapter: str) -> dict[str, str]:
    (one,) = [each for each in found.chapters if each.title == chapter]
    return {fact.name: fact.says for fact in one.facts}


def figures(one: KeptStatement, each: Told) -> Iterator[tuple[str, Money | None]]:
    """Yield figures of a currency by their names, with what the statement says of each."""
    name = partial(naming.figure, one, each.currency)
    for periods in filter(None, (each.periods[-1:], each.periods[-3:-1], each.periods)):
        asked = naming.span(*periods)
        yield from ((name(asked, sum_.code).ref, each.whole(sum_, periods)) for sum_ in each.sums)
        yield from ((name(asked, code).ref, None) for code in SUMS)
    yield name("all", "unexplained").ref, each.unexplained


@pytest.mark.parametrize("measure", Measures)
def test_every_figure_of_a_statement_comes_out_again(says: Says, measure: Measures) -> None:
    count, one = 0, says.kept[measure]
    for ref, amount in chain.from_iterable(figures(one, each) for each in told(one)):
        found = says(ref)
        assert found.recomputed, found.verdict
        assert found.again == found.amount
        assert amount in {None, found.amount}, ref
        count += 1
    assert count > 20


def test_a_class_is_told_with_the_two_valuations_and_the_lines_behind_it(says: Says) -> None:
    found = says("variance:PLAN/USD/2026-03/DAT-1")
    assert found.sentence.startswith("509.59 USD in 2026-03 is DAT-1 Price differs of statement ")
    # By days March of three lines that NetSuite has is 31/365 of 360,000.00, and E5 is out.
    assert found.sentence.endswith("the walk goes from 30,675.34 USD to 31,184.93 USD")
    behind = facts(found, "lines, as the books are now")
    assert (behind.popitem(), set(behind.values())) == (
        ("together", "509.59 USD, 1 line"),
        {"509.59 USD"},
    )
    assert facts(found, "recomputed")["walked again it is"] == "509.59 USD"
    assert facts(found, "statement")["order of the classes"] == "default"
    assert len(facts(found, "rulebook")["version"]) == 64


def test_an_end_is_the_start_with_all_classes(says: Says) -> None:
    found = says("variance:PLAN/usd/all/end")
    assert found.sentence.endswith(
        " = 480,000.00 Salesforce: booked + -361,643.84 PER-1 + -29,589.04 DEL-1 + 300.00 POP-2"
        " + 1,479.45 DAT-1 + 2,746.28 DAT-3 + 1,234.42 DAY-1 + -900.00 RPL-1"
    )
    assert facts(found, "periods")["2026-01"] == "31,009.09 USD"
    # -29,589.04 + 300.00 + 1,479.45 + 2,746.28
    assert says("variance:PLAN/USD/all/error").amount == Money.parse("-25063.31", USD)


def test_a_line_is_told_by_what_was_sold_what_was_ruled_and_what_netsuite_has(says: Says) -> None:
    of_class = says("variance:PLAN/USD/2026-03/DAT-1")
    (ref,) = (one.ref for each in of_class.chapters for one in each.facts if one.ref)
    found = says(ref)
    assert found.sentence.endswith("it was worth 10,191.78 USD, and is 10,701.37 USD")
    assert found.amount == Money.parse("509.59", USD)
    assert found.recomputed is True
    assert found.verdict.endswith(
        "over all periods of the statement it comes out as kept: 1,479.45 USD"
    )
    beside = facts(found, "sold | ruled | NetSuite")
    assert beside["amount"] == "120,000.00 USD | 120,000.00 USD | 126,000.00 USD (they differ)"
    assert beside["quantity"] == "100 | 100 | 100"
    assert facts(found, "proof")["was, became"] == "120000, 126000"
    assert facts(found, "line")["document line"] == f"{named('E1')}/1"
    # Days of sales, of which NetSuite has even months; two posted months at 500.00 less.
    assert list(facts(found, "walk, 2026-03").values()) == [
        *("0.00 USD", "10,191.78 USD", "509.59 USD", "-201.37 USD", "100.00 USD"),
        "10,600.00 USD",
    ]


@pytest.mark.parametrize("code", ["start", "end", "net", "POP-2", "DEL-1", "ORD-1", "SUS-1"])
def test_what_an_explanation_names_is_explained_in_turn(says: Says, code: str) -> None:
    for currency in ("EUR", "GBP", "USD"):
        asked, done = [f"variance:PLAN/{currency}/2026-03/{code}"], set[str]()
        while asked and len(done) < 12:
            found = says(asked.pop())
            done.add(found.ref)
            refs = {one.ref for each in found.chapters for one in each.facts}
            refs |= {one.ref for one in found.phrases}
            asked += sorted(ref for ref in refs if ref and ref not in done)
            assert found.recomputed is not False


HOSTILE = [
    ("variance:", "a statement, a currency, a period and a class"),
    ("variance:PLAN/USD/2026-03", "a statement, a currency, a period and a class"),
    ("variance:99999/USD/all/end", "no such statement is kept"),
    ("variance:999999999999999999/USD/all/end", "no such statement is kept"),
    ("variance:9999999999999999999/USD/all/end", "no such statement is kept"),
    ("variance:-1/USD/all/end", "no such statement is kept"),
    ("variance:\u0664/USD/all/end", "no such statement is kept"),
    ("variance:profit/USD/all/end", "its measure for the last: bookings, plan, revenue, arr"),
    ("variance:PLAN/JPY/all/end", "take EUR, GBP, USD"),
    ("variance:PLAN/USD/2031-01/end", "the statement has no such period"),
    ("variance:PLAN/USD/2026-01..2031-01/end", "'2031-01': the statement has no such period"),
    ("variance:PLAN/USD/../end", "the statement has no such period"),
    ("variance:PLAN/USD/2026-03..2026-01/end", "turn the two round"),
    ("variance:PLAN/USD/all/UNX-9", "there is no such class"),
    ("variance:PLAN/USD/2026-03/unexplained", "kept of the whole statement alone"),
    ("variance:PLAN/USD/2026-03/net/5003:1", "a line has no such sum"),
    ("variance:PLAN/USD/2026-03/DAT-1/", "no line of that name"),
    ("variance:PLAN/USD/2026-03/DAT-1/nothing", "no line of that name"),
    ("variance:PLAN/USD/all/' OR 1=1 --", "there is no such class"),
    ("variance:PLAN/USD/all/<script>alert(1)</script>", "there is no such class"),
    ("variance:" + "9" * 600, "the books hold nothing of that name"),
    ("variance:PLAN/USD/all/" + "A" * 300, "there is no such class"),
]


@pytest.mark.parametrize(("ref", "why"), HOSTILE)
def test_what_is_no_figure_is_said_with_what_to_do(says: Says, ref: str, why: str) -> None:
    with pytest.raises(Misconfigured, match=re.escape(why)) as caught:
        says(ref)
    assert len(str(caught.value)) < 400
