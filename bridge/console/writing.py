"""
How values are written on a page: amounts, days, ages. Templates have these as filters.

Amounts below zero and times of day are written as the reader likes them, for whom a page is
rendered within `liked`; outside of it as they are for everybody.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bridge.model.money import Money
from bridge.people.preferences import USUAL, Negatives, Preferences

#: What stands where there is no figure.
NOTHING = "\N{EN DASH}"
_DAY_S = 86_400
#: What stands behind an amount above zero, unseen, so that digits stand under digits.
_UNSEEN: Mapping[Negatives, str] = {Negatives.PARENTHESES: ")", Negatives.MINUS: ""}
#: An amount below zero within a text: a minus, thousands apart, and a currency behind it.
_BELOW_ZERO = re.compile(r"(?<![\w.,-])-(\d{1,3}(?:,\d{3})*(?:\.\d+)?)(?= [A-Z]{3}\b)")
_PREFERS: ContextVar[Preferences] = ContextVar("prefers", default=USUAL)


@contextmanager
def liked(prefers: Preferences) -> Iterator[None]:
    """Write values as somebody likes them, in this thread and until the end of the block."""
    before = _PREFERS.set(prefers)
    try:
        yield
    finally:
        _PREFERS.reset(before)


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount as it is shown: the currency apart, below zero in parentheses or with a minus."""

    currency: str
    text: str
    is_negative: bool
    unseen: str  #: what follows it for the width alone
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
    is_negative, style = amount.minor < 0, _PREFERS.get().negatives
    below = f"({plain})" if style is Negatives.PARENTHESES else f"-{plain}"
    return Figure(
        currency=amount.currency.code,
        text=below if is_negative else plain,
        is_negative=is_negative,
        unseen="" if is_negative else _UNSEEN[style],
        spoken=f"{'minus ' if is_negative else ''}{plain} {amount.currency.code}",
    )


def below_zero(text: str) -> tuple[tuple[str, str], ...]:
    """
    Return a text in pieces, each before an amount below zero; the last one is before none.

    Amounts are found as `str(Money)` has them; nobody looks for those who like a minus.

    >>> below_zero("booked -1,750.00 USD, quantity -1")
    (('booked ', '1,750.00'), (' USD, quantity -1', ''))
    """
    if _PREFERS.get().negatives is Negatives.MINUS:
        return ((text, ""),)
    pieces = _BELOW_ZERO.split(text)
    return tuple(zip(pieces[::2], [*pieces[1::2], ""], strict=True))


def unseen() -> str:
    """Return what stands behind whatever is no amount in a column of amounts, for the width."""
    return _UNSEEN[_PREFERS.get().negatives]


def day(of: date | datetime) -> str:
    """Return a day as ISO 8601 writes it; of a moment, the day in the zone of the reader."""
    return (_local(of).date() if isinstance(of, datetime) else of).isoformat()


def moment(of: datetime) -> str:
    """
    Return a time of day with its zone: that of the reader, in UTC where nobody chose one.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 7, 1, 12, 5, tzinfo=UTC)
    >>> moment(noon)
    '2026-07-01 12:05 UTC'
    >>> with liked(Preferences(time_zone="Europe/Zurich")):
    ...     moment(noon)
    '2026-07-01 14:05 CEST'
    """
    return f"{_local(of):%Y-%m-%d %H:%M %Z}"


def second(of: datetime) -> str:
    """
    Return a time of day to its second, where what happens every few seconds is told apart.

    >>> from datetime import UTC
    >>> second(datetime(2026, 7, 1, 12, 5, 7, tzinfo=UTC))
    '2026-07-01 12:05:07 UTC'
    """
    return f"{_local(of):%Y-%m-%d %H:%M:%S %Z}"


def _local(of: datetime) -> datetime:
    return of.astimezone(_PREFERS.get().zone)


def age(since: datetime, now: datetime) -> str:
    """
    Return how long ago something happened, in whole days.

    >>> from datetime import UTC
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


def sentence(text: str) -> str:
    """
    Return words as a sentence; what begins with the name of a file or a setting keeps it.

    >>> sentence("there is no class 'XX'"), sentence("items.yaml: a row is twice")
    ("There is no class 'XX'.", 'items.yaml: a row is twice.')
    """
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    begun = text[0].upper() + text[1:] if first.strip(",").isalpha() else text
    return begun if begun.endswith((".", "!", "?")) else f"{begun}."


def account(name: str) -> str:
    """
    Return an account of the ledger in words.

    >>> account("suspense:ITEM_UNMAPPED"), account("booked")
    ('suspense: item unmapped', 'booked')
    """
    place, _, code = name.partition(":")
    return f"{place}: {words(code).lower()}" if code else place


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
    one.__name__: one
    for one in (
        account,
        age,
        below_zero,
        chip,
        count,
        day,
        figure,
        moment,
        second,
        sentence,
        words,
    )
}
