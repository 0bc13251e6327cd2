"""The record type salesOrder: the properties that an integration of bookings meets."""

from __future__ import annotations

from collections.abc import Mapping

from bridge.sandbox.netsuite.schema.fields import (
    Field,
    Kind,
    RecordType,
    Sublist,
    by_name,
    read_only,
    references,
    several,
)

STATUSES: Mapping[str, str] = {
    "A": "Pending Approval",
    "B": "Pending Fulfillment",
    "C": "Cancelled",
    "D": "Partially Fulfilled",
    "E": "Pending Billing/Partially Fulfilled",
    "F": "Pending Billing",
    "G": "Billed",
    "H": "Closed",
}
_SOURCES = {"restWebServices": "REST Web Services", "webServices": "Web Services"}
_PERMIT_DISCOUNT = {"IFDELIVERED": "If Delivered", "NEVER": "Never"}

BODY = (
    Field(name="entity", kind=Kind.REFERENCE, family="entity", label="Customer", required=True),
    Field(name="tranDate", kind=Kind.DATE, label="Date"),
    # A body may say A or B (and C, by a setting); the rest follows from the lines.
    Field(name="orderStatus", kind=Kind.ENUM, choices=STATUSES, label="Status"),
    Field(name="status", kind=Kind.ENUM, choices=STATUSES, read_only=True),
    Field(name="source", kind=Kind.ENUM, choices=_SOURCES, read_only=True),
    Field(name="tranId", kind=Kind.TEXT, limit=45),
    Field(name="otherRefNum", kind=Kind.TEXT, limit=45),
    Field(name="memo", kind=Kind.TEXT, limit=999),
    *read_only(Kind.TEXT, "transactionNumber revenueStatus revCommitStatus"),
    *read_only(Kind.AMOUNT, "recognizedRevenue deferredRevenue subtotal discountTotal"),
    *read_only(Kind.AMOUNT, "taxTotal total"),
    *read_only(Kind.DATETIME, "createdDate lastModifiedDate"),
    *several(Kind.DATE, "startDate endDate salesEffectiveDate"),
    *several(Kind.DATE, "saasCommitmentStartDate saasCommitmentEndDate"),
    *several(Kind.NUMBER, "exchangeRate discountRate"),
    *several(Kind.BOOLEAN, "taxDetailsOverride"),
    *references(
        {
            "subsidiary": "subsidiary",
            "currency": "currency",
            "terms": "term",
            "class": "classification",
            "department": "department",
            "location": "location",
            "salesRep": "employee",
            "billingSchedule": "billingSchedule",
            "discountItem": "item",
        }
    ),
)

LINE = (
    Field(name="item", kind=Kind.REFERENCE, family="item", label="Item", required=True),
    Field(name="line", kind=Kind.INTEGER),
    Field(name="description", kind=Kind.TEXT, limit=4000),
    Field(name="vsoePermitDiscount", kind=Kind.ENUM, choices=_PERMIT_DISCOUNT),
    Field(name="price", kind=Kind.ENUM, choices={"-1": "Custom", "1": "Base Price"}),
    *read_only(Kind.INTEGER, "lineUniqueKey"),
    *read_only(Kind.TEXT, "itemType itemSubType"),
    *read_only(Kind.BOOLEAN, "linked hasOrdBillLink itemIsFulfilled"),
    *read_only(Kind.NUMBER, "quantityBilled quantityFulfilled quantityCommitted"),
    *read_only(Kind.NUMBER, "quantityBackOrdered"),
    *several(Kind.NUMBER, "quantity rate costEstimateRate"),
    *several(Kind.AMOUNT, "amount grossAmt costEstimate vsoePrice vsoeAmount vsoeAllocation"),
    *several(Kind.INTEGER, "revRecTermInMonths orderPriority"),
    *several(Kind.DATE, "revRecStartDate revRecEndDate closeDate"),
    *several(Kind.BOOLEAN, "isClosed doNotCreateRevenueElement deferRevRec vsoeDelivered"),
    *several(Kind.BOOLEAN, "vsoeIsEstimate"),
    *references(
        {
            "class": "classification",
            "department": "department",
            "location": "location",
            "subsidiary": "subsidiary",
            "billingSchedule": "billingSchedule",
        }
    ),
)

_SALES_TEAM = (
    Field(name="employee", kind=Kind.REFERENCE, family="employee", label="Sales Rep"),
    *several(Kind.NUMBER, "contribution"),
    *several(Kind.BOOLEAN, "isPrimary"),
)

SALES_ORDER = RecordType(
    name="salesOrder",
    family="salesOrder",
    fields=by_name(BODY),
    title="tranId",
    label="Sales Order",
    sublists={
        "item": Sublist(name="item", fields=by_name(LINE), key="line", required=True),
        "salesteam": Sublist(name="salesTeam", fields=by_name(_SALES_TEAM)),
    },
)
