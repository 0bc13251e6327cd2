"""The command `bridge` and its words."""

from importlib.metadata import version
from typing import Annotated

import typer

from bridge.cli import books, health, running, translating
from bridge.cli.rulebook import checking, comparing, publishing

cli = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Turn Salesforce deals into NetSuite orders whose revenue schedules come out right.",
    epilog="Exit codes: 0 done, 1 something was found, 2 wrong use or settings, 3 a remote system "
    "failed, 130 stopped by Ctrl-C.",
)
cli.add_typer(running.commands)
cli.add_typer(health.commands)
cli.add_typer(translating.commands)
for more in (comparing.commands, publishing.commands):
    checking.rules.add_typer(more)
cli.add_typer(checking.rules, name="rules")
cli.add_typer(books.exceptions, name="exceptions")
cli.add_typer(books.deals, name="deals")
cli.add_typer(books.ledger, name="ledger")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"bridge {version('revenue-bridge')}")
        raise typer.Exit


@cli.callback()
def about(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version and end.", callback=_show_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Turn Salesforce deals into NetSuite orders whose revenue schedules come out right."""
