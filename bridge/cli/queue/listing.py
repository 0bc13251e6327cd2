"""`bridge exceptions list`, `show`, `causes`, `reasons`: what needs a person, and why."""

from collections.abc import Sequence
from typing import Annotated

import typer

from bridge.adapters.store.cases import ExceptionCase
from bridge.cli import output
from bridge.cli.ending import ending
from bridge.cli.opening import looked_at
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.cli.queue import forms
from bridge.cli.queue.forms import Form
from bridge.errors import Misconfigured
from bridge.ledger.person import same_person
from bridge.model.reasons.catalogue import CATALOGUE
from bridge.queue.life import CaseState

commands = typer.Typer(no_args_is_help=True, help="The queue of deals that need a person.")
_CAUSE = typer.Option(help="Only of this cause: the beginning of its name in `causes`.")


@commands.command("list")
def list_exceptions(
    config: Config = CONFIG,
    everything: Annotated[bool, typer.Option("--all", help="Resolved ones, too.")] = False,
    state: Annotated[CaseState | None, typer.Option(help="Only those that stand there.")] = None,
    assignee: Annotated[str | None, typer.Option(help="Only those of this person.")] = None,
    cause: Annotated[str | None, _CAUSE] = None,
    as_json: AsJson = False,
) -> None:
    """List what is not resolved, with what each holds in suspense; with --all, all."""
    closed = everything or state is CaseState.RESOLVED
    with looked_at(config, as_json=as_json) as store:
        with store.reading() as view:
            found = [
                forms.case(one)
                for one in view.cases.all(open_only=not closed)
                if _is_asked_for(one, state, assignee) and one.fingerprint.startswith(cause or "")
            ]
        if as_json:
            output.as_json_text({"exceptions": found})
            return
        show_cases(found, closed=closed)


def _is_asked_for(one: ExceptionCase, state: CaseState | None, assignee: str | None) -> bool:
    holder = one.lived.life.assignee
    is_theirs = assignee is None or (holder is not None and same_person(holder, assignee))
    return is_theirs and state in (None, one.state)


def show_cases(found: Sequence[Form], *, closed: bool = False) -> None:
    """Write exceptions as a table, if there are any; with `closed` it says which are no more."""
    if not found:
        output.say("no exceptions")
        return
    columns = ("exception", "deal", "account_name", "code")
    # What a closed exception held is in suspense no longer.
    titles = ("amount>", "closed|") if closed else ("in suspense>",)
    stands = any(forms.stands(one) for one in found)
    output.table(
        "Exceptions",
        ["#>", "deal|", "customer", "code", *titles, *(["stands"] if stands else []), output.WHY],
        (
            [
                *(one[name] for name in columns),
                f"{output.money(one['amount'])} {one['currency']}",
                *([_closed(one)] if closed else []),
                *([forms.stands(one)] if stands else []),
                _first_reason(one),
            ]
            for one in found
        ),
    )


def _closed(case: Form) -> str:
    """Return the day on which an exception was closed, in UTC; "open" while it is open."""
    return str(case["closed_at"])[:10] if case["closed_at"] else "open"


def _first_reason(case: Form) -> str:
    """Return the first reason of an exception, and how many more `exceptions show` tells."""
    first, *more = dict.fromkeys(flag["says"] for flag in case["flags"])
    return f"{first} (and {len(more)} more)" if more else str(first)


@commands.command("causes")
def list_causes(config: Config = CONFIG, as_json: AsJson = False) -> None:
    """List why exceptions are open, the most frequent cause first, with amounts by currency."""
    with looked_at(config, as_json=as_json) as store:
        with store.reading() as view:
            found = forms.causes(view.cases.all())
        if as_json:
            output.as_json_text({"causes": found})
            return
        if not found:
            output.say("no exceptions")
            return
        output.table(
            "Causes",
            ["cause|", "deals>", "code", "in suspense>", "oldest|", output.WHY],
            (
                [
                    one["cause"][:8],
                    one["count"],
                    one["code"],
                    ", ".join(
                        f"{output.money(held)} {code}" for code, held in one["amounts"].items()
                    ),
                    one["oldest"][:10],
                    one["says"],
                ]
                for one in found
            ),
        )


@commands.command("show")
def show_exception(
    number: Annotated[int, typer.Argument(help="Its number in the list.")],
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """Show an exception with every reason, its evidence, and what was done about it."""
    with looked_at(config, as_json=as_json) as store:
        with store.reading() as view:
            form = forms.explained(view.cases.known(number), view.lives.story(number))
        output.one(form, as_json=as_json)


@commands.command("reasons")
def list_reasons(
    code: Annotated[str | None, typer.Argument(help="Of this code only.")] = None,
    as_json: AsJson = False,
) -> None:
    """List what the codes of exceptions mean, what clears each, and who can do that."""
    with ending(as_json=as_json):
        found = [forms.reason(one) for one in CATALOGUE.values() if code in (None, one.code)]
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
            columns = ("code", "means", "clears")
            output.table(
                "Reasons",
                [*columns, "who"],
                ([*(one[name] for name in columns), ", ".join(one["who"])] for one in found),
            )
