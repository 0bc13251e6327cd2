"""What an operator, an admin or an org gets wrong: told by name, nothing posted, nothing lost."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bridge.sandbox.faults import parse_rules
from bridge.sandbox.world import DEMO
from tests.cli.calls import call
from tests.cli.conftest import RULES, Reached

ONBOARDING = next(path for path in DEMO if path.stem == "onboarding")


def hiding(folder: Path, *fields: str) -> Path:
    """A seed whose org hides fields of one good deal from the integration user."""
    seed = json.loads(ONBOARDING.read_text(encoding="utf-8"))
    seed["org"]["hidden_fields"] = list(fields)
    file = folder / "seed.json"
    file.write_text(json.dumps(seed), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "field", ["OrderItem.ServiceDate", "Order.TotalAmount", "Product2.ProductCode"]
)
def test_a_field_that_the_org_hides_is_a_flag_that_names_it(tmp_path: Path, field: str) -> None:
    seed = hiding(tmp_path, field)
    done = call(
        *("demo", "--once", "--json", "--seed", seed, "--folder", tmp_path, "--rules", RULES)
    )
    assert done.code == 0
    assert (done.form["flagged"], done.form["posted"]) == (1, 0)
    assert done.form["currencies"]["USD"]["suspense"] == "29000.00"
    (config,) = tmp_path.glob("*/bridge.toml")
    (case,) = call("exceptions", "list", "--json", "--config", config).form["exceptions"]
    flag = next(flag for flag in case["flags"] if flag["code"] == "FIELD_MISSING")
    record, _, name = field.partition(".")
    assert f"the org shows no field {name} on {record}; make it visible" in flag["says"]


@pytest.mark.parametrize("field", ["Order.Status", "Order.StatusCode", "Order.SBQQ__Quote__c"])
def test_an_org_that_hides_what_a_booking_is_stops_the_pass(tmp_path: Path, field: str) -> None:
    seed = hiding(tmp_path, field)
    done = call(
        *("demo", "--once", "--json", "--seed", seed, "--folder", tmp_path, "--rules", RULES)
    )
    assert done.code == 2
    assert f"the org does not show {field}; let the user read it" in done.form["says"]


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("SALESFORCE__CLIENT_SECRET=fake-secret-wrong", "salesforce.client_secret: "),
        ("SALESFORCE__CLIENT_ID=wrong", "salesforce.client_id: "),
        ("NETSUITE__CLIENT_ID=wrong", "netsuite.client_id, "),
        ("NETSUITE__CERTIFICATE_ID=wrong", "netsuite.certificate_id, "),
        ("NETSUITE__PRIVATE_KEY_FILE={folder}/other.pem", "netsuite.private_key_file: "),
        ("NETSUITE__PRIVATE_KEY_FILE={folder}/none.pem", "netsuite.private_key_file ("),
    ],
)
def test_a_wrong_credential_is_named_and_nothing_is_lost(
    reached: Reached, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, says: str
) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (tmp_path / "other.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    with monkeypatch.context() as wrong:
        name, _, value = setting.format(folder=tmp_path).partition("=")
        wrong.setenv(f"BRIDGE_{name}", value)
        done = call("sync", "--once", "--json", "--config", reached.config)
    assert done.code == 2
    assert done.form["error"] == "Misconfigured"
    assert says in done.form["says"]
    assert "fake-secret" not in done.out + done.err
    assert reached.written == []
    mended = call("sync", "--once", "--json", "--config", reached.config)
    assert (mended.form["deals"], mended.form["posted_now"]) == (2, 1)


@pytest.mark.parametrize("system", ["SALESFORCE", "NETSUITE"])
def test_a_system_that_is_not_there_ends_with_three_and_what_to_do(
    reached: Reached, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    with monkeypatch.context() as down:
        down.setenv(f"BRIDGE_{system}__URL", "http://127.0.0.1:1")
        down.setenv(f"BRIDGE_{system}__HTTP__ATTEMPTS_MAX", "1")
        done = call("sync", "--once", "--config", reached.config)
    assert (done.code, done.out) == (3, "")
    assert f"Unavailable: {system.lower()}: " in done.err
    assert f"check {system.lower()}.url and the network" in done.err
    assert reached.written == []
    mended = call("sync", "--once", "--json", "--config", reached.config)
    assert (mended.form["deals"], mended.form["posted_now"]) == (2, 1)


def test_rules_that_cannot_be_used_stop_the_pass_before_anything_is_read(
    reached: Reached, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "items.yaml").write_bytes(b"\xff")
    monkeypatch.setenv("BRIDGE_RULES__FOLDER", str(tmp_path / "rules"))
    done = call("sync", "--once", "--json", "--config", reached.config)
    assert done.code == 2
    assert done.form["error"] == "RulebookInvalid"
    assert done.form["diagnostics"][0]["file"] == "items.yaml"
    assert reached.world.journal.requests() == ()


def test_an_order_that_cannot_be_told_its_status_is_told_with_the_fields_it_needs(
    reached: Reached,
) -> None:
    fault = {"fault": "fail_rows", "system": "salesforce", "path": "/composite"}
    reached.world.faults.add(parse_rules({"rules": [fault]}, "test"))
    done = call("sync", "--once", "--config", reached.config)
    assert done.code == 0
    assert "write_back.refused" in done.err
    for field in ("Bridge_Status__c (text, 40)", "Bridge_NetSuite_Ids__c (text, 255)"):
        assert field in done.err


def test_a_secret_in_a_file_that_others_may_read_is_warned_of(reached: Reached) -> None:
    assert "secret_in_file" not in call("ledger", "verify", "--config", reached.config).err
    reached.config.chmod(0o644)
    done = call("sync", "--once", "--json", "--config", reached.config)
    assert done.code == 0
    assert "settings.secret_in_file" in done.err
    assert f"chmod 600 {reached.config}" in done.err


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite:///{folder}/file/books.sqlite", "name a place that the bridge may write"),
        ("sqlite:///{folder}/file", "file is not a database"),
        ("mysql://ann:fake-secret-pw@127.0.0.1/books", "write sqlite:///path/to/file or postgres"),
        ("postgresql://ann:fake-secret-pw@127.0.0.1:1/books", "start it, or correct store.url"),
        ("nonsense", "this is no database URL"),
    ],
)
def test_a_store_that_cannot_be_opened_is_told_without_its_password(
    reached: Reached, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, says: str
) -> None:
    (tmp_path / "file").write_text("no database, and long enough to be told from one" * 40)
    monkeypatch.setenv("BRIDGE_STORE__URL", url.format(folder=tmp_path))
    done = call("sync", "--once", "--json", "--config", reached.config)
    assert done.code == 2
    assert says in done.form["says"]
    assert "fake-secret" not in done.out + done.err
