"""What can be searched: types of searches, their criteria and their columns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchLayout:
    """
    One kind of search.

    A criterion is `name`, `name=field` or `name=field!Kind`, its kind follows from the field unless
    it is given. Columns are the criteria that are no alternatives of others, and `more_columns`.
    """

    type: str  #: before `Search`
    home: str
    records: tuple[str, ...]  #: names of record types, those the account has count
    criteria: str
    more_columns: str = ""
    custom: bool = True


_IDS = "externalId externalIdString internalId internalIdNumber"
_TRANSACTIONS = (
    *("salesOrder", "invoice", "itemFulfillment", "creditMemo", "returnAuthorization"),
    "journalEntry",
)
_ITEMS = (
    *("serviceSaleItem", "serviceResaleItem", "nonInventorySaleItem", "nonInventoryResaleItem"),
    *("otherChargeSaleItem", "discountItem"),
)
_LISTED = f"{_IDS} isInactive name"

SEARCHES = (
    SearchLayout(
        type="Customer",
        home="listRel",
        records=("customer",),
        criteria=(
            "comments companyName currency dateCreated email entityId externalId externalIdString "
            "firstName internalId internalIdNumber isInactive isPerson lastModifiedDate lastName "
            "parent phone subsidiary terms"
        ),
    ),
    SearchLayout(
        type="Transaction",
        home="tranSales",
        records=_TRANSACTIONS,
        criteria=(
            "amount=total billingSchedule class createdFrom currency dateCreated=createdDate "
            "department endDate entity exchangeRate externalId externalIdString internalId "
            "internalIdNumber item=item.item lastModifiedDate lineUniqueKey=item.lineUniqueKey "
            "location mainLine memo otherRefNum!TextNumber quantity=item.quantity "
            "recordType "
            "revRecEndDate=item.revRecEndDate revRecStartDate=item.revRecStartDate salesRep "
            "startDate status subsidiary terms tranDate tranId type"
        ),
        more_columns="total",
    ),
    SearchLayout(
        type="Item",
        home="listAcct",
        records=_ITEMS,
        criteria=(
            "created=dateCreated displayName externalId externalIdString includeChildren "
            "internalId internalIdNumber isFulfillable isInactive itemId lastModifiedDate "
            "salesDescription=description subsidiary type upcCode"
        ),
        more_columns="modified=lastModifiedDate",
    ),
    SearchLayout(
        type="Subsidiary",
        home="listAcct",
        records=("subsidiary",),
        criteria=(
            "currency externalId externalIdString internalId internalIdNumber isElimination "
            "isInactive legalName name"
        ),
    ),
    SearchLayout(
        type="AccountingPeriod",
        home="listAcct",
        records=("accountingPeriod",),
        criteria=(
            "allLocked apLocked arLocked closed closedOnDate endDate internalId internalIdNumber "
            "isAdjust isInactive isQuarter isYear parent periodName startDate"
        ),
        more_columns="allowNonGLChanges",
        custom=False,
    ),
    SearchLayout(
        type="FairValuePrice",
        home="listAcct",
        records=("fairValuePrice",),
        criteria=(
            "currency endDate externalId externalIdString fairValue internalId internalIdNumber "
            "isVsoePrice item startDate"
        ),
        custom=False,
    ),
    SearchLayout(
        type="Classification", home="listAcct", records=("classification",), criteria=_LISTED
    ),
    SearchLayout(type="Department", home="listAcct", records=("department",), criteria=_LISTED),
    SearchLayout(type="Location", home="listAcct", records=("location",), criteria=_LISTED),
    SearchLayout(type="Term", home="listAcct", records=("term",), criteria=_LISTED, custom=False),
    SearchLayout(
        type="BillingSchedule",
        home="listAcct",
        records=("billingSchedule",),
        criteria=_LISTED,
        custom=False,
    ),
    SearchLayout(
        type="Employee",
        home="listEmp",
        records=("employee",),
        criteria=(
            "entityId=name externalId externalIdString internalId internalIdNumber isInactive"
        ),
    ),
)
#: Record types that are listed whole by `getAll`, and cannot be searched.
LISTED_WHOLE = ("currency",)
