"""A system that goes away in the middle of a pass: the pass ends, and the next goes on."""

from pathlib import Path

import pytest

from bridge.cli.ending import REMOTE_FAILED, exit_code
from bridge.errors import RemoteError
from tests.stories.stand import RAMP, UPSELL, a_stand, order


@pytest.mark.parametrize(
    ("system", "path"),
    [
        ("salesforce", "FROM+Order+"),
        ("salesforce", "describe"),
        ("salesforce", "FROM+OrderItem"),
        ("salesforce", "composite"),
        ("netsuite", "suiteql"),
    ],
)
def test_a_pass_that_meets_an_outage_fails_with_its_code_and_loses_nothing(
    system: str, path: str, tmp_path: Path
) -> None:
    with a_stand(tmp_path, RAMP, UPSELL, describes=True) as stand:
        stand.strike(fault="status", status=503, system=system, path=path)
        with pytest.raises(RemoteError) as caught:
            stand.sync()
        assert exit_code(caught.value) == REMOTE_FAILED == 3
        assert stand.ends.store.verify() == ()
        stand.world.faults.clear()
        stand.sync()
        created = [(f"bridge-{order(name)}-so-1", "created") for name in ("O-A", "O-B0", "O-B1")]
        assert stand.effects() == created
        assert {stand.status(name)[0] for name in ("O-A", "O-B0", "O-B1")} == {"Ordered"}


def test_orders_are_posted_though_salesforce_cannot_be_told(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.strike(fault="status", status=503, system="salesforce", path="composite")
        with pytest.raises(RemoteError):
            stand.sync()
        assert stand.position() == {"booked": "561600.00", "ordered": "561600.00"}
        assert stand.status("O-A") == (None, None)


def test_a_status_that_one_order_does_not_take_is_told_again_in_the_next_pass(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, RAMP, UPSELL) as stand:
        stand.strike(fault="fail_rows", system="salesforce", path="/composite", times=1)
        stand.sync()
        names = ("O-A", "O-B0", "O-B1")
        assert sorted(str(stand.status(name)[0]) for name in names) == [
            "None",
            "Ordered",
            "Ordered",
        ]
        stand.sync()
        assert {stand.status(name)[0] for name in names} == {"Ordered"}


def test_netsuite_that_cannot_be_reached_leaves_everything_prepared(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.strike(fault="status", status=429, system="netsuite", path="salesOrder")
        for _ in range(3):
            stand.later(300)
            assert stand.sync().summary.unknown == 0
        assert stand.position() == {"booked": "561600.00", "pending": "561600.00"}
        stand.world.faults.clear()
        stand.later(300)
        assert stand.sync().posted_now == 1
