"""The SOAP half of the `netsuite` package, unchanged, at work on the port of the stand-in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from netsuite import (  # type: ignore[import-untyped]  # it has no types
    Config,
    NetSuiteSoapApi,
    TokenAuth,
)
from zeep.cache import InMemoryCache

from bridge.sandbox import world
from tests.contract.conftest import NETSUITE_HOST, Sandboxes

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
CACHE: Any = InMemoryCache()  # type: ignore[no-untyped-call]  # it has no types
Work = Callable[[Any], Awaitable[Any]]


@pytest.fixture
def ask(through_the_front: Sandboxes) -> Callable[[Work], Any]:
    """Do some work with a client that has just read the WSDL."""
    assert through_the_front.front.url
    tokens = TokenAuth(
        consumer_key="sandbox-consumer",
        consumer_secret=world.CLIENT_SECRET,
        token_id="sandbox-token",
        token_secret=world.CLIENT_SECRET,
    )

    async def done(work: Work) -> Any:
        config = Config(account=world.ACCOUNT, auth=tokens)
        soap = NetSuiteSoapApi(config, version="2024.1.0", cache=CACHE)
        try:
            return await work(soap)
        finally:
            await soap.transport.aclose()
            soap.transport.wsdl_client.close()

    return lambda work: asyncio.run(done(work))


def an_order(soap: Any, external_id: str, customer: str, amount: str) -> Any:
    line = soap.Sales.SalesOrderItem(
        item=soap.Core.RecordRef(externalId="SUB-ENT"),
        quantity=1,
        amount=Decimal(amount),
        revRecStartDate=datetime(2026, 1, 15),  # noqa: DTZ001 - as a careless caller writes it
    )
    return soap.Sales.SalesOrder(
        externalId=external_id,
        entity=soap.Core.RecordRef(externalId=customer),
        tranDate=datetime(2026, 1, 15),  # noqa: DTZ001 - the same
        itemList=soap.Sales.SalesOrderItemList(item=[line]),
    )


def a_customer(soap: Any, external_id: str) -> Any:
    return soap.Relationships.Customer(
        externalId=external_id,
        companyName=external_id,
        subsidiary=soap.Core.RecordRef(externalId="US-INC"),
    )


def test_it_asks_for_the_time_and_the_addresses_of_the_account(ask: Callable[[Work], Any]) -> None:
    async def work(soap: Any) -> Any:
        urls = await soap.request("getDataCenterUrls", account=world.ACCOUNT)
        return await soap.request("getServerTime"), urls

    time, urls = ask(work)
    assert time.body.getServerTimeResult.serverTime.tzinfo is not None
    domains = urls.body.getDataCenterUrlsResult.dataCenterUrls
    assert domains.webservicesDomain == f"https://{NETSUITE_HOST}"
    assert domains.restDomain == "https://1234567-sb1.restlets.api.netsuite.com"


def test_it_upserts_a_list_of_orders_and_gets_them_by_their_external_ids(
    ask: Callable[[Work], Any],
) -> None:
    async def work(soap: Any) -> Any:
        await soap.upsert(a_customer(soap, "SOAP-PKG-C"))
        written = await soap.upsertList(
            [
                an_order(soap, "SOAP-PKG-1", "SOAP-PKG-C", "10.10"),
                an_order(soap, "SOAP-PKG-2", "SOAP-PKG-C", "20.20"),
            ]
        )
        # Its own getList wraps the references twice, so that no server finds them.
        wanted = [
            soap.Core.RecordRef(type="salesOrder", externalId=one)
            for one in ("SOAP-PKG-1", "SOAP-PKG-2")
        ]
        return written, await soap.request("getList", baseRef=wanted)

    written, read = ask(work)
    body = written.body.writeResponseList.writeResponse
    assert [one.baseRef.externalId for one in body] == ["SOAP-PKG-1", "SOAP-PKG-2"]
    records = [one.record for one in read.body.readResponseList.readResponse]
    assert [str(record.total) for record in records] == ["10.1", "20.2"]
    assert [len(record.itemList.item) for record in records] == [1, 1]


def test_it_searches_in_pages_of_the_size_it_prefers(ask: Callable[[Work], Any]) -> None:
    async def work(soap: Any) -> Any:
        await soap.upsertList([a_customer(soap, f"SOAP-PKG-P{number}") for number in range(7)])
        basic = soap.Common.CustomerSearchBasic(
            companyName=soap.Core.SearchStringField(operator="startsWith", searchValue="SOAP-PKG-P")
        )
        prefer = soap.Messages.SearchPreferences(bodyFieldsOnly=False, pageSize=5)
        first = await soap.search(
            soap.Relationships.CustomerSearch(basic=basic),
            additionalHeaders={"searchPreferences": prefer},
        )
        search_id = first.body.searchResult.searchId
        return first, await soap.searchMoreWithId(search_id, pageIndex=2)

    first, second = (answer.body.searchResult for answer in ask(work))
    assert (first.totalRecords, first.totalPages, second.pageIndex) == (7, 2, 2)
    names = [one.companyName for page in (first, second) for one in page.recordList.record]
    assert sorted(names) == [f"SOAP-PKG-P{number}" for number in range(7)]


def test_it_lists_the_currencies(ask: Callable[[Work], Any]) -> None:
    async def work(soap: Any) -> Any:
        return await soap.getAll("currency")

    listed = ask(work).body.getAllResult.recordList.record
    assert {one.symbol for one in listed} >= {"USD", "EUR"}
