"""`bridge rules preview`: what a draft would clear, and what it would change."""

from typing import Annotated

import typer

from bridge import app
from bridge.adapters.store.database import Store
from bridge.cli import output
from bridge.cli.books.forms import Form
from bridge.cli.opening import looked_at
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.flow.rulebook import editions, preview, publishing
from bridge.flow.rulebook.preview import Difference, Differences, Trial, Trials
from bridge.rules.rulebook import Rulebook

commands = typer.Typer()


@commands.command("preview")
def show_preview(
    draft: Annotated[str, typer.Argument(help="Its number, or the beginning of its version.")],
    after_exception: Annotated[
        int, typer.Option(help="Go on behind this exception.", metavar="NUMBER")
    ] = 0,
    after_deal: Annotated[str, typer.Option(help="Go on behind this deal.", metavar="ID")] = "",
    limit: Annotated[
        int, typer.Option(min=1, max=5_000, help="So many exceptions, and so many deals.")
    ] = preview.PAGE,
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Tell which open exceptions a draft would clear, and which other deals it would change.

    Their dossiers are translated by the draft; nothing is recorded. What was posted stands as it
    was sent.
    """
    with looked_at(config, as_json=as_json) as store:
        now = app.rules_in_force(store, app.settings_of(config).rules).rulebook
        then = _rules(store, draft)
        with store.reading() as view:
            trials = preview.exceptions(view, then, after_exception, limit)
            changes = preview.deals(view, (now, then), after_deal, limit)
    if as_json:
        output.as_json_text(_form(trials, changes))
        return
    _tell(trials, changes)


def _rules(store: Store, named: str) -> Rulebook:
    with store.reading() as view:
        found = publishing.road_of(view).draft_of(named)
        return editions.of_files(publishing.files_of(view, found.version)).rulebook


def _form(trials: Trials, changes: Differences) -> Form:
    return {
        "cleared": [_trial(one) for one in trials.cleared],
        "still": [_trial(one) for one in trials.still],
        "after_exception": trials.after,
        "changed": [_change(one) for one in changes.found],
        "tried": changes.tried,
        "after_deal": changes.after,
    }


def _trial(one: Trial) -> Form:
    held = one.held
    return {
        "exception": held.number,
        "deal": held.deal,
        "name": held.name,
        "amount": held.amount.text(),
        "currency": held.amount.currency.code,
        "comes_to": one.comes_to,
    }


def _change(one: Difference) -> Form:
    return {
        "deal": one.deal.deal,
        "name": one.deal.name,
        "amount": one.deal.amount.text(),
        "currency": one.deal.amount.currency.code,
        "posted": one.deal.is_posted,
        "before": one.before,
        "after": one.after,
    }


def _changed(one: Difference) -> list[str]:
    posted = "yes" if one.deal.is_posted else ""
    return [one.deal.deal, str(one.deal.amount), posted, one.before, one.after]


def _tell(trials: Trials, changes: Differences) -> None:
    for title, found in (("Would clear", trials.cleared), ("Would stay", trials.still)):
        if found:
            rows = (
                [one.held.number, one.held.deal, str(one.held.amount), one.comes_to]
                for one in found
            )
            output.table(title, ["#>", "deal|", "amount>", "comes to"], rows)
    if changes.found:
        output.table(
            "Would change",
            ["deal|", "amount>", "posted", "now", "then"],
            map(_changed, changes.found),
        )
    for option, after in (("exception", trials.after), ("deal", changes.after)):
        if after is not None:
            output.say(output.plain(f"there is more: --after-{option} {after}"))
    output.say(
        f"{len(trials.cleared)} of {len(trials.cleared) + len(trials.still)} exceptions cleared, "
        f"{len(changes.found)} of {changes.tried} other deals changed"
    )
