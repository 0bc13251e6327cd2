"""What becomes of planned revenue when the dates of an order line change."""

from __future__ import annotations

import pytest

from tests.sandbox.netsuite.client import opened
from tests.sandbox.netsuite.lifecycle.orders import account
from tests.sandbox.netsuite.revenue.orders import arranged, planned, service, update

EARLIER_END = {"line": 1, "amount": 600, "revRecEndDate": "2026-06-30"}


@pytest.mark.parametrize(
    ("dates", "months"), [("kept", ["50"] * 12), ("mapped", ["100"] * 6)], ids=["kept", "mapped"]
)
def test_an_element_keeps_its_dates_unless_a_field_map_moves_them(
    dates: str, months: list[str]
) -> None:
    with opened(account(element_dates=dates)) as netsuite:
        name = arranged(netsuite, service(1200, "2026-01-01", "2026-12-31"))
        body = {"item": {"items": [EARLIER_END]}}
        assert netsuite.call("PATCH", f"/salesOrder/eid:{name}", json=body).status_code == 204
        update(netsuite)
        assert planned(netsuite) == [months]


def test_a_field_map_moves_nothing_where_dates_stay() -> None:
    with opened(account(element_dates="mapped")) as netsuite:
        arranged(netsuite, service(1200, "2026-01-01", "2026-12-31"))
        assert update(netsuite) == {"arrangements": 0, "elements": 0, "plans": 0}
