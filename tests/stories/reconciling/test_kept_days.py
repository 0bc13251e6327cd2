"""
Somebody edits the days of an order line after its plan was made, and the plan keeps the old ones.

Orders B0 and E2 are 120,000.00 USD for 2026 each, 10,000.00 a month. January and February are
posted and closed, and then somebody lets E2 end with May of 2027. NetSuite copies the days of a
line to its revenue element once, and the account maps no fields: its plan stays as it is.
"""

from pathlib import Path

from bridge.flow.reconciling.definitions import Measures
from tests.stories.changes.test_a_year_told import approve, close, tell
from tests.stories.reconciling.test_a_quarter import (
    UPSELL,
    by_hand,
    copied,
    named,
    of_the_first_line,
    stated,
)
from tests.stories.stand import a_stand


def test_what_is_planned_by_the_old_days_is_behind_its_order(tmp_path: Path) -> None:
    """
    Of 365 days 90 are in the quarter: 29,589.04 of 120,000.00; of 516 days they are 20,930.23.

    Each of seventeen months is 7,058.82, and all cents that are left stand in the last: three are
    21,176.46, where the plan of each order has 30,000.00.
    """
    with a_stand(tmp_path, UPSELL) as stand:
        stand.arrive(*copied("E2"))
        assert stand.sync().posted_now == 3
        for name in ("B0", "E2"):
            approve(stand, "salesOrder", named(name))
        close(stand, 1, 2)
        dates = of_the_first_line(revRecEndDate="2027-05-31")
        by_hand(stand, "PATCH", f"salesOrder/eid:{named('E2')}", **dates)
        tell(stand, "jobs", {"run": "update-arrangements"})
        found = stated(stand, Measures.PLAN)["USD"]
    assert found == (
        "240000.00",
        {
            "PER-1": "-180821.92",
            "DAT-3": "-8658.81",
            "DAY-1": "657.19",  # 410.96 of B0, and 246.23 of E2
            "PLN-3": "8823.54",
        },
        "60000.00",
    )
