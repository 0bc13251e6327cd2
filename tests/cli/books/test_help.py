"""What `--help` says of each command can be shown, brackets and all."""

from collections.abc import Iterator
from typing import Any

from rich.text import Text
from typer.main import get_command

from bridge.cli.commands import cli


def _told(command: Any) -> Iterator[str]:
    yield from filter(None, (command.help, command.epilog))
    yield from (told for one in command.params if (told := getattr(one, "help", None)))
    for other in getattr(command, "commands", {}).values():
        yield from _told(other)


def test_no_word_of_help_is_taken_for_markup() -> None:
    told = list(_told(get_command(cli)))
    assert len(told) > 100
    for says in told:
        assert Text.from_markup(says).plain == says.replace("\\[", "[")
