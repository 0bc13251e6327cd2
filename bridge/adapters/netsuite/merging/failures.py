"""
Why a merge failed, in our words.

A task tells a sentence and no code; the vendor's own text is read here and goes no further. The
conditions are those of Oracle's help (section_4370936582, section_1498077674); how NetSuite words
them is published nowhere, so that the patterns look for the nouns alone.
"""

import re
from dataclasses import dataclass

from bridge.adapters.netsuite.faults import SYSTEM
from bridge.errors import Refused

OPERATION = "merge arrangements"


@dataclass(frozen=True, slots=True)
class Cause:
    """How a failure is recognised, and what a person is told of it."""

    pattern: re.Pattern[str]
    code: str
    says: str


def told_of(message: str) -> Refused:
    """Return the refusal that the message of a failed task stands for."""
    cause = next(one for one in CAUSES if one.pattern.search(message))
    return Refused(SYSTEM, OPERATION, cause.code, cause.says)


def _cause(pattern: str, code: str, says: str) -> Cause:
    return Cause(re.compile(pattern, re.IGNORECASE), code, says)


#: The first that fits wins.
CAUSES = (
    _cause(
        r"plan update|update of (its )?(revenue )?plan",
        "PLANS_NOT_CURRENT",
        "a revenue element requires a plan update; run Update Revenue Arrangements and Revenue "
        "Plans in NetSuite",
    ),
    _cause(
        r"effective date|first (day of the first )?open period|first open",
        "NOT_THE_FIRST_OPEN_PERIOD",
        "its effective date does not begin the first open period; have the deal judged again",
    ),
    _cause(
        r"posted (on or )?after|journal|reclass",
        "POSTED_AFTER",
        "revenue is posted on its effective date or later; reverse that, or wait until the period "
        "is closed",
    ),
    _cause(
        r"compliant|allocat",
        "NOT_COMPLIANT",
        "an arrangement is not compliant; complete its allocation and fair values",
    ),
    _cause(
        r"approv",
        "NOT_APPROVED",
        "an arrangement is not approved; approve it in NetSuite",
    ),
    _cause(
        r"merged before|locked|already (been )?merged",
        "MERGED_BEFORE",
        "an arrangement was merged already; compare the arrangements in NetSuite",
    ),
    _cause(r"inactive", "INACTIVE_ITEM", "an item is inactive; activate it in NetSuite"),
    _cause(
        r"currenc|subsidiar|customer|exchange rate|different rates",
        "DIFFERENT_PARTIES",
        "the arrangements differ in customer, subsidiary, currency or exchange rate; they cannot "
        "be merged",
    ),
    _cause(
        r"discount",
        "POSTING_DISCOUNT",
        "a posting discount stands in an arrangement; use a discount item that does not post",
    ),
    _cause(
        r"subscription|project|planned by events|billing|fulfil",
        "PLANS_BY_EVENTS",
        "an element is planned by events, a project or a subscription; it cannot be merged",
    ),
    _cause(
        r"",
        "MERGE_FAILED",
        "NetSuite could not merge them; see the merge in NetSuite, Revenue > Merge Revenue "
        "Arrangements",
    ),
)
