"""zeep itself, strict as it is by default, on the port under the vendor's host name."""

from __future__ import annotations

import base64
import hmac
import secrets
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import zeep

from bridge.sandbox import world
from tests.contract.conftest import NETSUITE_HOST, Sandboxes

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
#: It has no types.
ZEEP: Any = zeep
CORE, COMMON, SALES = "ns0", "ns5", "ns19"
Service = Callable[..., Any]


class Caller:
    """A client with a token, and the factories of its types."""

    def __init__(self) -> None:
        self.zeep = ZEEP.Client(f"https://{NETSUITE_HOST}/wsdl/v2025_2_0/netsuite.wsdl")
        self.core, self.common = self.zeep.type_factory(CORE), self.zeep.type_factory(COMMON)
        self.sales = self.zeep.type_factory(SALES)

    def call(self, operation: str, **asked: Any) -> Any:
        service: Service = getattr(self.zeep.service, operation)
        return service(_soapheaders={"tokenPassport": self._passport()}, **asked).body

    def _passport(self) -> Any:
        parts = {
            "account": world.ACCOUNT,
            "consumerKey": "sandbox-consumer",
            "token": "sandbox-token",
            "nonce": secrets.token_hex(10),
            "timestamp": str(int(time.time())),
        }
        key = f"{world.CLIENT_SECRET}&{world.CLIENT_SECRET}".encode()
        code = base64.b64encode(hmac.digest(key, "&".join(parts.values()).encode(), "sha256"))
        signature = self.core.TokenPassportSignature(code.decode(), algorithm="HMAC-SHA256")
        return self.core.TokenPassport(**parts, signature=signature)

    def order(self, external_id: str, amount: str) -> Any:
        line = self.sales.SalesOrderItem(
            item=self.core.RecordRef(externalId="SUB-ENT"), quantity="2", amount=amount
        )
        return self.sales.SalesOrder(
            externalId=external_id,
            entity=self.core.RecordRef(externalId="ZEEP-C"),
            tranDate=datetime(2026, 1, 15, tzinfo=UTC),
            itemList=self.sales.SalesOrderItemList(item=[line], replaceAll=False),
        )


@pytest.fixture
def caller(through_the_front: Sandboxes) -> Iterator[Caller]:
    assert through_the_front.front.url
    caller = Caller()
    customer = caller.zeep.type_factory("ns13").Customer(
        externalId="ZEEP-C",
        companyName="Zeep Ltd",
        subsidiary=caller.core.RecordRef(externalId="US-INC"),
    )
    assert caller.call("upsert", record=customer).writeResponse.status.isSuccess
    yield caller
    caller.zeep.transport.session.close()


def test_it_writes_reads_searches_and_deletes(caller: Caller) -> None:
    records = [caller.order("ZEEP-1", "100.50"), caller.order("ZEEP-2", "wrong-number")]
    with pytest.raises(zeep.exceptions.Fault, match="NumberFormatException"):
        caller.call("upsertList", record=records)
    written = caller.call("upsertList", record=records[:1]).writeResponseList.writeResponse
    ref = caller.core.RecordRef(type="salesOrder", internalId=written[0].baseRef.internalId)
    read = caller.call("get", baseRef=ref).readResponse.record
    assert (read.externalId, str(read.total), read.status) == (
        "ZEEP-1",
        "100.5",
        "Pending Approval",
    )
    wanted = caller.common.TransactionSearchBasic(
        externalIdString=caller.core.SearchStringField(operator="is", searchValue="zeep-1"),
        type=caller.core.SearchEnumMultiSelectField(operator="anyOf", searchValue=["_salesOrder"]),
    )
    search = caller.sales.TransactionSearch(basic=wanted)
    assert caller.call("search", searchRecord=search).searchResult.totalRecords == 1
    assert caller.call("delete", baseRef=ref).writeResponse.status.isSuccess
    kinds = caller.core.SearchEnumMultiSelectField(operator="anyOf", searchValue=["salesOrder"])
    filtered = caller.core.GetDeletedFilter(type=kinds)
    gone = caller.call("getDeleted", getDeletedFilter=filtered, pageIndex=1).getDeletedResult
    assert "ZEEP-1" in {one.record.externalId for one in gone.deletedRecordList.deletedRecord}


def test_every_other_operation_answers_in_its_declared_shape(caller: Caller) -> None:
    answer = caller.call("getPostingTransactionSummary", pageIndex=1)
    assert answer.getPostingTransactionSummaryResult.status.isSuccess
    field = caller.core.GetSelectValueFieldDescription(recordType="customer", field="currency")
    values = caller.call("getSelectValue", fieldDescription=field, pageIndex=1)
    assert values.getSelectValueResult.totalRecords >= 5
    assert caller.call("getAccountGovernanceInfo").getAccountGovernanceInfoResult.status.isSuccess
    limits = caller.call("getIntegrationGovernanceInfo").getIntegrationGovernanceInfoResult
    assert limits.limitType == "_account"


def test_a_fault_is_one_that_the_wsdl_declares(caller: Caller) -> None:
    with pytest.raises(zeep.exceptions.Fault) as refused:
        caller.zeep.service.getServerTime()
    assert "must log in" in str(refused.value)
    name = "{urn:faults_2025_2.platform.webservices.netsuite.com}invalidSessionFault"
    assert refused.value.detail.find(name) is not None
