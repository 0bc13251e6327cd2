"""Reasons in prepaid credits and use: what cannot be drawn, rated, or told."""

from bridge.model.reasons.reason import Actor, Reason

_REVENUE = (Actor.SALES, Actor.FINANCE)
_WALLETS = (
    Reason(
        code="WALLET_SHARED",
        means="One order product granted credits of several kinds for one price, or credits are "
        "bound to something else than one asset; which part was drawn would be a guess.",
        example="the order product granted credits of 2 kinds for one price; which part of it each "
        "of them is worth is not said",
        clears="Sell the credits of each resource by an order product of its own, bound to its "
        "asset, or post the draws by hand.",
        who=_REVENUE,
        nearest=True,
    ),
    Reason(
        code="WALLET_DIFFERS",
        means="Salesforce's own ledger of credits does not come to what its usage summaries say, "
        "or carries over what by the rules lapses, or the other way round.",
        example="on 2026-06-30 Salesforce has 49000 drawn, 0 lapsed, 0 carried over and 0 over the "
        "credits, by its usage summaries and the rules it is 50000 drawn, 0 lapsed, 0 carried over "
        "and 0 over the credits",
        clears="Find in Salesforce which of the two is wrong, and correct it; or let the rules "
        "carry over what Salesforce carries over.",
        who=(Actor.SALES, Actor.OPERATOR, Actor.RULES),
    ),
    Reason(
        code="WALLET_ENTRY_UNKNOWN",
        means="An entry of Salesforce's ledger of credits moves them for a reason that is not "
        "representable, such as a refresh.",
        example="the entry is a Credit for the reason Refresh; what becomes of these credits is "
        "not representable",
        clears="Post what becomes of these credits by hand, or sell them by an order of their own.",
        who=(Actor.FINANCE,),
    ),
    Reason(
        code="GRANT_UNKNOWN",
        means="An entitlement is no grant of prepaid credits by a new order or a renewal.",
        example="the entitlement is of action Amend and type Grant, for 500 units; only credits "
        "granted at once by a new order or a renewal are representable",
        clears="Sell the credits by an order of their own, or post them by hand.",
        who=_REVENUE,
        nearest=True,
    ),
    Reason(
        code="BONUS_WITHOUT_PRICE",
        means="Bonus credits are to share a price that was fixed before they were given.",
        example="bonus B was given on 2026-03-31, grant G on 2026-01-01: spreading the price over "
        "both would change what was recognised before; let the rules make it free",
        clears="Let the rules make bonus credits free, or give them on the day of the grant.",
        who=(Actor.RULES, Actor.SALES),
    ),
    Reason(
        code="CORRECTION_AFTER_ROLLOVER",
        means="A correction gives credits back to a grant whose rest was carried over before.",
        example="FIX gives units back to grant G, whose rest was carried over before; decide "
        "where they belong",
        clears="Report the correction on a day on which the grant was still valid.",
        who=(Actor.SALES, Actor.FINANCE),
    ),
    Reason(
        code="REFUND_EXCEEDS_BALANCE",
        means="More credits are refunded than a grant holds.",
        example="R refunds 11 units of grant G on 2026-03-31, and it holds 10",
        clears="Correct the refund.",
        who=_REVENUE,
    ),
    Reason(
        code="VOID_EXCEEDS_BALANCE",
        means="More credits are voided or cancelled than are left.",
        example="V voids 11 units on 2026-03-31, and 10 are left",
        clears="Correct what was cancelled.",
        who=_REVENUE,
    ),
    Reason(
        code="CREDITS_TO_REFUND",
        means="The rules refund credits that were left at a cancellation, and no order does.",
        example="50000 credits were cancelled, and by the rules they are refunded; no order takes "
        "them back",
        clears="Take the credits back by an order, posted by hand, or let the rules lapse them.",
        who=(Actor.SALES, Actor.FINANCE, Actor.RULES),
    ),
)
_PACKS = (
    Reason(
        code="CREDITS_AMBIGUOUS",
        means="Several lines of credits fit the free units of a usage line, or the other way "
        "round; which credits are drawn would be a guess.",
        example="the 100000 free units of the line may be the credits of each of 2 lines or groups "
        "of lines, and 1 other usage lines may draw on the same",
        clears="Give each usage line as many free units as one line of credits sells, or sell the "
        "packs by orders of their own.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="CREDITS_CHARGED_AGAIN",
        means="More than the credits was used, and the tiers rate all of the use as one quantity: "
        "what was paid for ahead would be owed a second time.",
        example="the tiers are of type Range: more than the credits was used, and 11,500.00 USD is "
        "owed for all of it, also for what was paid for ahead",
        clears="Rate what is used beyond credits by tiers of type Slab.",
        who=(Actor.SALES, Actor.FINANCE),
        nearest=True,
    ),
)
_RULES = (
    Reason(
        code="CREDITS_UNDECIDED",
        means="No rule says how credits of a product are drawn, and when what lapses is revenue.",
        example="No rule says how credits of product CRED2 are drawn",
        clears="Add the product to the rules for credits.",
        who=(Actor.RULES,),
    ),
    Reason(
        code="CREDIT_TERMS_UNDECIDED",
        means="The rules for credits leave a column out that the deal calls for, decide something "
        "that is no part or no time, or decide differently for one wallet.",
        example="line 802: the rules for its credits do not decide breakage; correct the rules",
        clears="Let the rules decide every column asked for, alike for all credits of a wallet.",
        who=(Actor.RULES,),
    ),
    Reason(
        code="ROLLOVER_WITHOUT_WALLET",
        means="The rules carry over what is left of credits; an order of CPQ has no wallet for it.",
        example="by the rules what is left of 100000 credits is carried over (ON_RENEWAL), and "
        "Salesforce keeps no wallet of this order to carry it to: it would lapse",
        clears="Let the rules carry nothing over, or sell the credits by Revenue Cloud.",
        who=(Actor.RULES, Actor.SALES),
        nearest=True,
    ),
    Reason(
        code="DRAW_ORDER_DIFFERS",
        means="Salesforce draws credits in another order than the rules do.",
        example="line 802: the rules draw its credits EXPIRING_FIRST, the entitlement says "
        "GRANTED_LAST; correct the rules",
        clears="Let the rules name the order that the entitlement names.",
        who=(Actor.RULES,),
    ),
    Reason(
        code="USAGE_REVIEW",
        means="No rule says how use is treated that is charged in this way.",
        example="No treatment for use that is charged RECURRING",
        clears="Add a row to the rules for use.",
        who=(Actor.RULES,),
    ),
    Reason(
        code="METHOD_NEEDS_USE",
        means="An item's revenue comes with use, and nothing says how its line is used; or a "
        "line is used, and its item's revenue comes with time.",
        example="item CREDITS is recognised by ON_USE, and nothing says how the line is "
        "drawn on or rated; map the product to an item that fits",
        clears="Map the product to an item that fits, or sell credits beside a usage line whose "
        "free units are those credits, over the same days.",
        who=(Actor.RULES, Actor.SALES),
    ),
)
_RATES = (
    Reason(
        code="RATE_MISSING",
        means="A line is charged by use and does not have one consumption schedule.",
        example="the line is charged by use and has no consumption schedules: what use costs is "
        "not known",
        clears="Give the order product one consumption schedule.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="RATE_GAP",
        means="The tiers of a consumption schedule do not follow on each other from 0 on.",
        example="the tiers of the consumption schedule do not follow on each other from 0 on, or "
        "one has no price",
        clears="Correct the bounds and prices of the order product's consumption rates.",
        who=(Actor.SALES,),
    ),
    Reason(
        code="RATE_UNKNOWN",
        means="A consumption schedule rates in a way that is not representable.",
        example="how the consumption schedule rates is not representable: Range, Formula",
        clears="Sell by tiers of type Slab or Range, over billing terms of whole months.",
        who=(Actor.SALES,),
    ),
    Reason(
        code="USAGE_PRICED_AHEAD",
        means="A line that is charged by use has a total before anything was used.",
        example="the line is charged by use, and its total is 100.00 USD before anything was used",
        clears="Sell what is paid ahead by a line of its own.",
        who=(Actor.SALES,),
    ),
    Reason(
        code="USAGE_ON_BOUND",
        means="The whole use of a term lies on the bound between two tiers that rate all of it.",
        example="100 units were used, which is the bound between two tiers; which of them rates "
        "all units is not documented, and no usage summary has an amount that one of them gives",
        clears="Let Salesforce sum the term up: the subtotal of its usage summary decides.",
        who=(Actor.SALES, Actor.OPERATOR),
        nearest=True,
    ),
    Reason(
        code="USAGE_NOT_RATED",
        means="The use of a term cannot be rated: no tier holds it, or it is less than nothing.",
        example="what was used from 2026-01-01 to 2026-12-31 cannot be rated: no negative quantity "
        "can be rated: -85000",
        clears="Correct the usage records, or the tiers.",
        who=(Actor.SALES,),
    ),
    Reason(
        code="USAGE_RATED_DIFFERENTLY",
        means="Salesforce rated the use of a term to another amount than the tiers give.",
        example="the usage summary of 2026-01-01 to 2026-12-31 comes to 1,400.00, by the tiers of "
        "the order product it is 1,500.00 USD",
        clears="Find which of the two is wrong, and correct it.",
        who=(Actor.SALES, Actor.FINANCE),
    ),
)
_USE = (
    Reason(
        code="USAGE_LATE",
        means="Use was reported after the summary of its days was closed.",
        example="TransactionJournal 0aT says what was used on 2026-02-10, and that time was closed "
        "before it arrived; decide in which period it counts, and report it there",
        clears="Report the use with a day of a period that is still open.",
        who=(Actor.SALES, Actor.FINANCE),
        nearest=True,
    ),
    Reason(
        code="USAGE_UNREPORTED",
        means="A billing term is over and its accounting period closed, and nothing says what was "
        "used until its last day: that nothing was used would be a guess.",
        example="the term of 2026-04-01 to 2026-06-30 is over and its period closed, and no usage "
        "record or processed summary says what was used until its last day (1 such terms)",
        clears="Report what was used, zero if nothing, or let the usage summary be processed.",
        who=(Actor.SALES, Actor.OPERATOR),
        nearest=True,
    ),
    Reason(
        code="OVERAGE_UNPRICED",
        means="Units were used beyond the credits, and no billing period item says what is owed "
        "for them, though the accounting period after theirs is closed too.",
        example="the usage summary of 2026-10-01 to 2026-12-31 has 15000 units beyond the credits, "
        "and no billing period item says what is owed for them, though a later period is closed",
        clears="Let Salesforce make the item of these days, of amount 0 if nothing is owed.",
        who=(Actor.OPERATOR, Actor.SALES),
        nearest=True,
    ),
    Reason(
        code="USAGE_WITHOUT_GRANT",
        means="Use of an asset is told of a resource of which nobody granted credits, or of none.",
        example="UsageSummary 1UA tells of use of resource 1BR, and of that no order product "
        "granted credits on the asset; what it costs is not known",
        clears="Correct the resource of the record, or bring the use to account by hand.",
        who=_REVENUE,
    ),
    Reason(
        code="USAGE_CONTRADICTED",
        means="Two records of use have one reference and different content; neither counts.",
        example="ACME-API-Q4 was reported with 2 different contents; keep the true one",
        clears="Delete the wrong record.",
        who=(Actor.SALES,),
    ),
    Reason(
        code="USAGE_BELOW_ZERO",
        means="A correction takes back more than was used until its day.",
        example="FIX takes back 11 units on 2026-06-30, and only 10 were used until then",
        clears="Correct the quantity or the day of the correction.",
        who=(Actor.SALES,),
    ),
    Reason(
        code="USAGE_OUTSIDE_TERM",
        means="Use lies in no billing term of its line, or in two of them.",
        example="what was used from 2026-12-01 to 2027-01-31 lies in no billing term of the line, "
        "which serves 2026-01-01 to 2026-12-31",
        clears="Report the use by billing term, and within the line's days of service.",
        who=(Actor.SALES,),
    ),
    Reason(
        code="USAGE_SUMMED_DIFFERENTLY",
        means="A summary of use and the records that it sums up do not agree.",
        example="the usage summary says 115000 units, its usage records add up to 114000",
        clears="Let Salesforce sum the use up again.",
        who=(Actor.SALES, Actor.OPERATOR),
    ),
    Reason(
        code="USAGE_STATUS_UNKNOWN",
        means="A usage summary or a billing period item is in a state that is not known.",
        example="the status of the usage summary is Parked, which is not known",
        clears="Bring the record to one of the states that Salesforce documents.",
        who=(Actor.OPERATOR,),
    ),
    Reason(
        code="USAGE_NOT_PROCESSED",
        means="Salesforce did not process reported use.",
        example="the reported use has the status Error",
        clears="Mend what stopped it in Salesforce, and let it be processed.",
        who=(Actor.OPERATOR,),
    ),
)
REASONS = (*_WALLETS, *_PACKS, *_RULES, *_RATES, *_USE)
