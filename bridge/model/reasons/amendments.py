"""Reasons in amendments: what a decrease, cancellation, exchange or renewal lacks."""

from bridge.model.reasons.reason import Actor, Reason

REASONS = (
    Reason(
        code="AMENDED_ORDER_UNKNOWN",
        means="A line takes from an order product of which the books hold no order.",
        example="it takes from order product 802..., of which the books have no order",
        clears="Translate the earlier deal of the contract first; then this one is judged again.",
        who=(Actor.FINANCE,),
    ),
    Reason(
        code="NOTHING_LEFT_TO_TAKE",
        means="Nothing of what a line takes from is served any more on its first day.",
        example="nothing of its chain is served any more on 2026-10-01",
        clears="Correct the first day, or withdraw the amendment.",
        who=(Actor.SALES,),
    ),
    Reason(
        code="MORE_TAKEN_THAN_HELD",
        means="A line takes more units than its chain has on that day.",
        example="it takes 140 units from 2026-10-01 on, and its chain then has 130",
        clears="Correct the quantity; or translate the increase that is still missing.",
        who=(Actor.SALES, Actor.FINANCE),
    ),
    Reason(
        code="DECREASE_WITHOUT_DATES",
        means="A line takes away, and does not say from which day to which.",
        example="it takes away, and does not say from which day to which",
        clears="Give the line its first and last day.",
        who=(Actor.SALES,),
    ),
    Reason(
        code="DECREASE_ADDS",
        means="A line that takes away has a quantity or an amount that adds.",
        example="it takes away, with quantity 20 and amount -10,000.00 USD",
        clears="Sign quantity and amount as a decrease.",
        who=(Actor.SALES,),
    ),
    Reason(
        code="CANCELLED_WITHOUT_CREDIT",
        means="Units that were paid for are given up, and nothing of their price is credited.",
        example="it gives up 100 units from 2026-08-01 on and credits nothing",
        clears="Credit what they hold; or leave them until their end, and change their revenue in "
        "NetSuite by hand if it is to end earlier.",
        who=(Actor.SALES, Actor.FINANCE),
        nearest=True,
    ),
    Reason(
        code="DECREASE_ENDS_EARLY",
        means="A line takes away for some of the days that are left, and gives back the rest.",
        example="it takes away until 2026-11-30, and line 1 of bridge-801...-so-1 ends 2026-12-31",
        clears="Let the amendment end with what it takes from.",
        who=(Actor.SALES,),
    ),
    Reason(
        code="CREDIT_EXCEEDS_ORDER",
        means="A line takes more money from an order line than is left of it.",
        example="it takes 40,000.00 USD from line 1 of bridge-801...-so-1, of which 30,000.00 USD "
        "stand",
        clears="Correct the price of the amendment, or credit the rest as a concession.",
        who=(Actor.SALES, Actor.FINANCE),
    ),
    Reason(
        code="CREDIT_AT_ANOTHER_PRICE",
        means="A decrease is priced farther from its order line than a month's worth of it.",
        example="it takes 10,000.00 USD for 20 units and 153 days, which cost about 5,000.00 USD",
        clears="Credit at the price of the order, or book the difference as a concession.",
        who=(Actor.SALES, Actor.FINANCE),
    ),
    Reason(
        code="CANCELLED_LINE_KEEPS_AMOUNT",
        means="An order line is cancelled before its first day, and not all of it is credited.",
        example="line 1 of bridge-801...-so-1 is cancelled before its first day, and 100.00 USD of "
        "it are not credited",
        clears="Credit all of it, or sell what stays as a fee of its own.",
        who=(Actor.SALES, Actor.FINANCE),
    ),
    Reason(
        code="ACCOUNT_KEEPS_DATES",
        means="A line of an approved order must end earlier, and the account's revenue would not.",
        example="line 1 of bridge-801...-so-1 would have to end before 2026-08-01, its order is "
        "approved, and revenue in this account keeps the days that the line had then",
        clears="Let NetSuite's revenue field map update the dates and set "
        "netsuite.dates_follow_lines, or change the revenue by hand.",
        who=(Actor.NETSUITE, Actor.FINANCE),
    ),
    Reason(
        code="PARTLY_INVOICED",
        means="An order line is invoiced beyond what was served, until a day that is not known.",
        example="70.4 of 100 are invoiced of a line of twelve months: no month, and no day",
        clears="Invoice the order whole, or take the last invoice back; then retry.",
        who=(Actor.FINANCE,),
    ),
    Reason(
        code="ALLOCATED_LINE_REDUCED",
        means="A line takes from an order line whose revenue is allocated: by unit-months, or by "
        "the fair values of its order.",
        example="the revenue of line 2 of bridge-801...-so-1 is allocated among several",
        clears="Change the order and its allocation by hand, or treat the ramp as segments.",
        who=(Actor.FINANCE,),
    ),
    Reason(
        code="LEVEL_LINE_REDUCED",
        means="An order product takes from a line of level revenue and from others at once.",
        example="it takes from line 1 of bridge-801...-so-1, whose revenue is level over its ramp, "
        "and from others",
        clears="Credit each of them by an order product of its own.",
        who=(Actor.SALES, Actor.FINANCE),
        nearest=True,
    ),
    Reason(
        code="SWAP_WITHOUT_COUNTERPART",
        means="A line comes in by a swap, and no line of the deal goes out on its first day.",
        example="it comes in by a swap on 2026-08-01, and no line of the deal goes out on that day",
        clears="Let what it replaces go out on that day, or sell it as a new line.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="UNIT_MONTHS_UNKNOWN",
        means="A ramp is to be recognised by unit-months, and a step is not whole months.",
        example="the steps of line 802... are not all whole months of units",
        clears="Let each step last whole months, or choose another treatment in `ramps.yaml`.",
        who=(Actor.SALES, Actor.RULES),
    ),
    Reason(
        code="DECREASE_REVIEW",
        means="No row of `decreases.yaml` treats giving up what is charged like this.",
        example="No treatment for giving up what is charged ONE_TIME",
        clears="Choose a treatment in `decreases.yaml`.",
        who=(Actor.FINANCE, Actor.RULES),
    ),
    Reason(
        code="SWAP_REVIEW",
        means="No row of `swaps.yaml` treats exchanging what is charged like this, or what comes "
        "in with free steps.",
        example="No treatment for exchanging what is charged ONE_TIME",
        clears="Choose a treatment in `swaps.yaml`.",
        who=(Actor.FINANCE, Actor.RULES),
    ),
    Reason(
        code="RENEWAL_REVIEW",
        means="No row of `renewals.yaml` treats renewing what is charged like this, or with free "
        "steps.",
        example="No treatment for renewing what is charged USAGE",
        clears="Choose a treatment in `renewals.yaml`.",
        who=(Actor.FINANCE, Actor.RULES),
    ),
)
