"""How revenue is to be recognised: rules, fair value prices, and what an item says of them."""

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

PLAN_EVENTS = {
    "ARRANGEMENT": "Revenue Arrangement Creation",
    "BILLING": "Billing",
    "FULFILLMENT": "Fulfillment",
    "PROJECTPROGRESS": "Project Progress",
    "SUBSCRIPTIONEVENTS": "Subscription Events",
}
METHODS = {
    "EVENPERIODS": "Straight-line, by even periods",
    "PRORATEFIRSTLAST": "Straight-line, prorate first & last period",
    "PERIODRATE": "Straight-line, prorate first & last period (period-rate)",
    "EXACTDAYS": "Straight-line, using exact days",
    "CUSTOM": "Custom",
}
AMOUNT_SOURCES = {
    "EVENTPERCENTAMOUNT": "Event-Percent based on amount",
    "EVENTPERCENTQUANTITY": "Event-Percent based on quantity",
    "EVENTPERCENTCOMPLETE": "Event-Percent Complete",
}
START_SOURCES = {
    "ARRANGEMENTDATE": "Arrangement Transaction Date",
    "EVENTDATE": "Event Date",
    "SOURCEDATE": "Source Date",
    "ELEMENTSTARTDATE": "Revenue Element Start Date",
    "SUBSCRIPTIONSTARTDATE": "Subscription Event Start Date",
}
END_SOURCES = {
    "RECOGNITIONPERIOD": "Recognition Period",
    "TERMINMONTHS": "Rev Rec Term in Months",
    "TERMINDAYS": "Rev Rec Term in Days",
    "ARRANGEMENTDATE": "Arrangement Transaction Date",
    "EVENTDATE": "Event Date",
    "SOURCEDATE": "Source Date",
    "ELEMENTENDDATE": "Revenue Element End Date",
    "SUBSCRIPTIONENDDATE": "Subscription Event End Date",
}
IMPACTS = {"REMAINING": "Update Remaining Periods Only", "ALL": "Update All Periods"}
REFORECASTS = {
    "NEXTPERIOD": "Next Period",
    "REMAININGPERIODS": "Remaining Periods",
    "LASTPERIOD": "Last Period",
    "MANUAL": "Manual",
}


def one_of(name: str, choices: dict[str, str]) -> Field:
    """Declare a field that holds one of several values."""
    return Field(name=name, kind=Kind.ENUM, choices=choices)


#: Settings of an item that its revenue elements are made by.
ITEM_FIELDS = (
    one_of("createRevenuePlansOn", PLAN_EVENTS),
    one_of("VSOESopGroup", {"NORMAL": "Normal", "EXCLUDE": "Exclude", "SOFTWARE": "Software"}),
    one_of("VSOEPermitDiscount", {"ASALLOWED": "As Allowed", "NEVER": "Never"}),
    *several(Kind.BOOLEAN, "VSOEDelivered autoExpandKitForRevenuemgmt"),
    *references(
        {
            "revenueRecognitionRule": "revenueRecognitionRule",
            "revRecForecastRule": "revenueRecognitionRule",
        }
    ),
    *several(Kind.TEXT, "revenueAllocationGroup itemRevenueCategory"),
    *references(
        {
            "incomeAccount": "account",
            "deferredRevenueAccount": "account",
            "revReclassFxAccount": "account",
        }
    ),
)

#: What a kit is made of; each part makes an element, unless the kit does not expand.
KIT_MEMBERS = Sublist(
    name="member",
    fields=by_name(
        (
            Field(name="item", kind=Kind.REFERENCE, family="item", label="Item", required=True),
            *several(Kind.NUMBER, "quantity"),
            *several(Kind.TEXT, "memberDescr memberUnit"),
        )
    ),
)

#: The lines of a rule of the custom method: after how many periods, what percentage.
CUSTOM_LINES = "customRevRecLine"
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
            one_of("amountSource", AMOUNT_SOURCES),
            one_of("revRecStartDateSource", START_SOURCES),
            one_of("revRecEndDateSource", END_SOURCES),
            one_of("endDateChangeImpact", IMPACTS),
            one_of("reforecastMethod", REFORECASTS),
            *several(Kind.INTEGER, "recognitionPeriod termInMonths termInDays"),
            *several(Kind.INTEGER, "periodOffset startOffset recalculationOffset"),
            *several(Kind.NUMBER, "initialAmount initialAmountPercent"),
        )
    ),
    sublists={
        CUSTOM_LINES.lower(): Sublist(
            name=CUSTOM_LINES,
            fields=by_name(
                (
                    *several(Kind.INTEGER, "periodOffset"),
                    Field(
                        name="amountPercentage",
                        kind=Kind.NUMBER,
                        label="Amount Percentage",
                        required=True,
                    ),
                )
            ),
        )
    },
    served=False,
)

#: How far the project of an order line is on a day: what the project record tells in NetSuite.
PROGRESS = RecordType(
    name="projectProgress",
    family="projectProgress",
    fields=by_name(
        (
            Field(
                name="salesOrder",
                kind=Kind.REFERENCE,
                family="salesOrder",
                label="Sales Order",
                required=True,
            ),
            Field(name="lineUniqueKey", kind=Kind.INTEGER, label="Line", required=True),
            Field(name="progressDate", kind=Kind.DATE, label="Date", required=True),
            Field(name="percentComplete", kind=Kind.NUMBER, label="Percent", required=True),
        )
    ),
    title="id",
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
