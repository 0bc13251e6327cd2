"""What makes records contradict themselves: the sums, days and kinds that both readers check."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, localcontext
from itertools import pairwise

from bridge.mappers import nearest, roots
from bridge.mappers.read.charges import signs
from bridge.mappers.read.declared import fits
from bridge.mappers.read.row import Reading, Row
from bridge.mappers.read.values import plain
from bridge.model.calendar import Term
from bridge.model.deal import Action, Charge, DealKind, Line, Segment
from bridge.model.ids import LineId
from bridge.model.money import Currency, Money, TooPrecise
from bridge.rules.types import Type, decimal

#: The digits of facts that rules read; the same stand in the vocabulary of rules.
QUANTITY = decimal(20, 4)
PRICE = decimal(20, 6)


def active(reading: Reading, order: Row) -> None:
    """
    Object to an order that is not, or no longer, activated: it is no booking.

    An org may give its statuses names of its own; the status code says what they mean.
    """
    status, code = order.text("Status"), order.offered("StatusCode")
    if order.raw("IsDeleted"):
        reading.object(
            "ORDER_NOT_ACTIVE", "the order was deleted in Salesforce", order.names("IsDeleted")
        )
    elif code == "Superseded":
        reading.object(
            "ORDER_SUPERSEDED",
            "another order has taken this one's place",
            order.names("StatusCode"),
        )
    elif (code or status) != "Activated":
        reading.object(
            "ORDER_NOT_ACTIVE",
            f"the order is {code or status or 'without a status'}; only activated orders are "
            "bookings",
            order.names("Status"),
            order.names("StatusCode"),
            nearest="activate the order",
        )


def order_total(reading: Reading, order: Row, field: str, booked: Money) -> None:
    """Object where the order or opportunity states another total than its lines."""
    stated = order.number(field)
    if stated is not None and stated != booked.decimal():
        reading.object(
            "TOTALS_DIFFER",
            f"the lines add up to {booked}, the {order.noun} says "
            f"{_shown(stated, booked.currency)}",
            order.names(field),
            nearest=f"let {field} of the {order.noun} be {booked.text()}, the sum of its lines",
        )


def _shown(stated: Decimal, currency: Currency) -> str:
    """
    Return an amount with the decimals of its currency; one that has more with all of them.

    >>> _shown(Decimal("561600.0"), Currency("USD")), _shown(Decimal("1.005"), Currency("USD"))
    ('561,600.00 USD', '1.005 USD')
    """
    try:
        return str(Money.parse(stated, currency))
    except TooPrecise:
        return f"{stated:,f} {currency}"


#: A figure that was objected to stands for nothing; what is calculated from it says nothing.
_NO_FIGURE = frozenset(
    (
        *("AMOUNT_TOO_LARGE", "FIELD_BLANK", "FIELD_MISSING", "NOT_A_NUMBER"),
        *("TOO_MANY_DECIMALS", "TOO_MANY_DIGITS"),
    )
)


def _has_figures(reading: Reading, line: LineId | None) -> bool:
    return not any(one.line == line and one.code in _NO_FIGURE for one in reading.objections)


def product_of_price(row: Row, quantity: Decimal, unit_price: Decimal, amount: Money) -> None:
    """Object where quantity times unit price is not the total: somebody typed one of them over."""
    if not _has_figures(row.reading, row.line):
        return
    with localcontext(prec=60):
        product = Money.nearest(quantity * unit_price, amount.currency)
    if product != amount:
        row.reading.object(
            "TOTAL_TYPED_OVER",
            f"{quantity:f} x {unit_price:,f} is {product}, and the total says {amount}",
            row.names("TotalPrice"),
            row.names("UnitPrice"),
            row.names("Quantity"),
            line=row.line,
            nearest=nearest.price(quantity, amount, product),
        )


def same(row: Row, other: Row, field: str, other_field: str) -> None:
    """Object where two records that describe one line state different totals."""
    mine, theirs = row.number(field), other.number(other_field)
    if mine is not None and theirs is not None and mine != theirs:
        row.reading.object(
            "LINE_TOTALS_DIFFER",
            f"{field} is {mine:,f} and {other_field} of {other.record.type} {other.id} is "
            f"{theirs:,f}; they describe one line",
            row.names(field),
            other.names(other_field),
            line=row.line,
            nearest=f"let both say {mine:,f}, or both {theirs:,f}",
        )


def quantity(item: Row) -> Decimal:
    """Return an order product's quantity; object to one that is blank or has too many digits."""
    stated = item.number("Quantity")
    if stated is None:
        item.needed("Quantity")
        return Decimal(0)
    return fitting(item, "Quantity", stated, QUANTITY)


def unit_price(item: Row, *fields: str) -> Decimal:
    """Return the first price of these fields that is stated; object to too many digits."""
    for field in fields:
        stated = item.number(field)
        if stated is not None:
            return fitting(item, field, stated, PRICE)
    return Decimal(0)


def fitting(item: Row, field: str, stated: Decimal, kind: Type) -> Decimal:
    """Return a figure in its one spelling; object to more digits than its kind has."""
    if not fits(stated, kind):
        item.reading.object(
            "TOO_MANY_DIGITS",
            f"{field} of {item.record.type} {item.id} is {stated:f}; it may have "
            f"{kind.whole_digits} digits before and {kind.scale} behind the point",
            item.names(field),
            line=item.line,
            nearest=f"state {field} with at most {kind.scale} digits behind the point",
        )
    return plain(stated)


def term(item: Row, charge: Charge) -> Term | None:
    """
    Return an order product's days of service; object to an end before the start.

    What is charged once may state its first day alone: it is then delivered on that day, which is
    its whole term unless it is the day of the booking anyway. A first or last day that says no
    more than half of a term is an objection, and never dropped.
    """
    first, last = item.day("ServiceDate"), item.day("EndDate")
    if first and last and last < first:
        item.reading.object(
            "END_BEFORE_START",
            f"service ends on {last}, before it starts on {first}",
            item.names("ServiceDate"),
            item.names("EndDate"),
            line=item.line,
            nearest=f"let service end on {first} or later",
        )
        return None
    if first and last:
        return Term.inclusive(first, last)
    return _day_of_delivery(item, first, last) if charge is Charge.ONE_TIME else None


def _day_of_delivery(item: Row, first: date | None, last: date | None) -> Term | None:
    if last:
        item.reading.object(
            "START_MISSING",
            f"service ends on {last}, and when it starts is not said",
            item.names("ServiceDate"),
            item.names("EndDate"),
            line=item.line,
            nearest=f"give the line a first day of service, {last} or earlier",
        )
    order = item.to("Order", "OrderId")
    booked_on = order.day("EffectiveDate") if order else None
    return Term.inclusive(first, first) if first and first != booked_on else None


def line_whole(reading: Reading, line: Line, items: Sequence[Row]) -> None:
    """Object to what no line may be: of several products, with gaps, unserved, or upside down."""
    products = {item.needed("Product2Id") for item in items}
    if len(products) > 1:
        reading.object(
            "RAMP_OF_SEVERAL_PRODUCTS",
            f"the steps of one ramp sell {', '.join(sorted(products))}",
            *[item.names("Product2Id") for item in items],
            line=line.id,
            nearest="sell each product as a line of its own, not as steps of one ramp",
        )
    for place, (before, after) in enumerate(pairwise(line.segments), start=2):
        _follows(reading, place, before, after)
    for step in line.segments:
        _served(reading, step, line.charge)
        signs.check(reading, step, line.action)
        _counted(reading, step, line.action)


def _follows(reading: Reading, place: int, before: Segment, after: Segment) -> None:
    if before.term and after.term and before.term.end != after.term.start:
        reading.object(
            "RAMP_GAP" if before.term.end < after.term.start else "RAMP_OVERLAP",
            f"a step ends on {before.term.last} and the next starts on {after.term.start}",
            roots.line_named(before.id),
            roots.line_named(after.id),
            line=after.id,
            nearest=f"let step {place} start on {before.term.end}",
        )


def _served(reading: Reading, step: Segment, charge: Charge) -> None:
    """A recurring line without both dates of service has no term that is known."""
    if charge is not Charge.ONE_TIME and step.term is None:
        reading.object(
            "TERM_MISSING",
            "a recurring line has no complete dates of service; an open end is not "
            "representable without a rule for its enforceable term",
            roots.line_named(step.id),
            line=step.id,
            nearest=_both_days(reading, step),
        )


def _both_days(reading: Reading, step: Segment) -> str | None:
    """Say which day of service a line must be given; None where it has both, the wrong way."""
    item = reading.one("OrderItem", step.id)
    wanted = {"first": "ServiceDate", "last": "EndDate"}
    blank = [which for which, field in wanted.items() if item and item.raw(field) in (None, "")]
    return f"give the line its {' and '.join(blank)} day of service" if blank else None


def _counted(reading: Reading, step: Segment, action: Action) -> None:
    if action not in (Action.ADD, Action.INCREASE) or step.quantity or not step.amount:
        return
    if _has_figures(reading, step.id):
        reading.object(
            "AMOUNT_WITHOUT_QUANTITY",
            f"the line has the amount {step.amount} and the quantity 0",
            roots.line_named(step.id),
            line=step.id,
            nearest=f"sell it as quantity 1 at {step.amount.text()}",
        )


def alike(items: Sequence[Row], fields: Sequence[str]) -> None:
    """Object where the steps of one line differ in what a line has only once."""
    for item in items:
        for field in fields:
            if item.text(field) != items[0].text(field):
                item.reading.object(
                    "RAMP_OF_SEVERAL_KINDS",
                    f"the steps of one ramp differ in {field}",
                    items[0].names(field),
                    item.names(field),
                    line=item.line,
                    nearest=f"let {field} of every step be {items[0].shown(field)}",
                )


def new_deals_add(reading: Reading, kind: DealKind, lines: Sequence[Line]) -> None:
    """Object to a new deal that changes what another one sold: its contract is then not its own."""
    for line in lines:
        if kind is DealKind.NEW and line.revises:
            reading.object(
                "KIND_CONTRADICTED",
                f"the deal is new, and its line is {line.action} of order product {line.revises}",
                f"OrderItem {line.id}",
                line=line.id,
                nearest="sell it by an amendment or renewal of the contract",
            )
