"""Reasons in plain orders and won opportunities: what they leave unsaid, or contradict."""

from bridge.model.reasons.reason import Actor, Reason

REASONS = (
    Reason(
        code="MODEL_UNCLEAR",
        means="The order or opportunity looks plain, and what belongs to it says otherwise.",
        example="the order carries no action of Revenue Cloud, and what belongs to it does; "
        "whether its lines are changes of assets is not known",
        clears="Show the integration user the order's action, or take the assets off the order.",
        who=(Actor.OPERATOR, Actor.SALES),
        nearest=True,
    ),
    Reason(
        code="DATES_UNDECIDED",
        means="A line states no first and last day, and no answer says how it is served.",
        example="the order product does not state its first and last day of service "
        "(Product2.Family is Hardware: answer 'undated_lines' in sources/sales_cloud.yaml for it)",
        clears="Give the line its days of service, or answer for lines of its kind in the source.",
        who=(Actor.SALES, Actor.RULES),
        nearest=True,
    ),
    Reason(
        code="CUSTOMER_DIFFERS",
        means="An order or opportunity, and the contract that it is under, are of two customers.",
        example="the order and the contract that it is under are of two customers",
        clears="Correct the account of the order or opportunity, or the contract that it names.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="CONTRACT_NOT_ACTIVE",
        means="A line is served as long as a contract that nobody agreed to, or that was ended.",
        example="the order product takes its days of service from a contract that is Draft",
        clears="Activate the contract, or give the line its own days of service.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="CONTRACT_TERM_DIFFERS",
        means="The months of a contract are not those from its first to its last day.",
        example="the contract runs 12 months, and from 2026-01-01 to 2026-11-30",
        clears="Correct the contract's term or days.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="CHAIN_OF_ANOTHER_MODEL",
        means="A reduction order reduces an order that is amended by quotes.",
        example="the order reduces an order of CPQ or Revenue Cloud, which are amended by quotes",
        clears="Amend the contract by a quote instead of the reduction order.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="REDUCTION_CONTRADICTED",
        means="A reduction takes what was not sold: more of it, another product, or a wrong sign.",
        example="the order product is a reduction, and it takes 12 of 10",
        clears="Correct the reduction order.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="OPPORTUNITY_PRODUCT_DIFFERS",
        means="The line of the opportunity behind an order product sells another product.",
        example="the opportunity product behind the order product sells another product",
        clears="Correct the product in the order or in the opportunity.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="INSTALMENTS_AMBIGUOUS",
        means="An opportunity has instalments, and it is not said to which order product.",
        example="the order has 2 lines and its opportunity 1 lines of the same product, and it is "
        "not said which of them the instalments belong to",
        clears="Make the order from a quote of the opportunity, so that its lines are linked.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="INSTALMENTS_UNREADABLE",
        means="A line of the opportunity has instalments, and none of them can be seen.",
        example="the opportunity product has instalments, and none of them can be seen",
        clears="Show the instalments to the integration user.",
        who=(Actor.OPERATOR,),
    ),
    Reason(
        code="INSTALMENTS_CONTRADICTED",
        means="Instalments name a line of the opportunity that says it has none.",
        example="the opportunity product says that it has no instalments, and 1 name it; whose "
        "they are is not known",
        clears="Establish the instalments of the product anew in Salesforce.",
        who=(Actor.SALES,),
    ),
    Reason(
        code="INSTALMENTS_UNDECIDED",
        means="Whether instalments are steps of delivery or a forecast is not answered.",
        example="the opportunity product has 3 instalments; whether they are steps of delivery or "
        "a forecast is not said (answer 'instalments' in sources/sales_cloud.yaml)",
        clears="Answer for lines of this kind in the source of plain orders.",
        who=(Actor.RULES,),
    ),
    Reason(
        code="INSTALMENTS_DIFFER",
        means="Instalments are to be the steps of a line, and are not what the line sold.",
        example="the instalments are to be the steps of the order product, and they add up to "
        "8,000.00 USD, and 9,000.00 USD was sold",
        clears="Establish the instalments again, so that they add up to the order product.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="INSTALMENTS_IRREGULAR",
        means="Instalments are to be the invoices of a line, and no billing schedule is so.",
        example="the instalments are to be the invoices of the opportunity product, and they are "
        "not of one amount; no billing schedule is so",
        clears="Establish them anew at equal distances and amounts, or answer for lines of this "
        "kind that instalments are steps or a forecast.",
        who=(Actor.SALES, Actor.RULES),
        nearest=True,
    ),
    Reason(
        code="BOOKING_UNDECIDED",
        means="Whether a won opportunity books by itself, or an order of it, is not answered.",
        example="whether the opportunity books by itself, or an order of it, is not said "
        "(its kind is Partner_Sale: answer 'booking' in sources/opportunity.yaml "
        "for it)",
        clears="Answer for opportunities of this kind in the source.",
        who=(Actor.RULES,),
    ),
    Reason(
        code="BOOKED_BY_ORDERS",
        means="An opportunity that was booked is now of a kind that orders book.",
        example="the opportunity was booked by itself with 27,000.00 USD, and the rules now say "
        "that orders book sales of its kind",
        clears="Correct the opportunity's kind or the answer; or reject it as a booking. What "
        "NetSuite has of it is given back there by hand, and two people settle that.",
        who=(Actor.SALES, Actor.RULES, Actor.FINANCE),
        nearest=True,
    ),
    Reason(
        code="OPPORTUNITY_NOT_WON",
        means="An opportunity that was booked is open again, lost or deleted.",
        example="the opportunity is open (Negotiation); only what was won is booked",
        clears="Close it as won; or reject it as a booking. What NetSuite has of it is given back "
        "there by hand, and two people settle that.",
        who=(Actor.SALES, Actor.FINANCE),
        nearest=True,
    ),
    Reason(
        code="OPPORTUNITY_ORDERED",
        means="An opportunity was booked by itself, and then orders were made of it.",
        example="the opportunity was booked by itself with 27,000.00 USD, and orders were made of "
        "it: 00000107 of 27000.00 USD; one sale is booked once, so the orders are not",
        clears="Withdraw the orders, or reject the opportunity as a booking; or let the source "
        "say that orders of the same amount are the same sale.",
        who=(Actor.SALES, Actor.FINANCE, Actor.RULES),
        nearest=True,
    ),
    Reason(
        code="SALE_BOOKED_TWICE",
        means="Another record of the same sale is in the books: the opportunity of an order that "
        "no longer names it, or an order of an opportunity that comes back.",
        example="opportunity Acme seats of 27,000.00 USD books the sale already, and this order "
        "of 27,000.00 USD was made of it; one sale is booked once, so the order is held",
        clears="Two people reject one of the two as a booking, and the other one goes on; or the "
        "order is withdrawn. Where NetSuite has both, one is given back there by hand, and two "
        "people settle that; two sales are unlinked. A sale of its own is ordered anew, by an "
        "order that was made of no other opportunity.",
        who=(Actor.SALES, Actor.FINANCE),
        nearest=True,
    ),
    Reason(
        code="ORDER_REJECTED",
        means="Two people rejected the order of a won opportunity as a booking, and whether the "
        "opportunity books the sale instead is not said.",
        example="order 00000107 of 12,000.00 USD was made of this opportunity of 12,000.00 USD, "
        "and two people rejected that as no booking; whether the opportunity books the sale "
        "instead is not said (answer 'order_rejected' in sources/opportunity.yaml)",
        clears="Two people reject the opportunity, too; or revoke the rejection of the order; or "
        "the source answers that such opportunities book instead.",
        who=(Actor.FINANCE, Actor.RULES),
        nearest=True,
    ),
    Reason(
        code="OPPORTUNITY_TYPE_UNKNOWN",
        means="An opportunity is of a type of which nobody says what it does to a contract.",
        example="what the opportunity is, and which contract it goes on with, is not said "
        "(its type is Existing Business: answer 'opportunity_type' in "
        "sources/opportunity.yaml for it)",
        clears="Answer for the type in the source, or correct it.",
        who=(Actor.RULES, Actor.SALES),
        nearest=True,
    ),
)
