"""
An approved order whose price was wrong: given back whole, and ordered anew under the next number.

A hundred seats were ordered for 120,000.00 in 2026, and 108,000.00 were agreed. January and
February are posted with 10,000.00 each, and closed, when it is found.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.stories.changes.decreases import fewer
from tests.stories.changes.test_kills_of_changes import killed_at, plan, predicted, returns
from tests.stories.stand import LONGEST_RUN_S, UPSELL, Stand, a_stand, changed_rules, order
from tests.stories.test_merged_contracts import approve_order, close

FIRST = f"bridge-{order('O-B0')}-so-1"
AGAIN = FIRST.replace("so-1", "so-2")
_SHIPPED = "found-late: [yes, -, -, no, no, review]"


def priced(price: str, total: str) -> tuple[dict[str, Any], ...]:
    """The first order at another price of a seat."""
    return (
        {"type": "OrderItem", "key": "OI-B0", "UnitPrice": price, "TotalPrice": total},
        {
            "type": "SBQQ__QuoteLine__c",
            "key": "QL-B0",
            "SBQQ__NetPrice__c": price,
            "SBQQ__CustomerPrice__c": price,
            "SBQQ__NetTotal__c": total,
            "SBQQ__CustomerTotal__c": total,
        },
        {"type": "SBQQ__Subscription__c", "key": "SUB-B0", "SBQQ__NetPrice__c": price},
        {"type": "SBQQ__Quote__c", "key": "Q-B0", "SBQQ__NetAmount__c": total},
        {"type": "Order", "key": "O-B0", "TotalAmount": total},
    )


RIGHT = priced("1080.00", "108000.00")


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    """All of the order is invoiced, and rules reissue what is found late."""
    rules = changed_rules(
        tmp_path, "corrections.yaml", _SHIPPED, _SHIPPED.replace("review", "return_and_reissue")
    )
    decreases = rules / "decreases.yaml"
    decreases.write_text(decreases.read_text().replace("latest_first", "earliest_first"))
    with a_stand(tmp_path, UPSELL, rules=rules) as opened:
        opened.ends.netsuite.dates_follow_lines = True
        opened.sync()
        for name in opened.orders():
            approve_order(opened, name)
        held = opened.orders()[FIRST]["id"]
        opened.ends.netsuite.derive(("salesOrder", held), "invoice", b"{}")
        close(opened, "2026-01", "2026-02")
        yield opened


def test_a_wrong_price_is_given_back_and_later_deals_go_by_the_order_in_its_place(
    stand: Stand,
) -> None:
    stand.arrive(*RIGHT)
    assert stand.sync().posted_now == 2
    assert [one.external_id[-4:] for one in stand.deal("O-B0").documents] == [
        "so-1",
        "ra-1",
        "so-2",
    ]
    assert stand.position() == {"booked": "130479.60", "ordered": "130479.60"}
    assert stand.sync().posted_now == 0
    approve_order(stand, AGAIN)
    # by hand: 9,000.00 a month are right, and 20,000.00 of the first 27,000.00 were posted
    predicted_of, planned = predicted(stand), plan(stand)
    assert [str(predicted_of[f"2026-{month:02}"]) for month in (1, 2, 3, 4)] == [
        "10000.00",
        "10000.00",
        "7000.00",
        "9000.00",
    ]
    # NetSuite plans for closed months what it posts in the first open one
    assert _from_march(planned) == _from_march(predicted_of)
    # five seats go in August, first bought first: of the order that stands
    stand.arrive(*fewer("X8", 5, 8))
    assert stand.sync().posted_now == 1
    assert stand.effects()[-1] == (AGAIN, "updated")


@pytest.mark.parametrize("point", ["before:acknowledged", "after:marked"])
def test_however_a_pass_ends_an_order_is_given_back_and_ordered_anew_once(
    stand: Stand, point: str
) -> None:
    stand.arrive(*RIGHT)
    with killed_at(stand, point):
        stand.sync()
    stand.later(2 * LONGEST_RUN_S)
    stand.sync()
    assert stand.effects().count((AGAIN, "created")) == 1
    assert returns(stand) == [FIRST.replace("so-1", "ra-1")]
    assert stand.position() == {"booked": "130479.60", "ordered": "130479.60"}


def _from_march(planned: dict[str, Decimal]) -> dict[str, Decimal]:
    until = sum((planned[f"2026-{month:02}"] for month in (1, 2, 3)), Decimal(0))
    return {**planned, "2026-01": until, "2026-02": until, "2026-03": until}
