"""Each code names the nearest deal that is representable, or stands here with why none is."""

from collections.abc import Mapping

from bridge.model.reasons.catalogue import CATALOGUE

#: Why no change of the deal alone would do, and of which codes that is so.
WITHOUT: Mapping[str, tuple[str, ...]] = {
    "a record is hidden, gone or not written yet: nothing is known that could be changed": (
        *("FIELD_MISSING", "REFERENCE_UNREADABLE", "GRAPH_INCOMPLETE", "ORDER_SUPERSEDED"),
        *("ORDER_VANISHED", "QUOTE_MISSING", "AMENDED_ORDER_UNKNOWN"),
        "INSTALMENTS_UNREADABLE",
    ),
    "the rules are silent, or disagree, on deals of this kind": (
        *("DECREASE_REVIEW", "SWAP_REVIEW", "RENEWAL_REVIEW", "AMENDMENT_REVIEW", "RAMP_REVIEW"),
        *("LINE_REVIEW", "USAGE_REVIEW", "SCOPE_UNDECIDED", "SHAPE_UNDECIDED", "RULE_MISSING"),
        *("NOT_IN_EFFECT", "ROWS_DISAGREE", "ASSUMPTION_BROKEN", "NOT_COMPUTABLE"),
        *("MODIFICATION_UNDECIDED", "MODIFICATION_REVIEW", "INSTALMENTS_UNDECIDED"),
        *("PACKAGE_UNDECIDED", "BOOKING_UNDECIDED"),
        *("CREDITS_UNDECIDED", "CREDIT_TERMS_UNDECIDED", "DRAW_ORDER_DIFFERS", "TERMS_DIFFER"),
        *("METHOD_NEEDS_USE", "UNIT_MONTHS_UNKNOWN", "BONUS_WITHOUT_PRICE", "CREDITS_TO_REFUND"),
    ),
    "what was sold before, or what became of it, stands against it; a person judges the contract": (
        *("NOTHING_LEFT_TO_TAKE", "MORE_TAKEN_THAN_HELD", "DECREASE_WITHOUT_DATES"),
        *("DECREASE_ADDS", "DECREASE_ENDS_EARLY", "CREDIT_EXCEEDS_ORDER"),
        *("CREDIT_AT_ANOTHER_PRICE", "CANCELLED_LINE_KEEPS_AMOUNT", "ALLOCATED_LINE_REDUCED"),
        *("PARTLY_INVOICED", "CHANGED_SINCE_DECIDED"),
    ),
    "two accounts of the same thing contradict each other, and which is right is not in them": (
        *("WALLET_DIFFERS", "WALLET_ENTRY_UNKNOWN", "CORRECTION_AFTER_ROLLOVER"),
        *("REFUND_EXCEEDS_BALANCE", "VOID_EXCEEDS_BALANCE", "RATE_GAP", "RATE_UNKNOWN"),
        *("USAGE_PRICED_AHEAD", "USAGE_NOT_RATED", "USAGE_RATED_DIFFERENTLY"),
        *("USAGE_WITHOUT_GRANT", "USAGE_CONTRADICTED", "USAGE_BELOW_ZERO", "USAGE_OUTSIDE_TERM"),
        *("USAGE_SUMMED_DIFFERENTLY", "USAGE_STATUS_UNKNOWN", "USAGE_NOT_PROCESSED"),
        "INSTALMENTS_CONTRADICTED",
    ),
    "NetSuite lacks something, or is set up or kept otherwise": (
        *("UNKNOWN_IN_NETSUITE", "NO_ACCOUNTING_PERIOD", "ACCOUNT_KEEPS_DATES", "REFUSED"),
        *(
            "FOREIGN_BODY",
            "ORDER_EDITED",
            "PLAN_DIFFERS",
            "MERGED_OTHERWISE",
            "MERGE_WITHOUT_PERIOD",
        ),
        *("MERGE_BEHIND_POSTINGS", "MERGED_ORDER_CHANGED"),
    ),
    "the bridge is at fault, and not the deal": ("DEFECT",),
}


def test_a_reason_without_a_nearest_deal_says_why() -> None:
    """A code that is new and names none goes into the group of its reason above."""
    without = {code for code, reason in CATALOGUE.items() if not reason.nearest}
    told = [code for codes in WITHOUT.values() for code in codes]
    assert sorted(without - set(told)) == []


def test_no_reason_that_names_the_nearest_deal_is_excused() -> None:
    told = [code for codes in WITHOUT.values() for code in codes]
    assert len(told) == len(set(told))
    assert [code for code in told if code not in CATALOGUE or CATALOGUE[code].nearest] == []
