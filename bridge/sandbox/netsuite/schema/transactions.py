"""Record types that follow a sales order: what ships, bills, pays, returns and credits it."""

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
from bridge.sandbox.netsuite.schema.orders import BODY, LINE, SALES_ORDER

INVOICE = "invoice"
CASH_SALE = "cashSale"
FULFILLMENT = "itemFulfillment"
RETURN = "returnAuthorization"
RECEIPT = "itemReceipt"
CREDIT = "creditMemo"
PAYMENT = "customerPayment"
ORDER = SALES_ORDER.name

ITEMS, APPLIED = "item", "apply"

_OPEN_OR_PAID = {"A": "Open", "B": "Paid In Full"}
_SHIPPED = {"A": "Picked", "B": "Packed", "C": "Shipped"}
#: Type -> code of a status -> its label; the letters are those of search filters and SuiteQL.
STATUSES: Mapping[str, Mapping[str, str]] = {
    INVOICE: _OPEN_OR_PAID,
    CASH_SALE: {"A": "Unapproved Payment", "B": "Not Deposited", "C": "Deposited"},
    FULFILLMENT: _SHIPPED,
    RECEIPT: {"Y": "Received"},
    CREDIT: {"A": "Open", "B": "Fully Applied"},
    PAYMENT: {"A": "Unapproved Payment", "B": "Not Deposited", "C": "Deposited"},
    RETURN: {
        "A": "Pending Approval",
        "B": "Pending Receipt",
        "C": "Cancelled",
        "D": "Partially Received",
        "E": "Pending Refund/Partially Received",
        "F": "Pending Refund",
        "G": "Refunded",
        "H": "Closed",
    },
}

_NOT_OF_FOLLOWERS = frozenset(
    {"orderStatus", "status", "tranDate", "startDate", "endDate", "saasCommitmentStartDate"}
    | {"saasCommitmentEndDate", "billingSchedule"}
)
_CREATED_FROM = Field(name="createdFrom", kind=Kind.REFERENCE, read_only=True)
_PERIOD = Field(name="postingPeriod", kind=Kind.REFERENCE, family="accountingPeriod")
_ORDER_LINE = Field(name="orderLine", kind=Kind.INTEGER)
_RECEIVE = Field(name="itemReceive", kind=Kind.BOOLEAN)
_SHARED = tuple(field for field in BODY if field.name not in _NOT_OF_FOLLOWERS)
_SALE_LINE = (_ORDER_LINE, *LINE)
_STOCK_LINE = (
    _ORDER_LINE,
    _RECEIVE,
    *(
        field
        for field in LINE
        if field.name in {"item", "line", "description", "lineUniqueKey", "itemType"}
        or field.name in {"quantity", "location", "class", "department"}
    ),
)
_APPLY = Sublist(
    name=APPLIED,
    fields=by_name(
        (
            Field(name="doc", kind=Kind.REFERENCE, family=INVOICE, label="Invoice", required=True),
            *several(Kind.BOOLEAN, "apply"),
            *several(Kind.AMOUNT, "amount"),
            *several(Kind.INTEGER, "line"),
            *read_only(Kind.AMOUNT, "due total"),
            *read_only(Kind.TEXT, "refNum type"),
        )
    ),
)


def _status(name: str) -> Field:
    return Field(name="status", kind=Kind.ENUM, choices=STATUSES[name], read_only=True)


def _type(
    name: str, label: str, body: tuple[Field, ...], *sublists: Sublist, posts: bool = True
) -> RecordType:
    period = (_PERIOD,) if posts else ()
    # Fields of the body come last: they replace those of the same name.
    date = several(Kind.DATE, "tranDate")
    fields = by_name((*_SHARED, *date, _CREATED_FROM, _status(name), *period, *body))
    return RecordType(
        name=name,
        family=name,
        fields=fields,
        sublists={one.name.lower(): one for one in sublists},
        title="tranId",
        label=label,
    )


def _items(fields: tuple[Field, ...]) -> Sublist:
    return Sublist(name=ITEMS, fields=by_name(fields), key="line", required=True)


_ORDER_STATUS = Field(name="orderStatus", kind=Kind.ENUM, choices=STATUSES[RETURN], label="Status")
_SHIP_STATUS = Field(name="shipStatus", kind=Kind.ENUM, choices=_SHIPPED)
_OWED = read_only(Kind.AMOUNT, "amountPaid amountRemaining")

TYPES = (
    _type(INVOICE, "Invoice", (*_OWED, *several(Kind.DATE, "dueDate")), _items(_SALE_LINE)),
    _type(CASH_SALE, "Cash Sale", (), _items(_SALE_LINE)),
    _type(FULFILLMENT, "Item Fulfillment", (_SHIP_STATUS,), _items(_STOCK_LINE)),
    _type(
        RETURN,
        "Return Authorization",
        (_ORDER_STATUS,),
        _items((*_SALE_LINE, *read_only(Kind.NUMBER, "quantityReceived"))),
        posts=False,
    ),
    _type(RECEIPT, "Item Receipt", (), _items(_STOCK_LINE)),
    _type(
        CREDIT,
        "Credit Memo",
        read_only(Kind.AMOUNT, "applied unapplied"),
        _items(_SALE_LINE),
        _APPLY,
    ),
    _type(
        PAYMENT,
        "Payment",
        (
            *references({"customer": "entity", "entity": "entity"}),
            *several(Kind.AMOUNT, "payment"),
            *read_only(Kind.AMOUNT, "applied unapplied"),
        ),
        _APPLY,
    ),
)
#: The types above; custom fields of sales orders are theirs, too.
FOLLOWERS = tuple(one.name for one in TYPES)
#: All transactions of sales.
NAMES = (ORDER, *FOLLOWERS)
#: How numbers of transactions begin, in this account.
PREFIXES = {
    ORDER: "SO",
    INVOICE: "INV",
    CASH_SALE: "CS",
    FULFILLMENT: "IF",
    RETURN: "RMA",
    RECEIPT: "IR",
    CREDIT: "CM",
    PAYMENT: "PYMT",
}
