"""NetSuite's revenue is read once as a whole, and then only where it may have changed."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
import responses

from bridge.adapters.netsuite.revenue.held import BillingLine, OrderLine
from bridge.adapters.store.database import Store
from bridge.adapters.store.reconciling.runs import Part, Run
from bridge.errors import Unavailable
from bridge.flow.reconciling.reading.progress import Heard, reading, unheard
from bridge.flow.reconciling.reading.revenue import WHOLE_EVERY, Read, RevenueReading
from bridge.model.money import Currency, Money
from tests.adapters.netsuite.accounts import account
from tests.adapters.netsuite.scripted import SetClock
from tests.flow.reconciling.accounts import (
    MemoryAccount,
    billing_line,
    element,
    order_line,
    plan,
    planned,
)

USD = Currency("USD")
KINDS = ("order_line", "billing_line", "element", "plan", "planned_row")


@pytest.fixture
def held() -> Iterator[MemoryAccount]:
    """An account of one order line with its element, its plan and twelve months."""
    found = MemoryAccount(
        {
            "order_line": [order_line(1, element="1")],
            "billing_line": [billing_line(1)],
            "element": [element(1)],
            "plan": [plan(1)],
            "planned_row": [planned(number) for number in range(1, 13)],
        }
    )
    with responses.RequestsMock() as web:
        found.serve(web)
        yield found


Books = tuple[Store, MemoryAccount, SetClock]


@pytest.fixture
def books(store: Store, held: MemoryAccount, clock: SetClock) -> Books:
    return store, held, clock


def read(store: Store, clock: SetClock, *, whole: bool = False, heard: Heard = unheard) -> Read:
    with reading(store, clock, heard) as progress:
        return RevenueReading(store, account().revenue, clock, progress).run(whole=whole)


def run(store: Store) -> Run:
    """The last reading, as another process sees it."""
    with store.reading() as view:
        (found,) = view.reconciling.runs.last(1)
    return found


def kept(store: Store) -> list[tuple[int, int]]:
    """Plan and minor units of every planned row that is kept."""
    with store.reading() as view:
        return [
            (one.plan, minor)
            for one in view.reconciling.revenue.plans.all()
            for minor in one.minors
        ]


def test_a_second_reading_asks_for_what_changed_and_counts_the_rest(
    store: Store, held: MemoryAccount, clock: SetClock
) -> None:
    assert read(store, clock) == Read(16, KINDS)
    held.asked.clear()
    assert read(store, clock) == Read(0, ())
    assert held.asked == [(kind, how) for kind in KINDS for how in ("changed", "tally")]


def test_a_line_of_an_invoice_is_kept_with_the_line_that_it_was_made_from(
    store: Store, held: MemoryAccount, clock: SetClock
) -> None:
    alone = {"previous": None, "previouskey": None, "amount": "0.07"}
    held.rows["billing_line"].append(billing_line(2, **alone))
    read(store, clock)
    with store.reading() as view:
        first, second = view.reconciling.revenue.records("billing_line")
    assert first == BillingLine(
        id=1,
        document="6001",
        shown="Invoice #INV1",
        period="137",
        subsidiary="1",
        customer_name="",
        key=1,
        account="2500",
        amount=Money.parse("-120.00", USD),
        previous="5001",
        previous_key=1,
    )
    assert (second.amount, second.previous) == (Money(7, USD), None)


def test_every_row_is_kept_exactly_and_a_page_holds_a_thousand(
    store: Store, held: MemoryAccount, clock: SetClock
) -> None:
    held.rows["planned_row"] = [planned(number, amount="0.07") for number in range(1, 3001)]
    read(store, clock)
    assert held.pages("planned_row") == 3, "as many as 3,000 rows demand"
    assert kept(store) == [(1, 7)] * 3000
    with store.reading() as view:
        (line,) = view.reconciling.revenue.records("order_line")
        (tally,) = view.reconciling.revenue.tallies("planned_row")
    assert (tally.count, tally.added) == (3000, Decimal("210.00"))
    assert isinstance(line, OrderLine)
    assert (line.amount, line.quantity, line.element) == (Money(-12000, USD), Decimal(-1), 1)


def test_another_process_sees_page_by_page_how_far_a_reading_is_of_how_much(
    store: Store, held: MemoryAccount, clock: SetClock
) -> None:
    held.rows["planned_row"] = [planned(number) for number in range(1, 2501)]
    seen: list[tuple[int, int | None, int, int | None]] = []

    def heard(_part: Part) -> None:
        part = run(store).parts[-1]
        seen.append((part.rows, part.known, part.pages, part.pages_known))
        clock.advance(1)

    read(store, clock, heard=heard)
    # What is heard of a page, the store has a second later: it is asked one page behind.
    assert seen[-3:] == [(0, 2500, 0, 3), (1000, 2500, 1, 3), (2000, 2500, 2, 3)]
    found = run(store)
    assert [(one.kind, one.rows) for one in found.parts] == list(
        zip(KINDS, (1, 1, 1, 1, 2500), strict=True)
    )
    assert all(one.ended for one in found.parts)
    assert (found.rows, found.pages, found.is_whole) == (2504, 7, True)
    assert (found.ended_at, found.failed) == (clock.at, None)


def test_a_reading_of_changes_says_since_when_and_what_was_read_as_a_whole_after_all(
    store: Store, held: MemoryAccount, clock: SetClock
) -> None:
    read(store, clock)
    del held.rows["plan"][0], held.rows["planned_row"][1:]
    read(store, clock)
    since = date(2026, 2, 27)
    told = [(one.kind, one.since, one.rows, one.known) for one in run(store).parts]
    assert told == [
        ("order_line", since, 0, None),
        ("billing_line", since, 0, None),
        ("element", since, 0, None),
        ("plan", since, 0, None),
        ("plan", None, 0, 0),
        ("planned_row", since, 0, None),
        ("planned_row", None, 1, 1),
    ]
    assert not run(store).is_whole


def test_a_second_too_short_to_be_looked_at_costs_no_commit(
    store: Store, held: MemoryAccount, clock: SetClock
) -> None:
    held.rows["planned_row"] = [planned(number) for number in range(1, 2501)]
    seen: list[int] = []
    read(store, clock, heard=lambda _part: seen.append(run(store).parts[-1].rows))
    assert seen == [0] * 7, "nothing was told but that each kind was begun"


def test_what_ended_a_reading_early_is_told(
    store: Store, held: MemoryAccount, clock: SetClock
) -> None:
    held.rows["plan"].append(plan(9, status=None))
    with pytest.raises(Unavailable):
        read(store, clock)
    found = run(store)
    assert "plan 9 cannot be read: status is blank" in (found.failed or "")
    assert [one.ended for one in found.parts] == [True, True, True, False]

    def stop(_part: Part) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(store, clock, heard=stop)
    assert run(store).failed == "it was cut off"


def test_a_plan_that_was_saved_is_read_with_all_of_its_rows(
    store: Store, held: MemoryAccount, clock: SetClock
) -> None:
    read(store, clock)
    held.rows["planned_row"] = [planned(20, amount="40.00"), planned(21, amount="80.00")]
    held.changed = {"plan": {"1"}, "planned_row": {"20", "21"}}
    assert read(store, clock) == Read(3, ())
    assert kept(store) == [(1, 4000), (1, 8000)]


def test_what_was_deleted_unseen_shows_in_the_sum_and_only_its_kind_is_read_anew(
    store: Store, held: MemoryAccount, clock: SetClock
) -> None:
    read(store, clock)
    del held.rows["planned_row"][3]
    assert read(store, clock).whole == ("planned_row",)
    assert len(kept(store)) == 11
    held.rows["order_line"] = []
    assert read(store, clock).whole == ("order_line",)
    with store.reading() as view:
        assert list(view.reconciling.revenue.records("order_line")) == []


def test_a_row_that_was_recognised_unseen_shows_in_the_number_of_journals(
    store: Store, held: MemoryAccount, clock: SetClock
) -> None:
    read(store, clock)
    held.rows["planned_row"][0] = planned(1, recognised="T", posted="137", journal="900")
    assert read(store, clock).whole == ("planned_row",)
    with store.reading() as view:
        assert [each for one in view.reconciling.revenue.plans.all() for each in one.journals][
            :2
        ] == ["900", None]


def test_rows_go_with_the_plan_that_went(
    store: Store, held: MemoryAccount, clock: SetClock
) -> None:
    held.rows["plan"].append(plan(2))
    held.rows["planned_row"].append(planned(50, plan=2))
    read(store, clock)
    held.rows["plan"].pop()
    held.rows["planned_row"].pop()
    assert read(store, clock).whole == ("plan",)
    assert len(kept(store)) == 12


def test_a_change_that_keeps_number_and_sum_is_found_within_a_week_or_on_demand(
    store: Store, held: MemoryAccount, clock: SetClock
) -> None:
    read(store, clock)
    held.rows["planned_row"][0] = planned(1, amount="9.00")
    held.rows["planned_row"][1] = planned(2, amount="11.00")
    assert read(store, clock).whole == ()
    assert kept(store)[:2] == [(1, 1000), (1, 1000)], "nothing tells of it"
    assert len(read(store, clock, whole=True).whole) == len(KINDS)
    assert kept(store)[:2] == [(1, 900), (1, 1100)]
    clock.at += WHOLE_EVERY - timedelta(seconds=1)
    assert read(store, clock).whole == ()
    clock.advance(1)
    assert len(read(store, clock).whole) == len(KINDS)


@pytest.mark.parametrize(
    ("kind", "row", "says"),
    [
        ("planned_row", planned(9, amount="1e5000"), "planned_row 9 cannot be read"),
        ("planned_row", planned(9, amount="10.001"), "more than the 2 decimals of USD"),
        ("planned_row", planned(9, money="XXX"), "'XXX' is not an ISO 4217"),
        ("planned_row", planned(9, recognised="yes"), "neither T nor F"),
        ("planned_row", planned(9, recognised="T"), "has no posting period"),
        ("plan", {"id": "9", "money": "USD"}, "plan 9 cannot be read: no 'element'"),
        ("plan", plan(9, status=None), "status is blank"),
        ("element", element(9, firstday="31.12.2026"), "element 9 cannot be read"),
        ("element", element(9, rate=None), "rate is blank"),
        ("order_line", order_line(9, kind="CustInvc"), "order_line 9 cannot be read"),
        ("order_line", order_line(9, amount="NaN"), "which is no number"),
    ],
)
def test_an_odd_row_ends_the_reading_and_is_named(
    books: Books, kind: str, row: dict[str, object], says: str
) -> None:
    store, held, clock = books
    held.rows[kind].append(row)
    with pytest.raises(Unavailable, match="cannot be read") as caught:
        read(store, clock)
    assert says in str(caught.value)
    held.rows[kind].pop()
    assert kind in read(store, clock).whole, "what was cut off is begun again"
