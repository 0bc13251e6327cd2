"""Reasons in what a line is: its action, its charge, its term, its steps."""

from bridge.model.reasons.reason import Actor, Reason

REASONS = (
    Reason(
        code="ACTION_UNKNOWN",
        means="What a line does to the contract is said in no known word.",
        example="the contract action is Pause; what the line does is not known",
        clears="Sell the line as one of the actions that are known.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="ACTION_CONTRADICTED",
        means="Records of a line disagree on what it does: it adds and amends, or amends two "
        "others.",
        example="the contract action is New, and the line amends order product 802...",
        clears="Correct the record that is wrong; where the order is right, quote it anew.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="PRODUCTS_DIFFER",
        means="Quote line, subscription or asset sell another product than the order product.",
        example="Product2Id of OrderItem 802... is 01tA, and Product2Id of Asset 02i... is 01tB",
        clears="Correct the record that is wrong.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="QUANTITIES_DIFFER",
        means="The subscription or asset made of an order product holds another quantity.",
        example="the order product's quantity is 100, its asset's 90",
        clears="Correct the record that is wrong, or contract the order anew.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="CHARGES_DIFFER",
        means="Records of a line disagree on how it is charged: once, or for a term.",
        example="the line is sold once (OneTime), and it has a term that it is priced for",
        clears="Correct the record that is wrong.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="BILLING_DIFFERS",
        means="Records of a line disagree on how often it is billed.",
        example="the order product is billed Monthly, and its subscription Annual",
        clears="Correct the record that is wrong.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="CHARGE_UNKNOWN",
        means="The charge type of a line is a word that no reader knows.",
        example="the charge type is Milestone, which no rule explains",
        clears="Sell the line as recurring, one-time or usage.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="SELLING_MODEL_UNKNOWN",
        means="The selling model is not known, or it is evergreen on a line that has a last day or "
        "changes an earlier one.",
        example="the selling model is Evergreen, which is not representable",
        clears="Sell the line once, or for a term with a last day.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="SUBSCRIPTION_TYPE_UNKNOWN",
        means="A subscription is of a type that contradicts its charge or its days, or is "
        "evergreen and changes an earlier one: its dates do not say what is enforceable.",
        example="the subscription type is Evergreen on a line charged RECURRING; its dates do not "
        "say what is enforceable, so it is not representable",
        clears="Sell it for a fixed term.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="EVERGREEN_UNDECIDED",
        means="An evergreen line is enforceable for its notice alone, and how long that is, or for "
        "which time its total is the price, is not said.",
        example="the line is evergreen, and for how many months of notice it is enforceable is not "
        "said (answer 'evergreen_notice_months' in sources/cpq.yaml)",
        clears="Answer in the source how many months of notice hold, or sell for a fixed term.",
        who=(Actor.RULES, Actor.SALES),
        nearest=True,
    ),
    Reason(
        code="RATED_BY_USE",
        means="A line that is not charged by use has a consumption schedule, so more than its "
        "total is owed.",
        example="the line is charged RECURRING and has a consumption schedule: what is used is "
        "owed beside its total, which is not representable",
        clears="Sell what is used as a line of its own.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="NOT_A_BOOKING",
        means="The line is marked as no booking, and no rule says what that means for revenue.",
        example="the bookings indicator is Exclude; say in the rules what that means for revenue",
        clears="Include the line in the bookings, or take it off the order.",
        who=(Actor.SALES, Actor.FINANCE),
        nearest=True,
    ),
    Reason(
        code="TERM_MISSING",
        means="A line that is served over time has no complete days of service.",
        example="a recurring line has no complete dates of service; an open end is not "
        "representable without a rule for its enforceable term",
        clears="Give the line its first and its last day.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="START_MISSING",
        means="A line says when its service ends and not when it starts.",
        example="service ends on 2026-12-31, and when it starts is not said",
        clears="Give the line its first day.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="END_BEFORE_START",
        means="The service of a line ends before it starts.",
        example="service ends on 2026-02-28, before it starts on 2026-03-01",
        clears="Correct the days of service.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="SEGMENT_DATES_DIFFER",
        means="The order product and the subscription or asset made of it state different days.",
        example="the subscription's segment runs 2026-01-01 to 2026-12-31, the order product's "
        "service 2026-02-01 to 2026-12-31",
        clears="Correct the days on the record that is wrong.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="RAMP_GAP",
        means="Between two steps of a ramp there are days on which nothing is served.",
        example="a step ends on 2026-12-30 and the next starts on 2027-01-01",
        clears="Let the later step start on the day after the earlier one, or sell two lines.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="RAMP_OVERLAP",
        means="Two steps of a ramp serve the same days.",
        example="a step ends on 2027-01-15 and the next starts on 2027-01-01",
        clears="Let the later step start on the day after the earlier one.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="RAMP_NUMBERING",
        means="The steps of a ramp are not numbered one after the other: one may be missing.",
        example="the steps of a ramp are numbered 1, 3, not without a hole from 1 on",
        clears="Find the step that is missing, or number the steps anew.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="RAMP_OF_SEVERAL_KINDS",
        means="The steps of one ramp differ in what a line has only once.",
        example="the steps of one ramp differ in the billing frequency",
        clears="Sell the steps alike, or as lines of their own.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="RAMP_OF_SEVERAL_PRODUCTS",
        means="The steps of one ramp sell different products.",
        example="the steps of one ramp sell 01t..., 01t...",
        clears="Sell each product as a line of its own.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="RAMP_UNSAID",
        means="Quote line or subscription are a step of a ramp, and the order product is of none "
        "or of another.",
        example="the quote line is a step of ramp K1, and that of the order product is blank",
        clears="Give the order product the key of its ramp.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="TRIAL_CONTRADICTED",
        means="A segment is called a free trial, and has a price, or nothing is sold behind it.",
        example="the segment is a free trial, and its total is 600.00",
        clears="Sell the trial at 0.00 as a segment of the ramp that it leads to.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="SEGMENT_TYPE_UNKNOWN",
        means="A segment is of a type that no reader knows.",
        example="the segment is a Pause, which no reader knows",
        clears="Sell it as a yearly, custom, prorated or trial segment.",
        who=(Actor.SALES,),
        nearest=True,
    ),
)
