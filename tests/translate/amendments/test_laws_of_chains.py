"""
Laws over random chains of amendments, read from the records of either model.

Every seat costs three cents a day, so each amount is exact; with revenue by days each month then
recognises three cents for each seat and day of it, in whatever order records and deals are read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.mappers.shape import assembling, standing
from bridge.model.calendar import months
from bridge.model.money import Currency, total
from bridge.translate import Translated
from tests.mappers import rules
from tests.mappers.scenarios import planned
from tests.translate.amendments.chains import MODELS, Change, Order, a_contract, all_translated

USD = Currency("USD")
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
BY_DAYS = rules.changed(
    "items.yaml", "[ENT, SUB-ENT, STRAIGHT_LINE_EVEN]", "[ENT, SUB-ENT, STRAIGHT_LINE_DAYS]"
)
SEATS = 20


@dataclass(frozen=True)
class Event:
    """Seats that come or go from a day of the year on."""

    seats: int
    day: int


def chains() -> st.SearchStrategy[list[Event]]:
    """Up to six amendments, each on a day of its own; never are all seats gone."""
    days = st.lists(st.integers(1, 364), min_size=1, max_size=6, unique=True)
    return days.flatmap(
        lambda found: st.tuples(
            *(st.builds(Event, st.sampled_from([-3, -2, -1, 1, 4]), st.just(day)) for day in found)
        ).map(lambda events: sorted(events, key=lambda one: one.day))
    )


def a_line(name: str, seats: int, day: int) -> Change:
    since = FIRST + timedelta(days=day)
    price = Decimal("0.03") * ((LAST - since).days + 1)
    does = "new" if name == "0" else "more" if seats > 0 else "fewer"
    return Change(
        does=does,
        name=name,
        quantity=str(seats),
        unit_price=f"{price}",
        first=since.isoformat(),
        last=LAST.isoformat(),
        of=None if name == "0" else "0",
    )


def orders(events: Sequence[Event]) -> list[Order]:
    return [
        Order(name=f"O-{number}", lines=(a_line(str(number), one.seats, one.day),))
        for number, one in enumerate([Event(SEATS, 0), *events])
    ]


def by_month(found: Sequence[Translated]) -> dict[str, Decimal]:
    plan = planned([one for each in found for one in each.schedules])
    return {month: amount for month, amount in plan.items() if amount}


def worth(events: Sequence[Event]) -> dict[str, Decimal]:
    """Three cents for each seat and day, month by month."""
    return {
        period.name: Decimal("0.03")
        * sum(
            SEATS + sum(one.seats for one in events if FIRST + timedelta(days=one.day) <= day)
            for day in (period.term.start + timedelta(days=at) for at in range(period.term.days))
        )
        for period in months(FIRST, LAST)
    }


def seats_on(found: Sequence[Translated], day: date) -> Decimal:
    """What the order lines of all documents serve on a day."""
    made = [one for each in found for one in assembling.earlier(each.documents, each.schedules)]
    held = standing.of(made).lines
    return sum(
        (
            line.left
            for line in held
            if line.service and line.service.start <= day < line.service.end
        ),
        Decimal(0),
    )


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=12)
@given(events=chains(), shuffle=st.integers(0, 1000))
def test_any_chain_recognises_its_seats_day_by_day_in_whatever_order_it_is_read(
    model: str, events: list[Event], shuffle: int
) -> None:
    seed = a_contract(model, *orders(events))
    records = list(seed.records)
    Random(shuffle).shuffle(records)
    found = all_translated(replace(seed, records=tuple(records)), BY_DAYS)
    assert by_month(found) == worth(events)
    for deal in found:
        assert total((one.amount for one in deal.documents), USD) == deal.heading.booked
    for one in (Event(0, 0), *events):
        day = FIRST + timedelta(days=one.day)
        assert seats_on(found, day) == SEATS + sum(
            event.seats for event in events if event.day <= one.day
        )


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=6)
@given(events=chains())
def test_what_is_amended_and_amended_back_leaves_what_was_planned_and_held(
    model: str, events: list[Event]
) -> None:
    there_and_back = [each for one in events for each in (one, Event(-one.seats, one.day))]
    back = orders(there_and_back)
    # Each order names the day on which it was agreed, so that the two of a day keep their order.
    dated = [
        replace(one, dated=(FIRST + timedelta(days=at)).isoformat()) for at, one in enumerate(back)
    ]
    found = all_translated(a_contract(model, *dated), BY_DAYS)
    assert by_month(found) == worth([])
    assert {seats_on(found, FIRST + timedelta(days=one.day)) for one in events} == {SEATS}
