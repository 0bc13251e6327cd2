"""How the tests call a command: in this process, with its streams and its exit code apart."""

import json
import sys
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from bridge.cli.commands import cli


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def form(self) -> Any:
        """The one JSON object on standard output."""
        return json.loads(self.out, parse_float=Decimal)


@cache
def _commands() -> Any:
    """The tree of all commands; to build it takes longer than most of them do."""
    return get_command(cli)


def call(*words: object, typed: str = "") -> Ended:
    """Run a command; what is no exit of the command itself is raised."""
    with CliRunner().isolation(input=typed) as (out, err, _):
        with pytest.raises(SystemExit) as ended:
            _commands().main([str(word) for word in words], "bridge")
        sys.stdout.flush()
        sys.stderr.flush()
        return Ended(int(ended.value.code or 0), out.getvalue().decode(), err.getvalue().decode())
