"""`bridge assess`: how much of what an org booked the rules represent; nothing is written there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress as Bar

from bridge import app, telemetry
from bridge.cli import output, translating
from bridge.cli.assessing import files
from bridge.cli.ending import ending
from bridge.cli.options import CONFIG, RULES, AsJson, Config
from bridge.errors import Misconfigured
from bridge.flow.assessing import scanning
from bridge.flow.assessing.scanning import Scan, Wish
from bridge.flow.rulebook import editions
from bridge.flow.sync.batches import Progress
from bridge.mappers.read import seeds
from bridge.rulebooks.assessing import telling
from bridge.rulebooks.assessing.assessment import Assessment, Cause
from bridge.rulebooks.assessing.telling import Looked
from bridge.settings import Settings

commands = typer.Typer()
_LIMIT = 5_000
_A_MONTH = timedelta(days=365) / 12


@commands.command("assess")
def command(
    months: Annotated[int, typer.Option(help="How far back, in months.", min=1, max=240)] = 12,
    limit: Annotated[
        int,
        typer.Option(
            help="Bookings at most: of orders and opportunities their share, the newest.", min=1
        ),
    ] = _LIMIT,
    records: Annotated[
        Path | None, typer.Option(help="A records file instead of an org.", metavar="FILE")
    ] = None,
    rules: Annotated[
        Path | None,
        typer.Option(help="The folder of the rulebook; else that of the settings.", metavar="DIR"),
    ] = None,
    ask_netsuite: Annotated[
        bool, typer.Option("--ask-netsuite", help="Compare periods and codes of NetSuite, too.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="Write a report: .xlsx, .md or .json.", metavar="FILE")
    ] = None,
    who: Annotated[
        str, typer.Option("--as", help="Who asks; a workbook says so.", envvar="USER")
    ] = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Say how much of what an org booked the rules represent, and what stands in the way.

    Reads Salesforce alone, and needs no books: it is the first thing to run on a real org. Ends
    with 0 whatever is found; Ctrl-C ends it, and nothing is left behind.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        file = files.checked(out) if out else None
        now = app.now()
        since = (now - months * _A_MONTH).date()
        if records is not None:
            scan = _of_file(records, rules)
            notes: tuple[str, ...] = (f"Read from {records.name}.", *_no_deals(scan))
        else:
            settings = _settings(config)
            with _bar(as_json=as_json) as progress:
                wish = Wish(since=since, limit=limit, progress=progress)
                scan = _of_org(settings, rules, wish, ask_netsuite=ask_netsuite)
            notes = tuple(_notes(scan, since))
        looked = Looked(sample=scan.sample, no_deals=scan.no_deals, notes=notes)
        if file is not None:
            files.write(scan, file, looked, who, now)
        if as_json:
            output.as_json_text({**telling.form(scan.assessment, looked), "calls": scan.calls})
        else:
            _show(scan.assessment, looked, file)


def _settings(config: Path) -> Settings:
    if not config.is_file():
        raise Misconfigured(
            "there is no settings file",
            where=str(config),
            act="copy config/bridge.toml, fill its section [salesforce], and name it by --config; "
            "or look at --records FILE first",
        )
    return app.settings_of(config)


def _of_file(records: Path, rules: Path | None) -> Scan:
    rulebook = editions.edition(rules or RULES).rulebook
    seed = seeds.parse(translating.text_of(records), where=str(records))
    return scanning.of_records(seed, rulebook)


def _of_org(settings: Settings, rules: Path | None, wish: Wish, *, ask_netsuite: bool) -> Scan:
    rulebook = editions.edition(rules or settings.rules.folder).rulebook
    with app.salesforce_of(settings) as salesforce:
        if not ask_netsuite:
            return scanning.scan(salesforce, None, rulebook, wish)
        with app.netsuite_of(settings) as netsuite:
            return scanning.scan(salesforce, netsuite, rulebook, wish)


def _notes(scan: Scan, since: date) -> Iterator[str]:
    """Yield what people should know of how the deals were chosen."""
    yield f"Booked since {since}; {output.counted(scan.calls, 'call')} to Salesforce."
    yield from telling.shares(scan.sample)
    if not scan.sample.is_whole:
        yield "Every figure below is of this part alone; --limit takes more."
    yield from _no_deals(scan)
    if scan.beside:
        read = f"{output.counted(scan.beside, 'older deal')} {_were(scan.beside)} read besides"
        yield f"{read}, for the contracts that began before; in no figure."
    if scan.unasked:
        yield "NetSuite was not asked: its codes and periods are not compared (--ask-netsuite)."


def _no_deals(scan: Scan) -> Iterator[str]:
    if scan.no_deals:
        none = f"{output.counted(scan.no_deals, 'record')} {_were(scan.no_deals)} no deal"
        yield (
            f"{none}, in no figure: opportunities that leave the booking to their orders, orders "
            "that another record booked, and what was not activated or not won."
        )


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _show(of: Assessment, looked: Looked, file: Path | None) -> None:
    output.say(f"[bold]{telling.deals(of, looked)}[/]")
    for note in looked.notes:
        output.say(escape(note))
    rows = [
        [way.value, part.deals, telling.told(part.booked), way.words]
        for way, part in of.parts.items()
    ]
    rows.append(["all", of.deals, telling.told(of.booked), ""])
    output.table("What becomes of them", ["", "deals>", "booked>", "means"], rows)
    if of.causes:
        columns = ["code|", "deals>", "only cause>", "amount>", "share>", output.WHY]
        output.table("What stands in the way", columns, map(_row, of.causes))
    if of.undeclared:
        fields = ([one.object, one.field, one.filled] for one in of.undeclared)
        output.table("Fields that no rule reads", ["object", "field", "filled>"], fields)
    if file is not None:
        output.say(output.plain(f"written to {file}"))
    if not of.deals:
        output.say("nothing was booked in these months: --months takes more, or look at --records")


def _row(cause: Cause) -> list[object]:
    says, deals = cause.says[0]
    others = f" (and {len(cause.says) - 1} more)" if len(cause.says) > 1 else ""
    nearest = f"; nearest: {cause.nearest}" if cause.nearest else ""
    sample = f"; for example {cause.samples[0].id}"
    why = f"{says} ({deals}){others}{nearest}{sample}"
    amounts = telling.told(cause.amounts)
    return [cause.code, cause.deals, cause.alone, amounts, f"{telling.percent(cause.share)} %", why]


@contextmanager
def _bar(*, as_json: bool) -> Iterator[Progress]:
    """Show a bar on long work at a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    silent = as_json or not console.is_terminal
    with Bar(console=console, disable=silent, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("reading deals", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
