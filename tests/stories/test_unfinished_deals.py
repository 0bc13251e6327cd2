"""Orders that Salesforce is still building, or never finishes."""

from pathlib import Path

from bridge.ledger.judgement import DealState
from tests.stories.stand import RAMP, a_stand, order, patient

HALF_BUILT = {"type": "Order", "key": "O-A", "SBQQ__Contracted__c": False}
CONTRACTED = {"type": "Order", "key": "O-A", "SBQQ__Contracted__c": True}


def test_a_signed_order_that_is_half_built_waits_and_is_ordered_when_it_is_complete(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.arrive(HALF_BUILT)
        assert stand.sync().summary.waiting == 1
        assert stand.position() == {"booked": "561600.00", "waiting": "561600.00"}
        assert stand.status("O-A") == ("Waiting", None)
        assert "not contracted" in stand.deal("O-A").deal.says
        stand.arrive(CONTRACTED)
        assert stand.sync().posted_now == 1
        assert stand.position() == {"booked": "561600.00", "ordered": "561600.00"}


def test_an_order_that_waits_is_read_again_though_nothing_of_it_was_saved(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.arrive({**HALF_BUILT, "SystemModstamp": "2026-03-01T08:00:00.000+0000"})
        stand.sync()
        stand.later(1800)
        # complete, with a stamp that no window reaches any more
        stand.arrive({**CONTRACTED, "SystemModstamp": "2026-03-01T08:00:00.000+0000"})
        assert stand.sync().posted_now == 1


def test_one_that_stays_half_built_is_an_exception_until_it_is_complete(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.arrive(HALF_BUILT)
        stand.sync()
        stand.later(3602)
        assert stand.sync().summary.flagged == 1
        assert stand.codes() == [("GRAPH_INCOMPLETE", "561600.00")]
        assert stand.position() == {"booked": "561600.00", "suspense": "561600.00"}
        stand.sync()
        assert len(stand.cases()) == 1
        stand.arrive(CONTRACTED)
        assert stand.sync().posted_now == 1
        assert stand.codes() == []
        assert stand.position() == {"booked": "561600.00", "ordered": "561600.00"}


def test_how_long_is_a_setting(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        hasty = patient(stand, incomplete_after_s=0)
        stand.arrive(HALF_BUILT)
        assert hasty.sync().summary.waiting == 1  # it was seen for the first time just now
        assert hasty.sync().summary.flagged == 1


def test_a_draft_is_no_booking_until_it_is_activated(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.arrive({"type": "Order", "key": "O-A", "Status": "Draft"})
        assert stand.sync().summary.deals == 0
        assert stand.known() == ()
        assert stand.status("O-A") == (None, None)
        stand.arrive({"type": "Order", "key": "O-A", "Status": "Activated"})
        assert stand.sync().posted_now == 1
        assert [(deal.id, deal.state) for deal in stand.known()] == [
            (order("O-A"), DealState.TRANSLATED)
        ]
