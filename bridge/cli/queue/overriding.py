"""`bridge exceptions questions`, `override` and `overrides`: what one deal alone is given."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bridge import app, telemetry
from bridge.cli import output
from bridge.cli.ending import ending
from bridge.cli.opening import looked_at
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.cli.queue import forms
from bridge.cli.queue.acting import OPERATOR, Number, Who, Why
from bridge.errors import Misconfigured
from bridge.flow.outcomes.overriding import Answer, Given, Overriding
from bridge.ledger.entries import EntryKind
from bridge.queue import register

commands = typer.Typer()
Sets = Annotated[
    list[str],
    typer.Option(
        "--set",
        help="What a rule would give; RULE@LINE.OUTPUT for one line alone.",
        metavar="RULE.OUTPUT=VALUE",
    ),
]


@commands.command("questions")
def questions(number: Number, config: Config = CONFIG, as_json: AsJson = False) -> None:
    """Show what the rules leave open about the deal of an exception, and what would answer it."""
    with looked_at(config, as_json=as_json) as store:
        rulebook = app.rules_in_force(store, app.settings_of(config).rules).rulebook
        overriding = Overriding(store, OPERATOR, rulebook, {})
        found = [forms.question(one) for one in overriding.questions(number)]
    if as_json:
        output.as_json_text({"questions": found})
    elif not found:
        output.say("no rule has left anything open about this deal")
    else:
        output.table(
            "Questions",
            ["rule", "about|", "gives", output.WHY],
            (
                [
                    one["rule"],
                    one["about"],
                    "; ".join(f"{each['name']}: {each['accepts']}" for each in one["outputs"]),
                    one["says"],
                ]
                for one in found
            ),
        )


@commands.command("override")
def override(
    number: Number,
    given: Sets,
    why: Why,
    until: Annotated[
        datetime,
        typer.Option(formats=["%Y-%m-%d"], help="The last day on which it holds; UTC."),
    ],
    seen: Annotated[
        int | None, typer.Option(help="How many acts you have seen; refused if there are more.")
    ] = None,
    config: Config = CONFIG,
    who: Who = OPERATOR,
    as_json: AsJson = False,
) -> None:
    """
    Give for one deal what no rule says; the next pass translates it with that.

    Only outcomes that a rule has, checked as a row is: never an amount, a quantity, a day of
    service or an id. Above `sync.override_alone_up_to` a second person confirms.
    """
    with _overriding(config, who, as_json=as_json) as overriding:
        wanted = Given(answers=answers(given), reason=why, until=until.date())
        form = forms.case(overriding.override(number, wanted, seen))
        if as_json:
            output.as_json_text(form)
            return
        decided = form["decided"] or form["proposed"]
        output.say(output.plain(f"exception {number}: {forms.stands(form)} ({decided})"))


@commands.command("overrides")
def overrides(config: Config = CONFIG, as_json: AsJson = False) -> None:
    """List every override that ever counted: what, for which deal, by whom, why, and its end."""
    with looked_at(config, as_json=as_json) as store:
        with store.reading() as view:
            entries = view.ledger.entries(kinds=[EntryKind.TRIAGED])
            found = [forms.override(one) for one in register.overrides(entries)]
        if as_json:
            output.as_json_text({"overrides": found})
            return
        if not found:
            output.say("no overrides")
            return
        output.table(
            "Overrides",
            ["#>", "deal|", "gives", "by", "confirmed by", "until|", "ended|", output.WHY],
            ([one[name] or "" for name in _COLUMNS] for one in found),
        )


_COLUMNS = ("exception", "deal", "gives", "by", "confirmed_by", "until", "ended_on", "reason")


@contextmanager
def _overriding(config: Path, who: str, *, as_json: bool) -> Iterator[Overriding]:
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        settings = app.settings_of(config)
        with app.open_store(settings) as store:
            rulebook = app.rules_in_force(store, settings.rules).rulebook
            yield Overriding(store, who, rulebook, settings.sync.override_alone_up_to)


def answers(given: Sequence[str]) -> tuple[Answer, ...]:
    """Read what was typed, RULE.OUTPUT=VALUE each; Misconfigured for what is not so."""
    cells: dict[tuple[str, str | None], dict[str, str]] = {}
    for one in given:
        named, is_given, cell = one.partition("=")
        place, _, name = named.strip().rpartition(".")
        rule, _, about = place.partition("@")
        if not (is_given and rule and name):
            raise Misconfigured(
                f"{one[:80]!r} gives nothing",
                where="--set",
                act="write RULE.OUTPUT=VALUE, as in items.item=SUB-ENT",
            )
        cells.setdefault((rule, about or None), {})[name] = cell.strip()
    return tuple(
        Answer(rule=rule, about=about, cells=held) for (rule, about), held in cells.items()
    )
