"""An assessment as machines read it, as people read it, and as a table."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from bridge.model.deal import Heading
from bridge.model.money import Currency, Money
from bridge.rulebooks.assessing.assessment import Assessment, Cause

Form = dict[str, Any]
_PER_MILLE = 1_000


def form(of: Assessment) -> Form:
    """Return an assessment for machines; amounts are decimal strings by ISO code."""
    return {
        "rules": of.rulebook,
        "deals": of.deals,
        "standings": {
            way.value: {"deals": part.deals, "booked": _amounts(part.booked)}
            for way, part in of.parts.items()
        },
        "causes": [_cause(one) for one in of.causes],
        "undeclared_fields": [
            {"object": one.object, "field": one.field, "filled": one.filled}
            for one in of.undeclared
        ],
    }


def _cause(one: Cause) -> Form:
    return {
        "code": one.code,
        "deals": one.deals,
        "alone": one.alone,
        "amounts": _amounts(one.amounts),
        "share_percent": percent(one.share),
        "says": [{"says": says, "deals": deals} for says, deals in one.says],
        "nearest": one.nearest,
        "samples": [_sample(deal) for deal in one.samples],
    }


def _sample(deal: Heading) -> Form:
    booked = deal.booked
    return {
        "deal": deal.id,
        "name": deal.name,
        "booked": booked.text(),
        "currency": booked.currency.code,
    }


def _amounts(of: Mapping[Currency, Money]) -> dict[str, str]:
    return {currency.code: amount.text() for currency, amount in of.items()}


def percent(share: Fraction) -> str:
    """
    Return a share in per cent, with one decimal, cut: nothing is said to be more than it is.

    >>> percent(Fraction(1, 3)), percent(Fraction(1))
    ('33.3', '100.0')
    """
    whole, tenth = divmod(share.numerator * _PER_MILLE // share.denominator, 10)
    return f"{whole}.{tenth}"


def told(amounts: Mapping[Currency, Money]) -> str:
    """Say amounts by currency in a line; "nothing" where there are none."""
    return ", ".join(str(one) for one in amounts.values()) or "nothing"


def markdown(of: Assessment, title: str, notes: tuple[str, ...], at: datetime) -> str:
    """Return an assessment as a page of Markdown."""
    return "\n".join(_lines(of, title, notes, at)) + "\n"


def _lines(of: Assessment, title: str, notes: tuple[str, ...], at: datetime) -> Iterator[str]:
    yield f"# {title}"
    yield ""
    yield f"Taken on {at:%Y-%m-%d %H:%M} UTC by the rules `{of.rulebook[:12]}`: {of.deals:,} deals."
    yield from (f"\n{note}" for note in notes)
    yield from ("", "| What becomes of them | Deals | Booked |", "|---|--:|--:|")
    for way, part in of.parts.items():
        yield f"| {way.value} | {part.deals:,} | {told(part.booked)} |"
    yield from ("", "## What stands in the way", "")
    if not of.causes:
        yield "Nothing."
    for cause in of.causes:
        yield from _told(cause)
    if of.undeclared:
        yield from ("## Fields that no rule reads", "", "| Field | Filled |", "|---|--:|")
        yield from (f"| `{one.object}.{one.field}` | {one.filled:,} |" for one in of.undeclared)


def _told(cause: Cause) -> Iterator[str]:
    yield f"### {cause.code}: {told(cause.amounts)}"
    yield ""
    yield f"{cause.deals:,} deals, of which {cause.alone:,} are held by nothing else."
    yield ""
    yield from (f"- {_safe(says)} ({deals:,})" for says, deals in cause.says)
    if cause.nearest:
        yield from ("", f"Nearest: {_safe(cause.nearest)}")
    named = ", ".join(f"{_safe(one.name)} (`{one.id}`, {one.booked})" for one in cause.samples)
    yield from ("", f"For example {named}.", "")


def _safe(text: str) -> str:
    """Return a text in which nothing is markup of Markdown, on one line."""
    kept = "".join(f"\\{char}" if char in "\\`*_[]<>|#" else char for char in text)
    return " ".join(kept.split())
