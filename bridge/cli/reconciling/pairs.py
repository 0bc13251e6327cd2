"""`bridge pairs`: which line of NetSuite's is which line of a deal, where no key says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bridge import app, telemetry
from bridge.adapters.store.database import Store
from bridge.cli import output
from bridge.cli.ending import ending
from bridge.cli.opening import held, looked_at
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.flow.reconciling.pairing import finding, forms
from bridge.flow.reconciling.pairing.deciding import Pairing
from bridge.model.ids import LineId
from bridge.model.money import Currency, Money
from bridge.reconcile.pairs import Named, Pair, let_go
from bridge.reconcile.sides import Sides

commands = typer.Typer(
    no_args_is_help=True, help="Pairs: lines of NetSuite's that people take for lines of deals."
)
Number = Annotated[int, typer.Argument(help="As `bridge pairs list` has it.", min=1)]
Reason = Annotated[
    str, typer.Option(help="Why, in a sentence; the ledger keeps it.", metavar="TEXT")
]
Who = Annotated[str, typer.Option("--as", help="Who acts; the ledger keeps it.", envvar="USER")]


@commands.command("list")
def list_pairs(config: Config = CONFIG, as_json: AsJson = False) -> None:
    """List every pair that anybody proposed, and what became of it."""
    with looked_at(config, as_json=as_json) as store:
        with store.reading() as view:
            rows = [forms.pair(one) for one in finding.known(view).values()]
        if as_json:
            output.as_json_text({"pairs": rows})
            return
        output.table(
            "Pairs",
            ["#>", "state|", "record", "line>", "deal", "amount>", "proposed by", output.WHY],
            (
                [
                    *(one["number"], one["state"], one["record"], one["line"], one["deal_name"]),
                    f"{output.money(one['amount'])} {one['currency']}",
                    *(one["proposed"]["by"], one["proposed"]["reason"]),
                ]
                for one in rows
            ),
        )


@commands.command("candidates")
def list_candidates(config: Config = CONFIG, as_json: AsJson = False) -> None:
    """
    List what NetSuite has alone, and which lines of deals each could be.

    By what both systems told last: customer, currency and amount are the same, the nearest dates
    come first. Pairs that stand and count for nothing are told with why. On SQLite the daemon may
    run meanwhile.
    """
    with looked_at(config, as_json=as_json) as store:
        rulebook = app.rules_in_force(store, app.settings_of(config).rules).rulebook
        with store.reading() as view:
            known = finding.known(view).values()
            sides = finding.last_told(view, rulebook)
        found, gone = finding.candidates(sides, known), let_go(sides, known)
        rows = [forms.candidate(one) for one in found]
        if as_json:
            apart = [{"number": number, "says": says} for number, says in gone.items()]
            output.as_json_text({"candidates": rows, "let_go": apart})
            return
        output.table(
            "Lines that NetSuite has alone",
            ["record", "id>", "line>", "customer", "amount>", "could be"],
            (
                [
                    *(one["record"], one["order"], one["line"], one["customer"]),
                    f"{output.money(one['amount'])} {one['currency']}",
                    ", ".join(f"{each['deal_name']} {each['sold']}" for each in one["could_be"]),
                ]
                for one in rows
            ),
        )
        for number, says in gone.items():
            output.say(output.plain(f"pair {number} counts for nothing: {says}"))


@commands.command("propose")
def propose(
    order: Annotated[str, typer.Argument(help="Internal id of NetSuite's record.")],
    line: Annotated[int, typer.Argument(help="The line's number there.")],
    sold: Annotated[str, typer.Argument(help="The line of the deal, as candidates have it.")],
    reason: Reason,
    who: Who = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Say that a line of NetSuite's is the line of a deal; another person confirms it.

    Up to `reconcile.pair_alone_up_to` one person is enough.
    """
    with _pairing(config, who, as_json=as_json) as doing:
        named = Named(order, line, LineId(sold))
        found = doing.pairing.propose(named, reason, doing.sides(), doing.alone_up_to)
        _say(found, as_json=as_json)


@commands.command("confirm")
def confirm(
    number: Number,
    reason: Reason,
    who: Who = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """Agree to what another person proposed; the next statement takes both lines for one."""
    with _pairing(config, who, as_json=as_json) as doing:
        _say(doing.pairing.confirm(number, reason, doing.sides()), as_json=as_json)


@commands.command("decline")
def decline(
    number: Number,
    reason: Reason,
    who: Who = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """Turn down what was proposed."""
    with held(config, as_json=as_json) as store:
        _say(Pairing(store, who).decline(number, reason), as_json=as_json)


@commands.command("revoke")
def revoke(
    number: Number,
    reason: Reason,
    who: Who = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """Take back a pair that stands; the next statement has both lines as left over again."""
    with held(config, as_json=as_json) as store:
        _say(Pairing(store, who).revoke(number, reason), as_json=as_json)


@dataclass(frozen=True, slots=True)
class _Doing:
    """What one person does, by which rules the sides are gathered, and what one may do alone."""

    config: Path
    pairing: Pairing
    store: Store
    alone_up_to: dict[Currency, Money]

    def sides(self) -> Sides:
        """Return both sides as they were told last."""
        rulebook = app.rules_in_force(self.store, app.settings_of(self.config).rules).rulebook
        with self.store.reading() as view:
            return finding.last_told(view, rulebook)


@contextmanager
def _pairing(config: Path, who: str, *, as_json: bool) -> Iterator[_Doing]:
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        settings = app.settings_of(config)
        with app.open_store(settings) as store:
            alone = settings.reconcile.paired_alone
            yield _Doing(config, Pairing(store, who), store, alone)


def _say(found: Pair, *, as_json: bool) -> None:
    if as_json:
        output.as_json_text(forms.pair(found))
        return
    told = f"pair {found.number}: {found.record} line {found.named.line} as {found.deal_name}"
    output.say(output.plain(f"{told}, {found.amount}: {found.state}"))
