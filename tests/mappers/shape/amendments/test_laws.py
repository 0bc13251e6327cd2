"""
Laws over random amendments of one contract, against a count of seats by the day.

Every seat costs three cents a day, so each amount is exact; with revenue by days each month then
recognises three cents for each seat and day of it, whatever became of which order.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bridge.mappers.shape.assembling import Assembled
from bridge.model.calendar import Term, months
from bridge.model.deal import Action, Line, Segment
from bridge.model.document import Kind
from bridge.model.ids import LineId
from bridge.model.money import Money, total
from bridge.model.schedule import Method
from tests.mappers.scenarios import planned
from tests.mappers.shape.amending import USD, Contract, a_step, sold, taken

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAYS = [FIRST + timedelta(days=count) for count in range((LAST - FIRST).days + 1)]
CENTS = 3
TOO_FEW = {"MORE_TAKEN_THAN_HELD", "NOTHING_LEFT_TO_TAKE", "DECREASE_ENDS_EARLY"}


@dataclass(frozen=True)
class Event:
    """Seats that come or go from a day on, or the first or a later order that is invoiced."""

    kind: Literal["more", "fewer", "invoice"]
    seats: int
    day: int  #: of the year, from 0


EVENTS = st.lists(
    st.builds(
        Event,
        st.sampled_from(["more", "fewer", "fewer", "fewer", "invoice"]),
        st.integers(min_value=1, max_value=12),
        st.sampled_from([0, 0, 31, 59, 120, 200, 210, 212, 243, 300, 363, 364]),
    ),
    min_size=1,
    max_size=7,
)


def a_change(name: str, seats: int, first: date) -> Segment:
    cents = seats * CENTS * ((LAST - first).days + 1)
    amount = Money(cents, USD).text()
    return a_step(name, str(seats), amount, (first.isoformat(), LAST.isoformat()))


def more(name: str, seats: int, first: date) -> Line:
    line = sold(a_change(name, seats, first), action=Action.INCREASE)
    return replace(line, revises=LineId("L0"))


def held_by_documents(contract: Contract) -> list[tuple[Term, Decimal]]:
    """The days and seats of each order line, as the documents leave them in NetSuite."""
    held = {}
    for document in contract.earlier:
        given_back = document.kind is Kind.RETURN_AUTHORIZATION
        order = document.external_id if given_back else document.target or document.external_id
        for line in document.lines:
            state = line.becomes or line
            assert state.service is not None
            held[order, line.key] = (state.service, state.units)
            if line.becomes and line.becomes.closed:
                held[order, line.key] = (state.service, Decimal(0))
    return list(held.values())


def revenue_of(deltas: list[tuple[int, int]]) -> dict[str, Decimal]:
    """Three cents for each seat and day of each month; `deltas` are days of the year and seats."""
    terms = [(Term.inclusive(DAYS[day], LAST), seats) for day, seats in deltas]
    by_month = {
        period.name: sum(period.term.overlap(term) * seats for term, seats in terms)
        for period in months(FIRST, LAST)
    }
    return {name: Decimal(CENTS * count) / 100 for name, count in by_month.items() if count}


def check(contract: Contract, deltas: list[tuple[int, int]]) -> None:
    held = held_by_documents(contract)
    for day in {count for since, _ in deltas for count in (since - 1, since)} - {-1}:
        by_documents = sum(seats for term, seats in held if term.start <= DAYS[day] < term.end)
        assert by_documents == sum(seats for since, seats in deltas if since <= day)
    found = {name: amount for name, amount in planned(contract.schedules).items() if amount}
    assert found == revenue_of(deltas)
    for line in contract.stands.lines:
        assert line.service is not None
        assert line.left >= 0
        assert Money(0, USD).minor <= line.returned.minor <= line.amount.minor
        assert total((part.amount for part in line.planned), USD) == line.amount
        served = {period.name for period in months(line.service.start, line.service.last)}
        assert {part.period for part in line.planned} <= served


@settings(max_examples=60)
@given(events=EVENTS, order=st.sampled_from(["latest", "earliest"]))
@example([Event("fewer", 5, 243), Event("fewer", 4, 200)], "latest")
@example([Event("fewer", 5, 212), Event("fewer", 5, 210), Event("fewer", 10, 200)], "latest")
@example([Event("more", 5, 243), Event("fewer", 7, 200)], "latest")
def test_whatever_is_amended_each_month_recognises_its_seats_day_by_day(
    events: list[Event], order: str
) -> None:
    contract = Contract(order=order, method=Method.STRAIGHT_LINE_DAYS)
    contract.books(sold(a_change("L0", 20, FIRST)))
    deltas = [(0, 20)]
    for number, event in enumerate(events, start=1):
        if event.kind == "invoice":
            contract.invoices(order=1 + event.seats % len(contract.orders))
            continue
        since = DAYS[event.day]
        sign = 1 if event.kind == "more" else -1
        line = (
            more(f"L{number}", event.seats, since)
            if event.kind == "more"
            else taken("L0", a_change(f"L{number}", -event.seats, since))
        )
        found = contract.found(line)
        if not isinstance(found, Assembled):
            codes = {flag.code for flag in found}
            assert codes <= TOO_FEW, found
            assert order_by_order(contract, since) < event.seats
            continue
        contract.books(line)
        written = total((one.amount for one in found.documents), USD)
        assert written == line.amount
        deltas.append((event.day, sign * event.seats))
        check(contract, deltas)


def order_by_order(contract: Contract, since: date) -> Decimal:
    """The seats that each order holds from a day until the end, together."""
    return sum(
        (
            min(piece.left for piece in pieces)
            for pieces in contract.stands.lots(LineId("L0"), since)
            if pieces[-1].service and pieces[-1].service.last == LAST
        ),
        Decimal(0),
    )


@pytest.mark.parametrize("order", ["latest", "earliest"])
@given(seats=st.integers(min_value=1, max_value=19), day=st.integers(0, len(DAYS) - 1))
@settings(max_examples=25)
def test_what_goes_and_comes_back_leaves_seats_and_revenue_as_they_were(
    order: str, seats: int, day: int
) -> None:
    contract = Contract(order=order, method=Method.STRAIGHT_LINE_DAYS)
    contract.books(sold(a_change("L0", 20, FIRST)))
    contract.books(taken("L0", a_change("L1", -seats, DAYS[day])))
    contract.books(more("L2", seats, DAYS[day]))
    check(contract, [(0, 20), (day, 0)])


@settings(max_examples=15)
@given(
    shares=st.lists(st.sampled_from(["0", "0.25", "0.5", "0.75", "1"]), min_size=1, max_size=4),
    data=st.data(),
)
def test_what_is_invoiced_stays_in_its_order_and_nothing_else_is_given_back(
    shares: list[str], data: st.DataObject
) -> None:
    """A hundred seats at 1,200.00 a year; some of each order is invoiced before each reduction."""
    contract = Contract(order=data.draw(st.sampled_from(["latest", "earliest"])))
    contract.books(sold(a_step("L0", "100", "120000.00")))
    booked = Money.parse("120000", USD)
    for number, part in enumerate(shares, start=1):
        contract.invoices(part)
        seats, month = data.draw(st.integers(1, 30)), data.draw(st.integers(2, 12))
        days = (f"2026-{month:02}-01", "2026-12-31")
        amount = Money.parse(-seats * 100 * (13 - month), USD)
        found = contract.found(taken("L0", a_step(f"L{number}", str(-seats), amount.text(), days)))
        if not isinstance(found, Assembled):
            assert {flag.code for flag in found} <= {*TOO_FEW, "PARTLY_INVOICED"}, found
            continue
        contract.books(taken("L0", a_step(f"L{number}", str(-seats), amount.text(), days)))
        booked += amount
        held = contract.stands.lines
        assert total((line.amount - line.returned for line in held), USD) == booked
        assert sum(planned(contract.schedules).values()) == booked.decimal()
        for line in held:
            assert line.invoiced <= line.quantity
            assert line.returned.minor <= line.invoiced_amount.minor
            assert line.left >= 0
