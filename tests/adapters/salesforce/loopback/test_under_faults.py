"""What the adapter makes of every fault that Salesforce's stand-in knows."""

from collections.abc import Iterator

import pytest

from bridge.errors import BridgeError, Refused, Throttled, Unavailable
from bridge.mappers.read.seeds import seed_id
from bridge.sandbox.journal import Change
from tests.adapters.salesforce.loopback.stand import Stand, a_stand, products

ALL = "SELECT Id, Name FROM Product2 ORDER BY Id"
PRODUCT = seed_id("Product2", "P0")
SEEN = {"Id": PRODUCT, "Description": "seen"}


@pytest.fixture
def stand() -> Iterator[Stand]:
    with a_stand(products(1)) as opened:
        yield opened


@pytest.fixture(scope="module")
def two_pages() -> Iterator[Stand]:
    """An org with more products than a page holds, that no test changes."""
    with a_stand(products(2001)) as opened:
        yield opened


@pytest.fixture
def paged(two_pages: Stand) -> Iterator[Stand]:
    yield two_pages
    two_pages.faults.clear()


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("daily_limit", Throttled),
        ("concurrent_limit", Throttled),
        ("record_locked", Unavailable),
        ("no_permission", Refused),
    ],
)
def test_a_write_that_is_turned_down_is_told_as_what_it_is(
    stand: Stand, fault: str, expected: type[BridgeError]
) -> None:
    stand.strike(fault=fault, type="Product2", path="/composite/sobjects")
    with pytest.raises(expected):
        stand.client.write_back("Product2", [SEEN])
    assert stand.journal.effects(Change.UPDATED) == ()


@pytest.mark.parametrize(("fault", "wait_s"), [("daily_limit", 3600.0), ("concurrent_limit", 10.0)])
def test_the_day_is_waited_for_longer_than_other_calls(
    stand: Stand, fault: str, wait_s: float
) -> None:
    stand.strike(fault=fault, path="/query")
    with pytest.raises(Throttled) as caught:
        list(stand.client.query(ALL))
    assert caught.value.retry_after_s == wait_s


def test_a_limit_that_says_how_long_to_wait_is_heeded(stand: Stand) -> None:
    headers = {"Retry-After": "17"}
    stand.strike(fault="status", status=429, headers=headers, path="/query")
    with pytest.raises(Throttled) as caught:
        list(stand.client.query(ALL))
    assert caught.value.retry_after_s == 17


@pytest.mark.parametrize("fault", ["truncate", "garble", "wrong_length", "duplicate_page"])
def test_pages_that_arrive_broken_or_twice_are_read_whole_and_once(
    paged: Stand, fault: str
) -> None:
    paged.strike(fault=fault, path="/query/", times=1)
    rows = list(paged.client.query(ALL))
    assert len({row["Id"] for row in rows}) == 2001
    assert len(rows) == 2001


@pytest.mark.parametrize("fault", ["truncate", "garble", "wrong_length"])
def test_pages_that_never_arrive_whole_are_no_answer(paged: Stand, fault: str) -> None:
    paged.strike(fault=fault, path="/query")
    with pytest.raises(Unavailable):
        list(paged.client.query(ALL))


def test_a_page_that_comes_drop_by_drop_is_read_whole(paged: Stand) -> None:
    paged.strike(fault="drip_s", seconds=0.2, path="/query")
    assert len(list(paged.client.query(ALL))) == 2001


def test_a_row_that_somebody_deleted_fails_alone(stand: Stand) -> None:
    stand.strike(fault="delete_record", record=PRODUCT, path="/composite/sobjects")
    (error,) = stand.client.write_back("Product2", [SEEN])
    assert (error.id, error.temporary) == (PRODUCT, False)
