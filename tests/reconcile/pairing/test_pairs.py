"""Pairs: what may be paired, what becomes of its classes, and that no end of a statement moves."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bridge.ledger.entries import Draft, Entry, EntryKind
from bridge.model.ids import Digest, ExternalId
from bridge.reconcile import pairs
from bridge.reconcile.pairs import Pair, PairState, leftovers, let_go, paired
from bridge.reconcile.rows import Target
from bridge.reconcile.sides import Booked, OrderKey, PlanState, Sides, Standing
from bridge.reconcile.starting import Bookings
from bridge.reconcile.statement import Grid, Statement, statements
from bridge.reconcile.walk import Route
from tests.reconcile.worlds import NAMES, Line, a_line, money, rebook, rehold, sides

JANUARY = date(2026, 1, 1)
AT = datetime(2026, 2, 1, tzinfo=UTC)


def entry(draft: Draft, seq: int, actor: str = "Ana") -> Entry:
    return Entry(
        seq=seq,
        kind=draft.kind,
        actor=actor,
        at=AT,
        deal=draft.deal,
        refs=draft.refs,
        postings=(),
        payload=draft.payload,
        previous=Digest(""),
        hash=Digest(""),
    )


def apart(**changes: object) -> Line:
    """A line that a rule leaves out of the orders, and that somebody entered by hand."""
    line = a_line(3, JANUARY)
    rehold(line, key=None)
    rebook(line, standing=Standing.EXCLUDED, reason="trials", ruled=())
    rebook(line, **changes)
    return line


def a_pair(line: Line, state: PairState = PairState.STANDS) -> Pair:
    draft = pairs.proposed(line.held[0], line.booked[0], "the same", is_settled=False)
    return replace(pairs.after(None, entry(draft, 7)), state=state)


def stated(found: Sides) -> Statement:
    [statement] = statements(found, Grid(Route(Bookings(), Target.PLANNED), NAMES))
    return statement


def classes(found: Sides) -> Mapping[str, int]:
    """Return what each class moves, signs not netted, besides that of other months."""
    return {
        code: sum(map(abs, vector.values()))
        for code, vector in stated(found).classes.items()
        if code != "PER-1"
    }


GONE = OrderKey(ExternalId("bridge-D9-so-1"), 1)


def test_a_pair_moves_both_lines_to_what_is_booked_by_hand_and_neither_end() -> None:
    line = apart()
    alone, together = sides(line), paired(sides(line), [a_pair(line)])
    assert classes(alone) == {"EXC-1": 120_000, "POP-2": 120_000}
    assert classes(together) == {"POP-4": 0}
    one, other = stated(alone), stated(together)
    assert (one.start, one.end) == (other.start, other.end)
    assert other.ties
    assert not other.unexplained


@pytest.mark.parametrize("state", sorted(set(PairState) - {PairState.STANDS}))
def test_what_is_not_confirmed_or_taken_back_counts_for_nothing(state: PairState) -> None:
    line = apart()
    assert paired(sides(line), [a_pair(line, state)]) == sides(line)


def test_lines_that_do_not_tie_any_more_are_told_as_they_are() -> None:
    line = apart()
    pair = a_pair(line)
    rehold(line, terms=replace(line.held[0].terms, amount=money(240_000)))
    assert paired(sides(line), [pair]) == sides(line)
    gone = apart()
    gone.held.clear()
    assert paired(sides(gone), [a_pair(apart())]) == sides(gone)


def test_a_pair_is_of_the_amount_that_was_looked_at() -> None:
    line = apart()
    pair = a_pair(line)
    more = money(120_000_000)
    rehold(line, terms=replace(line.held[0].terms, amount=more))
    rebook(line, sold=(replace(line.booked[0].sold[0], amount=more),))
    assert paired(sides(line), [pair]) == sides(line)


def of_another_customer(line: Line) -> None:
    rehold(line, customer="B7", customer_name="Somebody else")


def of_nobody(line: Line) -> None:
    rehold(line, customer="", customer_name="")


def dearer(line: Line) -> None:
    rehold(line, terms=replace(line.held[0].terms, amount=money(240_000)))


@pytest.mark.parametrize(
    ("happens", "says"),
    [
        (of_another_customer, "NetSuite's line is Somebody else's, the deal's Customer 1's"),
        (of_nobody, "NetSuite's line is 's, the deal's Customer 1's"),
        (dearer, "has 2,400.00 USD, the deal's 1,200.00 USD, and 1,200.00 USD was paired"),
        (lambda line: line.held.clear(), "NetSuite's line is gone"),
        (lambda line: line.booked.clear(), "the deal's line is gone"),
    ],
)
def test_a_pair_whose_lines_are_not_one_any_more_is_let_go_with_the_reason(
    happens: Callable[[Line], None], says: str
) -> None:
    line, other = apart(), a_line(4, JANUARY)
    pair = a_pair(line)
    assert let_go(paired(sides(line, other), [pair]), [pair]) == {}, "it counts"
    happens(line)
    both = sides(line, other)
    assert paired(both, [pair]) == both
    assert says in let_go(both, [pair])[pair.number]
    assert let_go(both, [replace(pair, state=PairState.REVOKED)]) == {}


UNPLANNED: tuple[dict[str, object], ...] = (
    {"is_closed": True},
    {"is_approved": False},
    {"elements": ()},
    {"state": PlanState.HELD},
    {"state": PlanState.FAILED},
    {"state": PlanState.UNPLANNED},
)


@pytest.mark.parametrize("change", UNPLANNED, ids=str)
def test_what_will_be_no_revenue_hides_nothing_that_is_missing(change: dict[str, object]) -> None:
    line = apart()
    pair = a_pair(line)
    if "state" in change:
        [element] = line.held[0].elements
        change = {"elements": (replace(element, **change, rows=()),)}  # type: ignore[arg-type]  # as it is named
    rehold(line, **change)
    assert not leftovers(sides(line)).held
    assert paired(sides(line), [pair]) == sides(line)


NOT_LEFT: tuple[dict[str, object], ...] = (
    {"standing": Standing.WAITING},
    {"standing": Standing.PENDING},
    {"standing": Standing.SUSPENSE},
    {"standing": Standing.UNREAD},
    {"standing": Standing.OUTSIDE},
    {"reason": "decision:rejected"},
    {"sold": ()},
)


@pytest.mark.parametrize("changes", NOT_LEFT, ids=str)
def test_what_becomes_of_its_deal_is_not_left_over(changes: dict[str, object]) -> None:
    assert not leftovers(sides(apart(**changes))).booked


def test_an_order_line_is_left_over_once_netsuite_has_nothing_of_it() -> None:
    def booked(line: Line) -> tuple[Booked, ...]:
        return tuple(leftovers(sides(line)).booked.values())

    there = a_line(3, JANUARY)
    assert not booked(there)
    gone = a_line(3, JANUARY)
    gone.held.clear()
    assert booked(gone) == tuple(gone.booked)
    twice = a_line(3, JANUARY)
    twice.held.clear()
    twice.booked.append(twice.booked[0])
    assert not booked(twice), "nobody knows which of two of one name is meant"
    of_two = a_line(3, JANUARY)
    [said] = of_two.booked[0].ruled
    rebook(of_two, ruled=(said, replace(said, key=GONE)))
    assert not booked(of_two), "one of its order lines is there"


def test_a_line_of_ours_or_that_stands_for_a_deal_or_of_nothing_is_not_left_over() -> None:
    ours, stands, free = apart(), apart(), apart()
    rehold(ours, key=ours.key)
    rehold(stands, stands_for=stands.booked[0].deal)
    rehold(free, terms=replace(free.held[0].terms, amount=money(0)))
    assert leftovers(sides(apart())).held
    for line in (ours, stands, free):
        assert not leftovers(sides(line)).held


def test_pairs_stand_as_their_entries_say() -> None:
    line = apart()
    first, alone = (
        pairs.proposed(line.held[0], line.booked[0], "the same", is_settled=settled)
        for settled in (False, True)
    )
    before = [entry(first, 7), entry(alone, 8)]
    held = pairs.pairs(before)
    assert {number: one.state for number, one in held.items()} == {
        7: PairState.PROPOSED,
        8: PairState.STANDS,
    }
    told = [
        entry(pairs.answered(held[7], EntryKind.PAIR_CONFIRMED, "yes"), 9, "Ben"),
        entry(pairs.answered(held[8], EntryKind.PAIR_REVOKED, "no"), 10, "Eve"),
    ]
    last = pairs.pairs([*before, *told])
    assert {
        number: (one.state, one.answered and one.answered.by) for number, one in last.items()
    } == {
        7: (PairState.STANDS, "Ben"),
        8: (PairState.REVOKED, "Eve"),
    }
    assert (last[7].amount, last[7].named.sold) == (line.held[0].terms.amount, "L3")
