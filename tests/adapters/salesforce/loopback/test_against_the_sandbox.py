"""The adapter and the stand-in, which know nothing of each other, over HTTP on loopback."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bridge.adapters.salesforce.client import Org
from bridge.adapters.salesforce.soql import Window, selects, window
from bridge.errors import Misconfigured, Throttled
from bridge.mappers.graph import select
from bridge.mappers.read import cpq, revenue_cloud
from bridge.mappers.read.seeds import seed_id
from bridge.model.record import Record
from bridge.sandbox.journal import Change
from tests.adapters.salesforce.loopback.stand import Stand, a_stand, products, scenarios

GRAPHS = {"cpq": cpq.GRAPH, "revenue-cloud": revenue_cloud.GRAPH}
EVERYTHING = Window(datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


@pytest.fixture
def ramp() -> Iterator[Stand]:
    with a_stand(scenarios("a-ramp-three-years.cpq")) as stand:
        yield stand


ORDER_A = seed_id("Order", "O-A")


@pytest.mark.parametrize("model", ["cpq", "revenue-cloud"])
def test_the_org_and_the_memory_are_walked_alike(model: str) -> None:
    seed = scenarios(f"a-ramp-three-years.{model}", f"b-upsell-mid-term.{model}")
    held = tuple(Record(one.type, one.id, {"Id": one.id, **one.fields}) for one in seed.records)
    orders = tuple(record.id for record in held if record.type == "Order")
    expected = {record.id: record for record in select(held, GRAPHS[model], orders)}
    with a_stand(seed) as stand:
        found = {record.id: record for record in stand.client.collect(GRAPHS[model], orders)}
    assert found.keys() == expected.keys()
    for record_id, record in expected.items():
        read = found[record_id]
        assert read.type == record.type
        for name, value in record.fields.items():
            # seed files write amounts as text, the wire as numbers
            amount = isinstance(read.fields[name], Decimal | int) and isinstance(value, str)
            assert read.fields[name] == (Decimal(str(value)) if amount else value), name


def test_every_described_field_is_read(ramp: Stand) -> None:
    (order,) = ramp.client.collect((), (ORDER_A,))
    described = ramp.client.describe("Order").fields
    left_out = described.keys() - order.fields.keys()
    assert {described[name].type for name in left_out} <= {"address", "location", "base64"}
    assert len(order.fields) > 90


def test_a_batch_of_deals_costs_few_calls(ramp: Stand) -> None:
    ramp.client.collect(cpq.GRAPH, (ORDER_A,))
    before = ramp.client.contact.calls
    ramp.client.collect(cpq.GRAPH, (ORDER_A,))
    assert ramp.client.contact.calls - before <= 2 * (len(cpq.GRAPH) + 1)
    assert ramp.client.contact.calls == ramp.calls()
    assert ramp.client.quota is not None
    assert ramp.client.quota.used == ramp.calls() - ramp.calls("/oauth2/token")


def test_the_org_tells_what_it_is() -> None:
    with a_stand(products(0, currency="EUR", time_zone="Europe/Berlin")) as stand:
        org = stand.client.org()
    assert org == Org(id=org.id, currency="EUR", multi_currency=False, time_zone="Europe/Berlin")
    assert len(org.id) == 18
    with a_stand(products(0, currency="EUR", multi_currency=True)) as stand:
        assert stand.client.org().currency == "EUR"
        assert stand.client.org().multi_currency


def test_the_present_is_that_of_the_org(ramp: Stand) -> None:
    ramp.clock.set(datetime(2031, 5, 1, 12, 0, tzinfo=UTC))
    assert (ramp.client.ping() - datetime(2031, 5, 1, 12, 0, tzinfo=UTC)).total_seconds() < 60


def test_a_hidden_field_is_not_asked_for() -> None:
    with a_stand(products(1, hidden_fields=["Product2.Description"])) as stand:
        assert "Description" not in stand.client.describe("Product2").fields


def test_a_signed_assertion_logs_in(tmp_path: Path) -> None:
    key = rsa.generate_private_key(65537, 2048)
    file = tmp_path / "key.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    by_key = {"client_secret": None, "private_key_file": file}
    with a_stand(products(1), public_key_pem=public.decode()) as stand:
        known = stand.another_client(username="bridge@acme.test", **by_key)
        assert known.knows("Product2")
        stranger = stand.another_client(username="eve@acme.test", **by_key)
        with pytest.raises(Misconfigured, match="approved") as caught:
            stranger.ping()
        assert caught.value.where == "salesforce.username"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"client_secret": "wrong"}, "salesforce.client_secret"),
        ({"client_id": "wrong"}, "salesforce.client_id"),
    ],
)
def test_wrong_credentials_are_named(ramp: Stand, changes: dict[str, str], where: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        ramp.another_client(**changes).ping()
    assert caught.value.where == where
    assert ramp.calls() == 1  # a wrong credential is not tried again


def test_tokens_that_end_in_the_middle_are_renewed(ramp: Stand) -> None:
    ramp.strike(fault="expire_tokens", path="/query", every=3)
    whole = ramp.another_client().collect(cpq.GRAPH, (ORDER_A,))
    ramp.faults.clear()
    assert whole == ramp.client.collect(cpq.GRAPH, (ORDER_A,))


def test_pages_are_read_through_cuts_and_ended_cursors() -> None:
    with a_stand(products(4500)) as stand:
        stand.strike(fault="expire_cursors", path="/query/", nth=3)
        stand.strike(fault="cut_before_commit", path="/query/", nth=2)
        stand.strike(fault="status", status=503, html="<html>down</html>", path="/query", nth=5)
        rows = list(stand.client.query("SELECT Id, Name FROM Product2 ORDER BY Id"))
    assert len(rows) == 4500
    assert {row["Name"] for row in rows} == {f"Product {number}" for number in range(4500)}


def test_a_mass_update_is_seen_whole_although_it_has_one_time() -> None:
    with a_stand(products(4500)) as stand:
        found = stand.client.changed("Product2", ("Id",), EVERYTHING)
    assert len({change.record_id for change in found}) == len(found) == 4500
    assert len({change.modstamp for change in found}) == 1


def test_windows_follow_each_other_without_a_gap(ramp: Stand) -> None:
    first = window(None, ramp.client.ping(), 300, 600)
    assert len(ramp.client.changed("Order", ("Id",), first)) == 1
    ramp.clock.advance(3600)
    quiet = window(first.upper, ramp.client.ping(), 300, 600)
    assert ramp.client.changed("Order", ("Id",), quiet) == ()
    assert ramp.client.write_back("Order", [{"Id": ORDER_A, "Description": "read"}]) == ()
    young = window(quiet.upper, ramp.client.ping(), 300, 600)
    assert ramp.client.changed("Order", ("Id",), young) == ()  # it may not be committed yet
    ramp.clock.advance(600)
    old = window(young.upper, ramp.client.ping(), 300, 600)
    (change,) = ramp.client.changed("Order", ("Id",), old)
    assert (change.keys, change.deleted) == ((ORDER_A,), False)


def test_a_deleted_record_is_seen_as_a_change(ramp: Stand) -> None:
    (item, *_) = ramp.client.changed("OrderItem", ("OrderId",), EVERYTHING)
    address = f"{ramp.url}/services/data/v68.0/sobjects/OrderItem/{item.record_id}"
    ramp.client._session.delete(address)
    found = ramp.client.changed("OrderItem", ("OrderId",), EVERYTHING)
    assert [change.record_id for change in found if change.deleted] == [item.record_id]


def test_changes_are_found_through_parents(ramp: Stand) -> None:
    path = "SBQQ__OrderProduct__r.OrderId"
    found = ramp.client.changed("SBQQ__Subscription__c", (path,), EVERYTHING)
    assert {change.keys for change in found} == {(ORDER_A,)}


def test_rows_that_fail_leave_the_others_written() -> None:
    with a_stand(products(3)) as stand:
        rows = [
            {"Id": seed_id("Product2", f"P{number}"), "Description": "seen"} for number in range(3)
        ]
        stand.strike(fault="fail_rows", path="/composite/sobjects")
        (error,) = stand.client.write_back("Product2", rows)
        read = list(stand.client.query("SELECT Description FROM Product2 ORDER BY Name"))
    assert (error.id, error.code, error.temporary) == (rows[1]["Id"], "UNABLE_TO_LOCK_ROW", True)
    assert [row["Description"] for row in read] == ["seen", None, "seen"]


def test_a_write_whose_answer_was_lost_is_repeated_and_changes_nothing_more() -> None:
    with a_stand(products(1)) as stand:
        stand.strike(fault="cut_after_commit", path="/composite/sobjects", times=1)
        product = seed_id("Product2", "P0")
        assert stand.client.write_back("Product2", [{"Id": product, "Description": "seen"}]) == ()
        assert stand.calls("/composite/sobjects") == 2
        assert len(stand.journal.effects(Change.UPDATED)) <= 2


def test_a_used_up_quota_ends_the_pass() -> None:
    with a_stand(products(1, daily_api_requests=3)) as stand:
        greedy = stand.another_client(quota_reserve=0.0)
        for _ in range(3):
            greedy.ping()
        with pytest.raises(Throttled, match="QUOTA_RESERVE"):
            greedy.ping()
        assert stand.calls() == 4
        with pytest.raises(Throttled, match="24 hours") as caught:
            stand.another_client().ping()
        assert caught.value.retry_after_s == 3600


def test_long_lists_stay_within_a_request_line() -> None:
    with a_stand(products(450)) as stand:
        wanted = tuple(seed_id("Product2", f"P{number}") for number in range(450))
        fields = ("Id", *sorted(stand.client.describe("Product2").fields.keys() - {"Id"}))
        found = {
            row["Id"]
            for text in selects("Product2", fields, "Id", wanted)
            for row in stand.client.query(text)
        }
    assert found == set(wanted)
