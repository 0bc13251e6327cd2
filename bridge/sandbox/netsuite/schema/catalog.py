"""All record types of the account, with the custom fields that were added to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

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
from bridge.sandbox.netsuite.schema.orders import SALES_ORDER
from bridge.sandbox.netsuite.schema.recognition import ITEM_FIELDS, KIT_MEMBERS
from bridge.sandbox.netsuite.schema.revenue import TYPES
from bridge.sandbox.netsuite.schema.subscriptions import TYPES as SUITE_BILLING
from bridge.sandbox.netsuite.schema.transactions import FOLLOWERS, ORDER
from bridge.sandbox.netsuite.schema.transactions import TYPES as FOLLOWING

_ITEM_TYPES = (
    "serviceSaleItem",
    "serviceResaleItem",
    "nonInventorySaleItem",
    "nonInventoryResaleItem",
    "otherChargeSaleItem",
    "discountItem",
    "kitItem",
)
_PARTS = {"kitItem": {KIT_MEMBERS.name: KIT_MEMBERS}}
_LISTS = ("classification", "department", "location", "term", "billingSchedule", "employee")

_NAME = Field(name="name", kind=Kind.TEXT, label="Name", required=True)
_INACTIVE = Field(name="isInactive", kind=Kind.BOOLEAN)
_TIMES = read_only(Kind.DATETIME, "dateCreated lastModifiedDate")

_CUSTOMER = (
    Field(name="companyName", kind=Kind.TEXT, limit=83, label="Company Name", required=True),
    Field(
        name="subsidiary",
        kind=Kind.REFERENCE,
        family="subsidiary",
        label="Primary Subsidiary",
        required=True,
    ),
    # Further subsidiaries and currencies are records and sublists of their own in NetSuite.
    Field(name="subsidiaries", kind=Kind.REFERENCES, family="subsidiary"),
    Field(name="currencies", kind=Kind.REFERENCES, family="currency"),
    *several(Kind.TEXT, "entityId firstName lastName email phone comments"),
    *several(Kind.BOOLEAN, "isPerson"),
    *references({"currency": "currency", "terms": "term", "parent": "entity"}),
    _INACTIVE,
    *_TIMES,
)

_ITEM = (
    Field(name="itemId", kind=Kind.TEXT, limit=250, label="Item Name/Number", required=True),
    Field(name="subsidiary", kind=Kind.REFERENCES, family="subsidiary"),
    *ITEM_FIELDS,
    *several(Kind.TEXT, "displayName description upcCode"),
    *several(Kind.BOOLEAN, "includeChildren isFulfillable directRevenuePosting"),
    *several(Kind.NUMBER, "rate"),
    _INACTIVE,
    *_TIMES,
)

_PERIOD = (
    Field(name="periodName", kind=Kind.TEXT, label="Period Name", required=True),
    Field(name="startDate", kind=Kind.DATE, label="Start Date", required=True),
    Field(name="endDate", kind=Kind.DATE, label="End Date", required=True),
    *several(Kind.BOOLEAN, "closed arLocked apLocked allLocked payrollLocked allowNonGLChanges"),
    *several(Kind.BOOLEAN, "isAdjust isInactive isPosting isQuarter isYear"),
    *several(Kind.DATETIME, "closedOnDate"),
    *references({"parent": "accountingPeriod"}),
)

_CURRENCY = (
    _NAME,
    Field(name="symbol", kind=Kind.TEXT, limit=3, label="ISO Code", required=True),
    *several(Kind.INTEGER, "currencyPrecision"),
    *several(Kind.NUMBER, "exchangeRate"),
    *several(Kind.BOOLEAN, "isBaseCurrency isAnchorCurrency"),
    _INACTIVE,
)

#: What people call an account, which follows from its number and its name.
ACCOUNT_SHOWN = "accountSearchDisplayName"
_ACCOUNT = (
    Field(name="acctNumber", kind=Kind.TEXT, limit=60, label="Number"),
    Field(name="acctName", kind=Kind.TEXT, limit=60, label="Name", required=True),
    Field(name="acctType", kind=Kind.TEXT, label="Type", required=True),
    *read_only(Kind.TEXT, ACCOUNT_SHOWN),
    _INACTIVE,
)

#: Units of the base currency for one of the transaction currency, from a day on.
_CURRENCY_RATE = (
    Field(
        name="baseCurrency",
        kind=Kind.REFERENCE,
        family="currency",
        label="Base Currency",
        required=True,
    ),
    Field(
        name="transactionCurrency",
        kind=Kind.REFERENCE,
        family="currency",
        label="Currency",
        required=True,
    ),
    Field(name="exchangeRate", kind=Kind.NUMBER, label="Exchange Rate", required=True),
    Field(name="effectiveDate", kind=Kind.DATE, label="Effective Date", required=True),
    *_TIMES,
)

_SUBSIDIARY = (
    _NAME,
    *several(Kind.TEXT, "legalName country"),
    *several(Kind.BOOLEAN, "isElimination"),
    *references({"currency": "currency", "parent": "subsidiary"}),
    _INACTIVE,
)


def _types() -> tuple[RecordType, ...]:
    items = tuple(
        RecordType(
            name=name,
            family="item",
            fields=by_name(_ITEM),
            title="itemId",
            sublists=_PARTS.get(name, {}),
        )
        for name in _ITEM_TYPES
    )
    plain = tuple(
        RecordType(name=name, family=name, fields=by_name((_NAME, _INACTIVE))) for name in _LISTS
    )
    return (
        SALES_ORDER,
        *FOLLOWING,
        RecordType(
            name="customer", family="entity", fields=by_name(_CUSTOMER), title="companyName"
        ),
        RecordType(
            name="accountingPeriod",
            family="accountingPeriod",
            fields=by_name(_PERIOD),
            title="periodName",
            writable=False,
        ),
        RecordType(name="currency", family="currency", fields=by_name(_CURRENCY)),
        RecordType(name="account", family="account", fields=by_name(_ACCOUNT), title=ACCOUNT_SHOWN),
        RecordType(
            name="currencyRate", family="currencyRate", fields=by_name(_CURRENCY_RATE), title="id"
        ),
        RecordType(name="subsidiary", family="subsidiary", fields=by_name(_SUBSIDIARY)),
        *items,
        *plain,
        *TYPES,
        *SUITE_BILLING,
    )


def catalog(custom: Mapping[str, Mapping[str, str]]) -> dict[str, RecordType]:
    """
    Return the record types by name.

    Args:
        custom: custom fields by the place they are on, `salesOrder` or `salesOrder.item`; each
            maps a name (`custbody_...`, `custcol_...`) to its kind. What an order has, the
            transactions that follow it have as well.

    Raises:
        ValueError: a place or a kind is not known; the message names it.
    """
    types = {record_type.name: record_type for record_type in _types()}
    for place, fields in custom.items():
        name, _, sublist = place.partition(".")
        if name not in types or (sublist and sublist.lower() not in types[name].sublists):
            raise ValueError(f"custom fields of {place!r}: no such record type or sublist")
        added = by_name(_custom_field(place, field, kind) for field, kind in fields.items())
        for receiver in (name, *(FOLLOWERS if name == ORDER else ())):
            if not sublist or sublist.lower() in types[receiver].sublists:
                types[receiver] = _with_fields(types[receiver], sublist.lower(), added)
    return types


def _custom_field(place: str, name: str, kind: str) -> Field:
    simple = {Kind.TEXT, Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN, Kind.DATE, Kind.DATETIME}
    if kind not in simple:
        raise ValueError(f"custom field {name!r} of {place!r}: unknown kind {kind!r}")
    return Field(name=name, kind=Kind(kind))


def _with_fields(base: RecordType, sublist: str, added: Mapping[str, Field]) -> RecordType:
    if not sublist:
        return replace(base, fields={**base.fields, **added})
    lines: Sublist = base.sublists[sublist]
    wider = replace(lines, fields={**lines.fields, **added})
    return replace(base, sublists={**base.sublists, sublist: wider})
