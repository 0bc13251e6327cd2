"""What the adapter makes of every fault that NetSuite's stand-in knows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.errors import OutcomeUnknown, Refused, Throttled, Unavailable
from bridge.sandbox.journal import Change
from tests.adapters.netsuite.loopback.stand import Sandbox, a_sandbox, order


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with a_sandbox(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("fault", "expected", "says"),
    [
        ("daily_limit", Throttled, "too many requests"),
        ("concurrent_limit", Throttled, "too many requests"),
        ("record_changed", Refused, "somebody changed the record"),
        ("record_locked", Refused, "a workflow"),
        ("closed_period", Refused, "closed"),
        ("inactive_item", Refused, "item"),
        ("no_permission", Refused, "role may not"),
    ],
)
def test_a_write_that_is_turned_down_is_told_as_what_it_is(
    sandbox: Sandbox, fault: str, expected: type[Refused] | type[Throttled], says: str
) -> None:
    sandbox.strike(method="PUT", fault=fault)
    with pytest.raises(expected) as caught:
        sandbox.account().upsert("salesOrder", "bridge-1", order())
    assert says in caught.value.says
    assert sandbox.writes() == []


def test_a_limit_that_says_how_long_to_wait_is_heeded(sandbox: Sandbox) -> None:
    headers = {"Retry-After": "17"}
    sandbox.strike(method="PUT", fault="concurrent_limit", headers=headers)
    with pytest.raises(Throttled) as caught:
        sandbox.account().upsert("salesOrder", "bridge-1", order())
    assert caught.value.retry_after_s == 17


@pytest.mark.parametrize("reset", [True, False])
def test_a_write_without_an_answer_is_unknown_and_not_sent_again(
    sandbox: Sandbox,
    reset: bool,  # noqa: FBT001 - a table's column
) -> None:
    sandbox.strike(method="PUT", fault="cut_after_commit", reset=reset)
    with pytest.raises(OutcomeUnknown):
        sandbox.account().upsert("salesOrder", "bridge-1", order())
    assert sandbox.writes() == [Change.CREATED]


def test_a_page_in_place_of_an_answer_to_a_write_leaves_it_unknown(sandbox: Sandbox) -> None:
    sandbox.strike(method="PUT", fault="status", status=200, html="<h1>Sign in</h1>")
    with pytest.raises(OutcomeUnknown):
        sandbox.account().upsert("salesOrder", "bridge-1", order())


@pytest.mark.parametrize("fault", ["truncate", "garble", "wrong_length"])
def test_an_answer_that_arrives_broken_is_asked_for_again(sandbox: Sandbox, fault: str) -> None:
    remote = sandbox.account()
    internal_id = remote.upsert("salesOrder", "bridge-1", order())
    sandbox.strike(method="GET", fault=fault, times=1)
    found = remote.find("salesOrder", "bridge-1")
    assert found is not None
    assert (found.internal_id, found.status) == (internal_id, "A")


@pytest.mark.parametrize("fault", ["truncate", "garble", "wrong_length"])
def test_an_answer_that_never_arrives_whole_is_no_answer(sandbox: Sandbox, fault: str) -> None:
    remote = sandbox.account()
    remote.upsert("salesOrder", "bridge-1", order())
    sandbox.strike(method="GET", fault=fault)
    with pytest.raises(Unavailable):
        remote.find("salesOrder", "bridge-1")


def test_an_answer_that_comes_drop_by_drop_is_read_whole(sandbox: Sandbox) -> None:
    remote = sandbox.account()
    remote.upsert("salesOrder", "bridge-1", order())
    sandbox.strike(method="GET", fault="drip_s", seconds=0.2)
    assert remote.find("salesOrder", "bridge-1") is not None


def test_an_order_that_somebody_deleted_is_not_found(sandbox: Sandbox) -> None:
    remote = sandbox.account()
    remote.upsert("salesOrder", "bridge-1", order())
    sandbox.strike(method="GET", fault="delete_record", record="salesOrder/eid:bridge-1")
    assert remote.find("salesOrder", "bridge-1") is None
