"""`bridge reports list`, `show`: reports for people, machines and files."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bridge import app, telemetry
from bridge.adapters.exporting import comma_separated, evidence, workbook
from bridge.cli import output
from bridge.cli.ending import ending
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.cli.reports import forms
from bridge.errors import Misconfigured
from bridge.flow.reporting.catalogue import REPORTS, Wish
from bridge.flow.reporting.catalogue import report as taken
from bridge.flow.reporting.close import Terms
from bridge.reports.table import Column, Report, Type

commands = typer.Typer(
    no_args_is_help=True, help="Lists, registers and the close, with the evidence of each."
)
#: What stands in a file beside a file of comma-separated values.
_BESIDE = ".about.csv"


@commands.command("list")
def list_reports(as_json: AsJson = False) -> None:
    """List the reports that there are, and what each can be asked for."""
    found = [
        {"report": name, "says": one.says, "takes": sorted(one.takes)}
        for name, one in REPORTS.items()
    ]
    if as_json:
        output.as_json_text({"reports": found})
        return
    rows = ([one["report"], ", ".join(one["takes"]), one["says"]] for one in found)
    output.table("Reports", ["report|", "takes|", "shows"], rows)


@commands.command("show")
def show_report(
    name: Annotated[str, typer.Argument(help="Its name in the list.")],
    config: Config = CONFIG,
    as_of: Annotated[
        datetime | None,
        typer.Option(help="The last day that counts, in UTC.", formats=["%Y-%m-%d"]),
    ] = None,
    period: Annotated[
        str | None, typer.Option(help="Of this month only.", metavar="2026-09")
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option(help="Write a workbook.", metavar="FILE", dir_okay=False)
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option(help="Write CSV, and its evidence beside it.", metavar="FILE", dir_okay=False),
    ] = None,
    ask_netsuite: Annotated[
        bool, typer.Option("--ask-netsuite", help="For the close: ask for plans, too.")
    ] = False,
    who: Annotated[
        str, typer.Option("--as", help="Who exports; the file says so.", envvar="USER")
    ] = "operator",
    as_json: AsJson = False,
) -> None:
    """Show a report with its evidence, or write it into a file."""
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        settings = app.settings_of(config)
        day = as_of.date() if as_of else None
        with ExitStack() as opened:
            plans = opened.enter_context(app.netsuite_of(settings)) if ask_netsuite else None
            terms = Terms(thresholds=settings.close.thresholds, plans=plans)
            view = opened.enter_context(app.look_at_store(settings)).reading()
            wish = Wish(now=app.now(), as_of=day, period=period, terms=terms)
            found = taken(opened.enter_context(view), name, wish)
        files = tuple(_write(found, who, xlsx=xlsx, csv=csv))
        if as_json:
            output.as_json_text(forms.report(found))
            return
        for file in files:
            output.say(output.plain(f"{file}: {output.counted(len(found.rows), 'row')}"))
        if not files:
            _show(found)
        for what, text in evidence.lines(found, who):
            output.say(output.plain(f"{what}: {text}"))


def _write(report: Report, who: str, *, xlsx: Path | None, csv: Path | None) -> Iterator[Path]:
    """Write the files that are asked for, and yield each; Misconfigured where one cannot be."""
    try:
        if xlsx is not None:
            with xlsx.open("wb") as to:
                workbook.write(report, to, who)
            yield xlsx
        if csv is not None:
            with csv.open("wb") as to:
                comma_separated.write(report, to, mark=True)
            yield csv
            beside = csv.with_name(csv.name.removesuffix(".csv") + _BESIDE)
            with beside.open("wb") as to:
                comma_separated.write_evidence(report, to, who, mark=True)
            yield beside
    except OSError as error:
        raise Misconfigured(
            f"the file cannot be written: {error.strerror}",
            where=str(error.filename),
            act="name a file in a folder that you may write",
        ) from error


def _show(report: Report) -> None:
    output.table(
        report.title,
        [_head(one) for one in report.columns],
        ([forms.shown(cell) for cell in row] for row in report.rows),
    )


def _head(column: Column) -> str:
    match column.type:
        case Type.MONEY | Type.WHOLE:
            return f"{column.title}>"
        case Type.TEXT:
            return column.title
        case _:
            return f"{column.title}|"
