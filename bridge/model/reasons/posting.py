"""Reasons after the translation: what NetSuite turned down, and what changed since."""

from bridge.model.reasons.reason import Actor, Reason

REASONS = (
    Reason(
        code="REFUSED",
        means="NetSuite turned a document down.",
        example="NetSuite refused the sales order (INVALID_KEY_OR_REF): Invalid item reference key",
        clears="Mend what NetSuite names, then have the document sent again with `bridge "
        "exceptions retry`.",
        who=(Actor.NETSUITE, Actor.RULES),
    ),
    Reason(
        code="FOREIGN_BODY",
        means="NetSuite holds something else under the external id of a document.",
        example="NetSuite holds another record under the external id (internal id 4711); nothing "
        "was overwritten",
        clears="Compare the two; remove or rename the wrong one, then retry.",
        who=(Actor.NETSUITE, Actor.OPERATOR),
    ),
    Reason(
        code="ORDER_EDITED",
        means="An order that is to be changed, or given back from, was edited in NetSuite by "
        "somebody else.",
        example="line 1 has 95000.00, the books have 120,000.00 USD; nothing was overwritten",
        clears="Put back what is named, and the next pass sends the change; or give the order all "
        "that it is to become, and the next pass takes it as done.",
        who=(Actor.NETSUITE, Actor.FINANCE),
    ),
    Reason(
        code="MERGED_OTHERWISE",
        means="The revenue of a contract is held together in another way than its merge asks for.",
        example="they were merged into 700003 on 2026-02-01, not on 2026-03-01; compare the "
        "arrangements in NetSuite",
        clears="Undo the other merge in NetSuite and retry; or let a revenue accountant keep it: "
        "`bridge merges accept`.",
        who=(Actor.FINANCE, Actor.NETSUITE),
    ),
    Reason(
        code="CHANGED_AFTER_POSTING",
        means="A deal, or the rules for it, changed after NetSuite acknowledged its documents.",
        example="the deal changed after NetSuite acknowledged its order: it is booked with "
        "1,300.00 USD, ordered are 1,200.00 USD; decide how the order is to be corrected",
        clears="Take the change back in Salesforce, or correct the order in NetSuite by hand; or "
        "let `corrections.yaml` say what becomes of such an order, or an override of this one.",
        who=(Actor.FINANCE, Actor.SALES),
        nearest=True,
    ),
    Reason(
        code="PLAN_DIFFERS",
        means="NetSuite plans the revenue of an order otherwise than the bridge predicted. All of "
        "the deal is ordered, so the exception holds no amount.",
        example="NetSuite plans for line 1: 9,000.00 USD in 2026-04, predicted are 10,000.00 USD",
        clears="Compare both in its evidence: put the plan, or the rule of the item, right in "
        "NetSuite. It closes by itself once both agree, when both systems are reconciled again.",
        who=(Actor.NETSUITE, Actor.FINANCE),
    ),
    Reason(
        code="DEFECT",
        means="The bridge itself failed on the deal.",
        example="the bridge failed on this deal (ValueError); the log says where, report it",
        clears="Report it with the log; the deal is read again by the next release.",
        who=(Actor.OPERATOR,),
    ),
)
