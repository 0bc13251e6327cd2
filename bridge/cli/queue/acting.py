"""
`bridge exceptions assign`, `ask`, `snooze` and others: what people do about exceptions.

Each act is an entry of the ledger, with the person and the reason. On SQLite the daemon must be
stopped meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bridge.cli import output
from bridge.cli.opening import held
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.cli.queue import forms
from bridge.errors import Misconfigured
from bridge.ledger.person import person
from bridge.model.money import Currency, Money
from bridge.queue import words
from bridge.queue.acts import Act, Ask, Comment, Reopen, Snooze
from bridge.queue.life import Until, WaitsFor

commands = typer.Typer()
Number = Annotated[int, typer.Argument(help="Its number in the list.")]
Numbers = Annotated[
    list[int], typer.Argument(help="Their numbers in the list.", metavar="NUMBER...")
]
Why = Annotated[str, typer.Option(help="Why, in a sentence; the ledger keeps it.")]
Who = Annotated[
    str, typer.Option("--as", help="Who acts; the ledger keeps it.", envvar="USER", metavar="NAME")
]
OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class _By:
    """Where the books are, who acts on them, and for whom the answer is."""

    config: Path
    who: str
    as_json: bool


@commands.command("assign")
def assign(
    numbers: Numbers,
    to: Annotated[str, typer.Option(help="Who answers for them from now on.", metavar="NAME")] = "",
    config: Config = CONFIG,
    who: Who = OPERATOR,
    as_json: AsJson = False,
) -> None:
    """Make a person answer for exceptions; without --to, whoever runs the command."""
    _act(numbers, lambda: words.assignment(to or who), _By(config, who, as_json))


@commands.command("unassign")
def unassign(
    numbers: Numbers, config: Config = CONFIG, who: Who = OPERATOR, as_json: AsJson = False
) -> None:
    """Let nobody answer for exceptions any more."""
    _act(numbers, lambda: words.assignment(None), _By(config, who, as_json))


@commands.command("comment")
def comment(
    number: Number,
    text: Annotated[str, typer.Argument(help="What is to be kept.")],
    config: Config = CONFIG,
    who: Who = OPERATOR,
    as_json: AsJson = False,
) -> None:
    """Say something about an exception, also when it is resolved."""
    _act([number], lambda: Comment(words.said(text, of="the comment")), _By(config, who, as_json))


@commands.command("tag")
def tag(
    numbers: Numbers,
    add: Annotated[list[str] | None, typer.Option(help="A tag to add.", metavar="TAG")] = None,
    remove: Annotated[list[str] | None, typer.Option(help="One to remove.", metavar="TAG")] = None,
    config: Config = CONFIG,
    who: Who = OPERATOR,
    as_json: AsJson = False,
) -> None:
    """Put tags on exceptions, or take them away; --add and --remove may be given several times."""
    added, removed = frozenset(add or ()), frozenset(remove or ())
    _act(numbers, lambda: words.tagging(added, removed), _By(config, who, as_json))


@commands.command("ask")
def ask(
    numbers: Numbers,
    of: Annotated[WaitsFor, typer.Option(help="Whose turn it is.")],
    text: Annotated[str, typer.Option(help="What is asked for, in a sentence.")],
    config: Config = CONFIG,
    who: Who = OPERATOR,
    as_json: AsJson = False,
) -> None:
    """
    Let exceptions wait for somebody: sales (origin), an admin (rule, netsuite), or policy.

    They are open again by themselves when their deal is judged again for other reasons.
    """
    _act(numbers, lambda: Ask(of, words.said(text, of="the question")), _By(config, who, as_json))


@commands.command("snooze")
def snooze(
    numbers: Numbers,
    why: Why,
    until: Annotated[str | None, typer.Option(help="A day.", metavar="YYYY-MM-DD")] = None,
    amount: Annotated[
        str | None,
        typer.Option(help="Until their cause holds as much.", metavar='"50000.00 USD"'),
    ] = None,
    count: Annotated[
        int | None, typer.Option(help="Until so many have their cause.", metavar="N")
    ] = None,
    config: Config = CONFIG,
    who: Who = OPERATOR,
    as_json: AsJson = False,
) -> None:
    """Let exceptions rest until a day, or until their cause holds so much or so many."""

    def act() -> Act:
        given = (
            Until(day=_day(until)) if until is not None else None,
            Until(amount=_amount(amount)) if amount is not None else None,
            Until(count=count) if count is not None else None,
        )
        ends = [one for one in given if one is not None]
        if len(ends) != 1:
            raise Misconfigured(
                f"{len(ends)} ends are given",
                where="snooze",
                act="give one of --until, --amount and --count",
            )
        return Snooze(ends[0], words.said(why, of="the reason"))

    _act(numbers, act, _By(config, who, as_json))


@commands.command("reopen")
def reopen(
    numbers: Numbers,
    why: Why,
    config: Config = CONFIG,
    who: Who = OPERATOR,
    as_json: AsJson = False,
) -> None:
    """Take up again what waits or rests."""
    _act(numbers, lambda: Reopen(words.said(why, of="the reason")), _By(config, who, as_json))


@commands.command("undo")
def undo(
    number: Number, config: Config = CONFIG, who: Who = OPERATOR, as_json: AsJson = False
) -> None:
    """Take back what you did last about an exception, for a day, if nobody has acted since."""
    with held(config, as_json=as_json) as store:
        name = person(who)
        with store.transaction("triage", actor=name) as tx:
            tx.lives.undo(number, name)
            found = tx.cases.one(number)
        _tell([forms.case(found)] if found else [], as_json=as_json)


@commands.command("retry")
def retry(
    number: Number, config: Config = CONFIG, who: Who = OPERATOR, as_json: AsJson = False
) -> None:
    """
    Try again what an exception is about, once its cause is mended.

    The next pass sends a refused document again, after a look whether NetSuite holds it; a flagged
    deal is read again.
    """
    with held(config, as_json=as_json) as store:
        with store.transaction("retry", actor=person(who)) as tx:
            case, after = tx.retry(number), tx.cases.one(number)
        if as_json:
            output.as_json_text(forms.case(case))
            return
        # An exception that this closes was of a document, which is prepared once more.
        sent = after is not None and after.closed_at is not None
        what = f"{case.document} is sent again" if sent else f"{case.deal} is read again"
        output.say(output.plain(f"{what} in the next pass"))


def _act(numbers: list[int], act: Callable[[], Act], by: _By) -> None:
    """Do the same about each exception, or nothing about any."""
    with held(by.config, as_json=by.as_json) as store:
        wanted, name = act(), person(by.who)
        with store.transaction("triage", actor=name) as tx:
            for number in dict.fromkeys(numbers):
                tx.lives.act(number, wanted)
            found = [tx.cases.one(number) for number in dict.fromkeys(numbers)]
        _tell([forms.case(one) for one in found if one], as_json=by.as_json)


def _tell(found: list[forms.Form], *, as_json: bool) -> None:
    if as_json:
        output.as_json_text({"exceptions": found})
        return
    for one in found:
        stands = forms.stands(one) or one["state"].lower()
        output.say(output.plain(f"exception {one['exception']}: {stands}"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Misconfigured(
            f"{text!r} is no day", where="--until", act="write it as YYYY-MM-DD"
        ) from error


def _amount(text: str) -> Money:
    number, _, code = text.strip().partition(" ")
    try:
        return Money.typed(number, Currency(code.strip()))
    except ValueError as error:
        raise Misconfigured(
            f"{text!r} is no amount", where="--amount", act="write it as '50000.00 USD'"
        ) from error
