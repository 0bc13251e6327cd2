"""Valid won opportunities; a test changes only what it is about."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from bridge.model.record import Scalar
from tests.mappers.builders import PRODUCTS, Built, Rows, Sold, built

#: How services are delivered: without a last day, so that instalments may give them theirs.
SETUP = Sold(product="ONBOARDING", quantity="1", unit_price="9000.00", first=None, last=None)
_HEAD: Mapping[str, Scalar] = {
    "AccountId": "@ACME",
    "RecordTypeId": "@RT-DIRECT",
    "Name": "ACME seats",
    "StageName": "Closed Won",
    "IsWon": True,
    "IsClosed": True,
    "CloseDate": "2026-01-01",
}


def a_won_opportunity(
    *lines: Sold, name: str = "OPP-1", org: Mapping[str, object] | None = None
) -> Built:
    """A won opportunity of a kind that books by itself; one plain product where none is given."""
    sold = lines or (Sold(),)
    total = f"{sum((Decimal(one.total) for one in sold), Decimal(0)):.2f}"
    head: dict[str, Scalar] = {"type": "Opportunity", "key": name, **_HEAD, "Amount": total}
    items = [_item(name, place, one) for place, one in enumerate(sold, start=1)]
    return replace(built(name, [*_catalogue(sold), head, *items], org), root="Opportunity")


def scheduled(deal: Built, kind: str, *parts: tuple[str, str], item: str = "OLI-OPP-1-1") -> Built:
    """The deal with instalments of a kind: the day of each, and its revenue or quantity."""
    field = "Quantity" if kind == "Quantity" else "Revenue"
    rows: Rows = [
        {
            "type": "OpportunityLineItemSchedule",
            "key": f"OLIS-{item}-{place}",
            "OpportunityLineItemId": f"@{item}",
            "Type": kind,
            "ScheduleDate": day,
            field: amount,
        }
        for place, (day, amount) in enumerate(parts, start=1)
    ]
    return with_records(deal, {"type": "OpportunityLineItem", "key": item}, *rows).with_fields(
        "OpportunityLineItem", item, HasSchedule=True
    )


def with_records(deal: Built, *rows: dict[str, Scalar]) -> Built:
    """The deal with further records; they may name by @KEY what they bring along."""
    more = built(deal.order, list(rows)).records
    known = {one.id for one in deal.records}
    fresh = tuple(one for one in more if one.id not in known)
    return replace(deal, records=(*deal.records, *fresh))


def _catalogue(sold: tuple[Sold, ...]) -> Rows:
    rows: Rows = [
        {"type": "Account", "key": "ACME", "Name": "ACME Corp"},
        {"type": "RecordType", "key": "RT-DIRECT", "DeveloperName": "Direct_Sale"},
    ]
    for code in dict.fromkeys(one.product for one in sold):
        family = "Services" if code == "ONBOARDING" else "Software"
        name = PRODUCTS.get(code, "Other")
        row: dict[str, Scalar] = {"ProductCode": code, "Name": name, "Family": family}
        rows.append({"type": "Product2", "key": f"P-{code}", **row})
    return rows


def _item(opportunity: str, place: int, one: Sold) -> dict[str, Scalar]:
    return {
        "type": "OpportunityLineItem",
        "key": f"OLI-{opportunity}-{place}",
        "OpportunityId": f"@{opportunity}",
        "Product2Id": f"@P-{one.product}",
        "Quantity": one.quantity,
        "UnitPrice": one.unit_price,
        "TotalPrice": one.total,
        "ServiceDate": one.first,
        "Service_End__c": one.last,
    }
