"""`bridge exceptions resolve`, `confirm`, `decline`, `revoke`: decisions of two people."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bridge import app
from bridge.adapters.store.cases import ExceptionCase
from bridge.cli import output
from bridge.cli.ending import ending
from bridge.cli.opening import held
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.cli.queue import forms
from bridge.cli.queue.acting import OPERATOR, Number, Who, Why
from bridge.errors import Misconfigured
from bridge.flow.deciding import Deciding

commands = typer.Typer()


@commands.command("resolve")
def resolve(
    number: Number,
    why: Why,
    outside: Annotated[
        str | None,
        typer.Option(help="Somebody made this record in NetSuite.", metavar="salesOrder:1234"),
    ] = None,
    rejected: Annotated[bool, typer.Option("--rejected", help="It is no booking.")] = False,
    config: Config = CONFIG,
    who: Who = OPERATOR,
    as_json: AsJson = False,
) -> None:
    """
    Propose what is to become of a deal that the rules do not represent; a second person confirms.

    What was made outside is looked up in NetSuite: customer, currency and amount must tie.
    """
    if (outside is None) != rejected:
        with ending(as_json=as_json):
            raise Misconfigured(
                "what is to become of the deal is not said, or said twice",
                where=f"exception {number}",
                act="give one of --outside and --rejected",
            )
    if outside is None:
        with _deciding(config, who, as_json=as_json) as deciding:
            _tell(deciding.rejected(number, why), as_json=as_json)
        return
    with ending(as_json=as_json), app.Bridge.open(app.settings_of(config)) as bridge:
        ends = (bridge.ends.netsuite, bridge.edition.rulebook)
        found = Deciding(bridge.ends.store, who).handled_outside(number, outside, why, ends)
        _tell(found, as_json=as_json)


@commands.command("confirm")
def confirm(
    number: Number,
    why: Why,
    seen: Annotated[
        int | None, typer.Option(help="How many acts you have seen; refused if there are more.")
    ] = None,
    config: Config = CONFIG,
    who: Who = OPERATOR,
    as_json: AsJson = False,
) -> None:
    """
    Confirm what another person proposed; the next pass takes the deal out of suspense.

    What was made outside is looked up in NetSuite once more.
    """
    with ending(as_json=as_json), app.Bridge.open(app.settings_of(config)) as bridge:
        ends = (bridge.ends.netsuite, bridge.edition.rulebook)
        found = Deciding(bridge.ends.store, who).confirm(number, why, ends, seen)
        _tell(found, as_json=as_json)


@commands.command("decline")
def decline(
    number: Number, why: Why, config: Config = CONFIG, who: Who = OPERATOR, as_json: AsJson = False
) -> None:
    """Turn down what was proposed; the exception is open again."""
    with _deciding(config, who, as_json=as_json) as deciding:
        _tell(deciding.decline(number, why), as_json=as_json)


@commands.command("revoke")
def revoke(
    number: Number, why: Why, config: Config = CONFIG, who: Who = OPERATOR, as_json: AsJson = False
) -> None:
    """Take a decision back; the next pass judges the deal by the rules again."""
    with _deciding(config, who, as_json=as_json) as deciding:
        _tell(deciding.revoke(number, why), as_json=as_json)


@contextmanager
def _deciding(config: Path, who: str, *, as_json: bool) -> Iterator[Deciding]:
    with held(config, as_json=as_json) as store:
        yield Deciding(store, who)


def _tell(found: ExceptionCase, *, as_json: bool) -> None:
    form = forms.case(found)
    if as_json:
        output.as_json_text(form)
        return
    decided = form["decided"] or form["proposed"]
    stands = forms.stands(form) or form["state"].lower()
    output.say(output.plain(f"exception {found.id}: {stands}{f' ({decided})' if decided else ''}"))
