"""
Two causes on one line, derived by hand in the order of the classes.

The line is worth 100.00 a month from March 2026 for twelve months, and nothing of it is posted, so
that an edit changes all of its months.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bridge.model.calendar import Term, add_months
from bridge.model.schedule import Method
from bridge.reconcile.rows import Target
from bridge.reconcile.sides import Element
from tests.reconcile.injections.patterns import days, ramp
from tests.reconcile.stating import amounts, stated
from tests.reconcile.worlds import (
    EUR,
    Amounts,
    Line,
    a_line,
    an_element,
    money,
    plan,
    rebook,
    rehold,
    rule,
    terms,
)

MARCH = date(2026, 3, 1)
YEAR = [add_months(MARCH, place).isoformat()[:7] for place in range(12)]
NEXT = "2027-03"


def each(minor: int, periods: list[str] = YEAR) -> dict[str, int]:
    return dict.fromkeys(periods, minor)


def dearer_and_later(line: Line) -> Amounts:
    """Eleven for ten, and a month later: the price is measured on the days as sold."""
    later = Term(add_months(MARCH, 1), add_months(MARCH, 13))
    rehold(line, terms=terms(line, amount=money(132_000), term=later))
    plan(line, each(11_000, [*YEAR[1:], NEXT]))
    return told({"DAT-1": each(1_000), "DAT-3": {"2026-03": -11_000, NEXT: 11_000}})


def dearer_and_more(line: Line) -> Amounts:
    """Eleven for ten, and twelve seats for ten: 10.00, and two tenths of 110.00."""
    rehold(line, terms=terms(line, amount=money(158_400), quantity=Decimal(12)))
    plan(line, each(13_200))
    return told({"DAT-1": each(1_000), "DAT-2": each(2_200)})


def dearer_ramp(line: Line) -> Amounts:
    """A tenth more of 50.00 and of 150.00 each month; then all of it is levelled at 110.00."""
    ramp(line)
    rehold(line, terms=terms(line, amount=money(132_000)))
    plan(line, each(11_000))
    low, high = YEAR[:6], YEAR[6:]
    return told(
        {
            "DAT-1": each(500, low) | each(1_500, high),
            "PAT-1": each(5_500, low) | each(-5_500, high),
        }
    )


def dearer_in_euro(line: Line) -> Amounts:
    """Ten euro more at the booking rate of 1.10; then 110 euro at a tenth of a dollar more."""
    sold = terms(line, amount=money(120_000, EUR), rate=Decimal("1.10"))
    said = replace(sold, rate=Decimal("1.20"))
    rebook(line, sold=(sold,))
    rule(line, terms=said)
    element = an_element(line, each(11_000))
    held = replace(said, amount=money(132_000, EUR))
    moved = replace(element, sales=held.amount, allocated=held.amount, rate=Decimal("1.20"))
    rehold(line, terms=held, elements=(moved,))
    line.expected[line.key] = {one: money(10_000, EUR) for one in YEAR}
    return told({"DAT-1": each(1_100), "FX-1": each(1_100)})


def later_and_at_once(line: Line) -> Amounts:
    """A month later over its days; then all of it in the first month."""
    later = Term(add_months(MARCH, 1), add_months(MARCH, 13))
    rehold(line, terms=terms(line, term=later, method=Method.AT_ONCE))
    plan(line, {"2026-04": 120_000})
    months = [*YEAR[1:], NEXT]
    return told(
        {
            "DAT-3": {"2026-03": -10_000, NEXT: 10_000},
            "DAT-4": each(-10_000, months) | {"2026-04": 110_000},
        }
    )


def dearer_and_unapproved(line: Line) -> Amounts:
    """What nobody approved is not planned, at the price that it has by now."""
    rehold(line, terms=terms(line, amount=money(132_000)), is_approved=False, elements=())
    return told({"DAT-1": each(1_000), "ORD-1": each(-11_000)})


def dearer_event(line: Line) -> Amounts:
    """A start event moves the days, and a person the price."""
    expected = dearer_and_later(line)
    rebook(line, start_event_on=add_months(MARCH, 1))
    for period in ("2026-03", NEXT):
        expected["TIM-1", period] = expected.pop(("DAT-3", period))
    return expected


def event_and_shorter(line: Line) -> Amounts:
    """A start event says when the days begin, and not that two months of them are lost."""
    rebook(line, start_event_on=add_months(MARCH, 1))
    rehold(line, terms=terms(line, term=Term(add_months(MARCH, 1), add_months(MARCH, 11))))
    plan(line, each(12_000, YEAR[1:11]))
    moved = {YEAR[0]: -10_000, YEAR[11]: -10_000} | each(2_000, YEAR[1:11])
    return told({"DAT-3": moved})


def later_ramp(line: Line) -> Amounts:
    """What was ruled comes before what drifted: levelled at 100.00, and then a month later."""
    ramp(line)
    later = Term(add_months(MARCH, 1), add_months(MARCH, 13))
    rehold(line, terms=terms(line, term=later))
    plan(line, each(10_000, [*YEAR[1:], NEXT]))
    return told(
        {
            "PAT-1": each(5_000, YEAR[:6]) | each(-5_000, YEAR[6:]),
            "DAT-3": {"2026-03": -10_000, NEXT: 10_000},
        }
    )


def ruled_later_and_later_still(line: Line) -> Amounts:
    """The translation begins in April, and a person moved it on to May."""
    april, may = (Term(add_months(MARCH, by), add_months(MARCH, 12 + by)) for by in (1, 2))
    rule(line, terms=terms(line, term=april))
    rehold(line, terms=terms(line, term=may))
    line.expected[line.key] = dict.fromkeys([*YEAR[1:], NEXT], money(10_000))
    plan(line, each(10_000, [*YEAR[2:], NEXT, "2027-04"]))
    return told(
        {
            "TIM-1": {"2026-03": -10_000, NEXT: 10_000},
            "DAT-3": {"2026-04": -10_000, "2027-04": 10_000},
        }
    )


def counted_and_at_once(line: Line) -> Amounts:
    """Sales count days, the rule whole months, and NetSuite's item takes all of it at once."""
    days(line)
    rehold(line, terms=terms(line, method=Method.AT_ONCE))
    plan(line, {"2026-03": 120_000})
    counted = {period: minor for (code, period), minor in line.amounts.items() if code == "DAY-1"}
    return told({"DAY-1": counted, "DAT-4": each(-10_000) | {"2026-03": 110_000}})


def dear_that_was_free(line: Line) -> Amounts:
    """Nothing by any factor is nothing: the price alone makes it 100.00 a month."""
    free = terms(line, amount=money(0))
    rebook(line, sold=(free,))
    rule(line, terms=free)
    line.expected[line.key] = {}
    return told({"DAT-1": each(10_000)})


def told(classes: dict[str, dict[str, int]]) -> Amounts:
    return Counter(
        {(code, one): minor for code, vector in classes.items() for one, minor in vector.items()}
    )


PAIRS = [
    dearer_and_later,
    dearer_and_more,
    dearer_ramp,
    dearer_in_euro,
    later_and_at_once,
    dearer_and_unapproved,
    dearer_event,
    event_and_shorter,
    later_ramp,
    ruled_later_and_later_still,
    counted_and_at_once,
    dear_that_was_free,
]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.__name__)
def test_two_causes_on_one_line_come_out_in_the_order_of_the_classes(
    pair: Callable[[Line], Amounts],
) -> None:
    line = a_line(1, MARCH)
    line.posted = 0
    expected = pair(line)
    rehold(line, elements=tuple(unposted(element) for element in line.held[0].elements))
    found = stated(line, target=Target.PLANNED)
    assert found.ties
    attributed = amounts(found)
    for key in [key for key in attributed if key[0] == "PER-1"]:
        del attributed[key]  # as every line has it
    assert attributed == expected


def unposted(element: Element) -> Element:
    return replace(element, rows=tuple(row._replace(is_recognised=False) for row in element.rows))
