"""
Packs: which lines of a CPQ order sold the credits that are free on a usage line.

Salesforce Billing has no wallet. Prepaid credits are lines that are charged once, beside a usage
line whose first tier is free up to their quantity, over the same days: one line alone, or several
of one product together, of which those without a price are a bonus. Where no lines have that
quantity, the free units are included use, and no credits.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bridge.mappers.read.row import Reading
from bridge.model.calendar import Term
from bridge.model.credits.events import Grant, GrantId, Origin
from bridge.model.credits.units import added
from bridge.model.deal import Action, Charge, Line
from bridge.model.ids import LineId

Pack = tuple[Line, ...]
_SELLS = (Action.ADD, Action.RENEW)


@dataclass(frozen=True, slots=True)
class Free:
    """How many units of a usage line cost nothing, and over which days."""

    line: LineId
    units: Decimal
    service: Term


def found(
    reading: Reading, free: Sequence[Free], lines: Sequence[Line]
) -> Mapping[LineId, tuple[Grant, ...]]:
    """
    Return by usage line what was granted for it; nothing for one whose free units nobody sold.

    Where several packs fit a line, or a pack several lines, which draws on which would be a guess.
    """
    fits = {one.line: list(_alone(one, lines)) for one in free}
    taken = {line.id for own in fits.values() for pack in own for line in pack}
    rest = [line for line in lines if line.id not in taken]
    for one in free:
        fits[one.line] = fits[one.line] or list(_together(one, rest))
    packs: dict[LineId, tuple[Grant, ...]] = {}
    for one in free:
        own = fits[one.line]
        rivals = [
            other for other, theirs in fits.items() if other != one.line and _share(own, theirs)
        ]
        if len(own) > 1 or rivals:
            _object(reading, one, own, rivals)
        elif own:
            packs[one.line] = _grants(own[0], one.service)
    return packs


def _alone(free: Free, lines: Sequence[Line]) -> Iterator[Pack]:
    """Yield each line that has the quantity by itself."""
    yield from ((line,) for line in _sold(free, lines) if line.quantity == free.units)


def _together(free: Free, lines: Sequence[Line]) -> Iterator[Pack]:
    """Yield all lines of a product where together they have the quantity."""
    sold = _sold(free, lines)
    for product in dict.fromkeys(line.product for line in sold):
        together = tuple(line for line in sold if line.product == product)
        paid = any(line.amount for line in together)
        if paid and added(line.quantity for line in together) == free.units:
            yield together


def _sold(free: Free, lines: Sequence[Line]) -> list[Line]:
    return [
        line
        for line in lines
        if line.charge is Charge.ONE_TIME and line.action in _SELLS and line.quantity > 0
        if line.term == free.service and line.amount.minor >= 0
    ]


def _share(packs: Sequence[Pack], others: Sequence[Pack]) -> bool:
    theirs = {line.id for pack in others for line in pack}
    return any(line.id in theirs for pack in packs for line in pack)


def _grants(pack: Pack, service: Term) -> tuple[Grant, ...]:
    """Return what a pack granted; what has no price is a bonus of what was paid for first."""
    paid = [line for line in pack if line.amount] or [pack[0]]
    return tuple(
        Grant(
            id=GrantId(line.id),
            on=service.start,
            units=line.quantity,
            paid=line.amount,
            valid=service,
            origin=Origin.SOLD if line in paid else Origin.BONUS,
            bonus_of=None if line in paid else GrantId(paid[0].id),
        )
        for line in pack
    )


def _object(reading: Reading, free: Free, packs: Sequence[Pack], rivals: Sequence[LineId]) -> None:
    sold = [line.id for pack in packs for line in pack]
    reading.object(
        "CREDITS_AMBIGUOUS",
        f"the {free.units:f} free units of the line may be the credits of each of {len(packs)} "
        f"lines or groups of lines, and {len(rivals)} other usage lines may draw on the same",
        *[f"OrderItem {one}" for one in (free.line, *sold, *rivals)],
        line=free.line,
        nearest="give each usage line as many free units as one line of credits sells",
    )
