"""Both sandboxes as one world: what they are told, they know again when they are started anew."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import requests

from bridge import app, settings, stage
from bridge.demo import open_demo
from bridge.errors import Misconfigured
from bridge.sandbox import world

ORDERS = "/services/data/v68.0/sobjects/Order/"


def pass_of(folder: Path, **changes: Any) -> tuple[int, dict[str, Any], world.World]:
    """One start of the demo and one pass; what NetSuite holds after it, by external id."""
    plan = stage.Plan(seeds=(), folder=folder, **changes)
    with open_demo(plan) as (found, opened):
        with app.Bridge.open(found) as bridge:
            posted = bridge.sync().posted_now
        return posted, orders(opened), opened


def orders(opened: world.World) -> dict[str, Any]:
    url = f"{opened.netsuite.url}/_sandbox/records"
    told = requests.get(url, params={"type": "salesOrder"}, timeout=5).text
    held = json.loads(told, parse_float=Decimal)["records"]
    return {row["externalId"]: row for row in held}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo has run once."""
    folder = tmp_path_factory.mktemp("demo")
    posted, held, _ = pass_of(folder)
    assert (posted, len(held)) == (7, 7)
    return folder


def test_a_second_start_holds_the_same_orders_and_has_nothing_to_post(told: Path) -> None:
    posted, held, _ = pass_of(told)
    assert posted == 0
    ids = {name: row["id"] for name, row in held.items()}
    _, again, _ = pass_of(told)
    assert {name: row["id"] for name, row in again.items()} == ids
    assert len(ids) == 7
    assert sorted(ids.values()) == [str(number) for number in range(5001, 5008)]


def test_salesforce_still_knows_what_it_was_told_of_each_deal(told: Path) -> None:
    with open_demo(stage.Plan(seeds=(), folder=told)) as (_, opened):
        url = f"{opened.salesforce.url}/_sandbox/records"
        rows = requests.get(url, params={"type": "Order"}, timeout=5).json()["Order"]
    said = sorted(row["Bridge_Status__c"] for row in rows)
    assert said == ["Excluded", "Flagged: ITEM_UNMAPPED", *["Ordered"] * 7]


def test_what_is_recalled_is_not_journalled_as_asked_again(told: Path) -> None:
    with open_demo(stage.Plan(seeds=(), folder=told)) as (_, opened):
        assert opened.journal.requests() == ()
        assert (opened.key_file.parent / "requests.jsonl").read_text() == ""


def test_faults_do_not_strike_what_is_recalled_and_not_twice(told: Path, tmp_path: Path) -> None:
    file = tmp_path / "faults.json"
    rule = {"fault": "status", "status": 500, "system": "netsuite", "method": "PUT", "times": 1}
    file.write_text(json.dumps({"rules": [rule]}))
    with open_demo(stage.Plan(seeds=(), folder=told, faults=file)) as (_, opened):
        assert len(orders(opened)) == 7
        assert [one["struck"] for one in opened.faults.report()] == [0]


def test_other_seeds_are_another_demo(told: Path) -> None:
    seeds = tuple(path for path in world.DEMO if path.name == "ramp.json")
    with open_demo(stage.Plan(seeds=seeds, folder=told)) as (_, opened):
        assert orders(opened) == {}


@pytest.mark.parametrize(
    ("file", "written", "says"),
    [
        ("netsuite.jsonl", '{"method": "PUT", "pa', "netsuite.jsonl, line 8: is no line of JSON"),
        ("netsuite.jsonl", '{"method": "PUT"}', "line 8: does not hold body, headers"),
        (
            "salesforce.jsonl",
            json.dumps({"method": "DELETE", "path": ORDERS + "nobody", "headers": {}, "body": ""}),
            "was answered with 404",
        ),
    ],
)
def test_a_broken_memory_is_named_with_file_and_line_and_what_to_do(
    file: str, written: str, says: str, told: Path, tmp_path: Path
) -> None:
    (source,) = (path for path in told.glob("*/netsuite.jsonl") if path.stat().st_size)
    folder = tmp_path / source.parent.name
    folder.mkdir()
    for kept in ("netsuite.jsonl", "salesforce.jsonl", "netsuite-key.pem"):
        (folder / kept).write_bytes((source.parent / kept).read_bytes())
    with (folder / file).open("a") as lines:
        lines.write(written)
    with (
        pytest.raises(Misconfigured, match="begin anew") as caught,
        open_demo(stage.Plan(seeds=(), folder=tmp_path)),
    ):
        raise AssertionError("it opened")
    assert says in str(caught.value)
    assert str(folder) in str(caught.value)


def test_a_broken_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "netsuite-key.pem").write_text("no key")
    with (
        pytest.raises(Misconfigured, match=r"netsuite-key\.pem: is no private key"),
        stage.sandbox(stage.Plan(seeds=(), folder=tmp_path)),
    ):
        raise AssertionError("it opened")


def test_a_port_that_is_taken_is_told_and_nothing_keeps_listening(tmp_path: Path) -> None:
    with stage.sandbox(stage.Plan(seeds=(), folder=tmp_path / "first")) as (opened, _):
        taken = opened.netsuite.port
        free = opened.salesforce.port
    with stage.sandbox(stage.Plan(seeds=(), folder=tmp_path / "second", ports=(0, taken))) as (
        _,
        _,
    ):
        plan = stage.Plan(seeds=(), folder=tmp_path / "third", ports=(free, taken))
        with pytest.raises(Misconfigured, match="choose other ports"), stage.sandbox(plan):
            raise AssertionError("it opened")
        with pytest.raises(requests.ConnectionError):
            requests.get(f"http://127.0.0.1:{free}/services/data", timeout=5)


def test_a_folder_has_room_for_one_pair_of_sandboxes(tmp_path: Path) -> None:
    plan = stage.Plan(seeds=(), folder=tmp_path, ports=(0, 0))
    taken = "other sandboxes are running in this folder"
    with stage.sandbox(plan), pytest.raises(Misconfigured, match=taken), stage.sandbox(plan):
        raise AssertionError("it opened")
    with stage.sandbox(plan) as (opened, _):
        assert opened.salesforce.port


def test_the_settings_that_a_sandbox_writes_lead_to_it(tmp_path: Path) -> None:
    with stage.sandbox(stage.Plan(seeds=(), folder=tmp_path)) as (opened, file):
        found = settings.load(file)
        assert found.salesforce.url == opened.salesforce.url
        assert found.netsuite.address == opened.netsuite.url
        with app.Bridge.open(found) as bridge:
            assert bridge.ends.salesforce.ping() <= app.now()
