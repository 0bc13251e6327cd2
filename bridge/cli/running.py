"""`bridge run`, `bridge sync`, `bridge demo`, `bridge sandbox`: what runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from bridge import app, settings, stage, telemetry
from bridge.cli import book_forms, output
from bridge.cli.ending import ending
from bridge.cli.options import CONFIG, AsJson, Config, Seeds
from bridge.daemon import Daemon, Entry, stop_on_signals
from bridge.errors import Misconfigured
from bridge.flow.sync import Outcome

Folder = Annotated[Path, typer.Option(help="Where the sandboxes keep key, settings and memory.")]
LogJson = Annotated[bool, typer.Option("--log-json", help="Log JSON lines.")]
Faults = Annotated[Path | None, typer.Option(help="A file of faults to switch on.")]


def sync(
    once: Annotated[bool, typer.Option("--once", help="Make one pass and end.")] = False,
    config: Config = CONFIG,
    as_json: AsJson = False,
    log_json: LogJson = False,
) -> None:
    """Make one pass: poll, translate, post, write back; print the summary."""
    telemetry.configure(as_json=log_json)
    with ending(as_json=as_json):
        if not once:
            raise Misconfigured(
                "a pass is made once", where="bridge sync", act="say --once, or use `bridge run`"
            )
        with app.Bridge.open(settings.load(config)) as bridge, _bar(as_json=as_json) as seen:
            outcome = bridge.sync(seen)
        _summary(outcome, as_json=as_json)


def run(config: Config = CONFIG, as_json: AsJson = False, log_json: LogJson = False) -> None:
    """Run the daemon until Ctrl-C or SIGTERM; a pass that has begun is finished first."""
    telemetry.configure(as_json=log_json)
    with ending(as_json=as_json), app.Bridge.open(settings.load(config)) as bridge:
        _daemon(bridge, as_json=as_json)


def demo(
    once: Annotated[bool, typer.Option("--once", help="Make one full pass and end.")] = False,
    seed: Seeds = None,
    folder: Folder = Path("var/demo"),
    rules: Annotated[Path, typer.Option(help="The rulebook's folder.")] = Path("config/rules"),
    as_json: AsJson = False,
) -> None:
    """Show the whole bridge at work on sample deals, between two sandboxes, without accounts."""
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        plan = stage.Plan(seeds=tuple(seed or ()), folder=folder, rules=rules)
        with stage.demo(plan) as (found, world), app.Bridge.open(found) as bridge:
            if not as_json:
                Console(stderr=True).print(
                    f"Salesforce stands at {world.salesforce.url}, NetSuite at "
                    f"{world.netsuite.url}; what they hold: /_sandbox/records",
                    highlight=False,
                )
            if not once:
                _daemon(bridge, as_json=as_json)
                return
            with _bar(as_json=as_json) as seen:
                outcome = bridge.sync(seen)
            _summary(outcome, as_json=as_json)


def sandbox(
    salesforce_port: Annotated[int, typer.Option(help="0 takes a free one.")] = 8101,
    netsuite_port: Annotated[int, typer.Option(help="0 takes a free one.")] = 8102,
    seed: Seeds = None,
    faults: Faults = None,
    clock: Annotated[datetime | None, typer.Option(help="The simulated time to begin at.")] = None,
    folder: Folder = Path("var/sandbox"),
    as_json: AsJson = False,
) -> None:
    """Serve the two stand-ins alone; their settings file is written into the folder."""
    with ending(as_json=as_json):
        plan = stage.Plan(
            seeds=tuple(seed or ()),
            folder=folder,
            ports=(salesforce_port, netsuite_port),
            faults=faults,
            clock=clock.replace(tzinfo=clock.tzinfo or UTC) if clock else None,
        )
        with stage.sandbox(plan) as (world, written):
            form = {
                "salesforce": world.salesforce.url,
                "netsuite": world.netsuite.url,
                "config": str(written),
            }
            if as_json:
                output.as_json_text(form)
            else:
                Console().print(
                    f"Salesforce stands at {form['salesforce']}, NetSuite at {form['netsuite']}\n"
                    f"try: bridge sync --once --config {written}",
                    highlight=False,
                    soft_wrap=True,
                )
            stop_on_signals().wait()


def _daemon(bridge: app.Bridge, *, as_json: bool) -> None:
    patient = bridge.settings.sync
    timetable = (
        Entry(name="sync", every=timedelta(seconds=patient.every_s), does=bridge.sync_briefly),
    )
    daemon = Daemon(
        bridge.ends.store, timetable, app.now, lambda outcome: _summary(outcome, as_json=as_json)
    )
    daemon.run(stop_on_signals())


def _summary(outcome: Outcome, *, as_json: bool) -> None:
    form = book_forms.outcome(outcome)
    if as_json:
        output.as_json_text(form)
    else:
        output.summary(form)


@contextmanager
def _bar(*, as_json: bool) -> Iterator[app.Seen]:
    """Show a bar on long work at a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    with Progress(console=console, disable=as_json or not console.is_terminal) as progress:
        task = progress.add_task("judging deals", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
