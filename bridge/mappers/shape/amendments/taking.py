"""
Amendments: what changes an earlier promise.

An increase is an order of its own. A decrease takes units away from the lots of its chain, from
its first day until their end; what becomes of each lot's order is decided by what was invoiced.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bridge.mappers.shape.amendments import sharing
from bridge.mappers.shape.amendments.sharing import Given
from bridge.mappers.shape.order_line import OrderLine
from bridge.mappers.shape.parts import Objection, Part, Taken
from bridge.mappers.shape.quotes import as_priced
from bridge.mappers.shape.standing import Standing
from bridge.model.calendar import Term
from bridge.model.deal import Action, Deal, Line, Segment
from bridge.model.flags import Flag
from bridge.model.ids import LineId

#: The pieces of a lot, in the order of their days.
Lot = tuple[OrderLine, ...]
#: Puts the lots of a chain, which come first bought first, in the order in which they are taken.
Order = Callable[[Sequence[Lot]], Sequence[Lot]]


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
    return take_latest_first(line, standing) if _goes(line) else _comes(line, standing)


def exchange_earliest_first(line: Line, standing: Standing) -> Iterator[Part | Taken | Flag]:
    """What goes out is taken, the first lot first; what comes in is an order of its own."""
    return take_earliest_first(line, standing) if _goes(line) else _comes(line, standing)


def _goes(line: Line) -> bool:
    """Say whether a line of a pair is the one that goes out."""
    return line.quantity < 0 or line.amount.minor < 0


def _comes(line: Line, standing: Standing) -> Iterator[Part | Flag]:
    """What comes in is an order of its own; where its quantity changes nothing, of what is held."""
    for part in as_priced(line, standing):
        if part.quantity or not part.amount:
            yield part
            continue
        held = _held_until(part, standing)
        yield replace(part, quantity=held) if held else _extends_nothing(part)


def _held_until(part: Part, standing: Standing) -> Decimal:
    """Return how many units of a chain were sold until the day on which a part begins."""
    if part.service is None:
        return Decimal(0)
    held = [line for line in standing.lines if line.root == part.root]
    ending = [line.left for line in held if line.runs_out_on(part.service.start)]
    return sum(ending, Decimal(0))


def _extends_nothing(part: Part) -> Flag:
    starts = part.service.start if part.service else "no day"
    return Flag(
        "AMOUNT_WITHOUT_QUANTITY",
        f"order product {part.source}: it adds {part.amount} and no units from {starts} on, and "
        "nothing of what it changes ends there, so that it could be extended",
        (f"OrderItem {part.source}",),
        part.amount,
        "let the extension begin where the line ends, or sell the new price by a line out and one "
        "in",
    )


def unpaired(deal: Deal) -> Iterator[Flag]:
    """Object to what comes in by a swap on a day on which nothing goes out."""
    out = {line.term.start for line in deal.lines if line.quantity < 0 and line.term}
    for line in deal.lines:
        if line.action is Action.SWAP and line.quantity > 0:
            since = line.term.start if line.term else None
            if since not in out:
                yield Flag(
                    "SWAP_WITHOUT_COUNTERPART",
                    f"order product {line.id}: it comes in by a swap on {since or 'no day'}, and "
                    "no line of the deal goes out on that day",
                    (f"OrderItem {line.id}",),
                    line.amount,
                    "let what it replaces go out on its first day, or sell it as a new line",
                )


def _take(line: Line, standing: Standing, order: Order) -> Iterator[Taken | Flag]:
    for step in line.segments:
        amended = step.revises or line.revises
        says = _objection(step, amended, standing)
        if says is None and amended is not None and step.term is not None:
            lots = order(standing.lots(standing.root_of(amended), step.term.start))
            yield from _share_out(step, step.term, lots)
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
    if not step.quantity and step.amount.minor < 0:
        return Objection(
            "CONCESSION",
            f"it credits {-step.amount} and takes nothing away; a credit memo that a person posts "
            "would say so in NetSuite",
            nearest="give up the units that the credit is for, or credit by a memo and withdraw "
            "the line",
        )
    if step.quantity >= 0 or step.amount.minor > 0:
        return Objection(
            "DECREASE_ADDS",
            f"it takes away, with quantity {step.quantity:f} and amount {step.amount}; both must "
            "be signed as a decrease",
        )
    return None


def _share_out(step: Segment, term: Term, lots: Sequence[Lot]) -> Iterator[Taken | Flag]:
    """
    Share the units of a step over lots in their order, and its amount over what they give.

    Only lots that end with the step can give: the others are served for other days.
    """
    wanted, given = -step.quantity, list[Given]()
    for pieces in lots:
        if _gives(pieces, term):
            units = min(wanted, _held(pieces))
            given += [(one, units) for one in pieces if units]
            wanted -= units
    if wanted:
        yield _flag(step, _too_few(step, term, lots))
        return
    unshared = sharing.unshared(step, term, given)
    if unshared:
        yield _flag(step, unshared)
        return
    for taken in sharing.shared(step, term, given):
        says_not = sharing.objection(taken)
        yield _flag(step, says_not) if says_not else taken


def _gives(pieces: Lot, term: Term) -> bool:
    """Say whether a lot ends with what is taken; level revenue runs on to the end of its ramp."""
    ends = _ends(pieces)
    return ends == term.end or (pieces[-1].is_level and ends is not None and ends >= term.end)


def _ends(pieces: Lot) -> date | None:
    return pieces[-1].service.end if pieces[-1].service else None


def _too_few(step: Segment, term: Term, lots: Sequence[Lot]) -> Objection:
    """Say that lots have too few units, or of which the days are others than those taken."""
    if not lots:
        says = f"nothing of its chain is served any more on {term.start}"
        return Objection("NOTHING_LEFT_TO_TAKE", says)
    odd = [pieces[-1] for pieces in lots if not _gives(pieces, term)]
    if odd and -step.quantity <= sum(map(_held, lots)):
        ends = odd[0].service.last if odd[0].service else "at once"
        return Objection(
            "DECREASE_ENDS_EARLY",
            f"it takes away until {term.last}, and line {odd[0].key} of {odd[0].order} ends "
            f"{ends}: both must end on one day",
        )
    held = sum((_held(one) for one in lots if _gives(one, term)), Decimal(0))
    return Objection(
        "MORE_TAKEN_THAN_HELD",
        f"it takes {-step.quantity:f} units from {term.start} on, and its chain then has {held:f}",
    )


def _held(pieces: Lot) -> Decimal:
    """Return how many units of a lot are held through all of its days."""
    return min(one.left for one in pieces)


def _flag(step: Segment, found: Objection) -> Flag:
    says = f"order product {step.id}: {found.says}"
    return Flag(found.code, says, (f"OrderItem {step.id}",), step.amount, found.nearest)
