"""What is given up of an order that is invoiced ahead: returned in part, never billed in part."""

import json
from decimal import Decimal
from pathlib import Path

from tests.stories.stand import SCENARIOS, Stand, a_stand, order

SOLD = f"bridge-{order('O-D0')}-so-1"


def is_in(status: str) -> dict[str, object]:
    return {"type": "Order", "key": "O-D1", "Status": status}


def invoice(stand: Stand, quantity: int) -> None:
    """Approve the order of a hundred seats, and invoice so much of it."""
    stand.change_in_netsuite(f"salesOrder/eid:{SOLD}", orderStatus={"id": "B"})
    body = json.dumps({"item": {"items": [{"orderLine": 1, "quantity": quantity}]}})
    stand.ends.netsuite.derive(("salesOrder", stand.orders()[SOLD]["id"]), "invoice", body.encode())


def test_both_documents_of_a_partly_invoiced_order_are_acknowledged(tmp_path: Path) -> None:
    """Forty of a hundred seats go from August on, 20,000.00; invoiced is until September."""
    with a_stand(tmp_path, SCENARIOS / "d-swap.cpq.json") as stand:
        stand.ends.netsuite.dates_follow_lines = True
        stand.arrive(is_in("Draft"))
        assert stand.sync().posted_now == 1
        invoice(stand, 75)
        stand.arrive(is_in("Activated"))
        assert stand.sync().posted_now == 3
        assert stand.codes() == []
        # three quarters are paid; 60 of 100 seats have 18,000.00 of the 30,000.00 that are left
        assert stand.lines("O-D0") == [
            (Decimal(90000), "2026-01-01", "2026-09-30"),
            (Decimal(18000), "2026-10-01", "2026-12-31"),
        ]
        (returned,) = stand._records(stand.world.netsuite.url, "returnAuthorization")
        (line,) = returned["item"]["items"]
        assert (line["orderLine"], Decimal(line["amount"])) == (1, Decimal(8000))
        assert (line["revRecStartDate"], line["revRecEndDate"]) == ("2026-08-01", "2026-09-30")
        assert stand.position() == {"booked": "130000.00", "ordered": "130000.00"}
        assert stand.sync().posted_now == 0
