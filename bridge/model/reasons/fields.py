"""Reasons in single fields: blank, hidden, unreadable, or filled with what nobody expects."""

from bridge.model.reasons.reason import Actor, Reason

REASONS = (
    Reason(
        code="FIELD_BLANK",
        means="A field is blank without which the deal cannot be read.",
        example="EffectiveDate of Order 801... is blank, and the deal cannot be read without it",
        clears="Fill the field in Salesforce.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="FIELD_MISSING",
        means="The org does not show the integration user a field that is read.",
        example="the org shows no field PoNumber on Order; make it visible to the integration "
        "user, or correct its name in the rules",
        clears="Give the integration user the right to read it, or correct its name in the rules.",
        who=(Actor.OPERATOR, Actor.RULES),
    ),
    Reason(
        code="NOT_A_NUMBER",
        means="A field holds no number, or one with more digits than any deal has.",
        example="Quantity of OrderItem 802... is no number, or one with more digits than a deal "
        "has",
        clears="Correct the field in Salesforce.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="NOT_A_DATE",
        means="A field holds no day, or a day outside the years that Salesforce keeps.",
        example="EndDate of OrderItem 802... is no day in the form YYYY-MM-DD",
        clears="Correct the field in Salesforce.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="NOT_AS_DECLARED",
        means="A field holds what the rules say it cannot: another type, another picklist value.",
        example="Tier of Order 801... is declared as Tier, and is Platinum",
        clears="Correct the field, or declare the new value in the source of the rules.",
        who=(Actor.SALES, Actor.RULES),
        nearest=True,
    ),
    Reason(
        code="REFERENCE_UNREADABLE",
        means="A record names another one that was deleted or is hidden from the integration user.",
        example="Product2Id of OrderItem 802... names a Product2 that was deleted or that the "
        "integration user may not see",
        clears="Restore the record, or make it visible to the integration user.",
        who=(Actor.SALES, Actor.OPERATOR),
    ),
    Reason(
        code="UNREAD_FIELD",
        means="A field is filled that no rule reads and no rule declares irrelevant.",
        example="Rebate of Order is filled, and no rule reads it or declares it irrelevant",
        clears="Name the field in the source of the rules: as a fact that rules read, or as "
        "irrelevant with the reason.",
        who=(Actor.RULES,),
        nearest=True,
    ),
    Reason(
        code="TOO_MANY_DIGITS",
        means="A quantity or a price has more digits than NetSuite keeps.",
        example="Quantity of OrderItem 802... is 1.23456; it may have 16 digits before and 4 "
        "behind the point",
        clears="State it with fewer digits, or the total as quantity 1.",
        who=(Actor.SALES,),
        nearest=True,
    ),
)
