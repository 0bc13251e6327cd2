"""
How a CPQ line is charged, and whether that is a promise with an end.

The order product says it; where it is silent, its quote line and its subscription do, and what
they say of money and time must not be passed over.
"""

from collections.abc import Sequence
from decimal import Decimal

from bridge.mappers import nearest
from bridge.mappers.read.row import Row
from bridge.model.deal import Charge

_CHARGES = {
    "Recurring": Charge.RECURRING,
    "One-Time": Charge.ONE_TIME,
    "Usage": Charge.USAGE,
}
_SUBSCRIPTION = "SBQQ__SubscriptionType__c"
_PRODUCT = "SBQQ__ProductSubscriptionType__c"
_EVERGREEN = "Evergreen"


def said(item: Row, others: Sequence[Row], field: str) -> str | None:
    """
    Return what an order product says of itself, where it is silent what describes it says.

    `others` are its quote line and its subscriptions, in this order. Sales may have changed on
    the order product what the quote says; a blank changes nothing.
    """
    own = item.text(field)
    if own is not None:
        return own
    return next((text for row in others if (text := row.offered(field)) is not None), None)


def stated(item: Row, others: Sequence[Row]) -> Charge | None:
    """
    Tell the charge of an order product, None for one that nobody knows.

    A product outside billing has none; it is a subscription if it is priced as one.
    """
    charged = said(item, others, "SBQQ__ChargeType__c")
    if charged is not None:
        return _CHARGES.get(charged)
    priced_as_subscription = said(item, others, "SBQQ__SubscriptionPricing__c") is not None
    return Charge.RECURRING if priced_as_subscription else Charge.ONE_TIME


def charge(item: Row, others: Sequence[Row]) -> Charge:
    """
    Return the charge of an order product; object to what its dates and total do not express.

    `others` are its quote line and its subscriptions.
    """
    known = stated(item, others)
    if known is None:
        item.reading.object(
            "CHARGE_UNKNOWN",
            f"the charge type is {said(item, others, 'SBQQ__ChargeType__c')}, which no rule "
            "explains",
            item.names("SBQQ__ChargeType__c"),
            line=item.line,
            nearest=nearest.one_of("SBQQ__ChargeType__c", _CHARGES),
        )
        return Charge.RECURRING
    _check_steps(item, others)
    if not is_evergreen(item, others):
        _check_end(item, others, known)
    _check_rates(item, others, known)
    return known


def is_evergreen(item: Row, others: Sequence[Row]) -> bool:
    """
    Say whether a line runs until somebody gives notice, and nothing contradicts that.

    All that is said of its type says so, it has no last day, and it is no step of a ramp: CPQ makes
    no price dimensions of evergreen products. What cancels or swaps one is none: nothing says from
    which of its months it takes.
    """
    rows = (item, *others)
    said_of = {row.text(_SUBSCRIPTION) for row in rows} - {None}
    of_product = {row.text(_PRODUCT) for row in rows} - {None}
    known = said_of or of_product
    return (
        known == {_EVERGREEN}
        and item.text("SBQQ__ContractAction__c") in (None, "New")
        and of_product <= {_EVERGREEN, "Renewable/Evergreen"}
        and stated(item, others) is Charge.RECURRING
        and item.offered("EndDate") is None
        and not any(row.offered("SBQQ__SegmentKey__c") for row in rows)
    )


def priced_months(item: Row, quoted: Sequence[Row]) -> Decimal | None:
    """
    Return for how many months an evergreen line's total is the price; None where nobody says it.

    CPQ sets the term of evergreen quote lines to 1, and prices them by it; an org counts terms in
    months, unless it leaves the notice of its lines unanswered.
    """
    for field in ("SBQQ__SubscriptionTerm__c", "SBQQ__DefaultSubscriptionTerm__c"):
        for row in (item, *quoted):
            if row.offered(field) is not None:
                return row.number(field)
    return None


def is_priced_as_a_whole(item: Row, others: Sequence[Row]) -> bool:
    """
    Say whether a total belongs to all units together: of a block, or by slabs of a discount.

    CPQ counts such a line as one; its subscription holds the units.
    """
    block = any(row.offered("SBQQ__PricingMethod__c") == "Block" for row in (item, *others))
    return block or any(row.offered("SBQQ__DiscountScheduleType__c") == "Slab" for row in others)


def _check_steps(item: Row, others: Sequence[Row]) -> None:
    """A step of a ramp that does not say so would stand as a line of its own."""
    key = "SBQQ__SegmentKey__c"
    ramps = [row for row in others if row.offered(key) is not None]
    if any(row.raw(key) != item.text(key) for row in ramps):
        item.reading.object(
            "RAMP_UNSAID",
            f"{ramps[0].record.type} {ramps[0].id} is a step of ramp {ramps[0].raw(key)}, and "
            f"{key} of the order product is {item.shown(key)}",
            item.names(key),
            *[row.names(key) for row in ramps],
            line=item.line,
            nearest=nearest.one_of(key, [str(ramps[0].raw(key))]),
        )


def _check_end(item: Row, others: Sequence[Row], known: Charge) -> None:
    """
    Object to a subscription that ends by no date, or is of a type that contradicts its charge.

    An evergreen one runs until somebody cancels it: its end date says how far it was priced, not
    how long it is enforceable.
    """
    rows = (item, *others)
    fixed = {"Renewable", *(["One-time"] if known is Charge.ONE_TIME else [])}
    of_product = {*fixed, "Renewable/Evergreen"} if _says(rows, _SUBSCRIPTION) else fixed
    wrong = [
        (row, field)
        for field, accepted in ((_SUBSCRIPTION, fixed), (_PRODUCT, of_product))
        for row in rows
        if row.text(field) not in (None, *accepted)
    ]
    if wrong:
        row, field = wrong[0]
        item.reading.object(
            "SUBSCRIPTION_TYPE_UNKNOWN",
            f"{field} is {row.shown(field)} on a line charged {known}; its dates do not say what "
            "is enforceable, so it is not representable",
            *[one.names(name) for one, name in wrong],
            line=item.line,
            nearest="sell it for a fixed term: Renewable, with the last day of that term",
        )


def _says(rows: Sequence[Row], field: str) -> bool:
    return any(row.text(field) is not None for row in rows)


def _check_rates(item: Row, others: Sequence[Row], known: Charge) -> None:
    """A line that is rated by its use owes more than its total, whatever its charge is called."""
    rated = [row for row in others if row.yes("SBQQ__HasConsumptionSchedule__c")]
    if rated and known is not Charge.USAGE:
        item.reading.object(
            "RATED_BY_USE",
            f"the line is charged {known} and has a consumption schedule: what is used is owed "
            "beside its total, which is not representable",
            *[row.names("SBQQ__HasConsumptionSchedule__c") for row in rated],
            line=item.line,
            nearest="sell it without a consumption schedule",
        )
