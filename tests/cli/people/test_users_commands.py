"""`bridge users`, from the first administrator to the review."""

from pathlib import Path

import pytest

from tests.cli.calls import Ended, call

PASSWORD = "a horse reads quarterly books"
SETTINGS = """
[salesforce]
url = "http://127.0.0.1:9"
client_id = "id"
client_secret = "none at all"
[netsuite]
account = "1234567_SB1"
url = "http://127.0.0.1:9"
consumer_key = "key"
consumer_secret = "none at all"
token_id = "id"
token_secret = "none at all"
[store]
url = "sqlite:///{folder}/bridge.sqlite"
"""


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("users")
    file = folder / "bridge.toml"
    file.write_text(SETTINGS.format(folder=folder), encoding="utf-8")
    file.chmod(0o600)
    return file


def users(config: Path, *words: str, typed: str = "") -> Ended:
    return call("users", *words, "--config", config, "--json", typed=typed)


def test_people_are_added_given_roles_and_reviewed(config: Path) -> None:
    typed = f"{PASSWORD}\n{PASSWORD}\n"
    first = users(config, "add", "Ada Admin", "--admin", typed=typed)
    assert (first.code, first.form["roles"]) == (0, ["admin"])
    assert PASSWORD not in first.out + first.err
    by = ("--as", "Ada Admin", "--why", "she joined finance")
    added = users(config, "add", "Ana Example", "--no-password", *by)
    assert (added.code, added.form["roles"], added.form["signs_in"]) == (0, [], None)
    assert users(config, "grant", "Ana Example", "approver", *by).form["roles"] == ["approver"]
    (_, line) = users(config, "review").form["access"]
    assert (line["name"], line["role"], line["granted_by"]) == (
        "Ana Example",
        "approver",
        "Ada Admin",
    )
    refused = users(config, "grant", "Ada Admin", "approver", *by)
    assert (refused.code, refused.form["error"]) == (2, "NotPermitted")
    for word, roles in (("revoke", []), ("grant", ["approver"])):
        assert users(config, word, "Ana Example", "approver", *by).form["roles"] == roles
    for word, enabled in (("disable", False), ("enable", True)):
        assert users(config, word, "Ana Example", *by).form["enabled"] is enabled
    reset = users(config, "password", "Ana Example", *by, typed=typed)
    assert reset.form["signs_in"] == "password"
    assert [one["name"] for one in users(config, "list").form["users"]] == [
        "Ada Admin",
        "Ana Example",
    ]
    history = users(config, "review", "--history").form["changes"]
    assert history[0]["what"] == "account changed: password"
    assert PASSWORD not in str(history)
