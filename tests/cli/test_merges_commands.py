"""`bridge merges`: what waits, for what, and who agreed to it."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bridge import app
from bridge.adapters.store.database import Store
from bridge.model.ids import DealId
from tests.adapters.netsuite.merging.stand import SCRIPT, Stand, a_stand, arrange
from tests.adapters.store.opening import judge
from tests.adapters.store.packages.test_package_rows import packaged
from tests.cli.calls import Ended, call
from tests.flow.merging.acts import ACCOUNTANT, step
from tests.flow.merging.building import FIRST, MARCH, MERGE, SECOND, a_merging, joined
from tests.flow.merging.conftest import written
from tests.flow.merging.merges_in_memory import Merges
from tests.flow.posting.netsuite_in_memory import Present
from tests.ledger.building import excluded, flagged

__all__ = ["written"]

DEAL = MERGE.split("-")[1]
AGREED = ("--reason", "as agreed with the customer")


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with a_stand(tmp_path_factory.mktemp("account"), FIRST, SECOND) as opened:
        arrange(opened)
        yield opened


@pytest.fixture
def books(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(written, tmp_path / "bridge.sqlite"))


@pytest.fixture
def config(account: Stand, books: Path, tmp_path: Path) -> Path:
    return settings(account, books, tmp_path)


def settings(account: Stand, books: Path, tmp_path: Path) -> Path:
    own = {**account.sandbox.oauth2, **SCRIPT}
    clock = account.sandbox.clock  # the command signs in by the time of this machine
    clock.advance((app.now() - clock.now()).total_seconds())
    file = tmp_path / "bridge.toml"
    file.write_text(
        "[salesforce]\nurl = 'http://127.0.0.1:9'\nclient_id = 'c'\nclient_secret = 's'\n"
        "[netsuite]\naccount = '1234567_SB1'\n"
        f"url = '{account.sandbox.url}'\nmerge_approvers = ['{ACCOUNTANT}']\n"
        + "".join(f"{name} = '{value}'\n" for name, value in own.items())
        + f"[store]\nurl = 'sqlite:///{books}'\n",
        encoding="utf-8",
    )
    file.chmod(0o600)
    return file


def merges(config: Path, *words: str) -> Ended:
    return call("merges", *words, "--config", config)


def test_a_merge_is_listed_with_what_it_waits_for_and_approved_by_an_accountant(
    config: Path,
) -> None:
    (one,) = merges(config, "list", "--json").form["merges"]
    assert (one["merge"], one["deal"], one["state"]) == (MERGE, DEAL, "BLOCKED")
    assert (one["kind"], one["effective"]) == ("prospective", "2026-03-01")
    assert one["sources"] == [FIRST, SECOND]
    assert one["waits_for"] == [
        f"the approval of a revenue accountant: `bridge merges approve {MERGE}`"
    ]
    refused = merges(config, "approve", MERGE, *AGREED, "--as", "Mallory")
    assert (refused.code, refused.out) == (2, "")
    assert "Mallory is not among those who may approve merges" in refused.err
    done = merges(config, "approve", DEAL, *AGREED, "--as", ACCOUNTANT, "--json")
    assert (done.code, done.form["approval"]["by"]) == (0, ACCOUNTANT)
    shown = merges(config, "show", MERGE, "--json").form
    assert shown["approval"]["reason"] == AGREED[1]
    assert shown["waits_for"] == ["the next pass"]


def test_people_read_a_table_and_sentences_and_what_is_done_on_demand(
    config: Path, books: Path
) -> None:
    table = merges(config, "list").out
    assert MERGE in table
    assert "the approval of a revenue accountant" in table
    said = merges(config, "approve", MERGE, *AGREED, "--as", ACCOUNTANT).out
    assert f"{MERGE} is approved by {ACCOUNTANT}, effective 2026-03-01" in said
    present = Present()
    with Store(f"sqlite:///{books}", clock=present) as store:
        step(store, Merges(), present)
    assert merges(config, "list").out == "no merges\n"
    assert f"merge: {MERGE}" in merges(config, "show", MERGE).out
    (one,) = merges(config, "list", "--all", "--json").form["merges"]
    assert (one["state"], one["waits_for"]) == ("ACKNOWLEDGED", [])


def test_a_merge_that_was_made_otherwise_is_accepted_by_an_accountant(
    books: Path, tmp_path: Path
) -> None:
    present = Present()
    with Store(f"sqlite:///{books}", clock=present) as store:
        step(store, Merges(sight=joined(date(2026, 2, 1))), present)
    (tmp_path / "account").mkdir()
    with a_stand(tmp_path / "account", FIRST, SECOND) as other:
        arrange(other)
        far = other.netsuite.merges
        held = [one.id for one in far.seen([FIRST, SECOND], MARCH).arrangements]
        far.submit("by-hand", held, a_merging(prospective=False))
        config = settings(other, books, tmp_path)
        refused = merges(config, "accept", DEAL, *AGREED, "--as", "Mallory")
        assert (refused.code, refused.out) == (2, "")
        said = merges(config, "accept", DEAL, *AGREED, "--as", ACCOUNTANT).out
        assert said == f"{MERGE} is taken for done as NetSuite shows it\n"
        (one,) = merges(config, "list", "--all", "--json").form["merges"]
        assert (one["state"], one["waits_for"]) == ("ACKNOWLEDGED", [])
        again = merges(config, "accept", MERGE, *AGREED, "--as", ACCOUNTANT)
        assert again.code == 2
        assert "it is acknowledged" in again.err


def test_a_netsuite_that_is_silent_and_a_name_of_no_merge_are_told(
    account: Stand, config: Path
) -> None:
    text = config.read_text(encoding="utf-8")
    away = text.replace(f"url = '{account.sandbox.url}'", "url = 'http://127.0.0.1:9'")
    config.write_text(f"{away}[netsuite.http]\nattempts_max = 1\n", encoding="utf-8")
    (one,) = merges(config, "list", "--json").form["merges"]
    assert one["waits_for"][0].startswith("NetSuite could not be asked")
    done = merges(config, "show", "bridge-1-mr-1")
    assert done.code == 2
    assert "there is no such merge" in done.err


def test_packages_are_listed_with_the_contracts_that_are_in_the_books_and_what_is_not(
    config: Path, books: Path
) -> None:
    here, gone = DealId("801000000000011AAA"), DealId("801000000000012AAA")
    with Store(f"sqlite:///{books}", clock=Present()) as store:
        judge(store, flagged(packaged(here)), flagged(packaged(gone)))
        judge(store, excluded(packaged(gone), rule="decision:rejected"))
    (one,) = merges(config, "list", "--json").form["packages"]
    assert (one["package"], one["contracts"]) == ("P-7", 2)
    assert [(each["deal"], each["settled"], bool(each["out"])) for each in one["deals"]] == [
        (here, False, False),
        (gone, False, True),
    ]
    table = merges(config, "list").out
    assert "Packages that are not merged" in table
    assert "is left out (1,200.00 USD" in " ".join(table.split())
