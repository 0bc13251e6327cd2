"""How the tests call a command: in this process, with its streams and its exit code apart."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

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


def call(*words: object) -> Ended:
    """Run a command; what is no exit of the command itself is raised."""
    typed = [str(word) for word in words]
    done = CliRunner().invoke(cli, typed, catch_exceptions=False, prog_name="bridge")
    return Ended(done.exit_code, done.stdout, done.stderr)
