"""Orders that are changed, deleted, restored, or appear late in Salesforce."""

import json
from pathlib import Path
from typing import Any

from bridge.ledger.judgement import DealState
from tests.stories.stand import RAMP, UPSELL, Stand, a_stand, order

#: Ten seats more in the third year: 210 x 1,323.00 is 277,830.00, in all 574,830.00.
MORE_SEATS: tuple[dict[str, Any], ...] = (
    {"type": "OrderItem", "key": "OI-A3", "Quantity": "210", "TotalPrice": "277830.00"},
    {
        "type": "SBQQ__QuoteLine__c",
        "key": "QL-A3",
        "SBQQ__Quantity__c": "210",
        "SBQQ__EffectiveQuantity__c": "210",
        "SBQQ__NetTotal__c": "277830.00",
        "SBQQ__CustomerTotal__c": "277830.00",
    },
    {"type": "SBQQ__Subscription__c", "key": "SUB-A3", "SBQQ__Quantity__c": "210"},
    {"type": "Order", "key": "O-A", "TotalAmount": "574830.00"},
)
THE_ORDER = f"bridge-{order('O-A')}-so-1"


def kinds(stand: Stand, name: str) -> list[str]:
    return [str(entry.kind) for entry in stand.deal(name).entries]


def test_an_order_that_is_edited_before_it_was_posted_goes_with_its_new_lines(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.strike(fault="status", status=429, system="netsuite", method="PUT", nth=1)
        stand.sync()
        stand.arrive(*MORE_SEATS)
        stand.later(120)
        assert stand.sync().posted_now == 1
        assert stand.effects() == [(THE_ORDER, "created")]
        assert [f"{amount:.2f}" for amount, *_ in stand.lines("O-A")] == [
            "108000.00",
            "189000.00",
            "277830.00",
        ]
        assert stand.position() == {"booked": "574830.00", "ordered": "574830.00"}
        found = kinds(stand, "O-A")
        assert found.index("SUPERSEDED") < found.index("REBOOKED") < found.index("ACKNOWLEDGED")


def test_an_order_that_is_edited_while_its_post_is_unanswered_is_looked_up_first(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.strike(fault="cut_after_commit", system="netsuite", method="PUT", nth=1)
        stand.sync()
        stand.arrive(*MORE_SEATS)
        assert stand.sync().summary.unknown == 1
        assert stand.position() == {"booked": "561600.00", "pending": "561600.00"}
        stand.later(1000)
        assert stand.sync().posted_now == 1
        assert stand.sync().summary.flagged == 1
        assert stand.codes() == [("CHANGED_AFTER_POSTING", "13230.00")]
        assert stand.effects() == [(THE_ORDER, "created")]


def test_a_change_after_the_acknowledgement_is_an_exception_for_the_difference(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.sync()
        stand.arrive(*MORE_SEATS)
        assert stand.sync().posted_now == 0
        assert stand.codes() == [("CHANGED_AFTER_POSTING", "13230.00")]
        assert stand.position() == {
            "booked": "574830.00",
            "ordered": "561600.00",
            "suspense": "13230.00",
        }
        assert stand.effects() == [(THE_ORDER, "created")]
        assert stand.status("O-A") == ("Flagged: CHANGED_AFTER_POSTING", "5001")


def test_a_change_that_is_taken_back_closes_its_exception(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.sync()
        stand.arrive(*MORE_SEATS)
        stand.sync()
        stand.arrive(*as_signed())
        stand.sync()
        assert stand.codes() == []
        assert stand.position() == {"booked": "561600.00", "ordered": "561600.00"}
        assert stand.effects() == [(THE_ORDER, "created")]


def as_signed() -> list[dict[str, Any]]:
    changed = {(record["type"], record["key"]) for record in MORE_SEATS}
    records = json.loads(RAMP.read_text(encoding="utf-8"))["records"]
    return [record for record in records if (record["type"], record["key"]) in changed]


def test_a_booked_order_that_is_deleted_is_one_exception_however_often_it_is_seen(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, UPSELL) as stand:
        stand.sync()
        stand.delete("Order", "O-B1")
        stand.sync()
        assert [code for code, _ in stand.codes()] == ["ORDER_VANISHED"]
        (case,) = stand.cases()
        assert case.flags[0].amount.text() == "22479.60"
        before = kinds(stand, "O-B1")
        for _ in range(3):
            stand.sync()
        assert kinds(stand, "O-B1") == before
        known = {deal.id: str(deal.contract) for deal in stand.known()}
        assert known[order("O-B1")] == order("O-B0")
        assert stand.position() == {"booked": "142479.60", "ordered": "142479.60"}


def test_an_order_that_is_restored_closes_its_exception(tmp_path: Path) -> None:
    with a_stand(tmp_path, UPSELL) as stand:
        stand.sync()
        stand.delete("Order", "O-B1")
        stand.sync()
        parts = (("Order", "O-B1"), ("OrderItem", "OI-B1"))
        stand.arrive(*({"type": kind, "key": key, "IsDeleted": False} for kind, key in parts))
        assert stand.sync().posted_now == 0
        assert stand.codes() == []
        assert stand.position() == {"booked": "142479.60", "ordered": "142479.60"}
        assert stand.status("O-B1") == ("Ordered", "5002")


def test_an_order_that_is_deleted_before_it_was_posted_holds_its_amount_in_suspense(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.strike(fault="status", status=429, system="netsuite", method="PUT", nth=1)
        stand.sync()
        stand.delete("Order", "O-A")
        stand.later(120)
        stand.sync()
        assert stand.codes() == [("ORDER_VANISHED", "561600.00")]
        assert stand.effects() == []


def test_an_order_that_was_never_booked_may_be_deleted(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.arrive({"type": "Order", "key": "O-A", "Status": "Draft"})
        stand.sync()
        stand.delete("Order", "O-A")
        assert stand.sync().summary.deals == 0
        with stand.ends.store.reading() as view:
            assert view.deals.notes.to_read() == ()


def test_a_booked_order_that_returns_to_draft_is_an_exception(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.sync()
        stand.arrive({"type": "Order", "key": "O-A", "Status": "Draft"})
        stand.sync()
        assert stand.known()[0].state is DealState.FLAGGED
        assert [code for code, _ in stand.codes()] == ["ORDER_NOT_ACTIVE"]


def arriving(stamp: str) -> list[dict[str, Any]]:
    records = json.loads(RAMP.read_text(encoding="utf-8"))["records"]
    shared = {"Account", "Product2"}
    return [
        {**record, "SystemModstamp": stamp} for record in records if record["type"] not in shared
    ]


def test_a_row_that_appears_late_with_an_older_stamp_is_still_read(tmp_path: Path) -> None:
    with a_stand(tmp_path, UPSELL) as stand:
        stand.later(3600)
        assert stand.sync().posted_now == 2
        # saved at 9:52, committed after the pass of 10:00
        stand.arrive(*arriving("2026-03-01T09:52:00.000+0000"))
        assert stand.sync().posted_now == 1
        assert stand.status("O-A")[0] == "Ordered"


def test_the_overlap_decides_how_late_a_row_may_appear(tmp_path: Path) -> None:
    with a_stand(tmp_path, UPSELL) as stand:
        stand.later(3600)
        stand.sync()
        stand.arrive(*arriving("2026-03-01T09:45:00.000+0000"))
        assert stand.sync().posted_now == 0
        stand.pace = stand.pace.model_copy(update={"overlap_s": 1800})
        assert stand.sync().posted_now == 1
