"""`bridge exceptions`, `bridge deals`, `bridge ledger`: what the books hold."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bridge import app, telemetry
from bridge.adapters.store.database import Store
from bridge.cli import book_forms, output
from bridge.cli.ending import FOUND, ending
from bridge.cli.options import CONFIG, AsJson, Config, moment
from bridge.errors import Misconfigured
from bridge.ledger.judgement import DealState
from bridge.model.ids import DealId
from bridge.model.reasons.catalogue import CATALOGUE

exceptions = typer.Typer(no_args_is_help=True, help="The queue of deals that need a person.")
deals = typer.Typer(no_args_is_help=True, help="The deals and what became of them.")
ledger = typer.Typer(no_args_is_help=True, help="The ledger: proof, balances, export.")


@contextmanager
def opened(config: Path, *, as_json: bool) -> Iterator[Store]:
    """Look at the store of a settings file, and turn errors into exit codes."""
    telemetry.configure(as_json=False)
    with ending(as_json=as_json), app.look_at_store(app.settings_of(config)) as store:
        yield store


@exceptions.command("list")
def list_exceptions(
    config: Config = CONFIG,
    everything: Annotated[bool, typer.Option("--all", help="Closed ones, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List open exceptions, with the amount that each holds in suspense; with --all, closed too."""
    with opened(config, as_json=as_json) as store:
        with store.reading() as view:
            found = [book_forms.case(one) for one in view.cases.all(open_only=not everything)]
        if as_json:
            output.as_json_text({"exceptions": found})
            return
        show_cases(found, closed=everything)


def show_cases(found: Sequence[book_forms.Form], *, closed: bool = False) -> None:
    """Write exceptions as a table, if there are any; with `closed` it says which are no more."""
    if not found:
        output.say("no exceptions")
        return
    columns = ("exception", "deal", "account_name", "code")
    # What a closed exception held is in suspense no longer.
    titles = ("amount>", "closed|") if closed else ("in suspense>",)
    output.table(
        "Exceptions",
        ["#>", "deal|", "customer", "code", *titles, output.WHY],
        (
            [
                *(one[name] for name in columns),
                f"{output.money(one['amount'])} {one['currency']}",
                *([_closed(one)] if closed else []),
                _first_reason(one),
            ]
            for one in found
        ),
    )


def _closed(case: book_forms.Form) -> str:
    """Return the day on which an exception was closed, in UTC; "open" while it is open."""
    return str(case["closed_at"])[:10] if case["closed_at"] else "open"


def _first_reason(case: book_forms.Form) -> str:
    """Return the first reason of an exception, and how many more `exceptions show` tells."""
    first, *more = dict.fromkeys(flag["says"] for flag in case["flags"])
    return f"{first} (and {len(more)} more)" if more else str(first)


@exceptions.command("show")
def show_exception(
    number: Annotated[int, typer.Argument(help="Its number in the list.")],
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """Show an exception with every reason and its evidence."""
    with opened(config, as_json=as_json) as store:
        with store.reading() as view:
            found = view.cases.one(number)
        if found is None:
            raise Misconfigured(
                "there is no such exception",
                where=f"exception {number}",
                act="look for it in `bridge exceptions list --all`",
            )
        _write(book_forms.explained(found), as_json=as_json)


@exceptions.command("reasons")
def list_reasons(
    code: Annotated[str | None, typer.Argument(help="Of this code only.")] = None,
    as_json: AsJson = False,
) -> None:
    """List what the codes of exceptions mean, what clears each, and who can do that."""
    with ending(as_json=as_json):
        found = [book_forms.reason(one) for one in CATALOGUE.values() if code in (None, one.code)]
        if not found:
            raise Misconfigured(
                "the catalogue has no such code; where a rule gives it, the rule says what it is",
                where=str(code),
                act="look for it in `bridge exceptions reasons`",
            )
        if as_json:
            output.as_json_text({"reasons": found})
        elif code:
            output.as_yaml(found[0])
        else:
            output.table(
                "Reasons",
                ["code", "means", "clears", "who"],
                (
                    [*(one[name] for name in ("code", "means", "clears")), _who(one)]
                    for one in found
                ),
            )


def _who(reason: book_forms.Form) -> str:
    return ", ".join(reason["who"])


@exceptions.command("retry")
def retry_exception(
    number: Annotated[int, typer.Argument(help="Its number in the list.")],
    config: Config = CONFIG,
    who: Annotated[
        str, typer.Option("--as", help="Who asks; the ledger keeps it.", envvar="USER")
    ] = "operator",
    as_json: AsJson = False,
) -> None:
    """
    Try again what an exception is about, once its cause is mended.

    The next pass sends a refused document again, after a look whether NetSuite holds it; a flagged
    deal is read again. On SQLite the daemon must be stopped meanwhile.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json), app.open_store(app.settings_of(config)) as store:
        with store.transaction("retry", actor=who) as tx:
            case, after = tx.retry(number), tx.cases.one(number)
        if as_json:
            output.as_json_text(book_forms.case(case))
            return
        # An exception that this closes was of a document, which is prepared once more.
        sent = after is not None and after.closed_at is not None
        what = f"{case.document} is sent again" if sent else f"{case.deal} is read again"
        output.say(output.plain(f"{what} in the next pass"))


@deals.command("list")
def list_deals(
    config: Config = CONFIG,
    state: Annotated[DealState | None, typer.Option(help="Only deals in this state.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the deals by contract."""
    with opened(config, as_json=as_json) as store:
        with store.reading() as view:
            found = [book_forms.deal(one) for one in view.deals.all(state)]
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
    with opened(config, as_json=as_json) as store:
        with store.reading() as view:
            found = view.deals.whole(DealId(deal))
        if found is None:
            raise Misconfigured(
                "the books know no such deal",
                where=f"deal {deal}",
                act="look for it in `bridge deals list`",
            )
        _write(book_forms.whole_deal(found), as_json=as_json)


@ledger.command("verify")
def verify(config: Config = CONFIG, as_json: AsJson = False) -> None:
    """Prove the books: hash chain, balance of every entry, suspense, conservation."""
    with opened(config, as_json=as_json) as store:
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
    with opened(config, as_json=as_json) as store:
        with store.reading() as view:
            held = view.ledger.balances(deal=DealId(deal) if deal else None, as_of=as_of)
        found = book_forms.balances(held)
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
    with opened(config, as_json=as_json) as store, store.reading() as view:
        if as_json:
            entries = [book_forms.entry(one) for one in view.ledger.entries()]
            output.as_json_text({"entries": entries, "head": view.ledger.head().hash})
            return
        for one in view.ledger.entries():
            output.as_json_text(book_forms.entry(one))


def _write(form: book_forms.Form, *, as_json: bool) -> None:
    if as_json:
        output.as_json_text(form)
    else:
        output.as_yaml(form)
