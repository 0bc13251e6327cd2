"""`bridge translate`: what a records file becomes, without any network."""

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bridge import telemetry
from bridge.cli import output
from bridge.cli.ending import FOUND, ending
from bridge.cli.options import RULES, AsJson, Rules
from bridge.errors import Misconfigured
from bridge.flow.rulebook import editions
from bridge.mappers import dossiers
from bridge.mappers.read import seeds
from bridge.rulebooks import bookings, translation_forms

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

    Ends with 1 if a deal is flagged, with 2 if the file holds no booking.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        rulebook = editions.edition(rules).rulebook
        seed = _seed(records)
        unread = sorted({one.type for one in seed.records} - dossiers.READ_TYPES)
        found = bookings.translations(seed, rulebook)
        if not found:
            raise _no_booking(seed, str(records))
        form = {
            **translation_forms.translations(found),
            "unread_types": unread,
        }
        if as_json:
            output.as_json_text(form)
        else:
            for_people(form)
        if form["verdict"] == "flagged":
            raise typer.Exit(FOUND)


def _seed(file: Path) -> seeds.Seed:
    return seeds.parse(text_of(file), where=str(file))


def text_of(file: Path) -> str:
    """Return the text of a records file; Misconfigured if it cannot be read."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"the file cannot be read ({error})", where=str(file), act="name a records file"
        ) from error


def _no_booking(seed: seeds.Seed, where: str) -> Misconfigured:
    """Say why a file holds nothing to translate: nothing of it is an order, or no order counts."""
    orders = dossiers.orders(seed.records)
    unread = unread_says({one.type for one in seed.records} - dossiers.READ_TYPES)
    if orders:
        states = sorted({str(order.fields.get("Status") or "blank") for order in orders})
        counted = output.counted(len(orders), "order")
        what = f"{counted}, and none is activated (Status is {', '.join(states)})"
        act = "only activated orders are bookings: set Status to Activated where one is meant"
    else:
        what, act = "there is no order in the file", "give it records of the type Order"
    told = (what, _won_says(seed), unread)
    return Misconfigured("; ".join(filter(None, told)), where=where, act=act)


def _won_says(seed: seeds.Seed) -> str:
    """Say that opportunities were won, of which none books; empty where none was."""
    roots = filter(dossiers.is_booking, dossiers.beginnings(seed.records))
    won = [one for one in roots if dossiers.model_of(one) == dossiers.BY_OPPORTUNITY]
    if not won:
        return ""
    counted = output.counted(len(won), "won record")
    return f"{counted} without an order, and none books by itself ('booking' in the rules says so)"


def unread_says(types: Collection[str]) -> str:
    """
    Name record types that nothing reads, with what may be meant; empty if there are none.

    >>> unread_says({"Ordr", "Territory"})
    'nothing reads records of the types Ordr (did you mean Order?), Territory'
    """
    if not types:
        return ""
    known = sorted(dossiers.READ_TYPES)
    named = []
    for one in sorted(types):
        near = get_close_matches(one, known, n=1)
        named.append(f"{one} (did you mean {near[0]}?)" if near else one)
    kinds = "type" if len(named) == 1 else "types"
    return f"nothing reads records of the {kinds} {', '.join(named)}"


def for_people(form: translation_forms.Form) -> None:
    """Show what became of deals; `unread_types` are the types of records that nothing reads."""
    for deal in form["deals"]:
        booked = f"{output.money(deal['booked'])} {deal['currency']}"
        named = " ".join(dict.fromkeys((deal["deal"], deal["name"])))
        output.say(f"[bold]{deal['verdict']}[/]  {escape(named)}  {booked}")
        for flag in deal["flags"]:
            held = f"({output.money(flag['amount'])} {flag['currency']})"
            nearest = [f"nearest: {flag['nearest']}"] if flag["nearest"] else []
            told = (*flag["evidence"], *nearest)
            lines = (f"{escape(flag['says'])}  {held}", *map(escape, told))
            output.say(f"  [red]{flag['code']}[/]  " + "\n      ".join(lines))
        for document in deal["documents"]:
            _lines(document)
            _plans(deal["schedules"], document["external_id"])
    unread = unread_says(form["unread_types"])
    if unread:
        output.say(escape(unread))


def _plans(schedules: Sequence[translation_forms.Form], external_id: str) -> None:
    for schedule in schedules:
        if schedule["external_id"] == external_id:
            planned = output.runs(schedule["periods"]) or "changes nothing"
            output.say(f"  line {schedule['line']}  {schedule['method']}  {planned}")


def _lines(document: translation_forms.Form) -> None:
    about = f" of {document['target']}" if document["target"] else ""
    named = ("line", "item", "quantity")
    dated = ("first_day", "last_day", "treatment", "rule")
    output.table(
        f"{document['kind'].replace('_', ' ')} {document['external_id']}{about}",
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
