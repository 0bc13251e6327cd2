"""The command `bridge` and its words."""

from importlib.metadata import version
from typing import Annotated

import typer

from bridge.cli import books, running, translating

cli = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Turns Salesforce deals into NetSuite orders whose revenue schedules come out right.",
)
cli.command("demo")(running.demo)
cli.command("sandbox")(running.sandbox)
cli.command("run")(running.run)
cli.command("sync")(running.sync)
cli.command("translate")(translating.command)
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
        typer.Option("--version", help="Show it and end.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """Turns Salesforce deals into NetSuite orders whose revenue schedules come out right."""
