"""
What came to a signed period after its signature, as a movement of the next one.

The closing of a signed period stays as it was signed, and the next one opens with it. What both
systems tell otherwise by now is taken out of the signed period, and counts in the one behind it: so
closings are openings, whichever periods are signed, and nothing is counted twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bridge.reconcile.rolls.roll import Month, Part, Roll, Since, Tie, nobody

#: The first movement of a period, and what stands beside a closing that is tied.
RESTATED, SINCE_SIGNED = "restated", "since_signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The closing of a period as it was told when the period was signed, in minor units."""

    closing: int
    of_closing: Mapping[str, int] = field(default_factory=dict)
    #: Who has what of it, by name; None where all have what they have now.
    parts: Mapping[str, Part] | None = field(default_factory=dict)


def since(roll: Roll, at: int, signed: Signed) -> Since:
    """Compare with what was signed: at 0 the opening of the first period, then each closing."""
    told = roll.months[at - 1].closing if at else roll.months[0].opening
    return Since(
        minor=told - signed.closing,
        parts=_otherwise(roll, at, signed.parts),
        of_closing=signed.of_closing,
    )


def _otherwise(roll: Roll, at: int, signed: Mapping[str, Part] | None) -> Mapping[str, Part]:
    if signed is None:
        return {}
    found = {name: part._replace(minor=-part.minor) for name, part in signed.items()}
    for held in roll.holdings:
        then = found.pop(held.name, None)
        minor = held.at[at] + (then.minor if then else 0)
        if minor:
            found[held.name] = Part(*held[:4], minor)
    return found


def restated(roll: Roll, each: Sequence[Since | None]) -> Roll:
    """
    Return a roll-forward that opens and closes as its periods were signed.

    The first of `each` is of the period before the roll-forward, each other one of a period of it
    in turn; None stands for what is not signed.
    """
    is_named = any(one and one.minor for one in each)
    return replace(
        roll,
        movements=(RESTATED, *roll.movements),
        since=tuple(each),
        months=tuple(_month(month, *each[at : at + 2]) for at, month in enumerate(roll.months)),
        ties=tuple(
            _tie(one, _minor(more)) if is_named else one
            for one, more in zip(roll.ties, each[1:], strict=False)
        ),
    )


def _month(month: Month, before: Since | None, own: Since | None) -> Month:
    return replace(
        month,
        opening=month.opening - _minor(before),
        movements={RESTATED: tuple(_moved(before, own)), **month.movements},
        closing=month.closing - _minor(own),
        of_closing={
            name: own.of_closing.get(name, 0) if own else minor
            for name, minor in month.of_closing.items()
        },
        told=month if own else None,
    )


def _minor(one: Since | None) -> int:
    return one.minor if one else 0


def _moved(before: Since | None, own: Since | None) -> Iterator[Part]:
    """Yield who comes in with what was told since the opening was signed, and who goes out."""
    came, went = (one.parts if one else {} for one in (before, own))
    rest = _minor(before) - _minor(own)
    for name, part in {**went, **came}.items():
        minor = sum(one[name].minor * sign for one, sign in ((came, 1), (went, -1)) if name in one)
        rest -= minor
        if minor:
            yield part._replace(minor=minor)
    yield from nobody(rest)


def _tie(one: Tie, minor: int) -> Tie:
    named = {**one.named, SINCE_SIGNED: minor} if one.is_tied else one.named
    return replace(one, ours=one.ours - minor, named=named)
