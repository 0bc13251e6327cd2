"""Record types of revenue: no REST service serves them but fair value prices; queries read them."""

from __future__ import annotations

from bridge.sandbox.netsuite.schema.fields import (
    Field,
    Kind,
    RecordType,
    Sublist,
    by_name,
    references,
    several,
)

#: Settings of an item that its revenue elements are made by.
ITEM_FIELDS = (
    Field(
        name="createRevenuePlansOn",
        kind=Kind.ENUM,
        choices={
            "ARRANGEMENT": "Revenue Arrangement Creation",
            "BILLING": "Billing",
            "FULFILLMENT": "Fulfillment",
            "SUBSCRIPTIONEVENTS": "Subscription Events",
        },
    ),
    Field(
        name="VSOESopGroup",
        kind=Kind.ENUM,
        choices={"NORMAL": "Normal", "EXCLUDE": "Exclude", "SOFTWARE": "Software"},
    ),
    *references(
        {
            "revenueRecognitionRule": "revenueRecognitionRule",
            "revRecForecastRule": "revenueRecognitionRule",
        }
    ),
    *several(Kind.TEXT, "revenueAllocationGroup itemRevenueCategory"),
    *several(Kind.TEXT, "incomeAccount deferredRevenueAccount"),
)

METHODS = {
    "EVENPERIODS": "Straight-line, by even periods",
    "PRORATEFIRSTLAST": "Straight-line, prorate first & last period",
    "PERIODRATE": "Straight-line, prorate first & last period (period-rate)",
    "EXACTDAYS": "Straight-line, using exact days",
}
START_SOURCES = {
    "ARRANGEMENTDATE": "Arrangement Transaction Date",
    "EVENTDATE": "Event Date",
    "SOURCEDATE": "Source Date",
    "ELEMENTSTARTDATE": "Revenue Element Start Date",
}
END_SOURCES = {
    "RECOGNITIONPERIOD": "Recognition Period",
    "TERMINMONTHS": "Rev Rec Term in Months",
    "TERMINDAYS": "Rev Rec Term in Days",
    "ARRANGEMENTDATE": "Arrangement Transaction Date",
    "EVENTDATE": "Event Date",
    "SOURCEDATE": "Source Date",
    "ELEMENTENDDATE": "Revenue Element End Date",
}
IMPACTS = {"REMAINING": "Update Remaining Periods Only", "ALL": "Update All Periods"}


def _one_of(name: str, choices: dict[str, str]) -> Field:
    return Field(name=name, kind=Kind.ENUM, choices=choices)


RULE = RecordType(
    name="revenueRecognitionRule",
    family="revenueRecognitionRule",
    fields=by_name(
        (
            Field(name="name", kind=Kind.TEXT, label="Name", required=True),
            Field(
                name="recognitionMethod",
                kind=Kind.ENUM,
                choices=METHODS,
                label="Recognition Method",
                required=True,
            ),
            _one_of("revRecStartDateSource", START_SOURCES),
            _one_of("revRecEndDateSource", END_SOURCES),
            _one_of("endDateChangeImpact", IMPACTS),
            *several(Kind.INTEGER, "recognitionPeriod termInMonths termInDays"),
            *several(Kind.INTEGER, "periodOffset startOffset"),
            *several(Kind.NUMBER, "initialAmount initialAmountPercent"),
        )
    ),
    served=False,
)

FAIR_VALUE_PRICE = RecordType(
    name="fairValuePrice",
    family="fairValuePrice",
    fields=by_name(
        (
            Field(name="item", kind=Kind.REFERENCE, family="item", label="Item", required=True),
            Field(name="fairValue", kind=Kind.NUMBER, label="Fair Value", required=True),
            *references({"currency": "currency"}),
            *several(Kind.BOOLEAN, "isVsoePrice"),
            *several(Kind.DATE, "startDate endDate"),
        )
    ),
    title="id",
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

#: Of an element, what no query shows.
INNER = frozenset(
    {"sourceorder", "sourceline", "allocationtype", "calculatedfairvalue", "termmonths"}
    | {"residualof", "residualfairvalue"}
)

ELEMENT = RecordType(
    name="revenueElement",
    family="revenueElement",
    fields=by_name(
        (
            *references(
                {
                    "revenueArrangement": "revenueArrangement",
                    "sourceOrder": "salesOrder",
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
                }
            ),
            *several(Kind.TEXT, "recordNumber source sourceRecordType referenceId units"),
            *several(Kind.TEXT, "createRevenuePlansOn deferralAccount recognitionAccount"),
            *several(Kind.TEXT, "revReclassFxAccount revenuePlanStatus subscriptionLine"),
            *several(Kind.TEXT, "lastMergeType accountingBook allocationType"),
            *several(Kind.INTEGER, "sourceLine termMonths"),
            *several(Kind.NUMBER, "quantity alternateQuantity exchangeRate"),
            *several(Kind.NUMBER, "originalChangeOrderQuantity residualFairValue"),
            *several(Kind.AMOUNT, "salesAmount discountedSalesAmount allocationAmount"),
            *several(Kind.AMOUNT, "fxProRateDiscSalesAmt proRateDiscSalesAmt"),
            *several(Kind.AMOUNT, "originalChangeOrderDiscAmount calculatedFairValue"),
            *several(Kind.DATE, "elementDate revRecStartDate revRecEndDate"),
            *several(Kind.DATE, "forecastStartDate forecastEndDate"),
            *several(Kind.BOOLEAN, "requiresRevenuePlanUpdate postingDiscountApplied"),
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
            *several(Kind.TEXT, "recordNumber revenuePlanType amountSource"),
            _one_of("recognitionMethod", METHODS),
            *several(Kind.TEXT, "revRecStartDateSource revRecEndDateSource"),
            *several(Kind.TEXT, "reforecastMethod statusForDisplay accountingBook"),
            *several(Kind.TEXT, "creationTriggeredByDisplay endDateChangeImpactForDisplay"),
            *several(Kind.AMOUNT, "amount remainingDeferredBalance totalRecognized"),
            *several(Kind.NUMBER, "exchangeRate"),
            *several(Kind.INTEGER, "termInMonths"),
            *several(Kind.DATE, "revRecStartDate revRecEndDate"),
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
                        }
                    ),
                    *several(Kind.AMOUNT, "amount totalRecognized"),
                    *several(Kind.NUMBER, "exchangeRate percentRecognizedInPeriod"),
                    *several(Kind.NUMBER, "percentTotalRecognized"),
                    *several(Kind.BOOLEAN, "isRecognized"),
                    *several(Kind.DATE, "dateExecuted"),
                    *several(Kind.TEXT, "deferredRevenueAccount recognitionAccount"),
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
                    *several(Kind.INTEGER, "line"),
                    *several(Kind.TEXT, "account memo"),
                    *several(Kind.AMOUNT, "debit credit"),
                )
            ),
            key="line",
        )
    },
    title="tranId",
    served=False,
)

TYPES = (RULE, FAIR_VALUE_PRICE, ARRANGEMENT, ELEMENT, PLAN, JOURNAL)
