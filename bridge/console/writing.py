"""How values are written on a page: amounts, days, ages. Templates have these as filters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bridge.model.money import Money

#: What stands where there is no figure.
NOTHING = "\N{EN DASH}"
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount as it is shown: the currency apart, an amount below zero in parentheses."""

    currency: str
    text: str
    is_negative: bool
    spoken: str  #: for those who hear the page


def figure(amount: Money) -> Figure:
    """
    Return an amount as finance writes it.

    >>> from bridge.model.money import Currency
    >>> figure(Money(-171669100, Currency("EUR"))).text
    '(1,716,691.00)'
    >>> figure(Money(1200, Currency("JPY"))).text
    '1,200'
    """
    plain = f"{abs(amount.decimal()):,.{amount.currency.digits}f}"
    is_negative = amount.minor < 0
    return Figure(
        currency=amount.currency.code,
        text=f"({plain})" if is_negative else plain,
        is_negative=is_negative,
        spoken=f"{'minus ' if is_negative else ''}{plain} {amount.currency.code}",
    )


def day(of: date | datetime) -> str:
    """Return a day as ISO 8601 writes it; of a moment, the day in UTC."""
    return (of.astimezone(UTC).date() if isinstance(of, datetime) else of).isoformat()


def moment(of: datetime) -> str:
    """
    Return a time of day with its zone.

    >>> moment(datetime(2026, 3, 1, 9, 5, tzinfo=UTC))
    '2026-03-01 09:05 UTC'
    """
    return f"{of.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def age(since: datetime, now: datetime) -> str:
    """
    Return how long ago something happened, in whole days.

    >>> age(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 8, 5, tzinfo=UTC))
    '7 d'
    """
    return f"{max(0, int((now - since).total_seconds()) // _DAY_S)} d"


def count(number: int) -> str:
    """
    Return a number with its thousands apart.

    >>> count(3515)
    '3,515'
    """
    return f"{number:,}"


def words(code: str) -> str:
    """
    Return a code in words.

    >>> words("ITEM_UNMAPPED")
    'Item unmapped'
    """
    return code.replace("_", " ").lower().capitalize()


#: With which sign and colour the states of deals and documents are shown.
_CHIPS: Mapping[str, str] = {
    "TRANSLATED": "ok",
    "ACKNOWLEDGED": "ok",
    "FLAGGED": "open",
    "REFUSED": "bad",
    "WAITING": "waiting",
    "SENDING": "waiting",
    "PREPARED": "waiting",
    "BLOCKED": "waiting",
    "EXCLUDED": "locked",
    "SUPERSEDED": "locked",
}


def chip(state: str) -> str:
    """
    Return the kind of chip that shows a state.

    >>> chip("REFUSED")
    'bad'
    """
    return _CHIPS.get(state, "")


#: What templates may apply.
FILTERS: Mapping[str, Callable[..., Any]] = {
    one.__name__: one for one in (age, chip, count, day, figure, moment, words)
}
