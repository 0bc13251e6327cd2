"""
What becomes of an order from whose lines something is taken.

What is not invoiced is changed in the order itself: the line ends where the service ends, and what
goes on is a line of its own, so that each keeps the revenue of its own days whenever NetSuite
plans it. What is invoiced is given back. Quantities go with the amounts, so that fair values scale
with them: 20 seats less for 5 of 12 months are 8.3333 less.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bridge.mappers.shape.parts import Objection, Taken
from bridge.mappers.shape.standing import OrderLine
from bridge.model.calendar import Term
from bridge.model.document import Becomes, DocumentLine, Kind
from bridge.model.ids import LineId
from bridge.model.money import Money, prorated, share

#: How many days a count of months may differ from one of days, over whatever term.
_MONTHS_DIFFER_BY_DAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The treatment that took something, and the rule that chose it."""

    treatment: str
    rule: str


def kind_of(taken: Taken) -> Kind | Objection:
    """Say which document takes it away: a change of the order, or a return from it."""
    lot = taken.lot
    if lot.is_allocated:
        return Objection(
            "ALLOCATED_LINE_REDUCED",
            f"the revenue of line {lot.key} of {lot.order} is allocated by unit-months, and what "
            "a reduction leaves of it is not known; change the order and its allocation by hand",
        )
    invoiced = lot.invoiced_amount
    if invoiced == lot.amount and invoiced:
        return Kind.RETURN_AUTHORIZATION
    kept = _served(taken)
    if lot.returned_units or invoiced.minor > kept.minor:
        return Objection(
            "PARTLY_INVOICED",
            f"{invoiced} of line {lot.key} of {lot.order} are invoiced, which is more than the "
            f"{kept} that are served until {taken.starts}, and less than its {lot.amount}; invoice "
            "the order whole, then it is given back, or take the last invoice back, then it is "
            "reduced",
        )
    return _closing_objection(taken) or _dates_objection(taken) or Kind.ORDER_CHANGE


def lines(taken: Taken, kind: Kind, keys: tuple[int, int], by: Chosen) -> Iterator[DocumentLine]:
    """
    Yield the lines of the document that takes something away.

    `keys` are the next free keys: of the order that is changed, and of the return.
    """
    if kind is Kind.RETURN_AUTHORIZATION:
        yield _returned(taken, keys[1], by)
        return
    yield from _changed(taken, keys[0], by)


def _served(taken: Taken) -> Money:
    """Return what the changed order line itself keeps: what was served before, or all the rest."""
    lot = taken.lot
    kept = lot.amount - taken.amount
    if lot.service is None or taken.starts <= lot.service.start:
        return kept
    return kept - _rest(taken)


def _rest(taken: Taken) -> Money:
    """
    Return what the units that stay are worth for the days from which the others are gone.

    It follows from the credit, so that months count as sales counted them; where the credit is
    farther from the days than months can be, from the order line by its days.
    """
    lot = taken.lot
    gone, held = int(taken.units.scaleb(4)), int(lot.units.scaleb(4))
    apart = abs(taken.amount.minor - taken.by_day * taken.days)
    if lot.service is None or apart <= taken.by_day * _MONTHS_DIFFER_BY_DAYS:
        return share(taken.amount, held - gone, gone)
    return share(lot.amount, (held - gone) * taken.days, held * lot.service.days)


def _closing_objection(taken: Taken) -> Objection | None:
    lot = taken.lot
    all_of_it = taken.units == lot.units
    before = lot.service is not None and taken.starts <= lot.service.start
    kept = _served(taken)
    if all_of_it and before and kept:
        return Objection(
            "CANCELLED_LINE_KEEPS_AMOUNT",
            f"line {lot.key} of {lot.order} is cancelled before its first day, and {kept} of it "
            "are not credited",
        )
    if kept.minor < 0:
        return Objection(
            "CREDIT_EXCEEDS_ORDER",
            f"it takes {taken.amount} from line {lot.key} of {lot.order}, and what stays of it "
            f"from {taken.starts} on is worth {_rest(taken)}; the line has {lot.amount}",
        )
    return None


def _dates_objection(taken: Taken) -> Objection | None:
    """A line that is to end earlier needs an account in which planned revenue ends with it."""
    lot = taken.lot
    if not lot.keeps_dates or lot.service is None or taken.starts <= lot.service.start:
        return None
    return Objection(
        "ACCOUNT_KEEPS_DATES",
        f"line {lot.key} of {lot.order} would have to end before {taken.starts}, its order is "
        "approved, and revenue in this account keeps the days that the line had then; a "
        "field map that moves the dates would do (netsuite.dates_follow_lines then says so), or "
        "revenue that is changed by hand",
    )


def _changed(taken: Taken, next_key: int, by: Chosen) -> Iterator[DocumentLine]:
    lot, service = taken.lot, taken.lot.service
    if service is None:
        raise ValueError(f"line {lot.key} of {lot.order} serves no days that could be taken")
    staying = lot.units - taken.units
    kept = _served(taken)
    within = taken.starts > service.start
    rest = _rest(taken) if within else Money(0, lot.amount.currency)
    after = lot.quantity - prorated(lot.quantity, taken.amount, lot.amount)
    own = after - prorated(lot.quantity, rest, lot.amount)
    becomes = Becomes(
        quantity=own,
        units=lot.units if within else staying,
        amount=kept,
        service=Term(service.start, taken.starts) if within else service,
        closed=not within and not staying,
    )
    yield _line(taken, lot.key, becomes, by, was=lot)
    if within and staying:
        going_on = Becomes(
            quantity=after - own,
            units=staying,
            amount=rest,
            service=Term(taken.starts, service.end),
            closed=False,
        )
        yield _line(taken, next_key, going_on, by, was=None)


def _line(
    taken: Taken, key: int, becomes: Becomes, by: Chosen, *, was: OrderLine | None
) -> DocumentLine:
    nothing = Money(0, becomes.amount.currency)
    lot = taken.lot
    return DocumentLine(
        source=LineId(taken.source),
        root=lot.root,
        key=key,
        item=lot.item,
        quantity=becomes.quantity - (was.quantity if was else 0),
        units=becomes.units - (was.units if was else 0),
        amount=becomes.amount - (was.amount if was else nothing),
        service=becomes.service,
        method=lot.method,
        treatment=by.treatment,
        rule=by.rule,
        fields=lot.fields,
        becomes=becomes,
    )


def _returned(taken: Taken, key: int, by: Chosen) -> DocumentLine:
    lot, service = taken.lot, taken.lot.service
    if service is None:
        raise ValueError(f"line {lot.key} of {lot.order} serves no days that could be given back")
    return DocumentLine(
        source=LineId(taken.source),
        root=lot.root,
        key=key,
        item=lot.item,
        quantity=-prorated(lot.quantity, taken.amount, lot.amount),
        units=-taken.units,
        amount=-taken.amount,
        service=Term(max(taken.starts, service.start), service.end),
        method=lot.method,
        treatment=by.treatment,
        rule=by.rule,
        fields={"orderLine": lot.key},
    )
