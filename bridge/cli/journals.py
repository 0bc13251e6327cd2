"""`bridge journals`: what the bridge proposes, and a person posts in NetSuite."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bridge import app
from bridge.adapters.store.deals import Journal
from bridge.cli import output
from bridge.cli.ending import ending
from bridge.cli.opening import looked_at
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.errors import Misconfigured
from bridge.flow.journals import Side, is_due, note_posted, proposed, sides
from bridge.ledger.person import person
from bridge.model.ids import ExternalId

commands = typer.Typer(no_args_is_help=True, help="Journals that a person posts.")
Name = Annotated[str, typer.Argument(help="Its external id.", metavar="REF")]


@commands.command("list")
def list_journals(
    config: Config = CONFIG,
    due: Annotated[bool, typer.Option("--due", help="Only those to be posted.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the proposed journals by their day."""
    with looked_at(config, as_json=as_json) as store:
        with store.reading() as view:
            held = [one for one in view.deals.journals() if not due or is_due(one.document.state)]
        if as_json:
            output.as_json_text({"journals": [_row(one) for one in held]})
            return
        output.table(
            "Proposed journals",
            ["journal|", "customer", "dated|", "each side>", "NetSuite id|"],
            (
                [
                    *(one[name] for name in ("journal", "account_name", "dated")),
                    f"{output.money(one['amount'])} {one['currency']}",
                    one["netsuite_id"],
                ]
                for one in map(_row, held)
            ),
        )


@commands.command("show")
def show_journal(name: Name, config: Config = CONFIG, as_json: AsJson = False) -> None:
    """Show a proposed journal with its lines, accounts and amounts."""
    with looked_at(config, as_json=as_json) as store:
        with store.reading() as view:
            held = view.deals.journals()
        found = next((one for one in held if one.document.external_id == name), None)
        if found is None:
            raise Misconfigured(
                "there is no such proposed journal",
                where=f"journal {name}",
                act="take the name of one from `bridge journals list`",
            )
        form = {**_row(found), "lines": list(map(_side, sides(found)))}
        output.one(form, as_json=as_json)


@commands.command("posted")
def posted(
    name: Name,
    netsuite_id: Annotated[str, typer.Option("--id", help="The journal's internal id.")],
    config: Config = CONFIG,
    who: Annotated[
        str,
        typer.Option("--as", help="Who says so; the ledger keeps it.", envvar="USER"),
    ] = "operator",
    as_json: AsJson = False,
) -> None:
    """
    Say that a proposed journal is posted: NetSuite is asked, and it must tie.

    On SQLite the daemon must be stopped meanwhile.
    """
    found = _post(config, ExternalId(name), netsuite_id, person(who), as_json=as_json)
    if as_json:
        output.as_json_text({**_row(found), "netsuite_id": netsuite_id, "state": "ACKNOWLEDGED"})
    else:
        output.say(f"{name} is posted as {netsuite_id}")


def _post(config: Path, name: ExternalId, netsuite_id: str, who: str, *, as_json: bool) -> Journal:
    with ending(as_json=as_json), app.Bridge.open(app.settings_of(config)) as bridge:
        return note_posted(bridge.ends.store, bridge.ends.netsuite, name, netsuite_id, who)


def _row(one: Journal) -> dict[str, Any]:
    document, deal = one.document, one.deal
    return {
        "journal": document.external_id,
        "deal": deal.id,
        "account_name": deal.account_name,
        "dated": document.dated.isoformat(),
        "currency": deal.booked.currency.code,
        "amount": proposed(one).text(),
        "state": document.state.value,
        "netsuite_id": document.internal_id,
    }


def _side(one: Side) -> dict[str, Any]:
    return {
        "account": one.account,
        "debit": one.debit.text() if one.debit else None,
        "credit": one.credit.text() if one.credit else None,
        "memo": one.memo,
    }
