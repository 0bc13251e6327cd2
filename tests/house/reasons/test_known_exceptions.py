"""What Salesforce sells and NetSuite cannot express is in the catalogue, or named with why not."""

import pytest

from bridge.model.reasons.catalogue import CATALOGUE

#: What the two systems are known to make exceptions of, with the codes that say it.
COVERED = {
    "slab totals": ("TOTAL_TYPED_OVER",),
    "negative quantities": ("NEGATIVE_SALE",),
    "evergreen": ("SUBSCRIPTION_TYPE_UNKNOWN", "SELLING_MODEL_UNKNOWN", "TERM_MISSING"),
    "usage without a rate": ("RATE_MISSING",),
    "uncalculated quote": ("GRAPH_INCOMPLETE",),
    "ramp gap or overlap": ("RAMP_GAP", "RAMP_OVERLAP"),
    "segment with wrong dates": ("SEGMENT_DATES_DIFFER",),
    "credit above what was sold": ("CREDIT_EXCEEDS_ORDER",),
    "orphan delta": ("CHAIN_WITHOUT_ROOT",),
    "currency mismatch": ("MIXED_CURRENCIES", "CONTRACT_OF_TWO_CURRENCIES"),
    "milestone billing": ("BILLING_UNDECIDED",),
    "unknown picklist": ("ACTION_UNKNOWN", "CHARGE_UNKNOWN", "NOT_AS_DECLARED"),
    "amendment of what is partly invoiced": ("PARTLY_INVOICED",),
    "swap that contradicts its records": ("ACTION_CONTRADICTED",),
    "more decimals than are held": ("TOO_MANY_DIGITS", "TOO_MANY_DECIMALS"),
    "deletion of a booked order": ("ORDER_VANISHED",),
    "customer move": ("CUSTOMER_MOVED",),
    "subsidiary undecided": ("SUBSIDIARY_UNDECIDED",),
    "usage outside its subscription": ("USAGE_OUTSIDE_TERM",),
    "source changed after posting": ("CHANGED_AFTER_POSTING",),
    "what NetSuite itself turns down": ("REFUSED",),
}
#: What needs no code of its own, and why.
REPRESENTED = {
    "block prices": "the total of the block is ordered as it is",
    "percent of total": "each order product carries its own total",
    "term in days": "the dates of service say the term",
    "multiplier outside its tolerance": "amounts come from totals, never from a multiplier",
    "two amendments on one day": "each is a deal of its own, in the order of their names",
}


@pytest.mark.parametrize("phrase", COVERED)
def test_a_known_exception_has_its_codes(phrase: str) -> None:
    assert [code for code in COVERED[phrase] if code not in CATALOGUE] == []


def test_what_has_no_code_says_why() -> None:
    assert all(REPRESENTED.values())
    assert not COVERED.keys() & REPRESENTED.keys()
