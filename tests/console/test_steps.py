"""The next step that a message names is one that a reader of pages can take."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.console.api.app import PREFIX
from bridge.console.navigation import for_programs, step
from bridge.console.problems import problem_of
from bridge.console.rendering import environment
from bridge.errors import Misconfigured
from bridge.ledger.person import person
from tests.console.building import Browser

BRIDGE = Path(__file__).parents[2] / "bridge"
#: Written for shells: the commands themselves, and what only whoever runs a shell ever sees.
SHELLS = ("cli", "demo", "sandbox")
#: What no page does: whoever has the machine runs these.
OF_THE_MACHINE = frozenset({"assess", "rules export", "rules test", "sync", "translate"})
_COMMAND = re.compile(r"`(bridge [^`]+)`")


def _texts(file: Path) -> Iterator[str]:
    """Yield what a module may say, with 7 for whatever it puts in; docstrings say nothing."""
    tree = ast.parse(file.read_text())
    silent = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    parts = {
        id(part) for one in ast.walk(tree) if isinstance(one, ast.JoinedStr) for part in one.values
    }
    for one in ast.walk(tree):
        if isinstance(one, ast.JoinedStr):
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else "7" for p in one.values)
        elif isinstance(one, ast.Constant) and id(one) not in silent | parts:
            yield str(one.value)


def _commands() -> Iterator[tuple[str, str]]:
    places = (file.relative_to(BRIDGE) for file in sorted(BRIDGE.rglob("*.py")))
    for place in (one for one in places if one.parts[0] not in SHELLS):
        found = _COMMAND.findall("\n".join(_texts(BRIDGE / place)))
        yield from ((str(place), command) for command in found)


COMMANDS = tuple(_commands())


def test_messages_name_commands_that_these_tests_find() -> None:
    assert len(COMMANDS) > 30
    assert ("adapters/store/queue/lives.py", "bridge exceptions show 7") in COMMANDS


@pytest.mark.parametrize(("place", "command"), COMMANDS)
def test_whatever_a_message_has_done_by_command_a_page_leads_to(place: str, command: str) -> None:
    words = command.removeprefix("bridge ")
    of_the_machine = any(words.startswith(one) for one in OF_THE_MACHINE)
    assert (step(command) is None) == of_the_machine, place


def test_every_page_that_a_step_leads_to_is_there(anybody: Browser) -> None:
    paths = {found.path for _, command in COMMANDS if (found := step(command)) and found.path}
    assert len(paths) > 12
    for path in sorted(paths):
        answer = anybody.get(path)
        assert "No page has this address" not in answer.text, path


def test_an_error_leads_readers_of_pages_and_tells_commands_to_shells() -> None:
    error = Misconfigured("it is closed", where="x", act="see `bridge exceptions show 12` <b>")
    assert str(error) == "x: it is closed; see `bridge exceptions show 12` <b>"
    ui = environment().globals["ui"]
    page = str(getattr(ui, "problem")(problem_of(error)))  # noqa: B009 - no module of Python
    assert 'See <a href="/exceptions/12">the page of exception 12</a> &lt;b&gt;' in page
    assert "bridge" not in page


def test_every_address_that_a_step_has_for_programs_is_one_of_the_api(anybody: Browser) -> None:
    known = anybody.get(f"{PREFIX}/openapi.json").json()["paths"]
    shapes = {re.sub(r"{[^}]+}", "7", path) for path in known}
    named = {found.api for _, command in COMMANDS if (found := step(command)) and found.api}
    assert len(named) > 8
    assert {re.sub(r"[0-9]+", "7", one) for one in named} <= shapes


def test_a_problem_leads_programs_to_addresses_of_the_api_and_people_to_pages(
    anybody: Browser,
) -> None:
    refused = anybody.get(f"{PREFIX}/reports/deals?period=2026-01").json()
    assert refused["detail"] == "it cannot be asked for `period`: it shows what there is now"
    assert refused["act"] == (
        "leave out `period`; `/api/v1/reports` says what each can be asked for"
    )
    assert for_programs("take a draft: `bridge rules approve 3`; then `bridge sync --once`") == (
        "take a draft: the page of draft 3 (a person, at /rules/drafts/3); then "
        "`bridge sync --once`"
    )
    assert "(a person" not in for_programs("let a pass look: `bridge exceptions retry`")


def test_pages_and_programs_name_the_field_where_a_shell_has_an_option() -> None:
    with pytest.raises(Misconfigured, match="--as: nobody is named") as refused:
        person("\N{EM DASH}")
    assert problem_of(refused.value).where == "name"
    assert problem_of(Misconfigured("no", where="--reason", act="say why")).where == "reason"


@pytest.mark.parametrize("label", ["Try again in the next pass", "Take the decision back"])
def test_a_step_quotes_what_stands_on_the_page(label: str) -> None:
    templates = (BRIDGE / "console/templates/exceptions").glob("*.html")
    assert any(label in one.read_text() for one in templates)
