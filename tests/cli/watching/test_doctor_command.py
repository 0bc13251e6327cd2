"""`bridge doctor`: what a pass needs, tried step by step."""

from pathlib import Path

from tests.cli.calls import call
from tests.cli.conftest import Reached, Shown


def test_all_is_well_between_the_sandboxes_also_before_the_first_pass(reached: Reached) -> None:
    reached.forget_the_books()
    found = call("doctor", "--config", reached.config, "--json")
    assert (found.code, found.form["wrong"]) == (0, 0)
    told = {(one["where"], one["step"]): one["says"] for one in found.form["steps"]}
    assert told["Salesforce", "Find the fields that it writes"].startswith("the fields are there")
    assert "calls of the day" in told["Salesforce", "Look at the quota"]
    assert told["NetSuite", "Read the items"].endswith("items")
    assert "there are none to look at yet" in told["This machine", "Open the books"]
    assert reached.written == []


def test_what_is_not_reached_is_found_and_every_step_is_tried(shown: Shown, tmp_path: Path) -> None:
    found = call("doctor", "--config", shown.config)  # its sandboxes are closed
    assert found.code == 1
    assert "Salesforce: Sign in" in found.out
    assert "NetSuite: Read the other codes" in found.out
    assert "they answer" in found.out
    assert "steps went wrong" in found.out
    missing = call("doctor", "--config", tmp_path / "none.toml")
    assert missing.code == 2
