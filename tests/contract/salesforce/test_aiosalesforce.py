"""aiosalesforce works on the org through the front, on a loop of its own."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from aiosalesforce import Salesforce
from aiosalesforce.auth import Auth, ClientCredentialsFlow, JwtBearerFlow, SoapLogin
from aiosalesforce.exceptions import AuthenticationError, NotFoundError, SalesforceError

from bridge.sandbox import world
from tests.contract.conftest import SALESFORCE_HOST, Sandboxes

KEY = "SBQQ__Key__c"
Work = Callable[[Salesforce], Awaitable[Any]]

pytestmark = pytest.mark.usefixtures("through_the_front")


def work(done: Work, auth: Auth | None = None) -> Any:
    """Do a piece of work with a client that is signed in, and return what it returns."""
    chosen = auth or ClientCredentialsFlow(world.CLIENT_ID, world.CLIENT_SECRET)

    async def main() -> Any:
        async with httpx.AsyncClient() as http:
            return await done(Salesforce(http, f"https://{SALESFORCE_HOST}", auth=chosen))

    return asyncio.run(main())


async def count(client: Salesforce) -> int:
    return len([row async for row in client.query("SELECT Id FROM Order")])


def test_it_signs_in_by_each_of_its_ways(sandboxes: Sandboxes) -> None:
    ways: list[Auth] = [
        ClientCredentialsFlow(world.CLIENT_ID, world.CLIENT_SECRET),
        JwtBearerFlow(world.CLIENT_ID, world.USERNAME, sandboxes.world.key_file),
        SoapLogin(world.USERNAME, world.CLIENT_SECRET, ""),
    ]
    counts = [work(count, way) for way in ways]
    assert counts[0] > 0
    assert len(set(counts)) == 1


def test_it_says_why_it_was_not_let_in() -> None:
    with pytest.raises(AuthenticationError, match="invalid_client"):
        work(count, ClientCredentialsFlow(world.CLIENT_ID, "wrong"))
    with pytest.raises(AuthenticationError, match="INVALID_LOGIN"):
        work(count, SoapLogin(world.USERNAME, "wrong", ""))


def test_it_signs_in_again_when_its_session_has_ended() -> None:
    async def twice(client: Salesforce) -> tuple[int, int]:
        first = await count(client)
        token = await client.auth.get_access_token(client)
        url = f"{client.base_url}/services/oauth2/revoke"
        await client.httpx_client.post(url, data={"token": token})
        return first, await count(client)

    first, second = work(twice)
    assert first == second > 0


def test_it_works_on_single_records() -> None:
    key = uuid.uuid4().hex

    async def records(client: Salesforce) -> None:
        made = await client.sobject.create("Account", {"Name": "First"})
        await client.sobject.update("Account", made, {"Name": "Second"})
        read = await client.sobject.get("Account", made, fields=["Name"])
        assert read["Name"] == "Second"
        await client.sobject.delete("Account", made)
        with pytest.raises(NotFoundError):
            await client.sobject.get("Account", made)
        first = await client.sobject.upsert("SBQQ__Quote__c", key, KEY, {})
        again = await client.sobject.upsert("SBQQ__Quote__c", key, KEY, {})
        assert (first.created, again.created, first.id == again.id) == (True, False, True)
        await client.sobject.delete("SBQQ__Quote__c", key, KEY)
        with pytest.raises(SalesforceError, match="NOT_FOUND"):
            await client.sobject.get("SBQQ__Quote__c", key, KEY)

    work(records)


def test_it_puts_several_calls_into_one() -> None:
    async def together(client: Salesforce) -> None:
        async with client.composite.batch() as batch:
            made = batch.sobject.create("Account", {"Name": "Of a batch"})
            orders = batch.query("SELECT Id FROM Order")
        assert made.id.startswith("001")
        assert orders.records
        async with client.composite(all_or_none=True) as composite:
            account = composite.sobject.create("Account", {"Name": "Of a call"})
            person = {"LastName": "Of a call", "AccountId": str(account.reference.id)}
            contact = composite.sobject.create("Contact", person)
        assert (account.id[:3], contact.id[:3]) == ("001", "003")

    work(together)


def test_it_loads_rows_by_an_ingest_job() -> None:
    key = uuid.uuid4().hex

    async def load(client: Salesforce) -> Any:
        rows = [{KEY: key, "SBQQ__Status__c": "Draft"}, {KEY: "x" * 81}]
        ingest = client.bulk_v2.ingest
        done = ingest.perform_operation(
            "upsert", "SBQQ__Quote__c", rows, external_id_field=KEY, polling_interval=0.01
        )
        return [each async for each in done]

    (done,) = work(load)
    assert [row[KEY] for row in done.successful_results] == [key]
    (wrong,) = done.failed_results
    assert wrong["sf__Error"].startswith("STRING_TOO_LONG:")


def test_it_reads_the_limits() -> None:
    assert work(lambda client: client.get_limits())["DailyApiRequests"]["Max"] == 100_000
