"""netsuitesdk, as it comes from the package index, at work on the SOAP port of the stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from netsuitesdk import (  # type: ignore[import-untyped]  # it has no types
    NetSuiteConnection,
    NetSuiteRequestError,
)
from netsuitesdk.internal.exceptions import NetSuiteLoginError  # type: ignore[import-untyped]  # the same
from netsuitesdk.internal.utils import PaginatedSearch  # type: ignore[import-untyped]  # the same

from bridge.sandbox import world
from tests.contract.conftest import Sandboxes

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
PREFIX = "SDK-PAGE-"


def connect(**other: str) -> NetSuiteConnection:
    secrets = {
        "consumer_key": "sandbox-consumer",
        "consumer_secret": world.CLIENT_SECRET,
        "token_key": "sandbox-token",
        "token_secret": world.CLIENT_SECRET,
        **other,
    }
    return NetSuiteConnection(account=world.ACCOUNT, caching=False, page_size=5, **secrets)


@pytest.fixture(scope="module")
def connected(sandboxes: Sandboxes) -> Iterator[NetSuiteConnection]:
    """One connection for all: a client reads the WSDL once."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in sandboxes.front.environment.items():
            environment.setenv(name, value)
        connection = connect()
    yield connection
    connection.client._client.transport.session.close()


@pytest.fixture
def sdk(through_the_front: Sandboxes, connected: NetSuiteConnection) -> NetSuiteConnection:
    assert through_the_front.front.url
    return connected


def add_customers(sdk: NetSuiteConnection, count: int) -> None:
    client = sdk.client
    for number in range(count):
        client.upsert(
            client.Customer(
                externalId=f"{PREFIX}{number}",
                companyName=f"Paged {number}",
                subsidiary=client.RecordRef(externalId="US-INC"),
                email=f"p{number}@example.com",
            )
        )


def test_it_finds_every_name_it_looks_for_where_it_looks_for_it(sdk: NetSuiteConnection) -> None:
    # It asks by numbered prefixes, so that the schemas must come in the known order.
    client = sdk.client
    assert client.Customer.name == "Customer"
    assert client.Invoice.name == "Invoice"
    assert client.CreditMemo.name == "CreditMemo"
    assert client.JournalEntry.name == "JournalEntry"
    assert client.Employee.name == "Employee"
    assert client.CustomerSearchBasic.name == "CustomerSearchBasic"


def test_it_posts_a_customer_and_gets_it_back(sdk: NetSuiteConnection) -> None:
    body = {
        "externalId": "SDK-POST",
        "companyName": "Posted Ltd",
        "email": "a@example.com",
        "currency": {"externalId": "EUR"},
        "subsidiary": {"externalId": "US-INC"},
        "representingSubsidiary": {"internalId": "1"},
        "monthlyClosing": {"internalId": "1"},
    }
    posted = sdk.customers.post(body)
    assert posted["externalId"] == "SDK-POST"
    read = sdk.customers.get(internalId=posted["internalId"])
    assert (read["companyName"], read["email"]) == ("Posted Ltd", "a@example.com")
    assert read["currency"]["name"] == "Euro"


def test_it_pages_through_a_search(sdk: NetSuiteConnection) -> None:
    add_customers(sdk, 12)
    client = sdk.client
    basic = client.basic_search_factory(
        "Customer",
        externalIdString=client.SearchStringField(searchValue=PREFIX, operator="startsWith"),
    )
    search = PaginatedSearch(client=client, type_name="Customer", basic_search=basic)
    assert (search.total_records, search.total_pages, search.page_size) == (12, 3, 5)
    seen = [record["externalId"] for record in search.records]
    for page in (2, 3):
        search.goto_page(page)
        seen += [record["externalId"] for record in search.records]
    assert sorted(seen) == sorted(f"{PREFIX}{number}" for number in range(12))


def test_it_lists_what_changed_since(sdk: NetSuiteConnection) -> None:
    add_customers(sdk, 1)
    recent = list(sdk.customers.get_records_generator(last_modified_date="2020-01-01T00:00:00"))
    assert f"{PREFIX}0" in {record["externalId"] for page in recent for record in page}
    future = datetime(2100, 1, 1, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%S")
    assert not list(sdk.customers.get_records_generator(last_modified_date=future))


def test_it_lists_currencies_items_and_subsidiaries(sdk: NetSuiteConnection) -> None:
    assert {one["symbol"] for one in sdk.currencies.get_all()} >= {"USD", "EUR", "JPY"}
    items = [item for page in sdk.items.get_all_generator() for item in page]
    assert "SUB-ENT" in {item["itemId"] for item in items}
    companies = [one for page in sdk.subsidiaries.get_all_generator() for one in page]
    assert {one["country"] for one in companies} == {"_unitedStates", "_germany"}


def test_it_is_told_what_is_wrong_with_a_record(sdk: NetSuiteConnection) -> None:
    with pytest.raises(NetSuiteRequestError) as missing:
        sdk.customers.get(externalId="SDK-NOBODY")
    assert missing.value.code == "RCRD_DSNT_EXIST"
    client = sdk.client
    with pytest.raises(NetSuiteRequestError) as refused:
        client.upsert(client.Customer(externalId="SDK-WRONG", companyName="No company of ours"))
    assert refused.value.code == "USER_ERROR"
    assert "Primary Subsidiary" in str(refused.value)


def test_it_knows_a_refused_login(through_the_front: Sandboxes) -> None:
    assert through_the_front.front.url
    stranger = connect(token_secret="another")
    with pytest.raises(NetSuiteLoginError):
        stranger.currencies.get_all()
    stranger.client._client.transport.session.close()


def test_it_deletes_what_it_made(sdk: NetSuiteConnection) -> None:
    client = sdk.client
    client.upsert(
        client.Customer(
            externalId="SDK-GONE",
            companyName="Soon gone",
            subsidiary=client.RecordRef(externalId="US-INC"),
        )
    )
    assert sdk.customers.delete(externalId="SDK-GONE")["externalId"] == "SDK-GONE"
    with pytest.raises(NetSuiteRequestError):
        sdk.customers.get(externalId="SDK-GONE")
