"""
The lines of a CPQ order: order products, with what quote line and subscription say of them.

The segments of a ramp (MDQ) share a segment key; each is a step with its own days.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from bridge.mappers import nearest
from bridge.mappers.read import checks, watch, whole
from bridge.mappers.read.charges import cpq as charges
from bridge.mappers.read.charges import evergreen
from bridge.mappers.read.row import Reading, Row, only
from bridge.mappers.read.witnesses import cpq as witnesses
from bridge.mappers.read.witnesses import prices
from bridge.model.deal import Action, Charge, Line, Segment
from bridge.model.ids import LineId
from bridge.model.money import Money
from bridge.rules.rulebook import Source

_ACTIONS = {
    "New": Action.ADD,
    "Quantity Increase": Action.INCREASE,
    "Quantity Decrease": Action.DECREASE,
    "Product Swap": Action.SWAP,
    "Renew": Action.RENEW,
    "Cancel": Action.CANCEL,
}
#: What the steps of a ramp have in common.
_ONCE = (
    *("SBQQ__ChargeType__c", "SBQQ__SubscriptionPricing__c", "SBQQ__ContractAction__c"),
    *("SBQQ__BillingFrequency__c", "SBQQ__BillingType__c"),
)


def read(
    reading: Reading, items: Sequence[Row], amounts: dict[LineId, Money], source: Source
) -> list[Line]:
    """Return the lines of an order; `amounts` holds the total of each order product."""
    return [_line(reading, steps, amounts, source) for steps in _ramps(reading, items)]


def subscriptions(reading: Reading, item: Row) -> list[Row]:
    """Return the subscriptions that an order product became."""
    return reading.where("SBQQ__Subscription__c", "SBQQ__OrderProduct__c", item.id)


def _ramps(reading: Reading, items: Sequence[Row]) -> Iterable[list[Row]]:
    """Group order products into lines: the segments of one key are the steps of one line."""
    lines: dict[str, list[Row]] = {}
    for item in items:
        key = item.text("SBQQ__SegmentKey__c")
        lines.setdefault(key or item.id, []).append(item)
    for steps in lines.values():
        places = [(step.number("SBQQ__SegmentIndex__c") or Decimal(0), step) for step in steps]
        places.sort(key=lambda place: (place[0], place[1].id))
        _check_numbering(reading, places)
        yield [step for _, step in places]


def _check_numbering(reading: Reading, places: Sequence[tuple[Decimal, Row]]) -> None:
    """
    The steps of a new ramp are numbered from 1 on, without a hole.

    An amendment has only the steps that are not over, so it may begin with a later one.
    """
    indexes = [index for index, _ in places]
    first = places[0][1]
    start = Decimal(1) if _is_new(first) else max(indexes[0], Decimal(1))
    if len(places) == 1 and indexes[0] in (0, start):
        return
    wanted = [start + place for place in range(len(places))]
    if indexes != wanted:
        reading.object(
            "RAMP_NUMBERING",
            f"the steps of a ramp are numbered {', '.join(f'{i:f}' for i in indexes)}, "
            f"not without a hole from {start:f} on",
            *[step.names("SBQQ__SegmentIndex__c") for _, step in places],
            line=first.line,
            nearest=f"number the steps {', '.join(f'{one:f}' for one in wanted)}",
        )


def _line(
    reading: Reading, items: Sequence[Row], amounts: dict[LineId, Money], source: Source
) -> Line:
    first = items[0]
    product, name = whole.product(first)
    action = _action(reading, first)
    others = _others(reading, first)
    charge, *_ = [charges.charge(item, _others(reading, item)) for item in items]
    amended = [_revises(reading, item, action) for item in items]
    steps = [_step(reading, item, charge, amounts[LineId(item.id)], source) for item in items]
    line = Line(
        product=product,
        product_name=name,
        action=action,
        charge=charge,
        segments=whole.each_revising(steps, amended),
        billing_frequency=charges.said(first, others, "SBQQ__BillingFrequency__c"),
        billing_type=charges.said(first, others, "SBQQ__BillingType__c"),
        revises=amended[0],
        facts=watch.facts_of_steps([_described_by(reading, item) for item in items], source),
    )
    checks.alike(items, _ONCE)
    checks.line_whole(reading, line, items)
    return line


def _described_by(reading: Reading, item: Row) -> tuple[Row, ...]:
    """Return the records whose facts are those of an order product, itself first."""
    others = (item.to("Product2", "Product2Id"), only(subscriptions(reading, item)))
    return tuple(filter(None, (item, *quote_line(item), *others)))


def _others(reading: Reading, item: Row) -> tuple[Row, ...]:
    """Return what else describes an order product: its quote line and its subscriptions."""
    return (*quote_line(item), *subscriptions(reading, item))


def _step(reading: Reading, item: Row, charge: Charge, amount: Money, source: Source) -> Segment:
    quoted, others = quote_line(item), _others(reading, item)
    quantity = checks.quantity(item)
    unit_price = checks.unit_price(item, "UnitPrice")
    if not (charges.is_priced_as_a_whole(item, others) and quantity != 1):
        checks.product_of_price(item, quantity, unit_price, amount)
    for line in quoted:
        line.take("SBQQ__NetTotal__c")
        if line.number("SBQQ__EffectiveQuantity__c") == quantity:  # an order may take a part alone
            checks.same(item, line, "TotalPrice", "SBQQ__NetTotal__c")
    for subscription in subscriptions(reading, item):
        _check_segment(subscription, item)
    witnesses.of_item(item, quoted, subscriptions(reading, item))
    _check_booked(item)
    step = Segment(
        id=LineId(item.id),
        quantity=quantity,
        unit_price=unit_price,
        amount=amount,
        term=checks.term(item, charge),
    )
    return _for_its_notice(reading, item, step, source)


def _for_its_notice(reading: Reading, item: Row, step: Segment, source: Source) -> Segment:
    """Return a step as it is; of an evergreen line for what is enforceable of it."""
    others = _others(reading, item)
    if not charges.is_evergreen(item, others):
        prices.of_cpq(item, quote_line(item), step, source)
        return step
    for subscription in subscriptions(reading, item):
        contract = reading.one("Contract", subscription.text("SBQQ__Contract__c"))
        if contract:
            contract.offered("SBQQ__Evergreen__c")  # says the same of the contract that it is in
    return evergreen.enforceable(item, step, charges.priced_months(item, quote_line(item)), source)


def _check_booked(item: Row) -> None:
    if item.text("SBQQ__BookingsIndicator__c") not in (None, "Include"):
        item.reading.object(
            "NOT_A_BOOKING",
            f"the bookings indicator is {item.shown('SBQQ__BookingsIndicator__c')}; say in the "
            "rules what that means for revenue",
            item.names("SBQQ__BookingsIndicator__c"),
            line=item.line,
            nearest=nearest.one_of("SBQQ__BookingsIndicator__c", ["Include"]),
        )


def _check_segment(subscription: Row, item: Row) -> None:
    """A segment's subscription must state the segment's own days; other dates are of the whole."""
    first = subscription.day("SBQQ__SegmentStartDate__c")
    last = subscription.day("SBQQ__SegmentEndDate__c")
    if (first, last) != (None, None) and (first, last) != (
        item.day("ServiceDate"),
        item.day("EndDate"),
    ):
        item.reading.object(
            "SEGMENT_DATES_DIFFER",
            f"the subscription's segment runs {first} to {last}, the order product's service "
            f"{item.shown('ServiceDate')} to {item.shown('EndDate')}",
            subscription.names("SBQQ__SegmentStartDate__c"),
            subscription.names("SBQQ__SegmentEndDate__c"),
            item.names("ServiceDate"),
            line=item.line,
            nearest=f"let both run {item.shown('ServiceDate')} to {item.shown('EndDate')}",
        )


def becomes_a_subscription(item: Row) -> bool:
    """Say whether contracting makes a subscription of an order product."""
    contracted = item.text("SBQQ__ContractingMethod__c") != "Do Not Contract"
    return contracted and charges.stated(item, quote_line(item)) is Charge.RECURRING


def _action(reading: Reading, item: Row) -> Action:
    """Tell what a line does; on a new deal a line without an action can only add."""
    stated = item.text("SBQQ__ContractAction__c")
    action = Action.ADD if stated is None and _is_new(item) else _ACTIONS.get(stated or "")
    if action is None:
        reading.object(
            "ACTION_UNKNOWN",
            f"the contract action is {stated or 'blank'}; what the line does is not known",
            item.names("SBQQ__ContractAction__c"),
            line=item.line,
            nearest=nearest.one_of("SBQQ__ContractAction__c", _ACTIONS),
        )
    return action or Action.ADD


def _quote(item: Row) -> Row | None:
    order = item.to("Order", "OrderId")
    return order.to("SBQQ__Quote__c", "SBQQ__Quote__c") if order else None


def _is_new(item: Row) -> bool:
    quote = _quote(item)
    return quote is not None and quote.text("SBQQ__Type__c") == "Quote"


def quote_line(item: Row) -> tuple[Row, ...]:
    """Return the quote line of an order product, nothing where there is none."""
    line = item.to("SBQQ__QuoteLine__c", "SBQQ__QuoteLine__c")
    return (line,) if line else ()


def _revises(reading: Reading, item: Row, action: Action) -> LineId | None:
    """Return the line that is amended: stated on the order product, else by its quote line."""
    stated = item.text("SBQQ__RevisedOrderProduct__c")
    by_quote = only(
        amended
        for line in quote_line(item)
        if (amended := line.to("SBQQ__Subscription__c", "SBQQ__UpgradedSubscription__c"))
    )
    led_to = by_quote.text("SBQQ__OrderProduct__c") if by_quote else None
    revised = stated or led_to
    witnesses.of_kind(item, action, _quote(item))
    witnesses.of_renewal(item, action, quote_line(item))
    witnesses.of_action(item, action, LineId(stated) if stated else None, by_quote=led_to)
    if revised is None and action in (Action.INCREASE, Action.DECREASE, Action.CANCEL):
        reading.object(
            "CHAIN_WITHOUT_ROOT",
            "the line changes an earlier one, and neither it nor its quote line says which",
            item.names("SBQQ__RevisedOrderProduct__c"),
            line=item.line,
            nearest="name the order product that it changes in SBQQ__RevisedOrderProduct__c",
        )
    return LineId(revised) if revised else None
