"""
How a Revenue Cloud line is charged, and whether line and order stand as they were sold.

The selling model stands on the quote line, or without a quote in the catalogue; everything else on
order and order product.
"""

from decimal import Decimal

from bridge.mappers import nearest
from bridge.mappers.read.row import Row
from bridge.model.deal import Charge

_CHARGES = {"OneTime": Charge.ONE_TIME, "TermDefined": Charge.RECURRING}
_EVERGREEN, _COUNT = "Evergreen", "PricingTermCount"
#: Months of the units of time that prices are for.
_MONTHS = {"Months": 1, "Quarterly": 3, "Semi-Annual": 6, "Annual": 12}
_TRIAL = "FreeTrial"
_SEGMENTS = ("Yearly", "Custom", "Prorated", _TRIAL)


#: How a contract goes over to another customer, in terms that NetSuite has.
_MOVED = (
    "cancel the rest of the contract of the old customer, and sell it to the new one by an order "
    "of its own"
)


def selling_model(item: Row, line: Row | None) -> Row | None:
    """
    Return the record that says how an order product is sold.

    That is its quote line; an order that was made without a quote, as renewals by themselves are,
    names the selling model of the catalogue.
    """
    if line is not None or item.offered("QuoteLineItemId") is not None:
        return line
    if item.offered("ProductSellingModelId") is None:
        return None
    return item.to("ProductSellingModel", "ProductSellingModelId")


def billing_frequency(item: Row, line: Row | None) -> str | None:
    """Return how often an order product is billed; where it is silent, its quote line says it."""
    own = item.text("BillingFrequency2")
    return own if own is not None or line is None else line.offered("BillingFrequency")


def check_order(order: Row) -> None:
    """Object to an order that stands for another one, or whose prices may hold tax."""
    related = order.offered("RelatedOrderType")
    if order.offered("OriginalActionType") == "Transfer" or related == "TransferOrder":
        order.reading.object(
            "TRANSFER",
            "the order transfers what another customer holds, and NetSuite moves no contract",
            order.names("RelatedOrderType"),
            order.names("OriginalActionType"),
            nearest=_MOVED,
        )
    elif related not in (None, "ChangeOrder"):
        order.reading.object(
            "ORDER_TYPE_UNKNOWN",
            f"the order is a {related}: it moves or replaces what another order sold, and is no "
            "booking beside it",
            order.names("RelatedOrderType"),
            order.names("RelatedOrderId"),
        )
    check_tax(order)


def check_tax(order: Row) -> None:
    """Object to an order whose prices may hold tax."""
    locale = order.offered("TaxLocaleType")
    if locale not in (None, "Net"):
        order.reading.object(
            "PRICES_WITH_TAX",
            f"the order's prices are {locale}, so they may hold tax; bookings are before tax",
            order.names("TaxLocaleType"),
            nearest=f"{nearest.one_of('TaxLocaleType', ['Net'])} and price before tax",
        )


def is_evergreen(item: Row, line: Row | None) -> bool:
    """
    Say whether a line runs until somebody gives notice: it has no last day, and is no step.

    What changes one is none: nothing says from which of its months it takes.
    """
    if line is None or line.text("SellingModelType") != _EVERGREEN:
        return False
    wanted = line.to("QuoteAction", "QuoteActionId")
    adds = wanted is None or wanted.offered("Type") == "Add"
    return adds and not any(item.offered(field) for field in ("EndDate", "RampIdentifier"))


def priced_months(item: Row, line: Row | None) -> Decimal | None:
    """Return for how many months an evergreen line's total is the price; None if nobody says it."""
    unit = _MONTHS.get((line.offered("PricingTermUnit") if line else None) or "")
    counts = [row.number(_COUNT) for row in (item, line) if row and row.offered(_COUNT) is not None]
    count = next(iter(counts), Decimal(1))
    return unit * count if unit and count else None


def charge(item: Row, line: Row | None) -> Charge:
    """Return the charge of an order product and its quote line; object to what is not fixed."""
    model = selling_model(item, line)
    stated = model.text("SellingModelType") if model else None
    runs_on = is_evergreen(item, line)
    known = Charge.RECURRING if runs_on else _CHARGES.get(stated or "")
    if known is None:
        item.reading.object(
            "SELLING_MODEL_UNKNOWN",
            f"the selling model is {stated or 'blank'}, which is not representable",
            model.names("SellingModelType") if model else f"OrderItem {item.id}",
            line=item.line,
            nearest="sell it once, or for a term with a last day (TermDefined)",
        )
    _check_status(item)
    _check_segment(item)
    return known or Charge.RECURRING


def _check_status(item: Row) -> None:
    status = item.offered("Status")
    if status not in (None, "Activated"):
        item.reading.object(
            "ORDER_PRODUCT_NOT_ACTIVE",
            f"the order is activated, and this order product is {status}",
            item.names("Status"),
            line=item.line,
            nearest="activate the order product",
        )


def is_trial(item: Row) -> bool:
    """Say whether a segment is given for trial; rules say whose revenue serves it."""
    return item.offered("SegmentType") == _TRIAL


def _check_segment(item: Row) -> None:
    kind = item.offered("SegmentType")
    if kind not in (None, *_SEGMENTS):
        item.reading.object(
            "SEGMENT_TYPE_UNKNOWN",
            f"the segment is a {kind}, which no reader knows",
            item.names("SegmentType"),
            line=item.line,
            nearest=nearest.one_of("SegmentType", _SEGMENTS),
        )
    _check_trial(item)


def _check_trial(item: Row) -> None:
    """What is given for trial costs nothing, and something is sold behind it."""
    if not is_trial(item):
        return
    owed = item.number("TotalPrice") or Decimal(0)
    alone = item.offered("RampIdentifier") is None
    if owed or alone:
        says = "and no segment is sold behind it" if alone else f"and its total is {owed:,f}"
        item.reading.object(
            "TRIAL_CONTRADICTED",
            f"the segment is a free trial, {says}",
            item.names("SegmentType"),
            item.names("TotalPrice"),
            item.names("RampIdentifier"),
            line=item.line,
            nearest="sell the trial at 0.00, as a segment of the ramp that it leads to",
        )
