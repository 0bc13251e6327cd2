"""
Amendments: what changes an earlier promise.

An increase is an order of its own. A decrease takes units away from the lots of its chain, from
its first day until their end; what becomes of each lot's order is decided by what was invoiced.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from bridge.mappers.shape.parts import Objection, Part, Taken
from bridge.mappers.shape.quotes import as_priced
from bridge.mappers.shape.standing import OrderLine, Standing
from bridge.model.calendar import Term
from bridge.model.deal import Line, Segment
from bridge.model.flags import Flag
from bridge.model.ids import LineId
from bridge.model.money import Money

#: Puts the lots of a chain, which come first bought first, in the order in which they are taken.
Order = Callable[[Sequence[OrderLine]], Sequence[OrderLine]]


def as_new_order(line: Line, standing: Standing) -> Iterator[Part]:
    """An increase is an order of its own at its own price, recognised over what remains."""
    return as_priced(line, standing)


def take_latest_first(line: Line, standing: Standing) -> Iterator[Taken | Flag]:
    """What is given up comes off what was bought last, and then off what was bought before."""
    return _take(line, standing, lambda lots: tuple(reversed(lots)))


def take_earliest_first(line: Line, standing: Standing) -> Iterator[Taken | Flag]:
    """What is given up comes off what was bought first, and then off what was bought after."""
    return _take(line, standing, tuple)


def exchange_latest_first(line: Line, standing: Standing) -> Iterator[Part | Taken | Flag]:
    """What goes out is taken, the latest lot first; what comes in is an order of its own."""
    goes = line.quantity < 0 or line.amount.minor < 0
    return take_latest_first(line, standing) if goes else as_priced(line, standing)


def exchange_earliest_first(line: Line, standing: Standing) -> Iterator[Part | Taken | Flag]:
    """What goes out is taken, the first lot first; what comes in is an order of its own."""
    goes = line.quantity < 0 or line.amount.minor < 0
    return take_earliest_first(line, standing) if goes else as_priced(line, standing)


def _take(line: Line, standing: Standing, order: Order) -> Iterator[Taken | Flag]:
    for step in line.segments:
        amended = step.revises or line.revises
        says = _objection(step, amended, standing)
        if says is None and amended is not None and step.term is not None:
            lots = order(standing.lots(standing.root_of(amended), step.term.start))
            found = tuple(_share_out(step, step.term, lots))
            yield from found or (_flag(step, _nothing(step)),)
        elif says is not None:
            yield _flag(step, says)


def _objection(step: Segment, amended: LineId | None, standing: Standing) -> Objection | None:
    """Say what keeps a step from being taken from anything, with its code."""
    if amended is None or not standing.knows(standing.root_of(amended)):
        return Objection(
            "AMENDED_ORDER_UNKNOWN",
            f"it takes from order product {amended or '(not said)'}, of which the books have no "
            "order; its deal must be translated first",
        )
    if step.term is None:
        return Objection(
            "DECREASE_WITHOUT_DATES",
            "it takes away, and does not say from which day to which",
        )
    if step.quantity >= 0 or step.amount.minor > 0:
        return Objection(
            "DECREASE_ADDS",
            f"it takes away, with quantity {step.quantity:f} and amount {step.amount}; both must "
            "be signed as a decrease",
        )
    return None


def _share_out(step: Segment, term: Term, lots: Sequence[OrderLine]) -> Iterator[Taken | Flag]:
    """Share the units of a step over lots in their order, and its amount by the units."""
    wanted, shares = -step.quantity, list[tuple[OrderLine, Decimal]]()
    for lot in lots:
        units = min(wanted, lot.left)
        if units > 0:
            shares.append((lot, units))
            wanted -= units
    if wanted > 0:
        held = sum((lot.left for lot in lots), Decimal(0))
        says = (
            f"it takes {-step.quantity:f} units from {term.start} on, and its chain then has "
            f"{held:f}"
        )
        yield _flag(step, Objection("MORE_TAKEN_THAN_HELD", says))
        return
    if not shares:
        return
    amounts = (-step.amount).split([int(units.scaleb(4)) for _, units in shares])
    for (lot, units), amount in zip(shares, amounts, strict=True):
        taken = Taken(source=step.id, lot=lot, units=units, amount=amount, starts=term.start)
        says = _lot_objection(taken, term)
        yield _flag(step, says) if says else taken


def _lot_objection(taken: Taken, term: Term) -> Objection | None:
    lot = taken.lot
    if lot.service is None or lot.service.end != term.end:
        ends = lot.service.last if lot.service else "at once"
        return Objection(
            "DECREASE_ENDS_EARLY",
            f"it takes away until {term.last}, and line {lot.key} of {lot.order} ends {ends}: both "
            "must end on one day",
        )
    value = lot.amount - lot.returned
    if taken.amount.minor > value.minor:
        return Objection(
            "CREDIT_EXCEEDS_ORDER",
            f"it takes {taken.amount} from line {lot.key} of {lot.order}, of which {value} stand",
        )
    return _price_objection(taken, lot.service)


def _price_objection(taken: Taken, service: Term) -> Objection | None:
    """
    Compare a credit with the price of its lot, day by day.

    Months differ in length, and a month begun may be credited whole; a month's worth is the most
    that this can make. What lies farther apart is a credit at another price.
    """
    lot = taken.lot
    days = (service.end - max(taken.starts, service.start)).days
    by_day = lot.amount.decimal() * taken.units / lot.units / service.days
    if abs(taken.amount.decimal() - by_day * days) <= by_day * _MONTH_DAYS:
        return None
    at_price = Money.nearest(by_day * days, lot.amount.currency)
    return Objection(
        "CREDIT_AT_ANOTHER_PRICE",
        f"it takes {taken.amount} for {taken.units:f} units and {days} days, which cost about "
        f"{at_price} on line {lot.key} of {lot.order}",
    )


#: The days of the longest month.
_MONTH_DAYS = 31


def _nothing(step: Segment) -> Objection:
    first = step.term.start if step.term else "its first day"
    return Objection("NOTHING_LEFT_TO_TAKE", f"nothing of its chain is served any more on {first}")


def _flag(step: Segment, found: Objection) -> Flag:
    says = f"order product {step.id}: {found.says}"
    return Flag(found.code, says, (f"OrderItem {step.id}",), step.amount)
