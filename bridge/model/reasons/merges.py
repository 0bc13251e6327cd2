"""Reasons in merges: what keeps arrangements of one contract, or of a package, from merging."""

from bridge.model.reasons.reason import Actor, Reason

REASONS = (
    Reason(
        code="MODIFICATION_UNDECIDED",
        means="No row of `modifications.yaml` says how a change of a contract is accounted for.",
        example="No rule says how a change of the kind RENEWAL is accounted for",
        clears="Add a row to `modifications.yaml`.",
        who=(Actor.FINANCE, Actor.RULES),
    ),
    Reason(
        code="MODIFICATION_REVIEW",
        means="A row of `modifications.yaml` leaves a change of a contract to a person.",
        example="modification#renewed leaves it to a person how 10,000.00 USD are accounted for "
        "beside what was sold before",
        clears="Decide, and give the row that outcome.",
        who=(Actor.FINANCE, Actor.RULES),
    ),
    Reason(
        code="MERGE_WITHOUT_PERIOD",
        means="Arrangements are to be merged, and no accounting period is known to be open.",
        example="no accounting period is known, and arrangements are merged from the first day of "
        "the first open one",
        clears="Open the period in NetSuite, or let the bridge read the periods.",
        who=(Actor.FINANCE, Actor.OPERATOR),
    ),
    Reason(
        code="MERGE_OF_SEPARATE_CONTRACTS",
        means="Arrangements are to be merged, and the rules made steps of a ramp contracts of "
        "their own.",
        example="the rules made bridge-801...-so-1, bridge-801...-so-2 contracts of their own, and "
        "a merge would make them one",
        clears="Let `modifications.yaml` make such a change a separate contract, or merge by hand.",
        who=(Actor.FINANCE, Actor.RULES),
        nearest=True,
    ),
    Reason(
        code="MERGE_WITH_USE",
        means="Arrangements are to be merged, and one holds credits or usage.",
        example="the contract holds PREPAID-CREDITS, whose revenue comes with use",
        clears="Sell what is used by a contract of its own, or merge by hand.",
        who=(Actor.SALES, Actor.FINANCE),
        nearest=True,
    ),
    Reason(
        code="ALLOCATION_UNDECIDED",
        means="Arrangements are to be merged, and nobody said how an item is allocated.",
        example="nobody said whether SUB-ENT shares by fair value when arrangements are merged",
        clears="Let the table of items give `allocation`, and `fair_value` with NORMAL; what was "
        "sent before it did is merged by hand, and by a rule a contract of its own.",
        who=(Actor.FINANCE, Actor.RULES),
        nearest=True,
    ),
    Reason(
        code="FAIR_VALUE_MISSING",
        means="A total is to be shared by fair values, and there is no basis to share it by.",
        example="an element sold for 120,000.00 USD has no fair value",
        clears="Give the items fair values in the table of items, or exclude them from allocation.",
        who=(Actor.FINANCE, Actor.RULES),
        nearest=True,
    ),
    Reason(
        code="CREDITS_ALLOCATED",
        means="Credits share the total of their order by fair values, and would be worth another "
        "amount than the one that their use is journalled by.",
        example="by fair values PREPAID-CREDITS would have another revenue than its price, and "
        "what is drawn of it is journalled by its price",
        clears="Let the table of items exclude credits from the allocation.",
        who=(Actor.FINANCE, Actor.RULES),
        nearest=True,
    ),
    Reason(
        code="MERGE_BEHIND_POSTINGS",
        means="A merge would begin before a period that is closed already.",
        example="revenue of 2026-10 is posted already, and the merge would begin on 2026-08-01",
        clears="Close the periods in their order, or merge by hand.",
        who=(Actor.FINANCE,),
    ),
    Reason(
        code="MERGE_OF_ENDED_TERM",
        means="Something of a term that has ended is not recognised, and has no days to come.",
        example="500.00 USD of line 1 of bridge-801...-so-1 were not recognised when its term "
        "ended on 2026-07-31",
        clears="Invoice the order first, choose catch-up or a separate contract, or merge by hand.",
        who=(Actor.FINANCE,),
        nearest=True,
    ),
    Reason(
        code="MERGED_ORDER_CHANGED",
        means="A line takes from an order that is not invoiced, and its arrangement was merged.",
        example="line 1 of bridge-801...-so-1 is not invoiced whole, and its arrangement was "
        "merged",
        clears="Invoice the order, then it is given back; or change order and revenue by hand.",
        who=(Actor.FINANCE,),
    ),
    Reason(
        code="PACKAGE_UNDECIDED",
        means="No row of `combinations.yaml` says whether contracts of a package count as one.",
        example="No rule says whether the contracts of the package P-7 count as one",
        clears="Add a row to `combinations.yaml`.",
        who=(Actor.FINANCE, Actor.RULES),
    ),
    Reason(
        code="PACKAGE_REVIEW",
        means="A row of `combinations.yaml` leaves it to a person whether contracts of a package "
        "count as one.",
        example="combination#declared leaves it to a person whether 00000101 and the other "
        "contracts of the package P-7 count as one",
        clears="Decide, and give the row that outcome; or take the package off the order.",
        who=(Actor.FINANCE, Actor.RULES),
        nearest=True,
    ),
    Reason(
        code="PACKAGE_SIZE_UNKNOWN",
        means="An order names a package, and does not say of how many contracts it is.",
        example="00000101 is one of the package P-7, and nobody says of how many contracts that "
        "is: so nobody knows when all of them are there",
        clears="Say on each first order of how many contracts the package is.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="PACKAGE_CONTRADICTED",
        means="The contracts of a package say otherwise of how many it is, or are more than that.",
        example="the package P-7 has 2 contracts so far, and 00000101 says 2, 00000102 says 3",
        clears="Let all of them say the same number, or let one name another package.",
        who=(Actor.SALES,),
        nearest=True,
    ),
    Reason(
        code="PACKAGE_INCOMPLETE",
        means="A contract of a package is left out of the books, or has not come in the days of "
        "`sync.package_waits_days`: so the others are not merged.",
        example="the package P-7 has 1 of 2 contracts in the books, and 00000102 is not among them "
        "(60,000.00 USD, rejected: sold twice): they are not merged",
        clears="Let the contract come, or revoke what left it out; or say on the others of how "
        "many the package is without it, and take it off where one is left.",
        who=(Actor.SALES, Actor.FINANCE),
        nearest=True,
    ),
    Reason(
        code="PACKAGE_APART",
        means="Contracts of a package have different customers, currencies or subsidiaries in "
        "NetSuite, which merges no such arrangements.",
        example="00000102 and 00000101 are of the package P-7, and have currency EUR and USD: "
        "NetSuite merges no arrangements that differ in that",
        clears="Sell them to one customer, in one currency and subsidiary; or take the package off "
        "and account for them by hand.",
        who=(Actor.FINANCE, Actor.SALES),
        nearest=True,
    ),
    Reason(
        code="PACKAGE_OF_A_CHANGE",
        means="A change of a contract names a package that its contract is not of.",
        example="00000103 changes a contract, and names the package P-7: its contract is of none",
        clears="Name the package on the first order of the contract, or take it off the change.",
        who=(Actor.SALES,),
        nearest=True,
    ),
)
