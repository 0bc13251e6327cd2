"""A client that others wrote works against the stand-in unchanged."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import (
    SalesforceExpiredSession,
    SalesforceMalformedRequest,
    SalesforceResourceNotFound,
)

from tests.sandbox.salesforce.client import Org


class PlainHttp(HTTPAdapter):
    """Speaks http where the client insists on https."""

    def send(self, request: requests.PreparedRequest, *args: Any, **rest: Any) -> requests.Response:
        request.url = str(request.url).replace("https://", "http://", 1)
        return super().send(request, *args, **rest)


@pytest.fixture
def client(org: Org) -> Iterator[Any]:
    """simple-salesforce, signed in to the org."""
    with requests.Session() as session:
        session.trust_env = False
        session.mount("https://127.0.0.1", PlainHttp())
        yield Salesforce(
            instance_url=org.url.replace("http://", "https://"),
            session_id=str(org.session.headers["Authorization"]).removeprefix("Bearer "),
            session=session,
            version="68.0",
        )


def test_it_reads_all_pages(client: Any) -> None:
    found = client.query_all("SELECT Id, TotalPrice FROM OrderItem ORDER BY TotalPrice")
    assert found["totalSize"] == 2
    assert [row["TotalPrice"] for row in found["records"]] == [22479.6, 120000.0]


def test_it_creates_changes_and_deletes(client: Any) -> None:
    made = client.Account.create({"Name": "First"})
    assert client.Account.update(made["id"], {"Name": "Second"}) == 204
    assert client.Account.get(made["id"])["Name"] == "Second"
    assert client.Account.delete(made["id"]) == 204
    deleted = client.query("SELECT Name FROM Account WHERE IsDeleted = true", include_deleted=True)
    assert [row["Name"] for row in deleted["records"]] == ["Second"]


def test_it_reads_descriptions_limits_and_quota(client: Any) -> None:
    assert client.describe()["maxBatchSize"] == 200
    assert "Bridge_Status__c" in {field["name"] for field in client.Order.describe()["fields"]}
    assert client.limits()["DailyApiRequests"]["Max"] == 100_000
    assert client.api_usage["api-usage"].total == 100_000


def test_it_understands_the_errors(org: Org, client: Any) -> None:
    with pytest.raises(SalesforceMalformedRequest, match="INVALID_FIELD"):
        client.query("SELECT Nothing FROM Order")
    with pytest.raises(SalesforceResourceNotFound):
        client.Order.get("801000000000000AAA")
    org.clock.advance(3 * 3600)
    with pytest.raises(SalesforceExpiredSession):
        client.query("SELECT Id FROM Order")
