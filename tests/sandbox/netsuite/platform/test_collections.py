"""Lists of records: filters by `q`, pages with their links, records in full."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from bridge.sandbox.netsuite.paging import Page
from bridge.sandbox.netsuite.seeds import default, read
from tests.sandbox.netsuite.client import ACME, NetSuite, an_order, detail, line, opened

NAMES = ("Alpha", "alpine", "Beta", "Gamma")


@pytest.fixture(scope="module")
def account() -> Iterator[NetSuite]:
    """Four customers, of which one is inactive and has no e-mail, and three orders."""
    with opened(default().add_customers({ACME: "ACME"})) as netsuite:
        for number, name in enumerate(NAMES):
            customer = {
                "companyName": name,
                "subsidiary": {"externalId": "US-INC"},
                "isInactive": name == "Beta",
                "email": None if name == "Beta" else f"{name}@example.com".lower(),
            }
            answer = netsuite.call("PUT", f"/customer/eid:C-{number}", json=customer)
            assert answer.status_code == 204, answer.text
        for number, (day, amount) in enumerate(
            (("2026-01-15", 100), ("2026-02-01", 250.5), ("2026-02-02", 1000))
        ):
            order = an_order(line("one", amount=amount), tranDate=day)
            assert netsuite.put(f"O-{number}", order).status_code == 204
        yield netsuite


def ask(account: NetSuite, path: str, **parameters: object) -> requests.Response:
    return account.call("GET", path, params=parameters)


def found(account: NetSuite, path: str, q: str) -> list[str]:
    """Return the external ids, without their prefix, that a filter lets through."""
    answer = ask(account, path, q=q, expandRecords="true")
    assert answer.status_code == 200, answer.text
    return [item["externalId"].partition("-")[2] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("q", "customers"),
    [
        ('companyName IS "alpha"', "0"),
        ('companyName IS_NOT "alpha" AND companyName START_WITH "al"', "1"),
        ('companyName START_WITH "AL"', "01"),
        ('companyName START_WITH_NOT "AL" AND externalId START_WITH "C-"', "23"),
        ('companyName CONTAIN "MM"', "3"),
        ('companyName END_WITH "ta"', "2"),
        ('companyName ENDWITH "ta"', "2"),
        ("email EMPTY AND companyName EMPTY_NOT AND isInactive IS true", "2"),
        ('isInactive IS true OR companyName IS "Gamma"', "23"),
        ('(isInactive IS T OR isInactive IS_NOT F) AND companyName IS "Beta"', "2"),
        ('externalId ANY_OF ["C-1", "C-3"]', "13"),
        ("subsidiary ANY_OF [1] AND isInactive IS true", "2"),
        ('companyname is "gamma"', "3"),
        ('companyName IS "nobody"', ""),
    ],
)
def test_a_filter_chooses_customers(account: NetSuite, q: str, customers: str) -> None:
    assert found(account, "/customer", q) == list(customers)


@pytest.mark.parametrize(
    ("q", "orders"),
    [
        ("total EQUAL 250.50", "1"),
        ("total EQUAL_NOT 100", "12"),
        ("total GREATER 100", "12"),
        ("total GREATER_NOT 100", "0"),
        ("total GREATER_OR_EQUAL 250.5 AND total LESS 1000", "1"),
        ("total LESS_OR_EQUAL 250.5", "01"),
        ("total BETWEEN [100, 251]", "01"),
        ("total BETWEEN_NOT [100, 251]", "2"),
        ("total ANY_OF [100, 1000]", "02"),
        ("total WITHIN [200, 300]", "1"),
        ('tranDate ON "2/1/2026"', "1"),
        ('tranDate ON_NOT "02/01/2026"', "02"),
        ('tranDate AFTER "2/1/2026"', "2"),
        ('tranDate ON_OR_AFTER "2/1/2026"', "12"),
        ('tranDate BEFORE "2/1/2026"', "0"),
        ('tranDate ON_OR_BEFORE "2/1/2026"', "01"),
        ('lastModifiedDate AFTER "6/1/2026"', "012"),
        (
            'lastModifiedDate AFTER "6/1/2026 11:59 AM" AND lastModifiedDate BEFORE "6/2/2026"',
            "012",
        ),
        ('lastModifiedDate BEFORE "6/1/2026 12:00:00"', ""),
        ('lastModifiedDate ON "6/1/2026"', "012"),
        ("orderStatus ANY_OF [A]", "012"),
        ("memo EMPTY", "012"),
    ],
)
def test_a_filter_chooses_orders(account: NetSuite, q: str, orders: str) -> None:
    assert found(account, "/salesOrder", q) == list(orders)


@pytest.mark.parametrize(
    "q",
    [
        "companyName",
        "companyName LIKE x",
        'nothing IS "x"',
        "companyName GREATER 1",
        "isInactive IS maybe",
        "isInactive CONTAIN true",
        'dateCreated AFTER "2026-01-01"',
        'dateCreated AFTER "13/45/2026"',
        'dateCreated AFTER "1/1/2026 25:00"',
        "id EQUAL one",
        "id EQUAL NaN",
        "subsidiary.name IS x",
        "(" * 5000,
        "x" * 20001,
    ],
)
def test_a_filter_that_does_not_fit_is_refused(account: NetSuite, q: str) -> None:
    answer = ask(account, "/customer", q=q)
    told = detail(answer)
    assert answer.status_code == 400
    assert (told["o:errorCode"], told["o:errorQueryParam"]) == ("INVALID_PARAMETER", "q")


def test_dates_in_another_form_are_called_unparseable_until_the_account_takes_it() -> None:
    q = 'lastModifiedDate AFTER "2026-01-01"'
    customers = {ACME: "ACME"}
    with opened(default().add_customers(customers)) as netsuite:
        assert "Unparseable date:" in detail(ask(netsuite, "/customer", q=q))["detail"]
    written = json.dumps({"settings": {"filter_dates": "YYYY-MM-DD"}}).encode()
    with opened(read(written, "test", default()).add_customers(customers)) as netsuite:
        assert ask(netsuite, "/customer", q=q).json()["count"] == 1


def test_a_list_has_links_and_ids_alone_unless_records_are_asked_for(account: NetSuite) -> None:
    (short,) = ask(account, "/customer", q='companyName IS "Beta"').json()["items"]
    assert short.keys() == {"links", "id"}
    assert short["links"][0]["href"].endswith(f"/record/v1/customer/{short['id']}")
    answer = ask(account, "/customer", ids=f"{short['id']},eid:C-0,99", expandRecords="true")
    assert [item["companyName"] for item in answer.json()["items"]] == ["Beta", "Alpha"]


def test_the_links_of_a_page_keep_the_filter(account: NetSuite) -> None:
    q = 'externalId START_WITH "C-"'
    body = ask(account, "/customer", q=q, limit=2).json()
    assert (body["count"], body["hasMore"], body["offset"], body["totalResults"]) == (2, True, 0, 4)
    links = {link["rel"]: link["href"] for link in body["links"]}
    assert list(links) == ["next", "last", "self"]
    rest = account.call("GET", links["next"]).json()
    assert (rest["count"], rest["hasMore"], rest["offset"], rest["totalResults"]) == (
        2,
        False,
        2,
        4,
    )
    assert {link["rel"] for link in rest["links"]} == {"self", "first", "previous"}
    ids = [item["id"] for item in body["items"] + rest["items"]]
    assert len(set(ids)) == 4


@pytest.mark.parametrize(
    ("page", "named"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 1001}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"limit": 2, "offset": 1}, "offset"),
        ({"offset": 7}, "offset"),
        ({"limit": 2, "offset": -2}, "offset"),
    ],
)
def test_a_page_that_cannot_be_is_refused(
    account: NetSuite, page: dict[str, Any], named: str
) -> None:
    answer = ask(account, "/customer", **page)
    assert (answer.status_code, detail(answer)["o:errorQueryParam"]) == (400, named)


@given(st.integers(0, 60), st.integers(1, 20))
def test_following_next_shows_every_row_once_and_ends(total: int, limit: int) -> None:
    rows, seen, page = list(range(total)), list[int](), Page("http://x/y?q=a", limit, 0)
    for _ in range(total // limit + 1):
        seen += page.of(rows)
        links = {link["rel"]: link["href"] for link in page.links(total)}
        assert all(href.startswith("http://x/y?q=a&limit=") for href in links.values())
        assert ("next" in links) == (page.offset + limit < total)
        if "next" not in links:
            break
        page = Page(page.url, limit, int(links["next"].rpartition("=")[2]))
        assert page.offset % limit == 0
    assert seen == rows
