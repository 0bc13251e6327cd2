"""Orders that are corrected in their place, before anybody has approved them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.changes.test_kills_of_changes import killed_at, plan, predicted
from tests.stories.stand import LONGEST_RUN_S, RAMP, Stand, a_stand, changed_rules
from tests.stories.test_changed_deals import MORE_SEATS, THE_ORDER, as_signed

_SHIPPED = "mistyped: [no, no, no, no, no, review]"


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    """A ramp of three years that NetSuite has, where rules correct what is not approved."""
    rules = changed_rules(
        tmp_path, "corrections.yaml", _SHIPPED, _SHIPPED.replace("review", "correct_unbilled")
    )
    with a_stand(tmp_path, RAMP, rules=rules) as opened:
        opened.sync()
        yield opened


def test_an_order_that_nobody_approved_is_corrected_and_may_be_corrected_back(
    stand: Stand,
) -> None:
    before = stand.lines("O-A")
    stand.arrive(*MORE_SEATS)
    assert stand.sync().posted_now == 1
    assert [f"{amount:.2f}" for amount, *_ in stand.lines("O-A")] == [
        "108000.00",
        "189000.00",
        "277830.00",
    ]
    assert (stand.codes(), stand.effects()[1:]) == ([], [(THE_ORDER, "updated")])
    assert stand.position() == {"booked": "574830.00", "ordered": "574830.00"}
    assert stand.sync().posted_now == 0
    stand.arrive(*as_signed())
    assert stand.sync().posted_now == 1
    assert stand.lines("O-A") == before
    assert stand.position() == {"booked": "561600.00", "ordered": "561600.00"}
    assert stand.status("O-A") == ("Ordered", "5001")


def test_an_order_that_is_approved_before_its_correction_is_sent_goes_to_a_person(
    stand: Stand,
) -> None:
    stand.strike(fault="status", status=429, system="netsuite", method="PUT", nth=1)
    stand.arrive(*MORE_SEATS)
    stand.sync()
    assert stand.position()["pending"] == "13230.00"
    approve(stand)
    stand.later(120)
    stand.sync()
    stand.sync()
    assert stand.codes() == [("CHANGED_AFTER_POSTING", "13230.00")]
    assert stand.effects() == [(THE_ORDER, "created"), (THE_ORDER, "updated")]  # the approval
    assert stand.position()["suspense"] == "13230.00"


@pytest.mark.parametrize("point", ["before:acknowledged", "after:marked"])
def test_a_correction_that_dies_on_its_way_is_made_once(stand: Stand, point: str) -> None:
    stand.arrive(*MORE_SEATS)
    with killed_at(stand, point):
        stand.sync()
    stand.later(2 * LONGEST_RUN_S)
    stand.sync()
    assert stand.effects() == [(THE_ORDER, "created"), (THE_ORDER, "updated")]
    assert stand.position() == {"booked": "574830.00", "ordered": "574830.00"}
    approve(stand)
    assert plan(stand) == predicted(stand)


def approve(stand: Stand) -> None:
    stand.change_in_netsuite(f"salesOrder/eid:{THE_ORDER}", orderStatus={"id": "B"})
