"""What a reader makes of a dossier, and the sums and checks that both readers share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from itertools import pairwise

from bridge.mappers.read.row import Objection, Reading, Row
from bridge.model.calendar import Term
from bridge.model.deal import Charge, Deal, FactValue, Heading, Line, Segment
from bridge.model.flags import Flag
from bridge.model.ids import LineId
from bridge.model.money import Currency, Money, TooPrecise, total


@dataclass(frozen=True, slots=True)
class Incomplete:
    """The records are still being written; `missing` says in sentences what is awaited."""

    heading: Heading
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The records are complete and no deal that we can represent."""

    heading: Heading
    flags: tuple[Flag, ...]


Read = Deal | Incomplete | Unreadable


@dataclass(frozen=True, slots=True)
class Priced:
    """The total of an order product, as the record states it."""

    id: LineId
    amount: Money | None  #: None where the record states none that the currency can hold
    stated: Decimal


def root(reading: Reading) -> Row:
    """Return the dossier's order; a dossier without it is a mistake of ours."""
    order = reading.one("Order", reading.dossier.deal)
    if order is None:
        raise ValueError(f"the dossier holds no order {reading.dossier.deal}")
    return order


def check_active(reading: Reading, order: Row) -> None:
    """Object to an order that is not, or no longer, activated: it is no booking."""
    if order.text("Status") != "Activated":
        reading.object(
            "ORDER_NOT_ACTIVE",
            f"the order is {order.raw('Status')}; only activated orders are bookings",
            order.names("Status"),
        )


def check_served(reading: Reading, steps: Sequence[Segment], charge: Charge) -> None:
    """Object to a recurring line without both dates of service: its term is not known."""
    for step in steps:
        if charge is not Charge.ONE_TIME and step.term is None:
            reading.object(
                "TERM_MISSING",
                "a recurring line has no complete dates of service; an open end is not "
                "representable without a rule for its enforceable term",
                f"OrderItem {step.id}",
                line=step.id,
            )


def currency(reading: Reading, order: Row, others: Iterable[Row]) -> Currency:
    """
    Return the currency of a deal: the order's own, in a single-currency org the org's.

    A record of the deal in another currency is an objection; so is a code that is no currency,
    and the org's currency then stands in so that the amount can be held.
    """
    frame = reading.dossier.frame
    if not frame.multi_currency:
        return frame.currency
    code = order.needed("CurrencyIsoCode")
    for row in others:
        other = row.raw("CurrencyIsoCode")
        reading.read.add((row.id, "CurrencyIsoCode"))
        if other is not None and other != code:
            reading.object(
                "MIXED_CURRENCIES",
                f"the order is in {code} and {row.record.type} {row.id} is in {other}; a deal has "
                "one currency",
                row.names("CurrencyIsoCode"),
                order.names("CurrencyIsoCode"),
            )
    try:
        return Currency(code)
    except ValueError:
        reading.object(
            "CURRENCY_UNKNOWN",
            f"{code or 'blank'} is no ISO 4217 currency code",
            order.names("CurrencyIsoCode"),
        )
        return frame.currency


def priced(row: Row, field: str, currency: Currency) -> Priced:
    """Return an order product's stated total; object to one that the currency cannot hold."""
    stated = row.number(field)
    if stated is None:
        row.needed(field)
        return Priced(LineId(row.id), None, Decimal(0))
    try:
        return Priced(LineId(row.id), Money.parse(stated, currency), stated)
    except TooPrecise:
        held = Money.covering(stated, currency)
        row.reading.object(
            "TOO_MANY_DECIMALS",
            f"{field} of {row.record.type} {row.id} is {stated}, and {currency} has "
            f"{currency.digits} decimals; correct the price (held as {held} until then)",
            row.names(field),
            line=row.line,
        )
        return Priced(LineId(row.id), None, stated)


def booked(prices: Sequence[Priced], currency: Currency) -> Money:
    """Return the signed sum of the stated totals; what no minor unit can hold is covered by one."""
    return total(
        (price.amount or Money.covering(price.stated, currency) for price in prices), currency
    )


def check_total(reading: Reading, order: Row, field: str, booked: Money) -> None:
    """Object where the order states another total than its lines."""
    stated = order.number(field)
    if stated is not None and stated != booked.decimal():
        reading.object(
            "TOTALS_DIFFER",
            f"the lines add up to {booked}, the order says {stated:,f} {booked.currency}",
            order.names(field),
        )


def check_product(row: Row, quantity: Decimal, unit_price: Decimal, amount: Money) -> None:
    """Object where quantity times unit price is not the total: somebody typed one of them over."""
    with localcontext(prec=50):
        product = Money.nearest(quantity * unit_price, amount.currency)
    if product != amount:
        row.reading.object(
            "TOTAL_TYPED_OVER",
            f"{quantity:f} x {unit_price:f} is {product}, and the total says {amount}",
            row.names("TotalPrice"),
            row.names("UnitPrice"),
            row.names("Quantity"),
            line=row.line,
        )


def check_same(row: Row, other: Row, field: str, other_field: str) -> None:
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
        )


def term(row: Row, first: date | None, last: date | None) -> Term | None:
    """Return the days from the first to the last inclusive; object to an end before the start."""
    if first is None or last is None:
        return None
    if last < first:
        row.reading.object(
            "END_BEFORE_START",
            f"service ends on {last}, before it starts on {first}",
            f"{row.record.type} {row.id}",
            line=row.line,
        )
        return None
    return Term.inclusive(first, last)


def check_steps(reading: Reading, steps: Sequence[Segment], products: set[str]) -> None:
    """Object where the steps of a ramp leave a gap, overlap, or are of several products."""
    named = steps[0].id
    if len(products) > 1:
        reading.object(
            "RAMP_OF_SEVERAL_PRODUCTS",
            f"the steps of one ramp sell {', '.join(sorted(products))}",
            *[f"OrderItem {step.id}" for step in steps],
            line=named,
        )
    for before, after in pairwise(steps):
        if before.term and after.term and before.term.end != after.term.start:
            reading.object(
                "RAMP_GAP" if before.term.end < after.term.start else "RAMP_OVERLAP",
                f"a step ends on {before.term.last} and the next starts on {after.term.start}",
                f"OrderItem {before.id}",
                f"OrderItem {after.id}",
                line=after.id,
            )


def check_alike(items: Sequence[Row], fields: Sequence[str]) -> None:
    """Object where the steps of one line differ in what a line has only once."""
    for item in items[1:]:
        for field in fields:
            if item.text(field) != items[0].text(field):
                item.reading.object(
                    "RAMP_OF_SEVERAL_KINDS",
                    f"the steps of one ramp differ in {field}",
                    items[0].names(field),
                    item.names(field),
                    line=item.line,
                )


def conclude(
    reading: Reading,
    heading: Heading,
    lines: Sequence[Line],
    prices: Sequence[Priced],
    facts: Mapping[str, FactValue],
) -> Read:
    """Return what the reading came to: still incomplete, not readable, or the deal."""
    if reading.missing:
        return Incomplete(heading, tuple(reading.missing))
    if reading.objections:
        amounts = {
            price.id: price.amount or Money.covering(price.stated, heading.currency)
            for price in prices
        }
        return Unreadable(heading, flags(reading.objections, heading, amounts))
    return Deal(
        id=heading.id,
        name=heading.name,
        kind=heading.kind,
        contract=heading.contract,
        account=heading.account,
        account_name=heading.account_name,
        booked=heading.booked,
        booked_on=heading.booked_on,
        lines=tuple(lines),
        facts=facts,
    )


def flags(
    objections: Iterable[Objection], heading: Heading, amounts: dict[LineId, Money]
) -> tuple[Flag, ...]:
    """Turn objections into flags: each with the amount of its line, else of the whole deal."""
    return tuple(
        dict.fromkeys(
            Flag(
                objection.code,
                objection.says,
                objection.evidence,
                amounts.get(objection.line, heading.booked) if objection.line else heading.booked,
            )
            for objection in objections
        )
    )
