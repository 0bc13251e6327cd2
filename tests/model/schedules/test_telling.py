"""The words for a share, and that they stand beside the amount that the method gives."""

from datetime import date

import pytest

from bridge.model.calendar import Term, months
from bridge.model.money import Currency, Money
from bridge.model.schedule import Method
from bridge.model.schedules.telling import share_of

TERM = Term.inclusive(date(2026, 1, 15), date(2026, 3, 31))
PERIODS = months(TERM.start, TERM.last)
LAST = ", with what rounding leaves"
AMOUNT = Money.parse("76.00", Currency("USD"))


@pytest.mark.parametrize(
    ("method", "period", "amount", "says"),
    [
        # 17, 28 and 31 of 76 days; 76.00 / 3 = 25.33 twice, and 25.34
        (Method.STRAIGHT_LINE_EVEN, "2026-01", "25.33", "1 of 3 periods"),
        (
            Method.STRAIGHT_LINE_EVEN,
            "2026-03",
            "25.34",
            "1 of 3 periods, with what rounding leaves",
        ),
        (Method.STRAIGHT_LINE_DAYS, "2026-02", "28.00", "28 of 76 days"),
        (Method.STRAIGHT_LINE_PRORATED, "2026-01", "17.00", "17 of 76 days"),
        (
            Method.STRAIGHT_LINE_PRORATED,
            "2026-02",
            "28.00",
            "1 of 1 whole periods, of what the first and the last one leave",
        ),
        # 17/31 + 1 + 1 = 2.548387 periods: 76.00 / 2.548387 = 29.8228, and 17/31 of it
        (
            Method.STRAIGHT_LINE_PERIOD_RATE,
            "2026-01",
            "16.35",
            "17 of its 31 days, at the amount of a whole period",
        ),
        (Method.AT_ONCE, "2026-01", "76.00", "the whole amount, at once"),
        (Method.AT_ONCE, "2026-02", "0.00", "nothing after the first period"),
    ],
)
def test_a_share_is_told_with_its_amount(
    method: Method, period: str, amount: str, says: str
) -> None:
    share = share_of(method, AMOUNT, TERM, PERIODS, period)
    assert share is not None
    assert (share.amount.text(), share.says) == (amount, says)


def test_a_period_outside_the_term_has_no_share() -> None:
    known = months(date(2026, 1, 1), date(2026, 12, 31))
    assert share_of(Method.STRAIGHT_LINE_DAYS, AMOUNT, TERM, known, "2026-04") is None
