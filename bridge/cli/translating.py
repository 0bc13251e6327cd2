"""`bridge translate`: what a records file becomes, without any network."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from bridge import app
from bridge.cli import output, translation_forms
from bridge.cli.ending import FOUND, ending
from bridge.cli.options import AsJson
from bridge.errors import Misconfigured
from bridge.mappers import dossiers
from bridge.mappers.read import seeds
from bridge.model.dossier import EarlierDocument
from bridge.model.ids import ContractId
from bridge.rules.rulebook import Rulebook
from bridge.translate import Translated, Translation, translate


def command(
    records: Annotated[Path, typer.Option(help="A records file: the form of a seed file.")],
    rules: Annotated[Path, typer.Option(help="The rulebook's folder.")] = Path("config/rules"),
    as_json: AsJson = False,
) -> None:
    """Show documents, predicted schedules and trace of each deal, or its flags."""
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
    earlier: dict[ContractId, tuple[EarlierDocument, ...]] = {}
    done: list[Translation] = []
    for order in filter(dossiers.is_booking, dossiers.orders(seed.records)):
        alone = dossiers.of_order(order, seed.records, (), seed.frame)
        contract = dossiers.contract_of(alone)
        known = earlier.get(contract, ())
        found = translate(dossiers.of_order(order, seed.records, known, seed.frame), rulebook)
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
    write = Console(highlight=False).print
    for deal in form["deals"]:
        write(f"[bold]{deal['verdict']}[/]  {deal['deal']}  {deal['booked']} {deal['currency']}")
        for flag in deal["flags"]:
            write(f"  [red]{flag['code']}[/]  {escape(flag['says'])}  ({flag['amount']})")
            for evidence in flag["evidence"]:
                write(f"      {escape(evidence)}")
        for document in deal["documents"]:
            output.table(
                document["external_id"],
                ["#", "item", "quantity>", "amount>", "from", "to", "treatment", "rule"],
                (
                    [
                        *(line["line"], line["item"], line["quantity"], line["amount"]),
                        *(line["first_day"], line["last_day"], line["treatment"], line["rule"]),
                    ]
                    for line in document["lines"]
                ),
            )
        for schedule in deal["schedules"]:
            planned = "  ".join(f"{name} {amount}" for name, amount in schedule["periods"].items())
            write(f"  line {schedule['line']} {schedule['method']}: {planned}")
