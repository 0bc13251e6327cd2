"""Reasons in the rules: what no row decides, or what NetSuite has no record for."""

from bridge.model.reasons.reason import Actor, Reason

REASONS = (
    Reason(
        code="ITEM_UNMAPPED",
        means="No row of `items.yaml` names the NetSuite item of a product.",
        example="No NetSuite item for product MYSTERY",
        clears="Add a row for the product.",
        who=(Actor.RULES,),
        nearest=True,
    ),
    Reason(
        code="SUBSIDIARY_UNDECIDED",
        means="No row of `subsidiaries.yaml` names the entity that sells in this currency.",
        example="No subsidiary sells in CHF",
        clears="Add a row for the currency.",
        who=(Actor.RULES, Actor.FINANCE),
        nearest=True,
    ),
    Reason(
        code="TERMS_UNMAPPED",
        means="No row of `terms.yaml` names the terms of payment in NetSuite.",
        example="No payment terms in NetSuite for Net 75",
        clears="Add a row for the terms, or agree on terms that NetSuite has.",
        who=(Actor.RULES, Actor.SALES),
        nearest=True,
    ),
    Reason(
        code="TERMS_DIFFER",
        means="Order and quote agree on different terms of payment.",
        example="The order is payable Net 30, its quote says Net 60",
        clears="Correct the terms on the record that is wrong.",
        who=(Actor.SALES,),
    ),
    Reason(
        code="BILLING_UNDECIDED",
        means="No row of `billing.yaml` names the billing schedule of a line billed like this.",
        example="No billing schedule for a RECURRING line billed Annual, Arrears",
        clears="Add a row with the billing schedule, or bill in a known rhythm.",
        who=(Actor.RULES, Actor.SALES),
        nearest=True,
    ),
    Reason(
        code="SCOPE_UNDECIDED",
        means="No rule says whether a deal of this purpose is NetSuite's business.",
        example="No rule says whether a deal is NetSuite business",
        clears="Decide in `scope.yaml` whether such deals are translated or left out.",
        who=(Actor.RULES, Actor.FINANCE),
    ),
    Reason(
        code="RAMP_REVIEW",
        means="A ramp whose steps differ neither in price nor in quantity, or which has free steps "
        "beside a trial or more seats, has no treatment.",
        example="The steps of line 802... differ neither in quantity nor in price",
        clears="Choose a treatment in `ramps.yaml`, or sell one line over the whole term.",
        who=(Actor.FINANCE, Actor.RULES),
    ),
    Reason(
        code="AMENDMENT_REVIEW",
        means="No row of `amendments.yaml` treats an amendment of this kind, or with free steps.",
        example="No treatment for an increase that is charged ONE_TIME",
        clears="Choose a treatment in `amendments.yaml`.",
        who=(Actor.FINANCE, Actor.RULES),
    ),
    Reason(
        code="LINE_REVIEW",
        means="No row of `lines.yaml` treats a line of this kind.",
        example="No treatment for a line that is charged USAGE",
        clears="Choose a treatment in `lines.yaml`.",
        who=(Actor.FINANCE, Actor.RULES),
    ),
    Reason(
        code="SHAPE_UNDECIDED",
        means="No table of the rules decides lines of this shape.",
        example="no rule decides how SWAP is treated",
        clears="Write a table that decides the shape.",
        who=(Actor.FINANCE, Actor.RULES),
    ),
    Reason(
        code="RULE_MISSING",
        means="The rulebook has no table, lookup or mapping of a name that is asked for.",
        example="the rulebook has no mapping 'sales_order'",
        clears="Write the rule.",
        who=(Actor.RULES,),
    ),
    Reason(
        code="NOT_IN_EFFECT",
        means="A rule does not hold on the day on which the deal is booked.",
        example="the rule items is in effect 2020-01-01 .. 2025-12-31, not on 2026-01-01",
        clears="Write the rule for that day.",
        who=(Actor.RULES,),
    ),
    Reason(
        code="ROWS_DISAGREE",
        means="Two rows of a unique table hold for the same line and say different things.",
        example="more than one row of ramp_treatment holds",
        clears="Draw the line between the rows, or say that the first one counts.",
        who=(Actor.RULES,),
    ),
    Reason(
        code="ASSUMPTION_BROKEN",
        means="A fact of the deal is not as a table says that it always is.",
        example="charge is USAGE, which the table ramp_treatment takes for impossible",
        clears="Correct the fact, or let the table decide such deals, too.",
        who=(Actor.RULES, Actor.SALES),
    ),
    Reason(
        code="NOT_COMPUTABLE",
        means="An expression of a rule has no result for the facts of this deal.",
        example="the rule items cannot be calculated: division by zero",
        clears="Let the rule say what holds for such facts.",
        who=(Actor.RULES,),
    ),
    Reason(
        code="METHOD_NEEDS_TERM",
        means="The item of a line is recognised over time, and the line has no time.",
        example="item SUB-ENT is recognised by STRAIGHT_LINE_EVEN, and the line has no dates of "
        "service",
        clears="Give the line dates of service, or an item that is recognised at once.",
        who=(Actor.SALES, Actor.RULES),
        nearest=True,
    ),
    Reason(
        code="UNKNOWN_IN_NETSUITE",
        means="A rule names an item, customer or subsidiary that NetSuite does not have.",
        example="NetSuite has no item with the external id SUB-ENT; create it there, or correct "
        "the rule",
        clears="Create the record in NetSuite with this external id, or correct the rule.",
        who=(Actor.NETSUITE, Actor.RULES),
    ),
    Reason(
        code="NO_ACCOUNTING_PERIOD",
        means="NetSuite has no accounting period for days on which revenue is recognised.",
        example="the periods cover 181 of the 365 days; set the periods up",
        clears="Set up the accounting periods of the whole term in NetSuite.",
        who=(Actor.NETSUITE,),
    ),
    Reason(
        code="CHANGED_SINCE_DECIDED",
        means="Two people settled what becomes of the deal, and it changed since.",
        example="the deal changed after it was handled outside as salesOrder:1234: made before the "
        "bridge; decide about it as it is now, or take that back with "
        "`bridge exceptions revoke 12`",
        clears="Correct what was made in NetSuite and decide again, or revoke the decision.",
        who=(Actor.FINANCE,),
    ),
)
