"""`bridge rules publish|approve|revert|history|export|test`, as people call them."""

import json
import shutil
from pathlib import Path

import pytest

from bridge.app import Bridge, settings_of
from tests.cli.calls import Ended, call
from tests.cli.conftest import Reached
from tests.databases import with_tables

RULES = Path("config/rules").absolute()
ONBOARDING = Path("bridge/sandbox/demo/onboarding.json").absolute()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped rules, to change."""
    return Path(shutil.copytree(RULES, tmp_path / "rules"))


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Settings that lead to an empty store and nowhere else."""
    store = with_tables(f"sqlite:///{tmp_path}/bridge.sqlite")
    file = tmp_path / "bridge.toml"
    file.write_text(
        f"""
[salesforce]
url = "http://127.0.0.1:1"
client_id = "a"
client_secret = "b"
[netsuite]
account = "1"
url = "http://127.0.0.1:1"
client_id = "a"
certificate_id = "b"
private_key_file = "{tmp_path}/key.pem"
[store]
url = "{store}"
""",
        encoding="utf-8",
    )
    file.chmod(0o600)
    return file


def step(config: Path, *words: object) -> Ended:
    return call("rules", *words, "--config", config)


def publish(config: Path, folder: Path, who: str = "ann") -> Ended:
    words = ("--rules", folder, "--reason", "a policy", "--as", who, "--json")
    return step(config, "publish", *words)


def published(config: Path, folder: Path) -> None:
    draft = publish(config, folder).form["draft"]
    step(config, "approve", draft, "--reason", "agreed", "--as", "bob")
    assert publish(config, folder).code == 0


def test_two_people_publish_a_folder(config: Path, folder: Path) -> None:
    waits = publish(config, folder)
    assert (waits.code, waits.form["state"]) == (1, "awaiting_approval")
    assert waits.form["author"] == "ann"
    alone = step(config, "approve", "1", "--reason", "mine", "--as", "ann", "--json")
    assert alone.code == 2
    assert "nobody approves rules of their own" in alone.form["says"]
    agreed = step(config, "approve", "1", "--reason", "read", "--as", "bob", "--json")
    assert (agreed.code, agreed.form["state"]) == (0, "approved")
    done = publish(config, folder)
    assert (done.code, done.form["state"], done.form["publication"]) == (0, "published", 1)
    told = step(config, "history", "--json").form
    assert told["in_force"]["version"] == done.form["version"]
    (draft,) = told["drafts"]
    assert (draft["author"], draft["approver"], draft["approval_reason"]) == ("ann", "bob", "read")
    people = step(config, "history").out
    assert "in force as 1, from " in people
    assert "a policy" in people


def test_a_file_that_changes_after_the_approval_needs_another_one(
    config: Path, folder: Path
) -> None:
    publish(config, folder)
    step(config, "approve", "1", "--reason", "read", "--as", "bob")
    scope = folder / "scope.yaml"
    scope.write_text(scope.read_text(encoding="utf-8") + "# quietly\n", encoding="utf-8")
    done = publish(config, folder)
    assert (done.code, done.form["state"], done.form["draft"]) == (1, "awaiting_approval", 2)


def test_an_exported_version_is_the_same_version(
    config: Path, folder: Path, tmp_path: Path
) -> None:
    published(config, folder)
    out = tmp_path / "out"
    done = step(config, "export", "1", out, "--json")
    assert done.code == 0
    again = call("rules", "check", "--rules", out, "--json")
    assert again.form["version"] == done.form["version"]
    taken = step(config, "export", "1", out)
    assert taken.code == 2
    assert "the folder is not empty" in taken.err


def test_rules_come_back_by_number(config: Path, folder: Path) -> None:
    published(config, folder)
    done = step(config, "revert", "1", "--reason", "back", "--as", "ann", "--json")
    assert done.code == 2  # they are in force
    assert "published last" in done.form["says"]
    gone = step(config, "revert", "7", "--reason", "back", "--as", "ann", "--json")
    assert "no rules were published under that number" in gone.form["says"]


def test_a_version_that_was_brought_back_and_approved_is_published_as_a_draft(
    config: Path, folder: Path
) -> None:
    published(config, folder)
    scope = folder / "scope.yaml"
    scope.write_text(f"# another remark\n{scope.read_text(encoding='utf-8')}", encoding="utf-8")
    published(config, folder)
    back = step(config, "revert", "1", "--reason", "back", "--as", "ann", "--json").form
    words = ("publish", "--draft", str(back["draft"]), "--as", "ann", "--json")
    early = step(config, *words)
    assert early.code == 2
    assert "nobody has approved it" in early.form["says"]
    step(config, "approve", str(back["draft"]), "--reason", "agreed", "--as", "bob")
    moved = step(config, *words, "--from", "2999-01-01")
    assert moved.code == 2
    assert "holds from the moment that was approved with it" in moved.form["says"]
    assert step(config, *words).form["version"] == back["version"]
    assert step(config, "history", "--json").form["in_force"]["publication"] == 3


def test_wrong_rules_are_told_at_their_places_and_what_holds_goes_on_holding(
    config: Path, folder: Path
) -> None:
    published(config, folder)
    before = step(config, "history", "--json").form["in_force"]
    ramps = folder / "ramps.yaml"
    ramps.write_text(
        ramps.read_text(encoding="utf-8").replace("as_segments]", "as_segmentz]"), encoding="utf-8"
    )
    done = publish(config, folder)
    assert done.code == 2
    assert {one["file"] for one in done.form["diagnostics"]} == {"ramps.yaml"}
    assert step(config, "history", "--json").form["in_force"] == before


def test_the_daemon_goes_by_what_was_published_and_not_by_the_folder(reached: Reached) -> None:
    published(reached.config, RULES)
    broken = reached.config.with_name("empty")
    broken.mkdir()
    settings = settings_of(reached.config)
    rules = settings.rules.model_copy(update={"folder": broken, "publication_required": True})
    with Bridge.open(settings.model_copy(update={"rules": rules})) as bridge:
        summary = bridge.sync().summary
    assert (summary.translated, summary.flagged) == (1, 1)


def test_where_publication_is_required_an_unpublished_folder_is_refused(reached: Reached) -> None:
    text = reached.config.read_text(encoding="utf-8")
    reached.config.write_text(
        text.replace("[rules]", "[rules]\npublication_required = true"), encoding="utf-8"
    )
    done = call("sync", "--once", "--json", "--config", reached.config)
    assert done.code == 2
    assert "no rules were published yet" in done.form["says"]


def test_a_golden_deal_is_made_of_a_records_file_and_never_written_over(folder: Path) -> None:
    words = ("--record", ONBOARDING, "--name", "mine", "--says", "a deal", "--why", "RR-2")
    done = call("rules", "test", "--rules", folder, *words, "--json")
    assert done.code == 0
    assert len(done.form["golden"]) == 1 + len(list((RULES / "golden").glob("*.json")))
    assert all(one["as_expected"] for one in done.form["golden"])
    written = json.loads((folder / "golden" / "mine.json").read_text(encoding="utf-8"))
    assert written["expect"]["deals"][0]["booked"] == "29000.00"
    again = call("rules", "test", "--rules", folder, *words, "--json")
    assert again.code == 2
    assert "there is a golden deal of that name" in again.form["says"]


def test_a_golden_deal_is_made_of_a_deal_in_the_books(reached: Reached, folder: Path) -> None:
    done = call("sync", "--once", "--json", "--config", reached.config)
    assert done.form["translated"] == 1
    deals = call("deals", "list", "--json", "--config", reached.config).form["deals"]
    posted = next(one for one in deals if one["state"] == "TRANSLATED")
    words = ("--record", posted["deal"], "--name", "real", "--says", "a deal", "--why", "RR-2")
    made = step(reached.config, "test", "--rules", folder, *words, "--json")
    assert made.code == 0
    written = (folder / "golden" / "real.json").read_text(encoding="utf-8")
    assert posted["deal"] not in written
    (deal,) = json.loads(written)["expect"]["deals"]
    assert (deal["verdict"], deal["booked"]) == ("translated", posted["booked"])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--record", "nowhere.json"), "--name: a golden deal needs it"),
        (("--record", str(ONBOARDING), "--name", "../up"), "cannot be the name of a file"),
        (("--record", str(ONBOARDING), "--name", "a", "--says", "x"), "--why: a golden deal"),
    ],
)
def test_what_a_golden_deal_needs_is_asked_for(
    folder: Path, words: tuple[str, ...], says: str
) -> None:
    done = call("rules", "test", "--rules", folder, *words, "--json")
    assert done.code == 2
    assert says in done.form["says"]
    assert sorted(one.name for one in (folder / "golden").iterdir()) == sorted(
        one.name for one in (RULES / "golden").iterdir()
    )


def test_a_broken_golden_deal_stops_the_check_and_not_the_daemon(folder: Path) -> None:
    (folder / "golden" / "a.json").write_text('{"golden": ', encoding="utf-8")
    done = call("rules", "check", "--rules", folder, "--json")
    assert done.code == 1
    (found,) = [one for one in done.form["diagnostics"] if one["severity"] == "error"]
    assert (found["file"], found["line"]) == ("golden/a.json", 1)
    assert done.form["version"] is not None


def test_rules_are_checked_against_the_org_and_the_account_as_they_are_now(
    reached: Reached, folder: Path
) -> None:
    words = ("--rules", folder, "--against", "live", "--json")
    assert step(reached.config, "check", *words).code == 0
    items = folder / "items.yaml"
    items.write_text(items.read_text(encoding="utf-8").replace("SUB-ULT", "SUB-UTL"), "utf-8")
    done = step(reached.config, "check", *words)
    assert done.code == 1
    errors = [one for one in done.form["diagnostics"] if one["severity"] == "error"]
    (found,) = [one["message"] for one in errors if one["file"] == "items.yaml"]
    assert found == "NetSuite has no item with the external id SUB-UTL"
    items.write_text(
        items.read_text(encoding="utf-8")
        .replace("ONBOARDING, AT_ONCE", "ONBOARDING, ON_USE")
        .replace("SUB-ENT, STRAIGHT_LINE_EVEN", "SUB-ENT, STRAIGHT_LINE_DAYS"),
        "utf-8",
    )
    told = step(reached.config, "check", *words).form["diagnostics"]
    assert "NetSuite recognises SUB-ENT by 'Straight-line by even periods', which is" in str(told)
    early = step(reached.config, "check", "--rules", folder, "--against", "books", "--json")
    assert early.code == 2
