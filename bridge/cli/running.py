"""`bridge run`, `bridge sync`, `bridge demo`: what runs."""

import gc
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console as Terminal
from rich.progress import Progress

from bridge import app, stage, telemetry
from bridge.adapters.oidc import IdentityProvider
from bridge.cli import output
from bridge.cli.books import forms
from bridge.cli.ending import ending
from bridge.cli.options import CONFIG, RULES, AsJson, Config, Folder, Rules, Sample, Seeds
from bridge.cli.queue.forms import case
from bridge.cli.queue.listing import show_cases
from bridge.console.parts import Console
from bridge.console.security.entrance import SET_UP
from bridge.console.serving.server import served
from bridge.daemon import Daemon, Entry
from bridge.demo import entry, open_demo, quarter
from bridge.errors import Misconfigured
from bridge.flow.checking.clerks.desk import Desk
from bridge.flow.notifying.channels import telling
from bridge.flow.reconciling import daily
from bridge.flow.reconciling.stating import Ends
from bridge.flow.replaying.pool import processors
from bridge.flow.sync import batches
from bridge.flow.sync.one_pass import Outcome
from bridge.flow.watching.health import PASSES
from bridge.stopping import stop_on_signals

commands = typer.Typer()

#: Where the console of the demo stands, unless that port is taken.
_PORT = 8400

#: Of the code that lets the first administrator in: nobody guesses it before it is used.
_CODE_BYTES = 16
#: How soon what happened is told.
_NOTICES_EVERY = timedelta(seconds=30)
LogJson = Annotated[bool, typer.Option("--log-json", help="Log JSON lines to standard error.")]


@commands.command("demo")
def demo(
    once: Annotated[bool, typer.Option("--once", help="Make one full pass and end.")] = False,
    seed: Seeds = None,
    sample: Sample = False,
    folder: Folder = Path("var/demo"),
    rules: Rules = RULES,
    port: Annotated[int, typer.Option(help="Of the console; 0 takes a free one.")] = _PORT,
    as_json: AsJson = False,
) -> None:
    """
    Show the whole bridge at work on a quarter of a company, between two sandboxes.

    Without --once it runs until Ctrl-C. A second run knows the first: it has nothing to post.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        chosen = (*(stage.SAMPLE if sample else ()), *(seed or ()))
        plan = stage.Plan(seeds=chosen, folder=folder, rules=rules, console_port=port)
        if not chosen:
            plan = stage.company(plan)
        with open_demo(plan) as (found, world), app.Bridge.open(found) as bridge:
            output.aside(
                f"Salesforce stands at {world.salesforce.url}, NetSuite at {world.netsuite.url}; "
                "what they hold: /_sandbox/records"
            )
            output.aside(_next(stage.settings_file(world)))
            if once:
                posted = 0 if chosen else _begin(bridge, world, as_json=as_json)
                _pass(bridge, as_json=as_json, posted=posted)
                return
            console = _console(bridge)
            entry.let_in(bridge.ends.store, console.passwords, app.now)
            with served(console) as address:
                output.aside(f"the console stands at {address}; sign in there as")
                for name, role in entry.PEOPLE.items():
                    output.aside(f"  {name:<18} {role.words}")
                output.aside(f"with the password: {entry.PASSWORD}")
                if not chosen:
                    _begin(bridge, world, as_json=as_json)
                _daemon(bridge, as_json=as_json, look_back=lambda: quarter.look_back(bridge))


@commands.command("run")
def run(config: Config = CONFIG, as_json: AsJson = False, log_json: LogJson = False) -> None:
    """
    Run the daemon until Ctrl-C or SIGTERM, and end with 0.

    A pass that has begun is finished first; a second Ctrl-C ends at once, and nothing is lost.
    """
    telemetry.configure(as_json=log_json)
    with ending(as_json=as_json), app.Bridge.open(app.settings_of(config)) as bridge:
        settings, console = bridge.settings.console, _console(bridge)
        clerks = processors() if settings.check_processes is None else settings.check_processes
        desk = Desk(lambda: bridge.edition, app.now, clerks) if clerks else None
        with served(replace(console, desk=desk)) as address:
            output.aside(f"the console stands at {address}")
            if console.set_up_code:
                output.aside(
                    f"nobody can sign in yet: make the first administrator at {address}{SET_UP} "
                    f"with the code {console.set_up_code}"
                )
            # What was built to stay is not looked through again: that would stop every answer.
            gc.collect()
            gc.freeze()
            _daemon(bridge, as_json=as_json)


@commands.command("sync")
def sync(
    once: Annotated[bool, typer.Option("--once", help="Make one pass and end.")] = False,
    config: Config = CONFIG,
    as_json: AsJson = False,
    log_json: LogJson = False,
) -> None:
    """Make one pass: poll, translate, post, write back; show the summary."""
    telemetry.configure(as_json=log_json)
    with ending(as_json=as_json):
        if not once:
            raise Misconfigured(
                "a pass is made once", where="bridge sync", act="say --once, or use `bridge run`"
            )
        with app.Bridge.open(app.settings_of(config)) as bridge:
            _pass(bridge, as_json=as_json)


def _console(bridge: app.Bridge) -> Console:
    """
    Return what the pages may use.

    Where there is no administrator it has a code, good until the bridge stops, for whoever makes
    the first.
    """
    with bridge.ends.store.reading() as view:
        is_set_up = view.people.accounts.any_administrator()
    provider = bridge.settings.console.oidc
    return Console(
        ends=bridge.hurried(),
        settings=bridge.settings,
        edition=lambda: bridge.edition,
        provider=IdentityProvider(provider, app.now) if provider else None,
        set_up_code="" if is_set_up else secrets.token_urlsafe(_CODE_BYTES),
    )


def _next(config: Path) -> str:
    """Say how to look at what happened, also from another terminal while the demo runs."""
    return (
        f"look at it, now or later: bridge exceptions list --config {config}\n"
        "                          and deals list, deals show ID, ledger verify, ledger balance"
    )


def _begin(bridge: app.Bridge, world: stage.Stands, *, as_json: bool) -> int:
    """Book the quarter of the company, unless it is; return how much was posted."""
    with _bar(as_json=as_json) as seen:
        return quarter.begin(bridge, world, seen)


def _pass(bridge: app.Bridge, *, as_json: bool, posted: int = 0) -> None:
    """Make a pass; `posted` is what was posted just before it."""
    with _bar(as_json=as_json) as seen:
        outcome = bridge.sync(seen)
    outcome = replace(outcome, posted_now=outcome.posted_now + posted)
    _show(bridge, outcome, as_json=as_json)


def _daemon(
    bridge: app.Bridge, *, as_json: bool, look_back: Callable[[], None] | None = None
) -> None:
    """Work until a signal comes; `look_back` is what people do once there are new statements."""
    shown: list[forms.Form] = []

    def heard(outcome: Outcome) -> None:
        form = forms.summary(outcome.summary)
        # People want news; a program that reads the passes wants each of them.
        if as_json or [form] != shown:
            _show(bridge, outcome, as_json=as_json)
        shown[:] = [form]

    every = timedelta(seconds=bridge.settings.sync.every_s)
    stop = stop_on_signals()
    passes = Entry(name=PASSES, every=every, does=bridge.sync_briefly)
    timetable = (passes, *_notices(bridge, stop.is_set), *_statements(bridge, look_back))
    Daemon(bridge.ends.store, timetable, app.now, heard).run(stop)


def _notices(bridge: app.Bridge, ends: Callable[[], bool]) -> Iterator[Entry]:
    """Yield what tells people and programs, if the settings name any."""
    told = telling(bridge.ends.store, bridge.settings, app.now, PASSES, ends)

    def tell() -> None:
        told.run()

    if told.channels:
        yield Entry(name="notify", every=_NOTICES_EVERY, does=tell)


def _statements(bridge: app.Bridge, look_back: Callable[[], None] | None) -> Iterator[Entry]:
    """Yield what reconciles by itself, unless the settings leave it to people."""
    settings = bridge.settings.reconcile
    ends = Ends(
        salesforce=bridge.ends.salesforce,
        revenue=bridge.ends.netsuite.revenue,
        store=bridge.ends.store,
        clock=bridge.ends.clock,
        contract_assets=settings.contract_assets,
    )

    def state() -> None:
        daily.state_all(
            ends, lambda: bridge.edition.rulebook, settings.thresholds, settings.kept_for
        )
        if look_back is not None:
            look_back()

    if settings.every_h:
        yield Entry(name=daily.NAME, every=timedelta(hours=settings.every_h), does=state)


def _show(bridge: app.Bridge, outcome: Outcome, *, as_json: bool) -> None:
    form = forms.outcome(outcome)
    if as_json:
        output.as_json_text(form)
        return
    output.summary(form)
    with bridge.ends.store.reading() as view:
        show_cases([case(one) for one in view.cases.all(open_only=True)])


@contextmanager
def _bar(*, as_json: bool) -> Iterator[batches.Progress]:
    """Show a bar on long work at a terminal, nothing elsewhere."""
    console = Terminal(stderr=True)
    silent = as_json or not console.is_terminal
    with Progress(console=console, disable=silent, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("judging deals", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
