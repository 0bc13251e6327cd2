"""Candidates: the same customer, currency and amount, the nearest first; nobody's twice."""

from dataclasses import replace
from datetime import date

from bridge.flow.reconciling.pairing.finding import Candidate, candidates
from bridge.model.money import Currency, Money
from bridge.reconcile.pairs import PairState
from bridge.reconcile.sides import Standing
from tests.reconcile.pairing.test_pairs import a_pair
from tests.reconcile.worlds import Line, a_line, rebook, rehold, sides


def left(number: int, start: date, monthly: int = 10_000) -> Line:
    line = a_line(number, start, monthly=monthly)
    rehold(line, key=None)
    rebook(line, standing=Standing.EXCLUDED, reason="trials", ruled=())
    return line


def could_be(found: tuple[Candidate, ...]) -> dict[str, list[str]]:
    return {one.held.number: [each.line for each in one.booked] for one in found}


def test_lines_of_one_customer_and_amount_are_candidates_the_nearest_first() -> None:
    # Three lines are one customer's: 3 and 4 of one amount, 5 of another; 6 is another customer's.
    three, four = left(3, date(2026, 1, 1)), left(4, date(2026, 3, 1))
    five, six = left(5, date(2026, 1, 1), monthly=20_000), left(6, date(2026, 1, 1))
    euros = left(7, date(2026, 1, 1))
    told = euros.booked[0].sold[0]
    rebook(euros, sold=(replace(told, amount=Money(120_000, Currency("EUR"))),))
    found = candidates(sides(three, four, five, six, euros), ())
    assert could_be(found) == {
        "SO5": ["L5"],
        "SO3": ["L3", "L4"],
        "SO4": ["L4", "L3"],
        "SO6": ["L6"],
        "SO7": ["L6"],
    }
    assert found[0].held.number == "SO5", "the largest amount comes first"


def test_a_customer_is_known_by_name_where_netsuite_has_no_id_of_ours() -> None:
    line = left(3, date(2026, 1, 1))
    rehold(line, customer="77", customer_name="customer 1")
    assert could_be(candidates(sides(line), ())) == {"SO3": ["L3"]}
    rehold(line, customer="77", customer_name="")
    rebook(line, customer_name="")
    assert could_be(candidates(sides(line), ())) == {"SO3": []}, "nobody is everybody"


def test_what_is_proposed_already_is_nobody_elses() -> None:
    three, four = left(3, date(2026, 1, 1)), left(4, date(2026, 3, 1))
    both = sides(three, four)
    taken = a_pair(three, PairState.PROPOSED)
    assert could_be(candidates(both, [taken])) == {"SO4": ["L4"]}
    free = a_pair(three, PairState.DECLINED)
    assert could_be(candidates(both, [free])) == {"SO3": ["L3", "L4"], "SO4": ["L4", "L3"]}
