"""The moment up to which a report counts."""

from datetime import UTC, date, datetime

import pytest

from bridge.errors import Misconfigured
from bridge.model.calendar import Term
from bridge.reports.cutoff import Cutoff, moments_of, month_of

NOW = datetime(2026, 10, 1, 0, 30, tzinfo=UTC)


def test_a_day_counts_to_its_last_microsecond_in_utc() -> None:
    cutoff = Cutoff.of(date(2026, 9, 30), NOW)
    assert cutoff.moment == datetime(2026, 9, 30, 23, 59, 59, 999_999, tzinfo=UTC)
    assert str(cutoff) == "the end of 2026-09-30 (UTC)"


def test_without_a_day_the_present_counts() -> None:
    cutoff = Cutoff.of(None, NOW)
    assert (cutoff.moment, str(cutoff)) == (NOW, "2026-10-01 00:30:00 UTC")


@pytest.mark.parametrize("day", [date(2026, 10, 1), date(2027, 1, 1)])
def test_a_day_that_is_not_over_has_no_end_yet(day: date) -> None:
    with pytest.raises(Misconfigured, match="is not over: in UTC it is 2026-10-01 00:30"):
        Cutoff.of(day, NOW)


def test_a_month_is_read_and_holds_all_its_moments() -> None:
    month = month_of("2026-02")
    assert month == Term(date(2026, 2, 1), date(2026, 3, 1))
    assert moments_of(month) == (
        datetime(2026, 2, 1, tzinfo=UTC),
        datetime(2026, 2, 28, 23, 59, 59, 999_999, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "text",
    [
        "2026",
        "2026-13",
        "2026-00",
        "0000-01",
        "2026-1",
        "\u0662\u0660\u0662\u0666-\u0660\u0661",
        "",
    ],
)
def test_what_is_no_month_is_told(text: str) -> None:
    with pytest.raises(Misconfigured, match="write it as 2026-09"):
        month_of(text)
