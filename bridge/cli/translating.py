"""`bridge translate`: what a records file becomes, without any network."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bridge import app, telemetry
from bridge.cli import output, translation_forms
from bridge.cli.ending import FOUND, ending
from bridge.cli.options import RULES, AsJson, Rules
from bridge.errors import Misconfigured
from bridge.mappers import dossiers
from bridge.mappers.graph import Index
from bridge.mappers.read import seeds
from bridge.model.dossier import EarlierDocument
from bridge.model.ids import ContractId
from bridge.rules.rulebook import Rulebook
from bridge.translate import Translated, Translation, translate

commands = typer.Typer()


@commands.command("translate")
def command(
    records: Annotated[
        Path, typer.Option(help="A records file, in the form of a seed file.", metavar="FILE")
    ],
    rules: Rules = RULES,
    as_json: AsJson = False,
) -> None:
    """
    Show documents, predicted schedules and trace of each deal, or its flags; no network.

    Ends with 1 if a deal is flagged.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        rulebook = app.edition(rules).rulebook
        form = translation_forms.translations(_translations(records, rulebook))
        if as_json:
            output.as_json_text(form)
        else:
            _for_people(form)
        if form["verdict"] == "flagged":
            raise typer.Exit(FOUND)


def _translations(file: Path, rulebook: Rulebook) -> list[Translation]:
    """Translate the bookings of a file in the order of their contracts."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"the file cannot be read ({error})", where=str(file), act="name a records file"
        ) from error
    seed = seeds.parse(text, where=str(file))
    index = Index(seed.records)
    earlier: dict[ContractId, tuple[EarlierDocument, ...]] = {}
    done: list[Translation] = []
    for order in filter(dossiers.is_booking, dossiers.orders(seed.records)):
        alone = dossiers.of_order(order, index, (), seed.frame)
        contract = dossiers.contract_of(alone)
        known = earlier.get(contract, ())
        found = translate(dossiers.of_order(order, index, known, seed.frame), rulebook)
        if isinstance(found, Translated):
            earlier[contract] = (*known, *_earlier(found))
        done.append(found)
    return done


def _earlier(found: Translated) -> tuple[EarlierDocument, ...]:
    return tuple(
        EarlierDocument(deal=one.deal, kind=one.kind, external_id=one.external_id, dated=one.dated)
        for one in found.documents
    )


def _for_people(form: translation_forms.Form) -> None:
    for deal in form["deals"]:
        booked = f"{output.money(deal['booked'])} {deal['currency']}"
        named = " ".join(dict.fromkeys((deal["deal"], deal["name"])))
        output.say(f"[bold]{deal['verdict']}[/]  {escape(named)}  {booked}")
        for flag in deal["flags"]:
            held = f"({output.money(flag['amount'])} {flag['currency']})"
            lines = (f"{escape(flag['says'])}  {held}", *map(escape, flag["evidence"]))
            output.say(f"  [red]{flag['code']}[/]  " + "\n      ".join(lines))
        for document in deal["documents"]:
            _lines(document)
        for schedule in deal["schedules"]:
            planned = output.runs(schedule["periods"])
            output.say(f"  line {schedule['line']}  {schedule['method']}  {planned}")
    if not form["deals"]:
        output.say("there is no activated order in the file")


def _lines(document: translation_forms.Form) -> None:
    named = ("line", "item", "quantity")
    dated = ("first_day", "last_day", "treatment", "rule")
    output.table(
        f"{document['kind'].replace('_', ' ')} {document['external_id']}",
        ["#>", "item", "quantity>", "amount>", "from|", "to|", "treatment", "rule"],
        (
            [
                *(line[name] for name in named),
                output.money(line["amount"]),
                *(line[name] for name in dated),
            ]
            for line in document["lines"]
        ),
    )
