"""Options that commands share."""

from pathlib import Path
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for machines.")]
Config = Annotated[
    Path, typer.Option("--config", "-c", help="The settings file.", envvar="BRIDGE_CONFIG")
]
Rules = Annotated[Path | None, typer.Option("--rules", help="The rulebook's folder.")]
Seeds = Annotated[
    list[Path] | None, typer.Option("--seed", help="A seed file; may be given several times.")
]
CONFIG = Path("config/bridge.toml")
