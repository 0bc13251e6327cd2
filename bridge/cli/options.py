"""Options that commands share."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer


def moment(text: str) -> datetime:
    """
    Read a moment in ISO 8601; one without a zone is UTC, a day alone its first moment.

    >>> moment("2026-01-31T12:00:00+02:00").isoformat()
    '2026-01-31T10:00:00+00:00'
    """
    try:
        typed = datetime.fromisoformat(text)
        return typed.astimezone(UTC) if typed.tzinfo else typed.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise typer.BadParameter(
            f"{text!r} is no moment in ISO 8601, such as 2026-01-31T12:00:00Z"
        ) from error


AsJson = Annotated[
    bool, typer.Option("--json", help="Write JSON for machines to standard output, nothing else.")
]
Config = Annotated[
    Path,
    typer.Option(
        "--config", "-c", help="The settings file.", envvar="BRIDGE_CONFIG", metavar="FILE"
    ),
]
Rules = Annotated[
    Path, typer.Option("--rules", help="The folder of the rulebook.", metavar="FOLDER")
]
Folder = Annotated[
    Path, typer.Option(help="Where the sandboxes keep key, settings and memory.", metavar="FOLDER")
]
Seeds = Annotated[
    list[Path] | None,
    typer.Option(
        "--seed",
        help="A seed file instead of the sample deals; may be given several times.",
        metavar="FILE",
    ),
]
Sample = Annotated[
    bool, typer.Option("--sample", help="Nine sample deals instead of a company's quarter.")
]
CONFIG = Path("config/bridge.toml")
RULES = Path("config/rules")
