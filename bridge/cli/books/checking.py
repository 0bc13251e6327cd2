"""`bridge check`: would the rules represent this deal? Nothing is written."""

from pathlib import Path
from typing import Annotated

import typer

from bridge import app, telemetry
from bridge.cli import output, translating
from bridge.cli.ending import FOUND, ending
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.errors import Misconfigured
from bridge.flow.checking import representable
from bridge.model.ids import DealId
from bridge.rulebooks import translation_forms
from bridge.translate import Translation

commands = typer.Typer()


@commands.command("check")
def command(
    deal: Annotated[str | None, typer.Argument(help="The id of an order that was read.")] = None,
    records: Annotated[
        Path | None, typer.Option(help="A records file instead.", metavar="FILE")
    ] = None,
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Say whether a deal is representable by the rules in force, with what would become of it.

    Ends with 1 if a deal is flagged, with 2 if there is nothing to check.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        if (deal is None) == (records is None):
            raise Misconfigured(
                "one thing is checked at a time",
                where="check",
                act="name the id of an order, or --records FILE",
            )
        form = translation_forms.translations(_found(config, deal, records))
        if as_json:
            output.as_json_text(form)
        else:
            translating.for_people({**form, "unread_types": []})
        if form["verdict"] == "flagged":
            raise typer.Exit(FOUND)


def _found(config: Path, deal: str | None, records: Path | None) -> tuple[Translation, ...]:
    settings = app.settings_of(config)
    with app.look_at_store(settings) as store:
        rulebook = app.rules_in_force(store, settings.rules).rulebook
        if deal is not None:
            return (representable.of_deal(store, DealId(deal), rulebook),)
    text = translating.text_of(records) if records else ""
    return representable.of_records(text, rulebook, str(records))
