"""
What quote, contract, quote lines and subscriptions say of a CPQ order and its products.

A subscription is made from its order product when the order is contracted: product, quantity,
billing and, outside a ramp, days are the order product's own. A quote may have been changed on the
order since, so of a quote line only the product, its charge and the ramp count. An order product
that is silent where they speak is not contradicted: then they say it.
"""

from collections.abc import Iterable, Sequence

from bridge.mappers import nearest
from bridge.mappers.read.charges import cpq as charges
from bridge.mappers.read.row import Reading, Row
from bridge.mappers.read.witnesses.agreement import agree
from bridge.model.deal import Action
from bridge.model.ids import LineId

_AMENDS = "SBQQ__RevisedOrderProduct__c"
_RENEWS = "SBQQ__RenewedSubscription__c"
_CHARGE = "SBQQ__ChargeType__c"
_RHYTHM = "SBQQ__BillingFrequency__c"
_RAMP = "SBQQ__SegmentKey__c"
#: The pair of days that a subscription states, and where its order product does.
_DAYS = (
    ("ServiceDate", "SBQQ__SubscriptionStartDate__c"),
    ("EndDate", "SBQQ__SubscriptionEndDate__c"),
)


def of_order(reading: Reading, order: Row, quote: Row | None) -> None:
    """Object where quote or contract are another customer's than the order."""
    made = reading.where("Contract", "SBQQ__Order__c", order.id)
    witnesses = [
        *([(quote, "SBQQ__Account__c")] if quote else []),
        *((one, "AccountId") for one in made),
    ]
    agree(order, "AccountId", witnesses, "CUSTOMERS_DIFFER")


def of_item(item: Row, quoted: Sequence[Row], subscriptions: Sequence[Row]) -> None:
    """Object where quote line or subscription say something else than their order product."""
    products = [(row, "SBQQ__Product__c") for row in (*quoted, *subscriptions)]
    agree(item, "Product2Id", products, "PRODUCTS_DIFFER")
    charged = [(row, _CHARGE) for row in (*quoted, *subscriptions)]
    agree(item, _CHARGE, charged if item.offered(_CHARGE) else (), "CHARGES_DIFFER")
    rhythms = [(row, _RHYTHM) for row in subscriptions] if item.offered(_RHYTHM) else ()
    agree(item, _RHYTHM, rhythms, "BILLING_DIFFERS")
    as_one = item.number("Quantity") == 1 and charges.is_priced_as_a_whole(
        item, (*quoted, *subscriptions)
    )
    for one in subscriptions if len(subscriptions) == 1 else ():
        held = [] if as_one else [(one, "SBQQ__Quantity__c")]
        agree(item, "Quantity", held, "QUANTITIES_DIFFER")
        # The end of a step's subscription is that of the whole ramp.
        for field, told in _DAYS if item.offered(_RAMP) is None else ():
            agree(item, field, [(one, told)], "SEGMENT_DATES_DIFFER")


def of_kind(item: Row, action: Action, quote: Row | None) -> None:
    """Object where an order product renews in no renewal, or swaps where nothing was sold yet."""
    kind = quote.offered("SBQQ__Type__c") if quote else None
    fitting = {Action.RENEW: ("Renewal",), Action.SWAP: ("Amendment", "Renewal")}
    if quote is not None and kind not in fitting.get(action, (kind,)):
        item.reading.object(
            "ACTION_CONTRADICTED",
            f"the contract action is {item.shown('SBQQ__ContractAction__c')}, and the type of the "
            f"quote is {quote.shown('SBQQ__Type__c')}",
            item.names("SBQQ__ContractAction__c"),
            quote.names("SBQQ__Type__c"),
            line=item.line,
        )


def of_renewal(item: Row, action: Action, quoted: Iterable[Row]) -> None:
    """Object where a quote line renews a subscription, and its order product does not."""
    renewing = [row for row in quoted if row.offered(_RENEWS) is not None]
    if renewing and action is Action.ADD:
        item.reading.object(
            "ACTION_CONTRADICTED",
            f"the contract action is {item.shown('SBQQ__ContractAction__c')}, and the quote line "
            f"renews subscription {renewing[0].shown(_RENEWS)}",
            item.names("SBQQ__ContractAction__c"),
            *[row.names(_RENEWS) for row in renewing],
            line=item.line,
            nearest=nearest.one_of("SBQQ__ContractAction__c", ["Renew"]),
        )


def of_action(item: Row, action: Action, told: LineId | None, *, by_quote: str | None) -> None:
    """
    Object where an order product adds and amends at once, or amends two others.

    `told` is the order product that it names, `by_quote` the one that its quote line leads to.
    """
    if action in (Action.ADD, Action.RENEW) and (told or by_quote):
        item.reading.object(
            "ACTION_CONTRADICTED",
            f"the contract action is {item.shown('SBQQ__ContractAction__c')}, and the line amends "
            f"order product {told or by_quote}",
            item.names("SBQQ__ContractAction__c"),
            item.names(_AMENDS),
            line=item.line,
        )
    if told and by_quote and told != by_quote:
        item.reading.object(
            "ACTION_CONTRADICTED",
            f"the line says that it amends order product {told}, and its quote line leads to "
            f"{by_quote}",
            item.names(_AMENDS),
            line=item.line,
            nearest=f"set {_AMENDS} to {by_quote}",
        )
