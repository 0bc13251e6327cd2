"""Rule files that are sent are checked as those of a folder are, and none of them holds."""

from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from bridge.flow.rulebook.editions import read_rules
from tests.console.api.asking import Program, problem, told


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return read_rules(Path("config/rules"))


def test_the_shipped_rules_may_be_published(
    program: Program, console: Console, files: dict[str, str]
) -> None:
    found = told(program.post("/rules/check", {"files": files}))
    assert (found["publishable"], found["version"]) == (True, console.edition().rulebook.version)
    assert found["looked_up_at"] is None
    assert {one["severity"] for one in found["findings"]} <= {"note", "warning"}


def test_what_is_wrong_is_told_with_its_place_and_nothing_is_kept(
    program: Program, store: Store, files: dict[str, str]
) -> None:
    with store.reading() as view:
        before = view.ledger.head()
    wrong = {**files, "items.yaml": "tables:\n  - 7\n", "lines.yaml": "\x00"}
    found = told(program.post("/rules/check", {"files": wrong}))
    assert (found["publishable"], found["version"]) == (False, None)
    errors = [one for one in found["findings"] if one["severity"] == "error"]
    assert {"items.yaml", "lines.yaml"} <= {one["file"] for one in errors}
    assert all(one["line"] >= 1 and one["message"] for one in errors)
    with store.reading() as view:
        assert view.ledger.head() == before


@pytest.mark.parametrize(
    "files",
    [{}, {"../up.yaml": ""}, {"/etc/passwd": ""}, {"a.yaml": 7}, {"": ""}, [], "items.yaml"],
)
def test_what_are_no_files_is_refused(program: Program, files: object) -> None:
    assert problem(program.post("/rules/check", {"files": files})) == (422, "unreadable")


def test_few_rulebooks_are_checked_at_once(program: Program, console: Console) -> None:
    with console.checking.take(), console.checking.take():
        refused = program.post("/rules/check", {"files": {"items.yaml": "tables: []"}})
    assert problem(refused) == (503, "unavailable")
