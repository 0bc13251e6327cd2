"""`bridge exceptions draft-rule` and `send`: what an exception is passed on as."""

from collections.abc import Sequence
from typing import Annotated

import typer

from bridge import app, telemetry
from bridge.cli import output
from bridge.cli.ending import FOUND, ending
from bridge.cli.opening import held
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.cli.queue import forms
from bridge.cli.queue.acting import OPERATOR, Number, Who, Why
from bridge.cli.queue.forms import Form
from bridge.errors import Misconfigured
from bridge.flow.outcomes import tasks
from bridge.flow.outcomes.drafting import Drafting, Wanted
from bridge.rulebooks.rows import Row

commands = typer.Typer()


@commands.command("draft-rule")
def draft_rule(
    number: Number,
    why: Why,
    given: Annotated[
        list[str] | None,
        typer.Option("--set", help="What stands in a column.", metavar="COLUMN=VALUE"),
    ] = None,
    rule: Annotated[
        str | None, typer.Option(help="Of several that leave something open.", metavar="NAME")
    ] = None,
    line: Annotated[
        str | None, typer.Option(help="The line whose facts are taken.", metavar="ID")
    ] = None,
    config: Config = CONFIG,
    who: Who = OPERATOR,
    as_json: AsJson = False,
) -> None:
    """
    Draft the rules in force with the row that an exception lacks; its conditions are the facts.

    Where outcomes are not all given it shows the row and ends with 1. All exceptions that the
    draft clears wait for it; `bridge rules preview` tells what else it would change.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        settings = app.settings_of(config)
        with app.open_store(settings) as store:
            edition = app.rules_in_force(store, settings.rules)
            drafting = Drafting(store, app.now, who, edition)
            wanted = Wanted(cells=_cells(given or ()), rule=rule, about=line)
            row = drafting.row(number, wanted)
            if row.missing:
                _tell_row(row, as_json=as_json)
                raise typer.Exit(FOUND)
            found = drafting.draft(number, wanted, why)
        form = {"draft": found.draft.number, "version": found.draft.version, **_row(row)}
        if as_json:
            output.as_json_text({**form, "clears": list(found.clears)})
            return
        numbers = ", ".join(map(str, found.clears))
        output.say(output.plain(f"draft {found.draft.number}: {row.rule} gets {row.written()}"))
        output.say(output.plain(f"it would clear {numbers}, which wait for it"))


@commands.command("send")
def send(
    number: Number,
    text: Annotated[str, typer.Option(help="What sales is asked to do, in a sentence.")],
    config: Config = CONFIG,
    who: Who = OPERATOR,
    as_json: AsJson = False,
) -> None:
    """
    Send an exception to sales: the next pass makes a task on the order, for its owner.

    It waits for a change of the order; the task is closed when the exception is resolved.
    """
    with held(config, as_json=as_json) as store:
        form = forms.case(tasks.send(store, number, text, who))
        if as_json:
            output.as_json_text(form)
            return
        output.say(output.plain(f"exception {number}: {forms.stands(form)}"))


def _tell_row(row: Row, *, as_json: bool) -> None:
    if as_json:
        output.as_json_text(_row(row))
        return
    for one in row.cells:
        output.say(output.plain(f"{one.column}: {one.text if one.text is not None else '?'}"))
    names = ", ".join(f"{one.column} ({one.accepts})" for one in row.missing)
    output.say(output.plain(f"say with --set what is missing: {names}"))


def _row(row: Row) -> Form:
    return {
        "rule": row.rule,
        "row": row.id,
        "cells": [
            {"column": one.column, "text": one.text, "accepts": one.accepts} for one in row.cells
        ],
    }


def _cells(given: Sequence[str]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for one in given:
        column, is_given, text = one.partition("=")
        if not (column.strip() and is_given):
            raise Misconfigured(
                f"{one[:80]!r} gives nothing", where="--set", act="write COLUMN=VALUE"
            )
        cells[column.strip()] = text.strip()
    return cells
