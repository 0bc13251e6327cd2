"""Forecasts that are recalculated, against the printed tables."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.sandbox.netsuite.revenue.arithmetic.periods import Period, PlanFails
from bridge.sandbox.netsuite.revenue.arithmetic.reforecasting import Recalculation, recalculated
from bridge.sandbox.netsuite.revenue.arithmetic.rules import Reforecast
from bridge.sandbox.netsuite.revenue.arithmetic.spreading import Share, Whole
from tests.sandbox.netsuite.revenue.arithmetic.months import MONTHS, term

JANUARY, FEBRUARY, MARCH, APRIL, MAY = (MONTHS.named(f"2026-{month:02}") for month in range(1, 6))
NEXT, REMAINING, LAST, MANUAL = (
    Reforecast.NEXT_PERIOD,
    Reforecast.REMAINING_PERIODS,
    Reforecast.LAST_PERIOD,
    Reforecast.MANUAL,
)


def again(
    actual: str,
    forecast: str = "100 100 100",
    as_of: Period = JANUARY,
    method: Reforecast = NEXT,
    offset: int = 0,
) -> dict[str, str]:
    """Recalculate; `actual` and `forecast` are the amounts from January on."""
    shares = [
        Share(MONTHS.later(JANUARY, place), Decimal(amount))
        for place, amount in enumerate(forecast.split())
    ]
    known = {
        MONTHS.later(JANUARY, place).id: Decimal(amount)
        for place, amount in enumerate(actual.split())
    }
    total = sum((share.amount for share in shares), Decimal(0))
    whole = Whole(amount=total, span=term("2026-01-01", "2026-03-31"), digits=2)
    how = Recalculation(method=method, as_of=as_of, offset=offset)
    found = recalculated(whole, shares, known, how, MONTHS)
    assert sum(share.amount for share in found) == total
    return {share.period.id: str(share.amount) for share in found if share.amount}


@pytest.mark.parametrize(
    ("method", "printed"),
    [
        (NEXT, ["75", "125", "100"]),
        (REMAINING, ["75", "112.50", "112.50"]),
        (LAST, ["75", "100", "125"]),
    ],
)
def test_a_method_gives_the_printed_forecast(method: Reforecast, printed: list[str]) -> None:
    assert list(again("75 75 75 75", method=method).values()) == printed


@pytest.mark.parametrize(
    ("offset", "printed"),
    [
        (0, {"2026-01": "100", "2026-02": "100", "2026-03": "100"}),
        (1, {"2026-01": "75", "2026-02": "125", "2026-03": "100"}),
        (2, {"2026-01": "75", "2026-02": "100", "2026-03": "125"}),
        (3, {"2026-01": "75", "2026-02": "100", "2026-03": "100", "2026-04": "25"}),
        (4, {"2026-01": "75", "2026-02": "100", "2026-03": "100", "2026-05": "25"}),
    ],
)
def test_the_manual_offset_gives_the_printed_forecast(offset: int, printed: dict[str, str]) -> None:
    assert again("75 75 75 75", method=MANUAL, offset=offset) == printed


def test_without_an_actual_plan_the_period_counts_nothing() -> None:
    assert again("") == {"2026-02": "200", "2026-03": "100"}


def test_after_its_end_a_forecast_goes_on_into_the_next_period() -> None:
    assert again("50 50 50", as_of=MARCH)["2026-04"] == "150"
    assert again("50 50 50", as_of=MARCH, method=REMAINING)["2026-04"] == "150"
    assert again("50 50 50", as_of=APRIL, method=LAST)["2026-03"] == "200"


def test_a_last_period_of_the_wrong_sign_is_borne_by_those_before() -> None:
    assert again("250 40 10", method=LAST) == {"2026-01": "250", "2026-02": "50"}
    assert again("-250 -40", "-100 -100 -100", method=LAST) == {
        "2026-01": "-250",
        "2026-02": "-50",
    }


def test_a_first_period_of_the_wrong_sign_is_borne_by_those_after() -> None:
    assert again("-20 20 300", as_of=MAY) == {"2026-03": "300"}


def test_a_period_that_is_not_set_up_is_named() -> None:
    with pytest.raises(PlanFails, match="is not set up"):
        again("75", method=MANUAL, offset=999)


@given(
    actual=st.lists(st.integers(-500, 500), max_size=6),
    forecast=st.lists(st.integers(-500, 500), min_size=1, max_size=6),
    month=st.integers(1, 8),
    method=st.sampled_from(Reforecast),
    offset=st.integers(0, 5),
)
def test_a_recalculation_loses_no_cent(
    actual: list[int], forecast: list[int], month: int, method: Reforecast, offset: int
) -> None:
    as_of = MONTHS.named(f"2026-{month:02}")
    again(" ".join(map(str, actual)), " ".join(map(str, forecast)), as_of, method, offset)
