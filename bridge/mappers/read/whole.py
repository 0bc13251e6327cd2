"""What a reader makes of a dossier: a whole deal, flags, or the wait for the rest of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bridge.mappers import roots
from bridge.mappers.read.row import Objection, Reading, Row
from bridge.mappers.read.values import AMOUNT_BOUND, exact
from bridge.model.deal import Deal, DealKind, FactValue, Heading, Line, Segment
from bridge.model.flags import Flag
from bridge.model.ids import ContractId, DealId, LineId
from bridge.model.money import Currency, Money, TooPrecise, total

_CURRENCY = "CurrencyIsoCode"
#: Objections that no waiting heals: a deal with one of them is not merely incomplete.
_LASTING = (
    *("FIELD_MISSING", "ORDER_NOT_ACTIVE", "ORDER_SUPERSEDED"),
    *("OPPORTUNITY_NOT_WON", "BOOKED_BY_ORDERS", "OPPORTUNITY_ORDERED"),
)


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
    told: bool = True  #: False where no total can be read at all


def root(reading: Reading) -> Row:
    """Return where the deal begins, deleted or not; a dossier without it is a mistake of ours."""
    deal = reading.dossier.deal
    object_ = roots.root_of(deal).object
    for record in reading.dossier.records:
        if (record.type, record.id) == (object_, deal):
            return reading.row(record)
    raise ValueError(f"the dossier holds no {roots.noun(object_)} {deal}")


def catalogue(order: Row, items: Iterable[Row]) -> Iterator[Row]:
    """Yield the customer and the products of a deal, each once."""
    account = order.to("Account", "AccountId")
    if account:
        yield account
    products = [item.to("Product2", "Product2Id") for item in items]
    yield from {product.id: product for product in products if product}.values()


def described_by(order: Row, *others: Row | None) -> tuple[Row, ...]:
    """Return the records whose facts are those of the deal: of each object one at most."""
    return tuple(filter(None, (order, *others, order.to("Account", "AccountId"))))


def of_line(item: Row, rows: Sequence[Row]) -> Sequence[Row]:
    """Return records that describe one order product, noting that complaints concern its line."""
    item.reading.lines.update((row.id, LineId(item.id)) for row in rows)
    return rows


def product(item: Row) -> tuple[str, str]:
    """Return code and name of what an order product sells; object to a product without a code."""
    sold = item.to("Product2", "Product2Id")
    return (sold.needed("ProductCode"), sold.text("Name") or "") if sold else ("", "")


def currency(reading: Reading, order: Row, others: Iterable[Row]) -> Currency:
    """
    Return the currency of a deal: the order's own, in a single-currency org the org's.

    A record of the deal in another currency is an objection; so is a code that is no currency,
    and the org's currency then stands in so that the amount can be held.
    """
    frame = reading.dossier.frame
    if not frame.multi_currency:
        return frame.currency
    code = order.needed(_CURRENCY)
    one_currency(order, others)
    try:
        return Currency(code)
    except ValueError:
        reading.object(
            "CURRENCY_UNKNOWN",
            f"{code or 'blank'} is no ISO 4217 currency code",
            order.names(_CURRENCY),
            nearest=f"sell in a currency of ISO 4217, such as {frame.currency}",
        )
        return frame.currency


def one_currency(order: Row, others: Iterable[Row]) -> None:
    """Object to records of a deal in another currency than its order; they count as read."""
    code = order.raw(_CURRENCY)
    for row in others:
        other = row.raw(_CURRENCY)
        row.read.add(_CURRENCY)
        if code and other not in (None, "", code):
            row.reading.object(
                "MIXED_CURRENCIES",
                f"the {order.noun} is in {code} and {row.record.type} {row.id} is in {other}; a "
                "deal has one currency",
                row.names(_CURRENCY),
                order.names(_CURRENCY),
                line=row.line,
                nearest=f"sell all of it in {code}, or what is in {other} by an {order.noun} of "
                "its own",
            )


def priced(row: Row, field: str, currency: Currency) -> Priced:
    """Return an order product's stated total; object to one that the currency cannot hold."""
    stated = row.number(field)
    if stated is None:
        row.needed(field)
        return Priced(LineId(row.id), None, Decimal(0), told=False)
    if abs(stated) >= AMOUNT_BOUND:
        row.reading.object(
            "AMOUNT_TOO_LARGE",
            f"{field} of {row.record.type} {row.id} is {stated:,f}, and the books hold lines below "
            f"{AMOUNT_BOUND:,f}; correct the price (nothing is held for the line until then)",
            row.names(field),
            line=row.line,
            nearest=f"keep each total below {AMOUNT_BOUND:,f}",
        )
        return Priced(LineId(row.id), None, Decimal(0), told=False)
    try:
        return Priced(LineId(row.id), Money.parse(stated, currency), stated)
    except TooPrecise:
        held = Money.covering(stated, currency)
        row.reading.object(
            "TOO_MANY_DECIMALS",
            f"{field} of {row.record.type} {row.id} is {stated:f}, and {currency} has "
            f"{currency.digits} decimals; correct the price (held as {held} until then)",
            row.names(field),
            line=row.line,
            nearest=f"let the total be {Money.nearest(stated, currency).text()}",
        )
        return Priced(LineId(row.id), None, stated)


def booked(order: Row, prices: Sequence[Priced], currency: Currency) -> Money:
    """
    Return the signed sum of the stated totals; what no minor unit can hold is covered by one.

    Where a line does not tell its total, the deal is held with what the order states of the whole.
    """
    whole = exact(order.raw(roots.root_of(order.id).total))
    if all(price.told for price in prices) or whole is None or abs(whole) >= AMOUNT_BOUND:
        return total((held(price, currency) for price in prices), currency)
    return Money.covering(whole, currency)


def each_revising(
    steps: Sequence[Segment], amended: Sequence[LineId | None]
) -> tuple[Segment, ...]:
    """Let each step name what it amends, where that is not what its line, the first step, does."""
    return tuple(
        replace(step, revises=own) if own != amended[0] else step
        for step, own in zip(steps, amended, strict=True)
    )


def heading(
    order: Row, kind: DealKind, contract: ContractId, booked: Money, day: str | None = None
) -> Heading:
    """
    Return what a deal's root tells of it; object where it does not tell it.

    `day` is the field that holds the day of the booking, where that is not the usual one.
    """
    account = order.to("Account", "AccountId")
    root = roots.root_of(order.id)
    first = order.day(day or root.day)
    if first is None:
        order.needed(day or root.day)
    return Heading(
        id=DealId(order.id),
        name=order.text(root.name) or order.id,
        kind=kind,
        contract=contract,
        account=order.needed("AccountId"),
        account_name=(account.text("Name") if account else None) or "",
        booked=booked,
        booked_on=first or date.min,
    )


def enforceable(heading: Heading, lines: Iterable[Line], stated: Mapping[LineId, Money]) -> Heading:
    """Return the heading with what its lines book in place of their totals as they are stated."""
    moved = [step.amount - stated[step.id] for line in lines for step in line.segments]
    by = total(moved, heading.currency)
    return replace(heading, booked=heading.booked + by) if by else heading


def held(price: Priced, currency: Currency) -> Money:
    """Return what is held for an order product while its deal is in question."""
    return price.amount or Money.covering(price.stated, currency)


def conclude(
    reading: Reading,
    heading: Heading,
    lines: Sequence[Line],
    prices: Sequence[Priced],
    facts: Mapping[str, FactValue],
) -> Read:
    """End the reading; return what it came to: still incomplete, not readable, or the deal."""
    reading.close()
    if reading.missing or reading.objections:
        return _unfinished(reading, replace(heading, facts=facts), prices)
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


def _unfinished(
    reading: Reading, heading: Heading, prices: Sequence[Priced]
) -> Incomplete | Unreadable:
    amounts = {price.id: held(price, heading.currency) for price in prices}
    lasting = [one for one in reading.objections if one.code in _LASTING]
    if reading.missing and lasting:
        return Unreadable(heading, flags(lasting, heading, amounts))
    if reading.missing:
        return Incomplete(heading, tuple(reading.missing))
    return Unreadable(heading, flags(reading.objections, heading, amounts))


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
                objection.nearest,
            )
            for objection in objections
        )
    )
