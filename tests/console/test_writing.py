from datetime import UTC, datetime, timedelta

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bridge.console.rendering import environment
from bridge.console.saying import Said, keep_said, take_said
from bridge.console.writing import age, day, figure, liked, moment, unseen
from bridge.model.money import Currency, Money
from bridge.people.preferences import Negatives, Preferences

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minor", "code", "text", "spoken"),
    [
        (123456789, "USD", "1,234,567.89", "1,234,567.89 USD"),
        (-50, "EUR", "(0.50)", "minus 0.50 EUR"),
        (0, "USD", "0.00", "0.00 USD"),
        (-1200, "JPY", "(1,200)", "minus 1,200 JPY"),
        (1234, "KWD", "1.234", "1.234 KWD"),
        (2**62, "USD", "46,116,860,184,273,879.04", "46,116,860,184,273,879.04 USD"),
    ],
)
def test_amounts_have_the_decimals_of_their_currency(
    minor: int, code: str, text: str, spoken: str
) -> None:
    shown = figure(Money(minor, Currency(code)))
    assert (shown.text, shown.currency, shown.spoken) == (text, code, spoken)
    assert shown.is_negative is (minor < 0)


def test_a_clock_that_went_back_makes_nothing_younger_than_today() -> None:
    assert age(NOON, NOON - timedelta(days=3)) == "0 d"
    assert age(NOON - timedelta(days=2, hours=23), NOON) == "2 d"


def test_days_and_times_of_day_are_told_in_utc() -> None:
    zoned = datetime.fromisoformat("2026-03-01T23:30:00-05:00")
    assert day(zoned) == "2026-03-02"
    assert moment(zoned) == "2026-03-02 04:30 UTC"
    assert day(zoned.date()) == "2026-03-01"


def test_amounts_and_times_are_written_as_the_reader_likes_them_and_for_nobody_else() -> None:
    loss = Money(-123456, Currency("USD"))
    zoned = datetime.fromisoformat("2026-03-01T23:30:00-05:00")
    with liked(Preferences(negatives=Negatives.MINUS, time_zone="America/New_York")):
        shown = figure(loss)
        assert (shown.text, shown.spoken) == ("-1,234.56", "minus 1,234.56 USD")
        assert (figure(-loss).unseen, unseen()) == ("", "")
        assert (day(zoned), moment(zoned)) == ("2026-03-01", "2026-03-01 23:30 EST")
    assert (figure(loss).text, figure(-loss).unseen, unseen()) == ("(1,234.56)", ")", ")")
    assert day(zoned) == "2026-03-02"


def folded(text: str) -> str:
    return str(getattr(environment().globals["ui"], "folded")(text))  # noqa: B009 - no module of Python


def test_a_cell_of_many_lines_is_folded_with_their_number_and_keeps_all_of_them() -> None:
    many = folded("\n".join(f"items.yaml rows.{number}: -5.00 USD" for number in range(1, 1235)))
    assert many.startswith("<details><summary>1,234 lines</summary>")
    assert many.count("items.yaml rows.") == 1234
    assert many.count("(5.00)") == 1234
    assert "details" not in folded("first\nsecond")
    assert folded("<b>") == "&lt;b&gt;"


def test_what_the_next_page_says_is_cut_where_one_sees_it() -> None:
    answer = Response()
    keep_said(answer, Said("x" * 301), is_tls=False)
    cookie = answer.headers["set-cookie"].partition(";")[0]
    page = Request({"type": "http", "headers": [(b"cookie", cookie.encode())]})
    assert take_said(page) == Said("x" * 299 + "…")
