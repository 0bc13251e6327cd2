"""What Salesforce sells and NetSuite cannot express is in the catalogue, or named with why not."""

import pytest

from bridge.model.reasons.catalogue import CATALOGUE

#: What Salesforce sells or does, with the codes that say where it is not representable.
OF_SALESFORCE = {
    "a total typed over": ("TOTAL_TYPED_OVER", "LINE_TOTALS_DIFFER", "TOTALS_DIFFER"),
    "negative quantities": ("NEGATIVE_SALE", "DECREASE_ADDS"),
    "evergreen": ("EVERGREEN_UNDECIDED", "SUBSCRIPTION_TYPE_UNKNOWN", "SELLING_MODEL_UNKNOWN"),
    "no last day": ("TERM_MISSING",),
    "usage without a rate": ("RATE_MISSING", "RATE_GAP", "RATE_UNKNOWN"),
    "uncalculated quote": ("GRAPH_INCOMPLETE",),
    "ramp gap or overlap": ("RAMP_GAP", "RAMP_OVERLAP", "RAMP_NUMBERING"),
    "segment with wrong dates": ("SEGMENT_DATES_DIFFER",),
    "credit above what was sold": ("CREDIT_EXCEEDS_ORDER",),
    "credit at another price than that of the order": ("CREDIT_AT_ANOTHER_PRICE",),
    "orphan delta": ("CHAIN_WITHOUT_ROOT", "AMENDED_ORDER_UNKNOWN"),
    "currency mismatch": ("MIXED_CURRENCIES", "CONTRACT_OF_TWO_CURRENCIES"),
    "milestone or plan of invoices": ("BILLING_UNDECIDED",),
    "unknown picklist": ("ACTION_UNKNOWN", "CHARGE_UNKNOWN", "NOT_AS_DECLARED"),
    "amendment of what is partly invoiced": ("PARTLY_INVOICED",),
    "swap without its other half": ("SWAP_WITHOUT_COUNTERPART",),
    "swap that contradicts its records": ("ACTION_CONTRADICTED",),
    "multiplier outside its tolerance": ("PRORATION_UNEXPLAINED",),
    "more decimals than are held": ("TOO_MANY_DIGITS", "TOO_MANY_DECIMALS"),
    "deletion of a booked order": ("ORDER_VANISHED",),
    "change of a booked order": ("CHANGED_AFTER_POSTING",),
    "renewal that nobody pairs": ("RENEWAL_REVIEW",),
    "credit without anything given back": ("CONCESSION",),
    "trial with a price": ("TRIAL_CONTRADICTED",),
    "transfer": ("TRANSFER", "CUSTOMER_MOVED"),
}
#: What NetSuite cannot represent, in the order of its own list, with the codes that say it.
OF_NETSUITE = {
    "another item on an existing line": ("NOTHING_LEFT_TO_TAKE", "PRODUCTS_DIFFER"),
    "other dates without a field map": ("ACCOUNT_KEEPS_DATES",),
    "reduction behind a merge": ("MERGED_ORDER_CHANGED",),
    "revenue averaged over several lines": ("ALLOCATED_LINE_REDUCED", "UNIT_MONTHS_UNKNOWN"),
    "amendment dated into closed periods": ("MERGE_BEHIND_POSTINGS", "NO_ACCOUNTING_PERIOD"),
    "two currencies in one contract": ("CONTRACT_OF_TWO_CURRENCIES",),
    "customer move": ("CUSTOMER_MOVED", "TRANSFER"),
    "subsidiary undecided": ("SUBSIDIARY_UNDECIDED",),
    "usage outside its subscription": ("USAGE_OUTSIDE_TERM",),
    "what is recognised in full": ("MERGE_OF_ENDED_TERM",),
    "a total below zero": ("NEGATIVE_SALE", "CREDIT_EXCEEDS_ORDER"),
    "what NetSuite itself turns down": ("REFUSED",),
    "what somebody edited there": ("ORDER_EDITED", "FOREIGN_BODY"),
}
COVERED = {**OF_SALESFORCE, **OF_NETSUITE}
#: What needs no code of its own, and why.
REPRESENTED = {
    "slab and block prices": "the total of all units together is ordered as it is",
    "percent of total": "each order product carries its own total",
    "term in days": "the dates of service say the term",
    "price-only amendment": "its two lines are paired, and one is exchanged for the other",
    "two amendments on one day": "each is a deal of its own, in the order of their names",
    "amendment of what is invoiced": "what is invoiced is given back, the rest is changed",
    "retroactive amendment": "revenue of closed periods stays, the rest follows in open ones",
    "reduction at another exchange rate": "a return takes the rate of the order it gives back from",
    "project plans in an arrangement": "the bridge writes none and merges only what it wrote",
}


@pytest.mark.parametrize("phrase", COVERED)
def test_a_known_exception_has_its_codes(phrase: str) -> None:
    assert [code for code in COVERED[phrase] if code not in CATALOGUE] == []


def test_what_has_no_code_says_why() -> None:
    assert all(REPRESENTED.values())
    assert not COVERED.keys() & REPRESENTED.keys()
    assert not OF_SALESFORCE.keys() & OF_NETSUITE.keys()
