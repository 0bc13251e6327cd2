"""The command `bridge` itself, whichever of its words are loaded."""

from importlib.metadata import version
from typing import Annotated

import typer


def root(*words: typer.Typer) -> typer.Typer:
    """Return the command with these words; groups of words are added by their names."""
    made = typer.Typer(
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        help="Turn Salesforce deals into NetSuite orders whose revenue schedules come out right.",
        epilog="Exit codes: 0 done, 1 something was found, 2 wrong use or settings, 3 a remote "
        "system failed, 130 stopped by Ctrl-C.",
    )
    made.callback()(about)
    for some in words:
        made.add_typer(some)
    return made


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"bridge {version('revenue-bridge')}")
        raise typer.Exit


def about(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version and end.", callback=_show_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Turn Salesforce deals into NetSuite orders whose revenue schedules come out right."""
