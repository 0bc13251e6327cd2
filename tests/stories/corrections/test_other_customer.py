"""
An order that was sold to the wrong customer: given back whole, and ordered anew by the right one.

Ten seats were ordered for 12,000.00, from February 2026 to January 2027, and invoiced. February is
posted with 1,000.00, and closed, when it is found.
"""

import json
from decimal import Decimal
from pathlib import Path

from tests.stories.changes.test_kills_of_changes import plan, predicted, returns
from tests.stories.sales.test_won_opportunities import ITS_ORDER, WON
from tests.stories.stand import a_stand, changed_rules, order
from tests.stories.test_merged_contracts import approve_order, close

FIRST = f"bridge-{order('SO-H1')}-so-1"
AGAIN, RETURN = FIRST.replace("so-1", "so-2"), FIRST.replace("so-1", "ra-1")
_SHIPPED = "other-customer: [-, -, -, yes, -, review]"


def test_an_order_of_another_customer_takes_over_all_revenue_of_the_first(tmp_path: Path) -> None:
    seed = json.loads(WON.read_text(encoding="utf-8"))
    seed["records"] = [one for one in seed["records"] if one["type"] in {"Account", "Product2"}]
    org = tmp_path / "org.json"
    org.write_text(json.dumps(seed), encoding="utf-8")
    reissue = _SHIPPED.replace("review", "return_and_reissue")
    rules = changed_rules(tmp_path, "corrections.yaml", _SHIPPED, reissue)
    with a_stand(tmp_path, org, rules=rules) as stand:
        stand.ends.netsuite.dates_follow_lines = True
        stand.arrive({**ITS_ORDER[0], "OpportunityId": None}, ITS_ORDER[1])
        stand.sync()
        approve_order(stand, FIRST)
        held = stand.orders()[FIRST]["id"]
        stand.ends.netsuite.derive(("salesOrder", held), "invoice", b"{}")
        close(stand, "2026-01", "2026-02")
        stand.arrive({"type": "Order", "key": "SO-H1", "AccountId": "@HELIX"})
        assert stand.sync().posted_now == 2
        assert (stand.codes(), returns(stand)) == ([], [RETURN])
        assert stand.position() == {"booked": "12000.00", "ordered": "12000.00"}
        acme, helix = (stand.orders()[name]["entity"]["id"] for name in (FIRST, AGAIN))
        assert acme != helix
        approve_order(stand, AGAIN)
        of_each = {
            one.external_id: {
                month: amount
                for schedule in one.schedules
                for month, amount in schedule["periods"].items()
            }
            for one in stand.deal("SO-H1").documents
        }
        later = {f"2026-{month:02}": "1000.00" for month in range(4, 13)} | {"2027-01": "1000.00"}
        # what was planned; all of it taken back, of February and March in the first open month;
        # and all of it anew, February caught up there
        assert of_each == {
            FIRST: {"2026-02": "1000.00", "2026-03": "1000.00", **later},
            RETURN: {"2026-03": "-2000.00", **dict.fromkeys(later, "-1000.00")},
            AGAIN: {"2026-03": "2000.00", **later},
        }
        whole = {month: Decimal(amount) for month, amount in later.items()}
        of_books = {**whole, "2026-02": Decimal(1000), "2026-03": Decimal(1000)}
        assert predicted(stand) == dict(sorted(of_books.items()))
        # NetSuite plans for closed months what it posts in the first open one
        planned = plan(stand)
        assert sum(planned.values()) == Decimal(12000)
        assert {month: planned[month] for month in later} == whole
