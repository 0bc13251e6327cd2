"""What of a line is not ordered stands in the days of the steps that lack it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bridge.adapters.store.deals import KnownDeal
from bridge.adapters.store.reconciling.books import BookedDocument
from bridge.flow.reconciling.between.booking import lines
from bridge.flow.reconciling.between.ruling import Books, RuledLine
from bridge.flow.reconciling.between.selling import SoldDeal, SoldLine, SoldStep
from bridge.flow.reconciling.between.wholly import Around, counted
from bridge.ledger.accounts import BOOKED
from bridge.ledger.judgement import DealState
from bridge.model.calendar import Term
from bridge.model.deal import Action, Charge
from bridge.model.document import Kind, State
from bridge.model.ids import ContractId, DealId, Digest, ExternalId, LineId
from bridge.model.measures.definition import Counted, Measure, Segment
from bridge.model.money import Currency, Money
from bridge.model.schedule import Method
from bridge.reconcile.measures.books import book_of
from bridge.reconcile.sides import Booked, OrderKey, Ruled, Standing, Terms

USD = Currency("USD")
YEARS = tuple(Term(date(year, 1, 1), date(year + 1, 1, 1)) for year in (2026, 2027, 2028))
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def usd(units: int) -> Money:
    return Money(units * 100, USD)


def a_deal(booked: int) -> KnownDeal:
    return KnownDeal(
        id=DealId("D"),
        name="Deal",
        contract=ContractId("D"),
        kind="NEW",
        account_name="ACME",
        booked=usd(booked),
        booked_on=date(2026, 1, 1),
        model="cpq",
        state=DealState.FLAGGED,
        says="",
        digest=Digest("a"),
        dossier=None,
        rulebook=None,
        first_seen_at=NOON,
        waiting_since=None,
        updated_at=NOON,
    )


def a_step(name: str, units: int, term: Term, *, is_agreed: bool = True) -> SoldStep:
    return SoldStep(LineId(name), Decimal(1), Decimal(units), usd(units), term, is_agreed)


def ordered(step: SoldStep, units: int) -> RuledLine:
    """An order line that NetSuite has of a step."""
    terms = Terms(
        item="SEAT",
        quantity=Decimal(1),
        unit_price=Decimal(units),
        amount=usd(units),
        term=step.term,
        method=Method.STRAIGHT_LINE_EVEN,
    )
    record = ExternalId("so-1")
    said = Ruled(
        key=OrderKey(record, 1), terms=terms, dated=NOON.date(), treatment="as_is", rule="r"
    )
    document = BookedDocument(
        external_id=record,
        deal=DealId("D"),
        contract=ContractId("D"),
        kind=Kind.SALES_ORDER,
        state=State.ACKNOWLEDGED,
        record=record,
        target=None,
        internal_id="1",
        error_code=None,
        dated=NOON.date(),
        subsidiary=None,
        lines=(),
        predicted={},
    )
    return RuledLine(step.id, said, usd(units), document, is_there=True)


def booked(charge: Charge, steps: tuple[SoldStep, ...], *there: RuledLine) -> Iterator[Booked]:
    """The lines of a deal that waits for a person, with what NetSuite has of it."""
    whole = a_deal(sum(one.amount.minor for one in steps) // 100)
    sold = a_sale(charge, *steps)
    return lines(whole, sold, around(sold, *there))


def a_sale(charge: Charge, *steps: SoldStep) -> SoldDeal:
    """A deal of one line."""
    line = SoldLine(
        "SEAT", Action.ADD, charge, None, is_trial=False, start_event_on=None, steps=steps
    )
    return SoldDeal("ACME", (line,))


def around(was: SoldDeal | None, *there: RuledLine) -> Around:
    """What NetSuite has of a deal, and what the deal sold when that was ordered."""
    books = Books(
        by_source={one.source: (one,) for one in there},
        by_deal={DealId("D"): there},
        expected={},
        lines={},
        contracts={},
        subsidiaries={},
    )
    return Around(
        when_ordered=lambda _known: was,
        books=books,
        bases={},
        rates={},
        codes={DealId("D"): "A_CODE"},
        excluded={},
    )


def test_each_step_of_a_ramp_that_is_not_ordered_keeps_its_own_days() -> None:
    first, second, third = (
        a_step(name, units, term)
        for name, units, term in zip("ABC", (100, 200, 350), YEARS, strict=True)
    )
    there, rest = booked(
        Charge.RECURRING, (first, second, third), ordered(first, 100), ordered(third, 300)
    )
    assert [one.amount for one in there.sold] == [usd(100), usd(300)]
    assert [(one.amount, one.term) for one in rest.sold] == [
        (usd(200), YEARS[1]),
        (usd(50), YEARS[2]),
    ]
    assert (rest.standing, rest.reason) == (Standing.SUSPENSE, "A_CODE")


def test_a_deal_is_counted_as_the_ledger_has_it_but_for_use_that_was_rated_since() -> None:
    """The ledger has 170.00, whatever the deal says; 70.00 of it are use, and no booking."""
    use = a_step("B", 70, YEARS[1], is_agreed=False)
    steps = (a_step("A", 100, YEARS[0]), use)
    line = SoldLine(
        "CALLS", Action.ADD, Charge.USAGE, None, is_trial=False, start_event_on=None, steps=steps
    )
    held = {(BOOKED, USD): usd(-170)}
    [count] = counted(a_deal(999), SoldDeal("ACME", (line,)), held)
    assert (count.deal, count.day, count.amount) == ("D", date(2026, 1, 1), usd(100))
    [unreadable] = counted(a_deal(999), None, held)
    assert unreadable.amount == usd(170), "what cannot be read line by line counts whole"


def test_of_a_deal_that_waits_use_that_was_rated_since_stays_no_booking() -> None:
    sold, use = a_step("A", 100, YEARS[0]), a_step("B", 70, YEARS[1], is_agreed=False)
    there, rest, rated = booked(Charge.USAGE, (use, sold), ordered(use, 60), ordered(sold, 90))
    assert [one.amount for each in (there, rest) for one in each.sold] == [usd(90), usd(10)]
    assert (there.line, rated.line, rated.sold) == ("A", "B", ())
    assert [one.terms.amount for one in (*there.ruled, *rated.ruled)] == [usd(90), usd(60)]


def test_what_moves_between_steps_is_told_though_the_line_comes_to_the_same() -> None:
    first, second = a_step("A", 100, YEARS[0]), a_step("B", 200, YEARS[1])
    _, rest = booked(Charge.RECURRING, (first, second), ordered(first, 200), ordered(second, 100))
    assert [one.amount for one in rest.sold] == [usd(-100), usd(100)]


def test_rated_use_that_is_ordered_in_part_is_no_booking_in_either_part() -> None:
    first = a_step("A", 100, YEARS[0], is_agreed=False)
    second = a_step("B", 70, YEARS[1], is_agreed=False)
    [there] = booked(Charge.USAGE, (first, second), ordered(first, 100))
    assert (there.sold, len(there.ruled)) == ((), 1)


def test_what_was_ordered_in_another_currency_is_taken_back_in_it() -> None:
    first = a_step("A", 100, YEARS[0])
    now = replace(first, amount=Money(9_000, Currency("EUR")))
    there, rest, was = booked(Charge.RECURRING, (now,), ordered(first, 100))
    assert [one.amount for one in there.sold] == [usd(100)]
    assert [(one.amount, one.term) for one in rest.sold] == [(now.amount, YEARS[0])]
    assert [(one.amount, one.term) for one in was.sold] == [(usd(-100), YEARS[0])]
    assert (was.line, was.standing, was.ruled) == ("A-was", Standing.SUSPENSE, ())


@pytest.mark.parametrize(
    ("segment", "rates"),
    [
        (Segment.ENTRY, (100, 100)),
        (Segment.CURRENT, (100, 200)),
        (Segment.EXIT, (300, 300)),
        (Segment.AVERAGE, (200, 200)),
    ],
)
@pytest.mark.parametrize("treatment", ["as_segments", "straight_line_total"])
def test_the_parts_of_a_ramp_that_is_ordered_in_part_have_its_run_rate_together(
    segment: Segment, rates: tuple[int, int], treatment: str
) -> None:
    """Of three years at 100, 200 and 300 the first and 250 of the last are ordered."""
    steps = tuple(a_step(n, u, t) for n, u, t in zip("ABC", (100, 200, 300), YEARS, strict=True))
    first, _, third = steps
    there = (by_rule(ordered(first, 100), treatment), by_rule(ordered(third, 250), treatment))
    found = tuple(booked(Charge.RECURRING, steps, *there))
    assert len(found) == 2, "what is ordered, and the rest"
    measure = Measure(name="m", segment=segment)
    days = (date(2026, 3, 31), date(2027, 3, 31))
    assert [sum(book_of(found, measure, day).values()) for day in days] == [
        one * 100 for one in rates
    ]
    signed = replace(measure, counted=Counted.SIGNED)
    before = tuple(replace(one, close_on=date(2025, 12, 1)) for one in found)
    assert sum(book_of(before, signed, date(2025, 12, 31)).values()) == rates[0] * 100


def by_rule(one: RuledLine, treatment: str) -> RuledLine:
    """The same by another treatment; a levelled one has the days of all three years."""
    is_level = treatment == "straight_line_total"
    whole = Term(YEARS[0].start, YEARS[2].end) if is_level else one.ruled.terms.term
    terms = replace(one.ruled.terms, term=whole)
    return replace(one, ruled=replace(one.ruled, treatment=treatment, terms=terms))


def of_years(found: Iterable[Booked], segment: Segment) -> list[int]:
    """The run rate of all lines together, in units, in each of the three years."""
    lines_of, measure = tuple(found), Measure(name="m", segment=segment)
    rates = (book_of(lines_of, measure, date(term.start.year, 6, 30)) for term in YEARS)
    return [int(sum(one.values())) // 100 for one in rates]


@pytest.mark.parametrize("segment", Segment)
@pytest.mark.parametrize("units", [100, 150])
@pytest.mark.parametrize("is_kept", [True, False])
def test_a_held_deal_that_moved_to_other_days_recurs_as_it_is_sold_now(
    segment: Segment, units: int, *, is_kept: bool
) -> None:
    """Sold for the first year at 100, it is one year later, at 100 or 150; the order stands."""
    then, now = a_step("A", 100, YEARS[0]), a_step("A", units, YEARS[1])
    was = a_sale(Charge.RECURRING, then) if is_kept else None
    known = around(was, ordered(then, 100))
    found = tuple(lines(a_deal(units), a_sale(Charge.RECURRING, now), known))
    assert of_years(found, segment) == [0, units, 0]
    there, rest = found
    assert [(one.amount, one.term) for one in there.sold] == [(usd(100), YEARS[0])]
    assert [(one.amount, one.term) for one in rest.sold] == [
        (usd(-100), YEARS[0]),
        (usd(units), YEARS[1]),
    ]


def test_a_change_of_a_held_deal_recurs_in_the_days_for_which_it_was_sold() -> None:
    """Ten seats less from July on: the order line that loses them has all days of the year."""
    second_half = Term(date(2026, 7, 1), date(2027, 1, 1))
    less = a_step("A", -50, second_half)
    change = ordered(replace(less, term=YEARS[0]), -50)
    [there] = booked(Charge.RECURRING, (less,), change)
    assert [(one.amount, one.term) for one in there.sold] == [(usd(-50), second_half)]
    rates = (
        book_of([there], Measure(name="m"), date(2026, 3, 31)),
        book_of([there], Measure(name="m"), date(2026, 9, 30)),
    )
    assert [sum(one.values()) for one in rates] == [0, -100_00]


def test_what_is_not_ordered_is_told_at_the_rate_of_an_order_that_netsuite_shows() -> None:
    """The first order was acknowledged after NetSuite was read: no row of it says a rate."""
    steps = tuple(a_step(n, 100, t) for n, t in zip("ABC", YEARS, strict=True))
    later = replace(ordered(steps[0], 100), is_there=False)
    shown = replace(ordered(steps[1], 100), rate=Decimal("1.25"))
    there, rest = booked(Charge.RECURRING, steps, later, shown)
    assert [one.term for one in there.sold] == [YEARS[1]]
    assert [(one.term, one.rate) for one in rest.sold] == [
        (YEARS[0], Decimal("1.25")),
        (YEARS[2], Decimal("1.25")),
    ]
