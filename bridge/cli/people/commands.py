"""`bridge users list|add|grant|revoke|password|disable|enable|review`: who may do what."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bridge.adapters.passwords import Passwords
from bridge.cli import output
from bridge.cli.opening import held, looked_at
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.cli.people import forms
from bridge.flow.people import reviewing
from bridge.flow.people.administering import Administering
from bridge.people.accounts import Account
from bridge.people.roles import Role

commands = typer.Typer(
    no_args_is_help=True, help="People, their roles, and the review of who has which."
)
Name = Annotated[str, typer.Argument(help="Under which the ledger keeps what the person does.")]
OneRole = Annotated[Role, typer.Argument(help="What the person is to be.")]
Why = Annotated[str, typer.Option(help="Why, in a sentence; the ledger keeps it.")]
Who = Annotated[
    str,
    typer.Option(
        "--as",
        help="The administrator who acts; the ledger keeps it.",
        envvar="USER",
        metavar="NAME",
    ),
]
_OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class _By:
    """Where the books are, who acts on them, and for whom the answer is."""

    config: Path
    who: str
    as_json: bool


@commands.command("list")
def list_users(config: Config = CONFIG, as_json: AsJson = False) -> None:
    """List who may sign in, with which roles."""
    with looked_at(config, as_json=as_json) as store, store.reading() as view:
        found = [forms.account(one) for one in view.people.accounts.all()]
    if as_json:
        output.as_json_text({"users": found})
    elif not found:
        output.say("nobody yet: make the first administrator with `bridge users add NAME --admin`")
    else:
        rows = (
            [
                one["name"],
                ", ".join(one["roles"]),
                "" if one["enabled"] else "disabled",
                one["signs_in"] or "not yet",
                (one["seen_at"] or "")[:10],
            ]
            for one in found
        )
        output.table("People", ["name|", "roles", "", "signs in", "last|"], rows)


@commands.command("add")
def add(
    name: Name,
    why: Why = "",
    email: Annotated[str | None, typer.Option(help="Where the person is written to.")] = None,
    admin: Annotated[
        bool, typer.Option("--admin", help="The first administrator; where there is one, no more.")
    ] = False,
    with_password: Annotated[
        bool, typer.Option("--password/--no-password", help="Ask for a password.")
    ] = True,
    config: Config = CONFIG,
    who: Who = _OPERATOR,
    as_json: AsJson = False,
) -> None:
    """
    Add somebody, who has no role yet; with --admin, make the first administrator.

    On SQLite the daemon must be stopped meanwhile, as for every command here that writes.
    """
    password = _password() if with_password else None

    def act(administering: Administering) -> Account:
        if admin:
            return administering.first(name, password)
        return administering.add(name, why, password=password, email=email)

    _act(_By(config, who, as_json), act)


@commands.command("grant")
def grant(
    name: Name,
    role: OneRole,
    why: Why,
    config: Config = CONFIG,
    who: Who = _OPERATOR,
    as_json: AsJson = False,
) -> None:
    """Give somebody a role; nobody gives one to himself. The person is signed out."""
    _act(_By(config, who, as_json), lambda one: one.grant(name, role, why))


@commands.command("revoke")
def revoke(
    name: Name,
    role: OneRole,
    why: Why,
    config: Config = CONFIG,
    who: Who = _OPERATOR,
    as_json: AsJson = False,
) -> None:
    """Take a role from somebody; the last administrator keeps it. The person is signed out."""
    _act(_By(config, who, as_json), lambda one: one.revoke(name, role, why))


@commands.command("password")
def password(
    name: Name, why: Why, config: Config = CONFIG, who: Who = _OPERATOR, as_json: AsJson = False
) -> None:
    """Give somebody another password; it is asked for, and never an argument."""
    asked = _password()
    _act(_By(config, who, as_json), lambda one: one.set_password(name, asked, why))


@commands.command("disable")
def disable(
    name: Name, why: Why, config: Config = CONFIG, who: Who = _OPERATOR, as_json: AsJson = False
) -> None:
    """Let somebody sign in no more; sessions end, tokens are revoked for good."""
    _act(_By(config, who, as_json), lambda one: one.disable(name, why))


@commands.command("enable")
def enable(
    name: Name, why: Why, config: Config = CONFIG, who: Who = _OPERATOR, as_json: AsJson = False
) -> None:
    """Let somebody sign in again, with the same roles; tokens are issued anew."""
    _act(_By(config, who, as_json), lambda one: one.enable(name, why))


@commands.command("review")
def review(
    history: Annotated[
        bool, typer.Option("--history", help="Every change, the last one first.")
    ] = False,
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """Review access: who has which role since when, granted by whom and why; from the ledger."""
    with looked_at(config, as_json=as_json) as store, store.reading() as view:
        if history:
            told = [forms.recorded(one) for one in reviewing.changes(view)]
        else:
            told = [forms.reviewed(one) for one in reviewing.access_review(view)]
    if as_json:
        output.as_json_text({"changes" if history else "access": told})
    elif history:
        _show(told, "Changes", ("entry", "at", "by", "account", "what", "after", "reason"))
    else:
        _show(told, "Access", ("name", "role", "since", "granted_by", "conflict", "reason"))


def _show(told: list[forms.Form], title: str, names: tuple[str, ...]) -> None:
    *columns, _ = (name.replace("_", " ") for name in names)
    output.table(title, [*columns, output.WHY], ([one[name] for name in names] for one in told))


def _password() -> str:
    asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return asked


def _act(by: _By, act: Callable[[Administering], Account]) -> None:
    with held(by.config, as_json=by.as_json) as store:
        form = forms.account(act(Administering(store, Passwords(), by.who)))
        if by.as_json:
            output.as_json_text(form)
            return
        roles = ", ".join(form["roles"]) or "no role yet"
        state = "" if form["enabled"] else ", disabled"
        output.say(output.plain(f"{form['name']}: {roles}{state}"))
