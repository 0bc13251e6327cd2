"""Reasons in orders as a whole: their status, their kind, and the contract that they belong to."""

from bridge.model.reasons.reason import Actor, Reason

REASONS = (
    Reason(
        code="TRANSFER",
        means="The order moves what another customer or subsidiary holds.",
        example="the order transfers what another customer holds, and NetSuite moves no contract",
        clears="Cancel the rest of the contract of the old customer, and sell it to the new one.",
        who=(Actor.SALES, Actor.FINANCE),
        nearest=True,
    ),
    Reason(
        code="GRAPH_INCOMPLETE",
        means="Records of the deal were not written for longer than the operator allows.",
        example="still incomplete since 2026-03-01 12:00 UTC: the order is not contracted yet",
        clears="Finish the order in Salesforce; the deal is read again when its records change.",
        who=(Actor.SALES, Actor.OPERATOR),
    ),
    Reason(
        code="ORDER_NOT_ACTIVE",
        means="The order is not activated, or was deleted: it is no booking.",
        example="the order is Draft; only activated orders are bookings",
        clears="Activate the order.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="ORDER_PRODUCT_NOT_ACTIVE",
        means="The order is activated, and one of its order products is not.",
        example="the order is activated, and this order product is Draft",
        clears="Activate the order product, or take it off the order.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="ORDER_SUPERSEDED",
        means="A supplemental order has taken the place of this one.",
        example="another order has taken this one's place",
        clears="Nothing is to be done for this order; the order in its place is a deal of its own.",
        who=(Actor.FINANCE,),
    ),
    Reason(
        code="ORDER_TYPE_UNKNOWN",
        means="What the order does, or what other order it stands for, is said in no known word.",
        example="the order's action is Transfer, which no rule explains",
        clears="Sell it as a new order, an amendment, a renewal or a cancellation.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="ORDER_VANISHED",
        means="An order or opportunity was booked, and Salesforce no longer shows it.",
        example="the order of 1,200.00 USD was booked, and Salesforce no longer shows it",
        clears="Restore it; where it was deleted rightly, undo what it led to by hand.",
        who=(Actor.SALES, Actor.FINANCE),
    ),
    Reason(
        code="QUOTE_MISSING",
        means="The order names no quote that can be read, so what it amends is not known.",
        example="the order has no quote that can be read, so what it amends is not known",
        clears="Make the quote visible to the integration user, or order from a quote.",
        who=(Actor.OPERATOR, Actor.SALES),
    ),
    Reason(
        code="QUOTE_TYPE_UNKNOWN",
        means="The type of the quote is a word that no reader knows.",
        example="the type of the quote is Transfer, which no rule explains",
        clears="Quote it as new business, an amendment or a renewal.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="KIND_CONTRADICTED",
        means="The deal is new, and a line of it changes what another deal sold.",
        example="the deal is new, and its line is INCREASE of order product 802...",
        clears="Sell the change by an amendment or a renewal of its contract.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="CUSTOMERS_DIFFER",
        means="Quote, contract or asset belong to another customer than the order.",
        example="AccountId of Order 801... is 001A, and AccountId of Contract 800... is 001B",
        clears="Correct the customer on the record that is wrong.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="CUSTOMER_MOVED",
        means="The order continues a contract whose first order was another customer's: NetSuite "
        "cannot combine the two.",
        example="AccountId of Order 801... is 001B, and AccountId of Order 801... is 001A",
        clears="Cancel the contract with the one customer, and sell to the other anew.",
        who=(Actor.FINANCE, Actor.SALES),
        nearest=True,
    ),
    Reason(
        code="CONTRACT_OF_TWO_CURRENCIES",
        means="The order continues a contract that was sold in another currency: NetSuite cannot "
        "combine the two.",
        example="CurrencyIsoCode of Order 801... is EUR, and CurrencyIsoCode of Order 801... is "
        "USD",
        clears="Cancel the contract in the one currency, and sell it anew in the other.",
        who=(Actor.FINANCE, Actor.SALES),
        nearest=True,
    ),
    Reason(
        code="CHAIN_WITHOUT_ROOT",
        means="The deal changes what was sold before, and the first sale cannot be found.",
        example="the line changes an earlier one, and neither it nor its quote line says which",
        clears="Name what is amended; make the earlier order visible to the integration user.",
        who=(Actor.SALES, Actor.OPERATOR),
        nearest=True,
    ),
    Reason(
        code="CHAIN_TOO_LONG",
        means="More amendments or renewals stand before the order than are followed.",
        example="more than 4 renewals or amendments with contracts of their own stand between the "
        "order and the first one; which that is was not looked for",
        clears="Finance enters the change by hand, or sales starts a new contract.",
        who=(Actor.FINANCE, Actor.SALES),
        nearest=True,
    ),
    Reason(
        code="SEVERAL_CONTRACTS",
        means="One order amends what several contracts sold.",
        example="the order amends assets of 2 contracts; one deal belongs to one",
        clears="Amend each contract by an order of its own.",
        who=(Actor.SALES,),
        nearest=True,
    ),
)
