"""`bridge periods list|prepare|sign|reopen`: who looked at a period, and who agrees."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from bridge import app
from bridge.cli import output
from bridge.cli.opening import held, looked_at
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.errors import Misconfigured
from bridge.flow.reconciling.figures import Situation, situations, stated
from bridge.flow.reconciling.signing import Seen, Signing
from bridge.model.money import Currency, Money
from bridge.reconcile.signatures import Moved, Signature

commands = typer.Typer(
    no_args_is_help=True, help="Periods: prepared by one person, signed by another."
)
Period = Annotated[str, typer.Argument(help="As statements call it.", metavar="2026-03")]
Reason = Annotated[
    str, typer.Option(help="Why, in a sentence; the ledger keeps it.", metavar="TEXT")
]
Comments = Annotated[
    list[str] | None,
    typer.Option(
        "--comment",
        help="Why a class has its amount, such as POP-1='the copy of order 7'; once for each.",
        metavar="CLASS=TEXT",
    ),
]
Who = Annotated[str, typer.Option("--as", help="Who acts; the ledger keeps it.", envvar="USER")]


@commands.command("list")
def list_periods(config: Config = CONFIG, as_json: AsJson = False) -> None:
    """List the periods that plan and revenue are stated for, and what needs a comment."""
    with looked_at(config, as_json=as_json) as store:
        thresholds = app.settings_of(config).reconcile.thresholds
        with store.reading() as view:
            found = situations(view, stated(view))
        rows = [_form(one, thresholds) for one in found.values()]
        if as_json:
            output.as_json_text({"periods": rows})
            return
        output.table(
            "Periods",
            ["period|", "state", "prepared by", "signed by", "needs a comment", "moved"],
            (
                [
                    *(one[name] for name in ("period", "state")),
                    *((one[name] or {}).get("by") for name in ("prepared", "signed")),
                    " ".join(one["to_explain"]),
                    " ".join(dict.fromkeys(each["class"] for each in one["moved"])),
                ]
                for one in rows
            ),
        )


@commands.command("prepare")
def prepare(
    period: Period,
    reason: Reason,
    comments: Comments = None,
    who: Who = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Say that you looked at the figures of a period, as the last statements have them.

    Each class that `bridge periods list` names needs a comment. On SQLite the daemon must be
    stopped meanwhile.
    """
    with _signing(config, who, as_json=as_json) as signing:
        thresholds = _thresholds(config)
        told = dict(map(_comment, comments or ()))
        found = signing.prepare(Seen(period), told, reason, thresholds)
        _say(found, thresholds, as_json=as_json)


@commands.command("sign")
def sign(
    period: Period,
    reason: Reason,
    who: Who = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """Agree to what another person prepared; a number that moves later suspends it."""
    with _signing(config, who, as_json=as_json) as signing:
        _say(signing.sign(Seen(period), reason), _thresholds(config), as_json=as_json)


@commands.command("reopen")
def reopen(
    period: Period,
    reason: Reason,
    who: Who = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """Take back what was prepared and signed; not while NetSuite keeps the period closed."""
    with _signing(config, who, as_json=as_json) as signing:
        _say(signing.reopen(Seen(period), reason), _thresholds(config), as_json=as_json)


@contextmanager
def _signing(config: Path, who: str, *, as_json: bool) -> Iterator[Signing]:
    with held(config, as_json=as_json) as store:
        yield Signing(store, who)


def _thresholds(config: Path) -> Mapping[Currency, Money]:
    return app.settings_of(config).reconcile.thresholds


def _comment(typed: str) -> tuple[str, str]:
    code, equals, text = typed.partition("=")
    if not equals:
        raise Misconfigured(
            f"{typed[:40]!r} names no class",
            where="--comment",
            act="write CLASS=TEXT, such as POP-1='the copy of order 7'",
        )
    return code.strip(), text


def _say(found: Situation, thresholds: Mapping[Currency, Money], *, as_json: bool) -> None:
    if as_json:
        output.as_json_text(_form(found, thresholds))
    else:
        output.say(output.plain(f"{found.standing.period} is {found.state}"))


def _form(one: Situation, thresholds: Mapping[Currency, Money]) -> dict[str, Any]:
    return {
        "period": one.standing.period,
        "state": one.state.value,
        "prepared": _signature(one.standing.prepared),
        "signed": _signature(one.standing.signed),
        "reopened": _signature(one.standing.reopened),
        "comments": dict(one.standing.comments),
        "to_explain": list(one.to_explain(thresholds)),
        "moved": [_moved(each) for each in one.moved],
        "figures": [
            {"measure": each.measure, "class": each.code, **_money(each.amount)}
            for each in one.figures
        ],
    }


def _signature(one: Signature | None) -> dict[str, str] | None:
    return {"by": one.by, "at": one.at.isoformat(), "reason": one.reason} if one else None


def _moved(one: Moved) -> dict[str, str]:
    return {
        "measure": one.measure,
        "class": one.code,
        "currency": one.old.currency.code,
        "was": one.old.text(),
        "is": one.new.text(),
    }


def _money(amount: Money) -> dict[str, str]:
    return {"amount": amount.text(), "currency": amount.currency.code}
