"""`bridge deals`, `bridge ledger`: what the books hold."""

from datetime import datetime
from typing import Annotated

import typer

from bridge.cli import output
from bridge.cli.books import forms
from bridge.cli.ending import FOUND
from bridge.cli.opening import looked_at
from bridge.cli.options import CONFIG, AsJson, Config, moment
from bridge.errors import Misconfigured
from bridge.ledger.judgement import DealState
from bridge.model.ids import DealId

deals = typer.Typer(no_args_is_help=True, help="The deals and what became of them.")
ledger = typer.Typer(no_args_is_help=True, help="The ledger: proof, balances, export.")


@deals.command("list")
def list_deals(
    config: Config = CONFIG,
    state: Annotated[DealState | None, typer.Option(help="Only deals in this state.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the deals by contract."""
    with looked_at(config, as_json=as_json) as store:
        with store.reading() as view:
            found = [forms.deal(one) for one in view.deals.all(state)]
        if as_json:
            output.as_json_text({"deals": found})
            return
        columns = ("deal", "name", "account_name", "state")
        output.table(
            "Deals",
            ["deal|", "order|", "customer", "state|", "booked>", output.WHY],
            (
                [
                    *(one[name] for name in columns),
                    f"{output.money(one['booked'])} {one['currency']}",
                    one["says"],
                ]
                for one in found
            ),
        )


@deals.command("show")
def show_deal(
    deal: Annotated[str, typer.Argument(help="The id of its order.")],
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """Show a deal with documents, schedules, exceptions and ledger entries."""
    with looked_at(config, as_json=as_json) as store:
        with store.reading() as view:
            found = view.deals.whole(DealId(deal))
        if found is None:
            raise Misconfigured(
                "the books know no such deal",
                where=f"deal {deal}",
                act="look for it in `bridge deals list`",
            )
        output.one(forms.whole_deal(found), as_json=as_json)


@ledger.command("verify")
def verify(config: Config = CONFIG, as_json: AsJson = False) -> None:
    """Prove the books: hash chain, balance of every entry, suspense, conservation."""
    with looked_at(config, as_json=as_json) as store:
        found = store.verify()
        with store.reading() as view:
            head = view.ledger.head()
        if as_json:
            findings = [{"seq": one.seq, "says": one.says} for one in found]
            output.as_json_text({"whole": not found, "findings": findings, "head": head.hash})
        for one in () if as_json else found:
            output.aside(f"entry {one.seq}: {one.says}")
        if found:
            raise typer.Exit(FOUND)
        if not as_json:
            output.say(f"the books are whole: {head.seq} entries, head {head.hash}")


@ledger.command("balance")
def balance(
    config: Config = CONFIG,
    as_of: Annotated[
        datetime | None,
        typer.Option(help="Up to this moment; UTC unless it says.", parser=moment, metavar="ISO"),
    ] = None,
    deal: Annotated[str | None, typer.Option(help="Of this deal only.", metavar="ID")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the balance of each account and currency; debits are positive."""
    with looked_at(config, as_json=as_json) as store:
        with store.reading() as view:
            held = view.ledger.balances(deal=DealId(deal) if deal else None, as_of=as_of)
        found = forms.balances(held)
        if as_json:
            output.as_json_text({"balances": found})
            return
        output.table(
            "Balances",
            ["account", "balance>"],
            (
                [one["account"], f"{output.money(one['balance'])} {one['currency']}"]
                for one in found
            ),
        )


@ledger.command("export")
def export(
    config: Config = CONFIG,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write one object with all entries and the head.")
    ] = False,
) -> None:
    """Write every entry as a line of JSON, in the order of the chain."""
    with looked_at(config, as_json=as_json) as store, store.reading() as view:
        if as_json:
            entries = [forms.entry(one) for one in view.ledger.entries()]
            output.as_json_text({"entries": entries, "head": view.ledger.head().hash})
            return
        for one in view.ledger.entries():
            output.as_json_text(forms.entry(one))
