"""Reasons in amounts and currencies: what does not add up, and what cannot be held."""

from bridge.model.reasons.reason import Actor, Reason

REASONS = (
    Reason(
        code="AMOUNT_TOO_LARGE",
        means="A total is larger than the books hold for one line.",
        example="TotalPrice of OrderItem 802... is 100,000,000,000,000, and the books hold lines "
        "below 100,000,000,000,000",
        clears="Correct the price.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="TOO_MANY_DECIMALS",
        means="A total is no whole number of the smallest units of its currency.",
        example="TotalPrice of OrderItem 802... is 100.001, and USD has 2 decimals",
        clears="Correct the price, so that its total is in whole minor units.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="TOTAL_TYPED_OVER",
        means="Quantity times unit price is not the total: one of the three was typed over.",
        example="30 x 749.30 is 22,479.00 USD, and the total says 22,479.60 USD",
        clears="Price the line so that the three agree; a block price is to be marked as such.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="LINE_TOTALS_DIFFER",
        means="Two records that describe one line state different totals.",
        example="the order product says 120,000.00 and its quote line 119,000.00; they describe "
        "one line",
        clears="Calculate quote and order anew, so that both state the total that was signed.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="PRORATION_UNEXPLAINED",
        means="No way in which Salesforce prorates leads from the price and the days of a line to "
        "what is charged.",
        example="1,200 a unit comes to 749.3151, and the unit price is 700",
        clears="Calculate the prices anew for the days; where the org prorates in a way of its "
        "own, answer `proration` with `as_stated` in the source.",
        who=(Actor.SALES, Actor.RULES),
        nearest=True,
    ),
    Reason(
        code="TOTALS_DIFFER",
        means="The order states another total than its lines add up to.",
        example="the lines add up to 1,200.00 USD, the order says 1,100.00 USD",
        clears="Find the line that is missing or wrong; the total follows.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="AMOUNT_WITHOUT_QUANTITY",
        means="A line has an amount and the quantity 0.",
        example="the line has the amount 500.00 USD and the quantity 0",
        clears="Give the line the quantity that was sold.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="CONCESSION",
        means="A line lowers what is owed and takes no units back.",
        example="the line grants 500.00 USD, and takes no units back; which price it lowers, and "
        "from when on, is not said",
        clears="Lower the price of the line that it is for by an amendment, or credit it in "
        "NetSuite and take the line off the order.",
        who=(Actor.SALES, Actor.FINANCE),
        nearest=True,
    ),
    Reason(
        code="NEGATIVE_SALE",
        means="A line is sold as an addition, and its quantity is negative.",
        example="the line is sold as an addition, with quantity -5 and amount -600.00 USD; a "
        "decrease must say what it takes from",
        clears="Sell the decrease as an amendment of the line that it takes from.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="PRICES_WITH_TAX",
        means="The prices of the order may hold tax; bookings are before tax.",
        example="the order's prices are Gross, so they may hold tax; bookings are before tax",
        clears="Price the order before tax.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="MIXED_CURRENCIES",
        means="A record of the deal is in another currency than its order.",
        example="the order is in USD and Quote 0Q0... is in EUR; a deal has one currency",
        clears="Sell all of it in one currency, or each currency by an order of its own.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="CURRENCY_UNKNOWN",
        means="The currency of the order is no ISO 4217 currency.",
        example="ABC is no ISO 4217 currency code",
        clears="Correct the currency of the order.",
        who=(Actor.SALES,),
        nearest=True,
    ),
)
