"""`bridge check`: would the rules represent this deal? Nothing is written."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bridge import app, telemetry
from bridge.cli import output, translating
from bridge.cli.ending import FOUND, ending
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.errors import Misconfigured
from bridge.flow.checking import checked, representable
from bridge.flow.checking.checked import Answer, Checked
from bridge.flow.checking.live import of_record
from bridge.flow.checking.records import of_records
from bridge.model.ids import DealId
from bridge.rulebooks.translation_forms import Form

commands = typer.Typer()


@commands.command("check")
def command(
    deal: Annotated[
        str | None, typer.Argument(help="The id of a quote, an order or an opportunity.")
    ] = None,
    records: Annotated[
        Path | None, typer.Option(help="A records file instead.", metavar="FILE")
    ] = None,
    live: Annotated[
        bool, typer.Option("--live", help="Read it from Salesforce, also if the books know it.")
    ] = False,
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Say whether a deal is representable by the rules in force, with what would become of it.

    A deal of the books is checked by what was read of it last, everything else by what Salesforce
    shows now; a quote as if its order were activated today. Ends with 1 if a deal is flagged, with
    2 if there is nothing to check.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        if (deal is None) == (records is None):
            raise Misconfigured(
                "one thing is checked at a time",
                where="check",
                act="name the id of a quote or an order, or --records FILE",
            )
        found = _of_records(config, records) if records else _of_deal(config, deal or "", live=live)
        form = checked.together(found)
        if as_json:
            output.as_json_text(form)
        else:
            _for_people(form)
        if form["verdict"] == "flagged":
            raise typer.Exit(FOUND)


def _for_people(form: Form) -> None:
    for deal in form["deals"]:
        output.say(_WORDS[deal["answer"]])
        notes = [deal["draft"]] if deal["draft"] else []
        for note in (*notes, *deal["warnings"]):
            output.say(f"  {escape(note)}")
    translating.for_people({**form, "unread_types": []})


_WORDS = {
    Answer.YES: "[green]representable[/]",
    Answer.WITH_WARNINGS: "[yellow]representable, with warnings[/]",
    Answer.NO: "[red]not representable[/]",
}


def _of_records(config: Path, records: Path) -> tuple[Checked, ...]:
    settings = app.settings_of(config)
    with app.look_at_store(settings) as store:
        rulebook = app.rules_in_force(store, settings.rules).rulebook
    text = translating.text_of(records)
    return of_records(text, rulebook, app.now().date(), str(records))


def _of_deal(config: Path, deal: str, *, live: bool) -> tuple[Checked, ...]:
    settings = app.settings_of(config)
    with app.looking(settings) as ends:
        rulebook = app.rules_in_force(ends.store, settings.rules).rulebook
        with ends.store.reading() as view:
            known = view.deals.one(DealId(deal))
        if known is not None and known.dossier and not live:
            return (representable.of_deal(ends, DealId(deal), rulebook),)
        days = settings.sync.package_waits_days
        return (of_record(ends, deal, rulebook, waits_days=days),)
