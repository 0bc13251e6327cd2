"""Valid plain orders; a test changes only what it is about."""

from collections.abc import Mapping
from decimal import Decimal

from bridge.model.record import Scalar
from tests.mappers.builders import PRODUCTS, Built, Rows, Sold, built

#: How services are delivered: without dates, so that instalments may give them theirs.
SETUP = Sold(product="ONBOARDING", quantity="1", unit_price="9000.00", first=None, last=None)


def a_plain_order(
    *lines: Sold, order: str = "O-1", org: Mapping[str, object] | None = None
) -> Built:
    """An activated standard order of new business; one plain line where none is given."""
    sold = lines or (Sold(),)
    total = f"{sum((Decimal(one.total) for one in sold), Decimal(0)):.2f}"
    head: dict[str, Scalar] = {
        "type": "Order",
        "key": order,
        "AccountId": "@ACME",
        "Status": "Activated",
        "EffectiveDate": "2026-01-01",
        "TotalAmount": total,
    }
    items = [_item(order, place, one) for place, one in enumerate(sold, start=1)]
    return built(order, [*_catalogue(sold), head, *items], org)


def with_records(deal: Built, *rows: dict[str, Scalar]) -> Built:
    """The deal with further records; they may name by @KEY what they bring along."""
    more = built(deal.order, list(rows))
    return Built(deal.order, (*deal.records, *more.records), deal.frame)


def _catalogue(sold: tuple[Sold, ...]) -> Rows:
    rows: Rows = [{"type": "Account", "key": "ACME", "Name": "ACME Corp"}]
    for code in dict.fromkeys(one.product for one in sold):
        family = "Services" if code == "ONBOARDING" else "Software"
        name = PRODUCTS.get(code, "Other")
        row: dict[str, Scalar] = {"ProductCode": code, "Name": name, "Family": family}
        rows.append({"type": "Product2", "key": f"P-{code}", **row})
    return rows


def _item(order: str, place: int, one: Sold) -> dict[str, Scalar]:
    return {
        "type": "OrderItem",
        "key": f"OI-{order}-{place}",
        "OrderId": f"@{order}",
        "Product2Id": f"@P-{one.product}",
        "Quantity": one.quantity,
        "UnitPrice": one.unit_price,
        "TotalPrice": one.total,
        "ServiceDate": one.first,
        "EndDate": one.last,
    }
