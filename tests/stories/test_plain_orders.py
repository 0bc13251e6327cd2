"""An org that has neither CPQ nor Revenue Cloud sells by standard orders."""

import json
from decimal import Decimal
from pathlib import Path

from tests.stories.stand import SCENARIOS, a_stand, order

PLAIN = SCENARIOS / "g-plain-order.json"


def an_org_of_its_own(folder: Path) -> Path:
    """The scenario in an org that has bought no package."""
    seed = json.loads(PLAIN.read_text(encoding="utf-8"))
    seed["org"]["packages"] = []
    file = folder / "plain.json"
    file.write_text(json.dumps(seed), encoding="utf-8")
    return file


def test_plain_orders_in_two_currencies_stand_in_netsuite_as_they_were_sold(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, an_org_of_its_own(tmp_path)) as stand:
        stand.sync()
        assert stand.lines("SO-G1") == [
            # ten seats for 12,000, of which a reduction took two back before it was invoiced
            (Decimal("9600.00"), "2026-01-01", "2026-12-31"),
            (Decimal("3000.00"), "2026-01-20", "2026-01-20"),
        ]
        assert stand.lines("SO-G3") == [
            (Decimal("4500.00"), "2026-02-27", "2026-02-27"),
            (Decimal("2700.00"), "2026-04-30", "2026-04-30"),
            (Decimal("1800.00"), "2026-06-30", "2026-06-30"),
        ]
        assert stand.lines("SO-G4") == [(Decimal("12000.00"), "2026-04-01", "2028-03-31")]
        assert stand.position("EUR") == {"booked": "12000.00", "ordered": "12000.00"}
        # 15,000 - 2,400 + 9,000
        assert stand.position() == {"booked": "21600.00", "ordered": "21600.00"}
        assert str(stand.deal("SO-G2").deal.contract) == order("SO-G1")
        assert stand.sync().posted_now == 0
        assert stand.codes() == []  # read again, the first order knows nothing of its reduction


def test_a_line_that_nobody_can_date_waits_in_suspense_until_it_is_mended(
    tmp_path: Path,
) -> None:
    item = {"type": "OrderItem", "key": "OI-G4-1"}
    with a_stand(tmp_path, an_org_of_its_own(tmp_path)) as stand:
        stand.arrive(
            {"type": "Product2", "key": "P-ULT", "Family": "Hardware"},
            {**item, "Description": "five seats"},
        )
        stand.sync()
        assert stand.position("EUR") == {"booked": "12000.00", "suspense": "12000.00"}
        assert ("DATES_UNDECIDED", "12000.00") in stand.codes()
        stand.arrive({**item, "ServiceDate": "2026-04-01", "EndDate": "2028-03-31"})
        stand.sync()
        assert stand.position("EUR") == {"booked": "12000.00", "ordered": "12000.00"}
