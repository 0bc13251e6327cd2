"""`bridge rules plan`: what rules would do to all that was sold."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bridge import app, telemetry
from bridge.adapters.store.database import Store
from bridge.adapters.store.replaying.rows import Part
from bridge.cli import output
from bridge.cli.ending import FOUND, ending
from bridge.cli.options import CONFIG, RULES, AsJson, Config
from bridge.cli.rulebook import choosing
from bridge.cli.rulebook.comparing import named_edition
from bridge.cli.translating import text_of
from bridge.errors import Misconfigured, NotPermitted, StoreLocked
from bridge.flow.replaying import keeping, pool, records
from bridge.flow.replaying.keeping import Made
from bridge.flow.replaying.planning import Planning, Wanted
from bridge.flow.rulebook.editions import Edition
from bridge.mappers.read import seeds
from bridge.model.calendar import Period, months
from bridge.model.ids import DealId
from bridge.rulebooks.replay import forms, summary
from bridge.rulebooks.replay.closing import Past
from bridge.rulebooks.replay.forms import Form

commands = typer.Typer()

#: Deals that people are shown; `--json` and `--summary` tell of more.
_SHOWN = 20
#: How far the months of records reach, before and behind the last that is closed.
_YEARS = 20


class _Progress:
    """Tells on standard error how far a replay is."""

    def __init__(self) -> None:
        self._told = 0

    def heard(self, done: int, whole: int) -> None:
        """Tell each tenth once."""
        tenths = done * 10 // max(whole, 1)
        if tenths > self._told:
            self._told = tenths
            output.aside(f"{done:,} of {whole:,} deals tried")


Records = Annotated[
    list[Path] | None,
    typer.Option(
        "--records", help="A records file instead of the books; may be given several times."
    ),
]
Against = Annotated[
    str | None,
    typer.Option(help="Rules to compare with. Default: those that the daemon goes by."),
]
Deals = Annotated[
    list[str] | None, typer.Option(help="Only this deal; may be given several times.")
]
Since = Annotated[
    datetime | None,
    typer.Option(help="Only deals booked on this day or later.", formats=["%Y-%m-%d"]),
]
Sample = Annotated[
    int | None, typer.Option(min=1, help="Only so many deals, the same ones each time.")
]
Closed = Annotated[
    datetime | None,
    typer.Option(help="With --records: the last month that is closed.", formats=["%Y-%m"]),
]
Processes = Annotated[
    int | None, typer.Option(min=1, max=64, help="Default: one for each processor.")
]
Summary = Annotated[
    Path | None, typer.Option("--summary", help="Write it as Markdown, for a pull request.")
]


@commands.command("plan")
def plan(
    draft: Annotated[
        str, typer.Argument(help="A folder, or a draft by its number or version.")
    ] = str(RULES),
    records_files: Records = None,
    against: Against = None,
    customer: Annotated[str, typer.Option(help="Only deals of this account.")] = "",
    deal: Deals = None,
    since: Since = None,
    subsidiary: Annotated[str, typer.Option(help="Tell only of changes that concern it.")] = "",
    sample: Sample = None,
    past: Annotated[Past, typer.Option(help="What is to come of closed periods.")] = Past.STOP,
    closed_until: Closed = None,
    processes: Processes = None,
    anew: Annotated[bool, typer.Option("--anew", help="Do not use a plan made before.")] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Try deals, too, of which no row is another.")
    ] = False,
    who: Annotated[str, typer.Option("--as", help="Who makes it.", envvar="USER")] = "operator",
    summary_file: Summary = None,
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Translate every deal by other rules, and tell what comes out otherwise.

    The difference is told by deal, amount, period, subsidiary and row. Ends with 1 if the plan is
    stopped: revenue in a closed period would be another, and nobody said what is to come of that.
    """
    telemetry.configure(as_json=False)
    day = since.date() if since else None
    named = tuple(map(DealId, deal or ()))
    part = Part(customer=customer, deals=named, since=day, sample=sample)
    with ending(as_json=as_json):
        if records_files:
            choosing.require_whole(part, subsidiary)
            form = _of_records(_Asked(draft, against, past, config), records_files, closed_until)
        elif closed_until is not None:
            raise choosing.mixed(
                "--closed-until", "leave it out: the books know NetSuite's periods"
            )
        else:
            form = _of_books(
                _Asked(draft, against, past, config, part, subsidiary),
                _How(processes or pool.processors(), anew or every, every, who),
            )
        if summary_file is not None:
            _write(summary_file, form)
        if as_json:
            output.as_json_text(form)
        else:
            _tell(form)
        if form["blockers"]:
            raise typer.Exit(FOUND)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be compared."""

    draft: str
    against: str | None
    past: Past
    config: Path
    part: Part = field(default_factory=Part)
    subsidiary: str = ""


@dataclass(frozen=True, slots=True)
class _How:
    """How a plan over the books is made, and by whom."""

    processes: int
    anew: bool
    every: bool
    who: str


def _of_books(asked: _Asked, how: _How) -> Form:
    with app.look_at_store(app.settings_of(asked.config)) as store:
        wanted = Wanted(
            draft=named_edition(asked.draft, asked.config),
            in_force=_in_force(store, asked.against, asked.config),
            part=asked.part,
            subsidiary=asked.subsidiary,
            past=asked.past,
            every=how.every,
        )
        planning = Planning(store=store, processes=how.processes, heard=_Progress().heard)
        done = keeping.made(planning, wanted, anew=how.anew)
    return {**done.form, "kept": _keep(done, how.who, asked.config)}


def _folder(config: Path) -> Path:
    return app.settings_of(config).rules.folder if config.is_file() else RULES


def _in_force(store: Store, against: str | None, config: Path) -> Edition:
    if against is not None:
        return named_edition(against, config)
    return app.rules_in_force(store, app.settings_of(config).rules)


def _of_records(asked: _Asked, files: Sequence[Path], closed_until: datetime | None) -> Form:
    wanted = Wanted(
        draft=named_edition(asked.draft, asked.config),
        in_force=named_edition(asked.against or str(_folder(asked.config)), asked.config),
        past=asked.past,
    )
    read = [seeds.parse(text_of(file), where=str(file)) for file in files]
    periods = _periods(closed_until.date()) if closed_until else ()
    return {**forms.plan(records.plan_of(wanted, read, periods)), "kept": False}


def _periods(last: date) -> tuple[Period, ...]:
    """Return the months around the last that is closed."""
    known = months(last.replace(year=last.year - _YEARS), last.replace(year=last.year + _YEARS))
    return tuple(replace(one, closed=one.term.start <= last) for one in known)


def _keep(done: Made, who: str, config: Path) -> bool:
    """Keep a plan for those who approve; where a daemon has the books it is told that it is not."""
    if done.cached:
        return True
    try:
        with app.open_store(app.settings_of(config)) as store:
            keeping.keep(store, done, who)
    except NotPermitted as error:
        output.aside(f"not kept: {error}")
        return False
    except StoreLocked:
        output.aside("not kept, for the daemon has the books: let the draft's page make the plan")
        return False
    return True


def _write(file: Path, form: Form) -> None:
    try:
        file.write_text(summary.markdown(form), encoding="utf-8")
    except OSError as error:
        raise Misconfigured(
            f"the summary cannot be written: {error.strerror}",
            where=str(file),
            act="name a place that can be written",
        ) from error


_PLACES = ("period", "subsidiary", "account", "item")


def _tell(form: Form) -> None:
    for one in form["blockers"]:
        output.say(f"[bold red]{one['code']}[/]  {output.plain(one['says'])}")
    rows = [
        [words, one["deals"], one["posted"], summary.told_amounts(one["amounts"])]
        for kind, words in summary.WORDS.items()
        if (one := form["counts"][kind])["deals"]
    ]
    if rows:
        output.table("What comes out otherwise", ["", "deals>", "in NetSuite>", "amount"], rows)
    _tell_moved("Closed periods that would be touched", form["closed"]["touched"])
    _tell_moved("Recognised late, in the first open period", form["closed"]["late"])
    if form["entries"]:
        columns = ["period|", "subsidiary", "account", "item", "debit>", "credit>", "|"]
        output.table("Correcting entries", columns, map(_entry, form["entries"]))
    if form["changes"]:
        output.table(
            "Deals",
            ["deal|", "amount>", "in NetSuite", "now", "then"],
            map(_changed, form["changes"][:_SHOWN]),
        )
    if len(form["changes"]) > _SHOWN:
        output.say(f"and {len(form['changes']) - _SHOWN:,} more: --json tells of all")
    _tell_ending(form)


def _tell_moved(title: str, moved: Sequence[Form]) -> None:
    if moved:
        columns = ["period|", "subsidiary", "item", "now>", "then>", "difference>", "|"]
        output.table(title, columns, map(_moved, moved))


def _moved(one: Form) -> list[object]:
    amounts = (output.money(one[name]) for name in ("before", "after", "difference"))
    return [one["period"], one["subsidiary"], one["item"], *amounts, one["currency"]]


def _entry(one: Form) -> list[object]:
    sides = (output.money(one[side]) if one[side] else "" for side in ("debit", "credit"))
    return [*(one[name] for name in _PLACES), *sides, one["currency"]]


def _changed(one: Form) -> list[object]:
    amount = f"{output.money(one['amount'])} {one['currency']}"
    return [one["deal"], amount, "yes" if one["posted"] else "", one["before"], one["after"]]


def _tell_ending(form: Form) -> None:
    if not form["closed"]["known"]:
        output.say("no accounting periods are known: whether one is closed was not looked up")
    for one in form["notes"]:
        output.say(output.plain(one))
    if form["earlier"]:
        stand = "stands" if form["earlier"] == 1 else "stand"
        output.say(f"{output.counted(form['earlier'], 'deal')} {stand} by earlier rules, untouched")
    if form["without_records"]:
        says = output.counted(len(form["without_records"]), "deal")
        output.say(f"{says} without records in the books left aside")
    output.say(
        f"{output.differing(form['differing'], form['tried'])}; "
        f"plan {form['digest'][:12]} of version {form['draft'][:12]}"
    )
