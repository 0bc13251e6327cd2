"""Arrangements, elements, plans and journals: no REST service serves them; queries read them."""

from __future__ import annotations

from bridge.sandbox.netsuite.schema.fields import (
    Kind,
    RecordType,
    Sublist,
    by_name,
    references,
    several,
)
from bridge.sandbox.netsuite.schema.recognition import (
    AMOUNT_SOURCES,
    FAIR_VALUE_PRICE,
    METHODS,
    PROGRESS,
    REFORECASTS,
    RULE,
    one_of,
)

ARRANGEMENT = RecordType(
    name="revenueArrangement",
    family="revenueArrangement",
    fields=by_name(
        (
            *several(Kind.TEXT, "tranId transactionNumber memo"),
            *several(Kind.DATE, "tranDate"),
            *several(Kind.NUMBER, "exchangeRate"),
            *several(Kind.AMOUNT, "total"),
            *several(Kind.BOOLEAN, "compliant isLocked"),
            *several(Kind.DATETIME, "createdDate lastModifiedDate"),
            *references({"entity": "entity", "subsidiary": "subsidiary", "currency": "currency"}),
        )
    ),
    title="tranId",
    served=False,
)

#: Values of `lastMergeType`.
COMBINED, PROSPECTIVE = "COMBINED", "PROSPECTIVE"

#: Of an element or plan, what no query shows.
INNER = frozenset(
    {"sourcerecord", "sourceline", "allocationtype", "calculatedfairvalue", "termmonths"}
    | {"residualof", "residualfairvalue", "event", "eventdate", "permitsdiscount", "isdelivered"}
    | {"isvsoe", "recalculationoffset", "ownstartdate", "ownenddate", "sourcemember"}
)

ELEMENT = RecordType(
    name="revenueElement",
    family="revenueElement",
    fields=by_name(
        (
            *references(
                {
                    "revenueArrangement": "revenueArrangement",
                    "sourceRecord": "salesOrder",
                    "parentKitElement": "revenueElement",
                    "item": "item",
                    "entity": "entity",
                    "subsidiary": "subsidiary",
                    "currency": "currency",
                    "location": "location",
                    "revenueRecognitionRule": "revenueRecognitionRule",
                    "revRecForecastRule": "revenueRecognitionRule",
                    "returnOfElement": "revenueElement",
                    "residualOf": "revenueElement",
                    "lastMergedFromArrangement": "revenueArrangement",
                    "deferralAccount": "account",
                    "recognitionAccount": "account",
                    "revReclassFxAccount": "account",
                }
            ),
            *several(Kind.TEXT, "recordNumber source sourceRecordType referenceId units"),
            *several(Kind.TEXT, "createRevenuePlansOn"),
            *several(Kind.TEXT, "revenuePlanStatus subscriptionLine"),
            *several(Kind.TEXT, "lastMergeType accountingBook allocationType"),
            *several(Kind.INTEGER, "sourceLine sourceMember termMonths"),
            *several(Kind.NUMBER, "quantity alternateQuantity exchangeRate"),
            *several(
                Kind.NUMBER, "originalChangeOrderQuantity residualFairValue fairValueOverride"
            ),
            *several(Kind.AMOUNT, "salesAmount discountedSalesAmount allocationAmount"),
            *several(Kind.AMOUNT, "fxProRateDiscSalesAmt proRateDiscSalesAmt"),
            *several(Kind.AMOUNT, "originalChangeOrderDiscAmount calculatedFairValue"),
            *several(Kind.DATE, "elementDate revRecStartDate revRecEndDate"),
            *several(Kind.DATE, "forecastStartDate forecastEndDate"),
            *several(
                Kind.BOOLEAN, "requiresRevenuePlanUpdate postingDiscountApplied isKitItemType"
            ),
            *several(Kind.BOOLEAN, "permitsDiscount isDelivered isVsoe"),
            *several(Kind.DATETIME, "lastModifiedDate"),
        )
    ),
    title="recordNumber",
    served=False,
)

ROWS = "plannedRevenue"
PLAN = RecordType(
    name="revenuePlan",
    family="revenuePlan",
    fields=by_name(
        (
            *references(
                {
                    "createdFrom": "revenueElement",
                    "revenueRecognitionRule": "revenueRecognitionRule",
                    "revenuePlanCurrency": "currency",
                    "parentLineCurrency": "currency",
                    "catchUpPeriod": "accountingPeriod",
                    "item": "item",
                }
            ),
            *several(Kind.TEXT, "recordNumber revenuePlanType event comments"),
            one_of("amountSource", AMOUNT_SOURCES),
            one_of("recognitionMethod", METHODS),
            *several(Kind.TEXT, "revRecStartDateSource revRecEndDateSource"),
            one_of("reforecastMethod", REFORECASTS),
            *several(Kind.TEXT, "statusForDisplay accountingBook"),
            *several(Kind.TEXT, "creationTriggeredByDisplay endDateChangeImpactForDisplay"),
            *several(Kind.AMOUNT, "amount remainingDeferredBalance totalRecognized"),
            *several(Kind.NUMBER, "exchangeRate"),
            *several(Kind.INTEGER, "termInMonths recalculationOffset"),
            *several(Kind.DATE, "revRecStartDate revRecEndDate"),
            *several(Kind.DATE, "eventDate ownStartDate ownEndDate"),
            *several(Kind.BOOLEAN, "holdRevenueRecognition isEliminate"),
            *several(Kind.DATETIME, "lastModifiedDate"),
        )
    ),
    sublists={
        "plannedrevenue": Sublist(
            name=ROWS,
            fields=by_name(
                (
                    *several(Kind.INTEGER, "id"),
                    *references(
                        {
                            "plannedPeriod": "accountingPeriod",
                            "postingPeriod": "accountingPeriod",
                            "journal": "journalEntry",
                            "deferredRevenueAccount": "account",
                            "recognitionAccount": "account",
                        }
                    ),
                    *several(Kind.AMOUNT, "amount totalRecognized"),
                    *several(Kind.NUMBER, "exchangeRate percentRecognizedInPeriod"),
                    *several(Kind.NUMBER, "percentTotalRecognized"),
                    *several(Kind.BOOLEAN, "isRecognized"),
                    *several(Kind.DATE, "dateExecuted"),
                    *several(Kind.TEXT, "plannedRevenueType periodComments"),
                )
            ),
            key="id",
        )
    },
    title="recordNumber",
    served=False,
)

JOURNAL_LINES = "line"
JOURNAL = RecordType(
    name="journalEntry",
    family="journalEntry",
    fields=by_name(
        (
            *several(Kind.TEXT, "tranId transactionNumber memo"),
            *several(Kind.DATE, "tranDate"),
            *several(Kind.NUMBER, "exchangeRate"),
            *several(Kind.AMOUNT, "total"),
            *several(Kind.DATETIME, "createdDate lastModifiedDate"),
            *references(
                {
                    "postingPeriod": "accountingPeriod",
                    "subsidiary": "subsidiary",
                    "currency": "currency",
                }
            ),
        )
    ),
    sublists={
        JOURNAL_LINES: Sublist(
            name=JOURNAL_LINES,
            fields=by_name(
                (
                    *several(Kind.INTEGER, "line lineUniqueKey"),
                    *references({"account": "account"}),
                    *several(Kind.TEXT, "memo"),
                    *several(Kind.AMOUNT, "debit credit"),
                )
            ),
            key="line",
        )
    },
    title="tranId",
)

TYPES = (RULE, PROGRESS, FAIR_VALUE_PRICE, ARRANGEMENT, ELEMENT, PLAN, JOURNAL)
