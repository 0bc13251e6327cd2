"""An assessment as machines read it, as people read it, and as a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from bridge.model.deal import Heading
from bridge.model.money import Currency, Money
from bridge.rulebooks.assessing.assessment import Assessment, Cause
from bridge.rulebooks.assessing.sample import Sample, Share

Form = dict[str, Any]
_PER_MILLE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What an assessment is of, and what else people should know of it, in sentences."""

    sample: Sample
    no_deals: int  #: records that were looked at, and count in no figure
    notes: tuple[str, ...]

    @property
    def title(self) -> str:
        """What the assessment is called: one of a part is never called one of the whole."""
        return "Assessment" if self.sample.is_whole else "Assessment of a part"


def form(of: Assessment, looked: Looked) -> Form:
    """Return an assessment for machines; amounts are decimal strings by ISO code."""
    return {
        "rules": of.rulebook,
        "looked_at": {
            "whole": looked.sample.is_whole,
            "no_deals": looked.no_deals,
            "kinds": [_share(one) for one in looked.sample.shares],
        },
        "deals": of.deals,
        "booked": _amounts(of.booked),
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


def _share(one: Share) -> Form:
    return {
        "kind": one.kind,
        "looked_at": one.taken,
        "booked": one.booked,
        "since": one.since,
        "amounts_looked_at": _amounts(one.taken_amounts),
        "amounts_booked": _amounts(one.booked_amounts),
        "share_percent": {code.code: percent(share) for code, share in one.of_money.items()},
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


def _deals(number: int) -> str:
    return f"{number:,} deal{'' if number == 1 else 's'}"


def deals(of: Assessment, looked: Looked) -> str:
    """Say how many deals an assessment is of, and that it is of a part where it is."""
    counted = _deals(of.deals)
    return counted if looked.sample.is_whole else f"{counted}, of a part of what was booked"


def shares(of: Sample) -> Iterator[str]:
    """Yield a sentence for each kind of record of which anything was booked: how much was taken."""
    for one in of.shares:
        if one.booked:
            yield f"Looked at: {_taken(one)}."


def _taken(one: Share) -> str:
    noun = f"{one.kind[:-1]}ies" if one.kind.endswith("y") else f"{one.kind}s"
    if one.taken == one.booked:
        return f"all {one.booked:,} {noun}" if one.booked > 1 else f"the only {one.kind}"
    newest = f"the newest {one.taken:,}" if one.taken else "none"
    since = f", since {one.since}" if one.since else ""
    money = (
        f"{percent(part)} % of {one.booked_amounts[code]}" for code, part in one.of_money.items()
    )
    stated = ", ".join(money)
    without = f": {stated}, amounts without signs" if stated else ""
    return f"{newest} of {one.booked:,} {noun}{since}{without}"


def markdown(of: Assessment, looked: Looked, at: datetime) -> str:
    """Return an assessment as a page of Markdown."""
    return "\n".join(_lines(of, looked, at)) + "\n"


def _lines(of: Assessment, looked: Looked, at: datetime) -> Iterator[str]:
    yield f"# {looked.title}"
    yield ""
    told_of = deals(of, looked)
    yield f"Taken on {at:%Y-%m-%d %H:%M} UTC by the rules `{of.rulebook[:12]}`: {told_of}."
    yield from (f"\n{_safe(note)}" for note in looked.notes)
    yield from ("", "| What becomes of them | Deals | Booked | |", "|---|--:|--:|---|")
    for way, part in of.parts.items():
        yield f"| {way.value} | {part.deals:,} | {told(part.booked)} | {way.words} |"
    yield f"| all | {of.deals:,} | {told(of.booked)} | |"
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
    yield f"It holds {_deals(cause.deals)}; nothing else holds {cause.alone:,} of them."
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
