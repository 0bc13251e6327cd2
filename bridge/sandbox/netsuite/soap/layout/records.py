"""Which record types the port serves, and their elements in the order of the real schemas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A sublist: the list element, the element of a line, the name of its field."""

    list: str
    line: str
    type: str
    field: str
    elements: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """
    One record type.

    An element is `name`, `name=field` or `name=field!kind` (see `records.entities.Kind`); one whose
    field the account does not know is left out. `field/shown` reads one field and shows another.
    """

    type: str
    record: str  #: the name of the record type in the account
    home: str
    elements: str
    lines: tuple[Lines, ...] = ()
    external: bool = True  #: whether it has an external id
    custom: bool = True  #: whether it has custom fields


_ITEM_HEAD = "createdDate=dateCreated lastModifiedDate"
_KIND = "vsoeSopGroup itemRevenueCategory!named"
_PLANS = (
    "revenueRecognitionRule revRecForecastRule revenueAllocationGroup!named "
    "createRevenuePlansOn!choice directRevenuePosting"
)
_NAMES, _PRICE = "itemId upcCode displayName isInactive", "subsidiaryList=subsidiary!list rate"
_SOLD = f"{_ITEM_HEAD} salesDescription=description includeChildren incomeAccount"
_DEFERRED = "deferredRevenueAccount"
_SALE_ITEM = f"{_SOLD} {_DEFERRED} isFulfillable {_KIND} {_PLANS} {_NAMES} {_PRICE}"
_SERVICE_RESALE = f"{_SOLD} {_DEFERRED} {_PLANS} isFulfillable {_KIND} {_NAMES} {_PRICE}"
_OTHER_RESALE = f"{_SOLD} {_PLANS} {_DEFERRED} isFulfillable {_KIND} {_NAMES} {_PRICE}"
_CHARGE = f"{_SOLD} {_DEFERRED} isFulfillable {_NAMES} {_KIND} {_PLANS} {_PRICE}"
_DISCOUNT = (
    f"{_ITEM_HEAD} description includeChildren rate!string itemId upcCode displayName isInactive "
    "subsidiaryList=subsidiary!list deferredRevenueAccount incomeAccount"
)

_ORDER = (
    "createdDate entity currency tranDate tranId source!label createdFrom "
    "orderStatus=orderStatus/status salesRep startDate endDate otherRefNum memo salesEffectiveDate "
    "exchangeRate discountItem discountRate!string recognizedRevenue deferredRevenue "
    "subTotal=subtotal discountTotal taxTotal total billingSchedule class department subsidiary "
    "lastModifiedDate taxDetailsOverride location status!label terms"
)
_ORDER_LINE = (
    "item lineUniqueKey quantity description price!choice rate!string amount orderPriority "
    "department class location revRecStartDate revRecTermInMonths revRecEndDate deferRevRec "
    "isClosed billingSchedule grossAmt line costEstimate quantityBackOrdered quantityBilled "
    "quantityCommitted quantityFulfilled itemIsFulfilled vsoeIsEstimate vsoePrice vsoeAmount "
    "vsoeAllocation vsoePermitDiscount vsoeDelivered"
)
_SALES_TEAM = "employee isPrimary contribution"
_INVOICE = (
    "createdDate lastModifiedDate entity tranDate tranId source!label createdFrom postingPeriod "
    "department class terms location subsidiary currency dueDate salesRep startDate endDate "
    "otherRefNum memo amountPaid amountRemaining exchangeRate discountItem discountRate!string "
    "subTotal=subtotal discountTotal taxTotal total status!label billingSchedule"
)
_INVOICE_LINE = (
    "item line description amount quantity price!choice rate!string quantityOrdered "
    "quantityRemaining department orderLine class location revRecStartDate revRecEndDate grossAmt"
)
_CREDIT = (
    "createdDate lastModifiedDate currency entity tranDate tranId createdFrom postingPeriod "
    "department class location subsidiary salesRep otherRefNum memo exchangeRate amountPaid "
    "amountRemaining source!label unapplied applied subTotal=subtotal discountTotal taxTotal total "
    "status!label"
)
_CREDIT_LINE = (
    "item orderLine line quantity description price!choice rate!string amount grossAmt department "
    "class location revRecStartDate revRecTermInMonths revRecEndDate"
)
_RETURN = (
    "createdDate lastModifiedDate currency entity tranDate tranId source!label department class "
    "location subsidiary otherRefNum memo createdFrom exchangeRate subTotal=subtotal "
    "discountTotal total status!label taxTotal orderStatus salesRep"
)
_RETURN_LINE = (
    "item orderLine line quantity quantityReceived quantityBilled description price!choice "
    "rate!string amount revRecTermInMonths isClosed department class location revRecStartDate "
    "revRecEndDate grossAmt"
)
_FULFILMENT = "createdDate lastModifiedDate postingPeriod entity createdFrom tranDate tranId memo"
_FULFILMENT_LINE = "description department class location quantity item orderLine"


def _items(type_name: str, elements: str) -> Layout:
    record = type_name[0].lower() + type_name[1:]
    return Layout(type=type_name, record=record, home="listAcct", elements=elements)


def _named(type_name: str, record: str, *, custom: bool, home: str = "listAcct") -> Layout:
    return Layout(
        type=type_name, record=record, home=home, elements="name isInactive", custom=custom
    )


def _trade(type_name: str, home: str, body: str, line: str) -> Layout:
    record = type_name[0].lower() + type_name[1:]
    lines = Lines(
        list="itemList", line="item", type=f"{type_name}Item", field="item", elements=line
    )
    return Layout(type=type_name, record=record, home=home, elements=body, lines=(lines,))


LAYOUTS = (
    Layout(
        type="Customer",
        record="customer",
        home="listRel",
        elements=(
            "entityId isPerson firstName lastName companyName parent phone email isInactive "
            "comments dateCreated subsidiary terms currency lastModifiedDate "
            "currencyList=currencies!currencies"
        ),
    ),
    Layout(
        type="SalesOrder",
        record="salesOrder",
        home="tranSales",
        elements=_ORDER,
        lines=(
            Lines(
                list="salesTeamList",
                line="salesTeam",
                type="SalesOrderSalesTeam",
                field="salesTeam",
                elements=_SALES_TEAM,
            ),
            Lines(
                list="itemList",
                line="item",
                type="SalesOrderItem",
                field="item",
                elements=_ORDER_LINE,
            ),
        ),
    ),
    _trade("Invoice", "tranSales", _INVOICE, _INVOICE_LINE),
    _trade("ItemFulfillment", "tranSales", _FULFILMENT, _FULFILMENT_LINE),
    _trade("CreditMemo", "tranCust", _CREDIT, _CREDIT_LINE),
    _trade("ReturnAuthorization", "tranCust", _RETURN, _RETURN_LINE),
    Layout(
        type="JournalEntry",
        record="journalEntry",
        home="tranGeneral",
        elements=(
            "postingPeriod tranDate currency exchangeRate tranId subsidiary memo createdDate "
            "lastModifiedDate"
        ),
        lines=(
            Lines(
                list="lineList",
                line="line",
                type="JournalEntryLine",
                field="line",
                elements="account line debit credit memo",
            ),
        ),
    ),
    _items("ServiceSaleItem", _SALE_ITEM),
    _items("ServiceResaleItem", _SERVICE_RESALE),
    _items("NonInventorySaleItem", _SALE_ITEM),
    _items("NonInventoryResaleItem", _OTHER_RESALE),
    _items("OtherChargeSaleItem", _CHARGE),
    _items("DiscountItem", _DISCOUNT),
    Layout(
        type="Subsidiary",
        record="subsidiary",
        home="listAcct",
        elements="name parent isInactive country!country legalName isElimination currency",
    ),
    Layout(
        type="Currency",
        record="currency",
        home="listAcct",
        elements="name symbol isBaseCurrency isInactive exchangeRate currencyPrecision!precision",
        custom=False,
    ),
    Layout(
        type="AccountingPeriod",
        record="accountingPeriod",
        home="listAcct",
        elements=(
            "periodName parent startDate endDate closedOnDate isAdjust isQuarter isYear closed "
            "apLocked arLocked payrollLocked allLocked allowNonGLChanges"
        ),
        external=False,
        custom=False,
    ),
    Layout(
        type="FairValuePrice",
        record="fairValuePrice",
        home="listAcct",
        elements="item fairValue currency isVsoePrice startDate endDate",
    ),
    _named("Classification", "classification", custom=True),
    _named("Department", "department", custom=True),
    _named("Location", "location", custom=True),
    _named("Term", "term", custom=False),
    _named("BillingSchedule", "billingSchedule", custom=False),
    Layout(type="Employee", record="employee", home="listEmp", elements="entityId=name isInactive"),
)

#: Labels whose value in the schemas does not follow from them: "Never" -> "_never" does.
ENUMERATIONS: Mapping[str, str] = {
    "Pending Billing/Partially Fulfilled": "_pendingBillingPartFulfilled",
    "Billed": "_fullyBilled",
    "If Delivered": "_asAllowed",
}
COUNTRIES: Mapping[str, str] = {
    "AU": "_australia",
    "BR": "_brazil",
    "CA": "_canada",
    "CH": "_switzerland",
    "DE": "_germany",
    "ES": "_spain",
    "FR": "_france",
    "GB": "_unitedKingdom",
    "IE": "_ireland",
    "IN": "_india",
    "JP": "_japan",
    "KW": "_kuwait",
    "NL": "_netherlands",
    "SG": "_singapore",
    "US": "_unitedStates",
}
PRECISIONS: Mapping[int, str] = {0: "_zero", 2: "_two"}
