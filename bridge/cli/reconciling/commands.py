"""`bridge reconcile`: from Salesforce's bookings to NetSuite, class by class, to the cent."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console as Terminal
from rich.progress import Progress

from bridge import app, telemetry
from bridge.adapters.exporting import workbook
from bridge.cli import output
from bridge.cli.ending import FOUND, ending
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.cli.reconciling import rolling
from bridge.errors import Misconfigured
from bridge.flow.reconciling import predicting, signing, tabling
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.forms import Form
from bridge.flow.reconciling.reading.progress import Heard, words
from bridge.flow.reconciling.rolls import reporting
from bridge.flow.reconciling.rolls.making import Wanted
from bridge.flow.reconciling.stating import Asked, Ends, Reconciled, Reconciling
from bridge.flow.reconciling.told import lost
from bridge.reports.table import Report

commands = typer.Typer()
AsOf = Annotated[datetime, typer.Option(help="The last day that counts.", formats=["%Y-%m-%d"])]
Measure = Annotated[Measures, typer.Option(help="From where to where the statement leads.")]
OnePeriod = Annotated[
    str | None,
    typer.Option(
        help="Of this month only; of roll-forwards also 2026-01..2026-03.", metavar="2026-03"
    ),
]
Definition = Annotated[str, typer.Option(help="Of recurring revenue: a measure of the rulebook.")]
Offline = Annotated[bool, typer.Option("--offline", help="From what both systems told last.")]
AsRolls = Annotated[
    bool, typer.Option("--rolls", help="Roll every measure forward instead, and tie it.")
]
Whole = Annotated[bool, typer.Option("--whole", help="Read all of NetSuite's rows again.")]
Workbook = Annotated[
    Path | None, typer.Option(help="Write a workbook.", metavar="FILE", dir_okay=False)
]
Who = Annotated[str, typer.Option("--as", help="Who exports; the file says so.", envvar="USER")]


@commands.command("reconcile")
def reconcile(
    as_of: AsOf,
    measure: Measure = Measures.PLAN,
    period: OnePeriod = None,
    definition: Definition = "current",
    rolls: AsRolls = False,
    offline: Offline = False,
    whole: Whole = False,
    xlsx: Workbook = None,
    who: Who = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Explain every difference between bookings in Salesforce and revenue in NetSuite.

    Reads both systems; writes in neither. Plans that are not as predicted become exceptions. Ends
    with 1 where anything is unexplained, or a class of errors has `reconcile.errors_from` or more;
    with `--rolls` where a roll-forward has a gap, or is not what the accounts hold.
    """
    telemetry.configure(as_json=False)
    asked = Asked(
        as_of=as_of.date(),
        measure=measure,
        period=period,
        definition=definition,
        offline=offline,
        whole=whole,
    )
    with ending(as_json=as_json):
        settings = app.settings_of(config)
        with app.Bridge.open(settings) as bridge:
            if rolls:
                _roll(bridge, asked, _Shown(xlsx, who, as_json))
                return
            found = _run(bridge, asked, as_json=as_json)
            with bridge.ends.store.reading() as view:
                report = tabling.report(view, found.kept)
            if xlsx is not None:
                _write(report, xlsx, who)
        errors = found.errors(settings.reconcile.thresholds)
        form = _form(found, [(code, str(money)) for code, money in errors])
        if as_json:
            output.as_json_text(form)
        else:
            _show(form, found)
        if errors:
            raise typer.Exit(FOUND)


@dataclass(frozen=True, slots=True)
class _Shown:
    """How roll-forwards are to be shown."""

    xlsx: Path | None
    who: str
    as_json: bool


def _roll(bridge: app.Bridge, asked: Asked, how: _Shown) -> None:
    wanted = Wanted(as_of=asked.as_of, periods=asked.period, definition=asked.definition)
    with _bar(as_json=how.as_json) as heard:
        found = rolling.roll(
            _reconciling(bridge, heard), wanted, offline=asked.offline, whole=asked.whole
        )
    if how.xlsx is not None:
        _write(found.report(bridge), how.xlsx, how.who)
    if how.as_json:
        output.as_json_text(found.form)
    else:
        rolling.show(found)
    if not found.ties:
        raise typer.Exit(FOUND)


def _run(bridge: app.Bridge, asked: Asked, *, as_json: bool) -> Reconciled:
    with _bar(as_json=as_json) as heard:
        found = _reconciling(bridge, heard).run(asked)
    store = bridge.ends.store
    if not asked.offline:
        predicting.keep(store, predicting.comparison(found.sides))
    signing.suspend(store)
    return found


def _reconciling(bridge: app.Bridge, heard: Heard) -> Reconciling:
    ends = Ends(
        salesforce=bridge.ends.salesforce,
        revenue=bridge.ends.netsuite.revenue,
        store=bridge.ends.store,
        clock=bridge.ends.clock,
        contract_assets=bridge.settings.reconcile.contract_assets,
    )
    return Reconciling(ends, bridge.edition.rulebook, heard)


@contextmanager
def _bar(*, as_json: bool) -> Iterator[Heard]:
    """Show how many rows of how many were read at a terminal; the log says elsewhere what was."""
    console = Terminal(stderr=True)
    silent = as_json or not console.is_terminal
    with Progress(console=console, disable=silent, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda part: bar.update(
            task, description=words(part), completed=part.rows, total=part.known
        )


def _write(report: Report, file: Path, who: str) -> None:
    try:
        with file.open("wb") as to:
            workbook.write(report, to, who)
    except OSError as error:
        raise Misconfigured(
            f"the file cannot be written: {error.strerror}",
            where=str(error.filename),
            act="name a file in a folder that you may write",
        ) from error


def _form(found: Reconciled, errors: list[tuple[str, str]]) -> Form:
    unread = found.unread
    return {
        "statement": found.kept.id,
        "as_of": found.asked.as_of.isoformat(),
        "made_at": found.kept.made_at.isoformat(),
        "netsuite_read_at": found.read_at.isoformat(),
        "digest": found.kept.digest,
        "unread": {"new": unread.new, "changed": unread.changed, "gone": unread.gone},
        "errors": [{"code": code, "amount": amount} for code, amount in errors],
        **found.kept.content,
    }


def _show(form: Form, found: Reconciled) -> None:
    for one in form["statements"]:
        rows = [
            ["", "Salesforce", "", output.money(one["start"]["amount"])],
            *(
                [step["code"], step["class"], step["nature"], output.money(step["amount"])]
                for step in one["classes"]
            ),
            ["", f"NetSuite, {form['measure']}", "", output.money(one["end"]["amount"])],
        ]
        title = f"{form['measure']} in {one['currency']}, {_span(one['periods'])}"
        output.table(title, ["class|", "means", "nature", "amount>"], rows)
        output.say(f"unexplained: {output.money(one['unexplained'])} {one['currency']}")
    for one in reporting.told(form):
        output.say(output.plain(f"{one.title}: {one.amount}, {one.says}"))
    for what in ("new", "changed", "gone"):
        if form["unread"][what]:
            told = output.plain(", ".join(form["unread"][what]))
            output.say(f"{what} in Salesforce since the last pass: {told}")
    for says in lost(form):
        output.say(output.plain(says))
    output.say(
        f"statement {form['statement']}, NetSuite read at {found.read_at:%Y-%m-%d %H:%M} UTC"
    )
    for one in form["errors"]:
        output.say(f"to be looked into: {one['code']} {one['amount']}")


def _span(periods: list[str]) -> str:
    return periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
