"""simple-salesforce works on records, queries and jobs of the org, through the front."""

import csv
import io
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from simple_salesforce.api import Salesforce as Typed
from simple_salesforce.exceptions import (
    SalesforceError,
    SalesforceExpiredSession,
    SalesforceGeneralError,
    SalesforceMalformedRequest,
    SalesforceMoreThanOneRecord,
    SalesforceResourceNotFound,
)

from bridge.sandbox import world
from tests.contract.conftest import SALESFORCE_HOST, Sandboxes
from tests.sandbox.salesforce.client import accounts

#: Its hints are narrower than what it takes.
Salesforce: Any = Typed
KEY = "SBQQ__Key__c"
MANY = 450
LIKE = "Name LIKE 'Account 00%'"


@pytest.fixture(scope="module")
def crowd(sandboxes: Sandboxes) -> None:
    """Accounts for three pages of the smallest size."""
    url = f"{sandboxes.world.salesforce.url}/_sandbox/seed"
    answer = requests.post(url, json={"records": accounts(MANY)}, timeout=10)
    assert answer.status_code == 200


@pytest.fixture
def client(through_the_front: Sandboxes) -> Iterator[Any]:
    """A client with its own version of the API, signed in with client credentials."""
    assert through_the_front.front.url
    with requests.Session() as session:
        yield Salesforce(
            domain=SALESFORCE_HOST.removesuffix(".salesforce.com"),
            consumer_key=world.CLIENT_ID,
            consumer_secret=world.CLIENT_SECRET,
            session=session,
        )


@pytest.fixture
def key() -> str:
    """A value of the external id that no other test has."""
    return uuid.uuid4().hex


@pytest.mark.usefixtures("crowd")
def test_it_reads_all_pages(client: Any) -> None:
    small = {"Sforce-Query-Options": "batchSize=200"}
    soql = f"SELECT Id, Name FROM Account WHERE {LIKE} ORDER BY Name"
    names = [row["Name"] for row in client.query_all_iter(soql, headers=small)]
    assert names == [f"Account {number:05d}" for number in range(MANY)]
    assert client.query_all(soql, headers=small)["totalSize"] == MANY
    first = client.query(soql, headers=small)
    assert (len(first["records"]), first["done"]) == (200, False)
    second = client.query_more(first["nextRecordsUrl"], identifier_is_url=True)
    assert second["records"][0]["Name"] == "Account 00200"
    locator = second["nextRecordsUrl"].rpartition("/")[2]
    assert client.query_more(locator)["done"] is True


def test_it_creates_changes_reads_and_deletes(client: Any) -> None:
    made = client.Account.create({"Name": "First"})
    assert set(made) == {"id", "success", "errors"}
    assert client.Account.update(made["id"], {"Name": "Second"}) == 204
    assert client.Account.get(made["id"][:15])["Name"] == "Second"
    assert client.Account.delete(made["id"]) == 204
    soql = f"SELECT IsDeleted FROM Account WHERE Id = '{made['id']}'"
    assert client.query(soql)["totalSize"] == 0
    (row,) = client.query_all(soql, include_deleted=True)["records"]
    assert row["IsDeleted"] is True


def test_it_upserts_and_reads_by_an_external_id(client: Any, key: str) -> None:
    quotes = client.SBQQ__Quote__c
    assert quotes.upsert(f"{KEY}/{key}", {"SBQQ__Status__c": "Draft"}) == 201
    assert quotes.upsert(f"{KEY}/{key}", {"SBQQ__Status__c": "Approved"}) == 200
    assert quotes.get_by_custom_id(KEY, key)["SBQQ__Status__c"] == "Approved"
    quotes.create({KEY: key})
    with pytest.raises(SalesforceMoreThanOneRecord) as found:
        quotes.get_by_custom_id(KEY, key)
    assert len(found.value.content) == 2


def test_it_reads_what_changed_and_what_was_deleted(client: Any) -> None:
    kept = client.Account.create({"Name": "Kept"})["id"]
    gone = client.Account.create({"Name": "Gone"})["id"]
    client.Account.delete(gone)
    now = datetime.now(UTC)
    # What is covered ends with a whole minute, and the last one may not be over.
    span = (now - timedelta(minutes=5), now + timedelta(minutes=2))
    updated, deleted = client.Account.updated(*span), client.Account.deleted(*span)
    assert {"ids", "latestDateCovered"} <= set(updated)
    assert {"deletedRecords", "earliestDateAvailable", "latestDateCovered"} <= set(deleted)
    assert gone not in updated["ids"]
    assert kept not in {row["id"] for row in deleted["deletedRecords"]}


def test_it_reads_descriptions_limits_and_resources(client: Any) -> None:
    assert client.describe()["maxBatchSize"] == 200
    fields = {field["name"] for field in client.Order.describe()["fields"]}
    assert {"Id", "OrderNumber", "TotalAmount"} <= fields
    assert client.Order.metadata()["objectDescribe"]["keyPrefix"] == "801"
    assert client.limits()["DailyApiRequests"]["Max"] == 100_000
    assert set(client.restful("limits/")) == set(client.limits())
    assert client.api_usage["api-usage"].total == 100_000
    assert client.is_sandbox() is True
    assert client.oauth2("userinfo", method="GET")["preferred_username"] == world.USERNAME
    records = [{"attributes": {"type": "Account"}, "Name": "Of a collection"}]
    (made,) = client.restful("composite/sobjects", method="POST", json={"records": records})
    assert made["success"] is True


def test_it_understands_the_errors(client: Any) -> None:
    with pytest.raises(SalesforceMalformedRequest, match="INVALID_FIELD"):
        client.query("SELECT Nothing FROM Order")
    with pytest.raises(SalesforceMalformedRequest, match="MALFORMED_QUERY"):
        client.query("SELECT")
    with pytest.raises(SalesforceResourceNotFound):
        client.Order.get("801000000000000AAA")
    with pytest.raises(SalesforceResourceNotFound):
        client.Nothing.describe()
    with pytest.raises(SalesforceGeneralError, match="405"):
        client.restful("limits", method="POST", json={})
    ended = Salesforce(instance=client.sf_instance, session_id="ended")
    with pytest.raises(SalesforceExpiredSession):
        ended.query("SELECT Id FROM Order")


@pytest.mark.usefixtures("crowd")
def test_it_reads_many_rows_by_a_query_job(client: Any, tmp_path: Path) -> None:
    soql = f"SELECT Id, Name FROM Account WHERE {LIKE}"
    parts = list(client.bulk2.Account.query(soql, max_records=200, wait=0.01))
    read = [list(csv.reader(io.StringIO(part))) for part in parts]
    assert [len(rows) - 1 for rows in read] == [200, 200, 50]
    assert {tuple(rows[0]) for rows in read} == {("Id", "Name")}
    files = client.bulk2.Account.download(soql, path=str(tmp_path), wait=0.01)
    assert sum(each["number_of_records"] for each in files) == MANY


def test_it_loads_rows_by_an_ingest_job(client: Any, key: str) -> None:
    quotes = client.bulk2.SBQQ__Quote__c
    rows = [{KEY: key, "SBQQ__Status__c": "Draft"}, {KEY: "x" * 81, "SBQQ__Status__c": "Draft"}]
    (done,) = quotes.upsert(records=rows, external_id_field=KEY, wait=0.01)
    assert (done["numberRecordsProcessed"], done["numberRecordsFailed"]) == (2, 1)
    (good,) = csv.DictReader(io.StringIO(quotes.get_successful_records(done["job_id"])))
    assert (good["sf__Created"], good[KEY]) == ("true", key)
    (wrong,) = csv.DictReader(io.StringIO(quotes.get_failed_records(done["job_id"])))
    assert wrong["sf__Error"].startswith("STRING_TOO_LONG:")
    (gone,) = quotes.delete(records=[{"Id": good["sf__Id"]}], wait=0.01)
    assert gone["numberRecordsFailed"] == 0
    with pytest.raises(SalesforceError, match="ENTITY_IS_DELETED"):
        client.SBQQ__Quote__c.get(good["sf__Id"])
