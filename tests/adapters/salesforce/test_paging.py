from collections.abc import Iterator

import pytest
import responses

from bridge.errors import Refused, Unavailable
from tests.adapters.salesforce.answers import (
    API,
    Time,
    a_client,
    gives_tokens,
    page,
    refusal,
)

SECOND = "/services/data/v68.0/query/01g-2000"
SECOND_URL = f"{API}/query/01g-2000"
GONE = refusal("INVALID_QUERY_LOCATOR", "invalid query locator")


@pytest.fixture
def org() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        gives_tokens(mock)
        yield mock


def ids(*, time: Time | None = None, deleted: bool = False) -> list[object]:
    rows = a_client(time).query("SELECT Id FROM Order", deleted=deleted)
    return [row.get("Id") for row in rows]


def test_all_pages_are_read_and_each_asks_for_large_ones(org: responses.RequestsMock) -> None:
    org.get(f"{API}/query/", body=page([{"Id": "a"}, {"Id": "b"}], then=SECOND, total=3))
    org.get(SECOND_URL, body=page([{"Id": "c"}], total=3))
    assert ids() == ["a", "b", "c"]
    options = [call.request.headers.get("Sforce-Query-Options") for call in org.calls]
    assert options == [None, "batchSize=2000", "batchSize=2000"]


def test_deleted_rows_are_asked_for_at_another_address(org: responses.RequestsMock) -> None:
    org.get(f"{API}/queryAll/", body=page([{"Id": "a"}]))
    assert ids(deleted=True) == ["a"]


def test_a_page_that_was_lost_is_asked_for_again(org: responses.RequestsMock) -> None:
    time = Time()
    org.get(f"{API}/query/", body=page([{"Id": "a"}], then=SECOND, total=2))
    org.get(SECOND_URL, body=ConnectionResetError())
    org.get(SECOND_URL, status=503, body="<html>Maintenance</html>")
    org.get(SECOND_URL, body=page([{"Id": "b"}], total=2))
    assert ids(time=time) == ["a", "b"]
    assert len(time.slept) == 2


def test_an_ended_cursor_starts_the_query_anew_without_giving_a_row_twice(
    org: responses.RequestsMock,
) -> None:
    org.get(f"{API}/query/", body=page([{"Id": "a"}, {"Id": "b"}], then=SECOND, total=3))
    org.get(SECOND_URL, status=400, json=GONE)
    org.get(f"{API}/query/", body=page([{"Id": "b"}, {"Id": "c"}], then=SECOND, total=3))
    org.get(SECOND_URL, body=page([{"Id": "a"}], total=3))
    assert ids() == ["a", "b", "c"]


def test_who_wants_to_know_hears_of_each_page_what_it_gave_of_how_much(
    org: responses.RequestsMock,
) -> None:
    org.get(f"{API}/query/", body=page([{"Id": "a"}, {"Id": "b"}], then=SECOND, total=3))
    org.get(SECOND_URL, status=400, json=GONE)
    org.get(f"{API}/query/", body=page([{"Id": "a"}, {"Id": "b"}, {"Id": "c"}], total=3))
    heard: list[tuple[int, int]] = []
    list(a_client().query("SELECT Id FROM Order", heard=heard.append))
    assert heard == [(2, 3), (1, 3)], "what came twice counts once"


def test_a_cursor_that_ends_each_time_is_given_up(org: responses.RequestsMock) -> None:
    org.get(f"{API}/query/", body=page([{"Id": "a"}], then=SECOND, total=2))
    org.get(SECOND_URL, status=400, json=GONE)
    with pytest.raises(Refused, match="INVALID_QUERY_LOCATOR"):
        ids()
    assert len(org.calls) == 1 + 3 * 2


def test_a_page_that_comes_twice_gives_its_rows_once(org: responses.RequestsMock) -> None:
    third = f"{API}/query/01g-4000"
    org.get(f"{API}/query/", body=page([{"Id": "a"}], then=SECOND, total=2))
    org.get(SECOND_URL, body=page([{"Id": "a"}], then=SECOND.replace("2000", "4000"), total=2))
    org.get(third, body=page([{"Id": "b"}], total=2))
    assert ids() == ["a", "b"]


def test_a_page_that_stands_for_another_is_noticed(org: responses.RequestsMock) -> None:
    org.get(f"{API}/query/", body=page([{"Id": "a"}], then=SECOND, total=2))
    org.get(SECOND_URL, body=page([{"Id": "a"}], total=2))
    with pytest.raises(Unavailable, match="1 of 2 rows"):
        ids()


def test_pages_without_an_end_are_left(org: responses.RequestsMock) -> None:
    org.get(f"{API}/query/", body=page([{"Id": "a"}], then=SECOND, total=9))
    org.get(SECOND_URL, body=page([{"Id": "b"}], then=SECOND, total=9))
    with pytest.raises(Unavailable, match="no end"):
        ids()


@pytest.mark.parametrize(
    "body",
    ["[]", "{}", '{"records": [], "done": false, "totalSize": 1, "nextRecordsUrl": "/x"}', "3"],
)
def test_what_is_no_page_is_asked_for_again(org: responses.RequestsMock, body: str) -> None:
    org.get(f"{API}/query/", body=body)
    org.get(f"{API}/query/", body=page([{"Id": "a"}]))
    assert ids() == ["a"]


def test_rows_without_an_id_are_all_given(org: responses.RequestsMock) -> None:
    org.get(f"{API}/query/", body=page([{"expr0": 1}, {"expr0": 1}]))
    assert ids() == [None, None]


def test_a_query_that_is_wrong_is_not_repeated(org: responses.RequestsMock) -> None:
    org.get(f"{API}/query/", status=400, json=refusal("MALFORMED_QUERY"))
    with pytest.raises(Refused):
        ids()
    assert len(org.calls) == 2
