"""Record types of SuiteBilling: subscriptions, their lines, prices, usage and charges."""

from __future__ import annotations

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

SUBSCRIPTION, LINE, PRICES = "subscription", "subscriptionLine", "pricePlan"
USAGE, CHARGE = "usage", "charge"

_STATUSES = {
    "DRAFT": "Draft",
    "PENDING_ACTIVATION": "Pending Activation",
    "ACTIVE": "Active",
    "SUSPENDED": "Suspended",
    "CLOSED": "Closed",
    "TERMINATED": "Terminated",
    "NOT_INCLUDED": "Not Included",
}
#: The ids of these types are ours: no source gives them.
LINE_TYPES = {"USAGE": "Usage", "PREPAY": "Prepay"}
AUTO_REFILL = "AUTOREFILL"
_FREQUENCIES = {"ONETIME": "One Time", AUTO_REFILL: "Auto-Refill"}
TIERS = "priceTiers"


def _type(name: str, fields: tuple[Field, ...], title: str, *lists: Sublist) -> RecordType:
    return RecordType(
        name=name,
        family=name,
        fields=by_name(fields),
        title=title,
        sublists={one.name.lower(): one for one in lists},
        writable=name != CHARGE,
    )


def _needed(name: str, family: str, label: str) -> Field:
    return Field(name=name, kind=Kind.REFERENCE, family=family, label=label, required=True)


def _enum(name: str, choices: dict[str, str]) -> Field:
    return Field(name=name, kind=Kind.ENUM, choices=choices)


_TIMES = read_only(Kind.DATETIME, "createdDate lastModifiedDate")
TYPES = (
    _type(
        SUBSCRIPTION,
        (
            _needed("customer", "entity", "Customer"),
            *several(Kind.TEXT, "name"),
            *several(Kind.DATE, "startDate endDate"),
            *references({"subsidiary": "subsidiary", "currency": "currency"}),
            *several(Kind.NUMBER, "exchangeRate"),
            _enum("billingSubscriptionStatus", _STATUSES),
            *_TIMES,
        ),
        "name",
    ),
    _type(
        PRICES,
        (
            *references({"currency": "currency"}),
            *several(Kind.NUMBER, "prepayAmount prepayMinBalance"),
        ),
        "id",
        Sublist(
            name=TIERS,
            fields=by_name((*several(Kind.INTEGER, "fromVal"), *several(Kind.NUMBER, "value"))),
        ),
    ),
    _type(
        LINE,
        (
            _needed("subscription", SUBSCRIPTION, "Subscription"),
            _needed("item", "item", "Item"),
            _enum("subscriptionLineType", LINE_TYPES),
            _enum("subscriptionLineStatus", _STATUSES),
            _enum("frequency", _FREQUENCIES),
            *several(Kind.INTEGER, "lineNumber"),
            *several(Kind.DATE, "startDate endDate"),
            *references({"pricePlan": PRICES, "prepayLine": LINE}),
            *read_only(Kind.AMOUNT, "prepaymentRemaining prepaymentUsage"),
            *_TIMES,
        ),
        "id",
    ),
    _type(
        USAGE,
        (
            _needed("usageSubscriptionLine", LINE, "Subscription Line"),
            Field(name="usageDate", kind=Kind.DATE, label="Date", required=True),
            Field(name="usageQuantity", kind=Kind.NUMBER, label="Quantity", required=True),
            *references({"customer": "entity", "item": "item", "usageSubscription": SUBSCRIPTION}),
            *several(Kind.TEXT, "memo"),
            _enum("status", {"ACTIVE": "Active", "VOIDED": "Voided"}),
            *_TIMES,
        ),
        "id",
    ),
    _type(
        CHARGE,
        (
            *references({"billTo": "entity", "billingItem": "item", "subscriptionLine": LINE}),
            *references({"subsidiary": "subsidiary", "currency": "currency", "usage": USAGE}),
            *references({"reverses": CHARGE}),
            *several(Kind.NUMBER, "quantity rate"),
            *several(Kind.AMOUNT, "amount"),
            *several(Kind.DATE, "chargeDate"),
            *several(Kind.TEXT, "memo"),
            _enum("stage", {"READY_FOR_BILLING": "Ready for Billing"}),
            _enum("use", {"Actual": "Actual", "Forecast": "Forecast"}),
            *_TIMES,
        ),
        "id",
    ),
)
#: The types above: not there in an account without SuiteBilling.
NAMES = frozenset(one.name for one in TYPES)
