"""
What became of many deals by one rulebook, summed up: what is represented, and what is in the way.

Money is never added up over currencies. What stands in the way is ranked by its share of all that
was booked in each currency; a deal with several causes counts under each of them with its whole
amount, so the amounts of causes do not add up to what is held.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bridge.mappers.read.watch import Undeclared
from bridge.model.deal import Heading
from bridge.model.flags import Flag
from bridge.model.money import Currency, Money
from bridge.translate import Awaited, Excluded, Flagged, Translated, Translation

#: Sentences and deals that are told of a cause.
_SENTENCES_MAX, _SAMPLES_MAX = 5, 3
#: The code under which deals stand whose records are still being written.
INCOMPLETE = "GRAPH_INCOMPLETE"


class Standing(StrEnum):
    """What became of a deal."""

    REPRESENTED = "represented"
    EXCLUDED = "excluded"
    HELD = "held"
    INCOMPLETE = "incomplete"

    @property
    def words(self) -> str:
        """What that means to who sees it for the first time."""
        return _MEANS[self]


_MEANS = {
    Standing.REPRESENTED: "the rules can write its orders and schedules",
    Standing.EXCLUDED: "a named rule leaves it out",
    Standing.HELD: "there is a reason against it: it would wait for a person",
    Standing.INCOMPLETE: "Salesforce had not finished writing its records",
}


@dataclass(frozen=True, slots=True)
class Part:
    """How many deals stand in one way, and what they book, signed, by currency."""

    deals: int
    booked: Mapping[Currency, Money]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One code that holds deals back."""

    code: str
    deals: int
    alone: int  #: how many of them nothing else holds
    #: What the deals book, by currency, without their signs: a decrease is held as an increase is.
    amounts: Mapping[Currency, Money]
    share: Fraction  #: the largest share of all that was booked in a currency
    says: tuple[tuple[str, int], ...]  #: sentences, each with its number of deals
    nearest: str | None
    samples: tuple[Heading, ...]  #: the largest deals first


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What a rulebook makes of the deals of an org."""

    rulebook: str
    deals: int
    booked: Mapping[Currency, Money]  #: by all of them, signed
    parts: Mapping[Standing, Part]
    causes: tuple[Cause, ...]  #: what holds most first
    undeclared: tuple[Undeclared, ...]  #: what is filled most often first


def assessed(
    found: Sequence[Translation], undeclared: Iterable[Undeclared], rulebook: str
) -> Assessment:
    """Sum up what became of deals."""
    standings = [(standing(one), one) for one in found]
    return Assessment(
        rulebook=rulebook,
        deals=len(found),
        booked=_sums(one.heading.booked for one in found),
        parts={way: _part([one for stands, one in standings if stands is way]) for way in Standing},
        causes=_causes(found),
        undeclared=tuple(sorted(undeclared, key=lambda one: (-one.filled, one.object, one.field))),
    )


def standing(found: Translation) -> Standing:
    """Say what became of a deal."""
    match found:
        case Translated():
            return Standing.REPRESENTED
        case Excluded():
            return Standing.EXCLUDED
        case Flagged():
            return Standing.HELD
        case Awaited():
            return Standing.INCOMPLETE


def _part(found: Sequence[Translation]) -> Part:
    return Part(len(found), _sums(one.heading.booked for one in found))


def _sums(amounts: Iterable[Money]) -> Mapping[Currency, Money]:
    sums: dict[Currency, Money] = {}
    for one in amounts:
        sums[one.currency] = sums.get(one.currency, Money(0, one.currency)) + one
    return dict(sorted(sums.items()))


def _size(amount: Money) -> Money:
    """Return an amount without its sign."""
    return -amount if amount.minor < 0 else amount


def _causes(found: Sequence[Translation]) -> tuple[Cause, ...]:
    booked = _sums(_size(one.heading.booked) for one in found)
    held: dict[str, list[tuple[Translation, tuple[Flag, ...]]]] = {}
    for one in found:
        flags = _flags(one)
        for code in dict.fromkeys(flag.code for flag in flags):
            held.setdefault(code, []).append((one, flags))
    causes = (_cause(code, deals, booked) for code, deals in held.items())
    return tuple(sorted(causes, key=lambda one: (-one.share, -one.deals, one.code)))


def _flags(found: Translation) -> tuple[Flag, ...]:
    match found:
        case Flagged(flags=flags):
            return flags
        case Awaited(heading=heading, missing=missing):
            return tuple(Flag(INCOMPLETE, one, (), heading.booked) for one in missing)
        case _:
            return ()


def _cause(
    code: str,
    held: Sequence[tuple[Translation, tuple[Flag, ...]]],
    booked: Mapping[Currency, Money],
) -> Cause:
    amounts = _sums(_size(one.heading.booked) for one, _ in held)
    own = [[flag for flag in flags if flag.code == code] for _, flags in held]
    says = Counter(sentence for flags in own for sentence in {flag.says for flag in flags})
    nearest = Counter(flag.nearest for flags in own for flag in flags if flag.nearest)
    largest = sorted(
        (one.heading for one, _ in held), key=lambda one: (-abs(one.booked.minor), one.id)
    )
    shares = [Fraction(one.minor, booked[code_].minor or 1) for code_, one in amounts.items()]
    return Cause(
        code=code,
        deals=len(held),
        alone=sum({flag.code for flag in flags} == {code} for _, flags in held),
        amounts=amounts,
        share=max(shares),
        says=tuple(says.most_common(_SENTENCES_MAX)),
        nearest=nearest.most_common(1)[0][0] if nearest else None,
        samples=tuple(largest[:_SAMPLES_MAX]),
    )
