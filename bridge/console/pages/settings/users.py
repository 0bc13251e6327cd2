"""People: who has which role since when, and what administrators change about it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from bridge.adapters.store.database import Transaction
from bridge.console.pages.settings.places import TABS, Tab
from bridge.console.problems import Missing
from bridge.console.saying import Said
from bridge.console.security.proving import proves
from bridge.console.visits import Number, Visit, needs
from bridge.errors import Misconfigured, NotPermitted
from bridge.flow.people.administering import Administering
from bridge.flow.people.reviewing import Reviewed, access_review
from bridge.people.accounts import Account
from bridge.people.passwords import LENGTH_MIN
from bridge.people.roles import Permission, Role

router = APIRouter(prefix="/settings/users")
Field = Annotated[str, Form()]
Seeing = Annotated[Visit, needs(Permission.SEE)]
Administrator = Annotated[Visit, proves(Permission.ADMINISTER)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everybody, a line for each role."""

    lines: tuple[Reviewed, ...]
    numbers: dict[str, int]  #: of the accounts, by name
    may_change: bool
    length_min: int = LENGTH_MIN
    tabs: tuple[Tab, ...] = TABS


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """One person."""

    account: Account
    lacks: tuple[Role, ...]
    is_self: bool
    may_change: bool
    length_min: int = LENGTH_MIN
    tabs: tuple[Tab, ...] = TABS


@router.get("")
def users(visit: Seeing) -> Response:
    """Show who has which role."""
    with visit.console.store.reading() as view:
        page = Page(
            lines=access_review(view),
            numbers={one.name: one.id for one in view.people.accounts.all()},
            may_change=visit.reader.may(Permission.ADMINISTER),
        )
    return visit.shows("settings/users.html", page)


@router.post("")
def add(
    visit: Administrator, name: Field = "", email: Field = "", password: Field = "", why: Field = ""
) -> Response:
    """Add somebody, who has no role yet."""
    found = _administering(visit).add(name, why, email=email, password=password or None)
    return visit.goes_to(_path(found.id), Said(f"{found.name} has an account: give it a role."))


@router.get("/{number}")
def user(visit: Seeing, number: Number) -> Response:
    """Show one person."""
    with visit.console.store.reading() as view:
        account = _account(view, number)
    page = PersonPage(
        account=account,
        lacks=tuple(role for role in Role if account.grant(role) is None),
        is_self=account.name == visit.reader.name,
        may_change=visit.reader.may(Permission.ADMINISTER),
    )
    return visit.shows("settings/user.html", page)


@router.post("/{number}/grant")
def grant(visit: Administrator, number: Number, role: Field = "", why: Field = "") -> Response:
    """Give somebody a role."""
    found = _administering(visit).grant(_name(visit, number), _role(role), why)
    return visit.goes_to(_path(number), Said(f"{found.name} is {_role(role).words} now."))


@router.post("/{number}/revoke")
def revoke(visit: Administrator, number: Number, role: Field = "", why: Field = "") -> Response:
    """Take a role from somebody."""
    found = _administering(visit).revoke(_name(visit, number), _role(role), why)
    return visit.goes_to(_path(number), Said(f"{found.name} is {_role(role).words} no more."))


@router.post("/{number}/password")
def password(
    visit: Administrator, number: Number, password: Field = "", why: Field = ""
) -> Response:
    """Give somebody another password."""
    name = _name(visit, number)
    if name == visit.reader.name:
        # A screen that was left open must not become a password.
        raise NotPermitted(
            "nobody sets the own password without the old one",
            where=name,
            act="change it under Settings, Profile",
        )
    found = _administering(visit).set_password(name, password, why)
    says = f"{found.name} has another password; sessions ended, and tokens were revoked."
    return visit.goes_to(_path(number), Said(says))


@router.post("/{number}/disable")
def disable(visit: Administrator, number: Number, why: Field = "") -> Response:
    """Let somebody sign in no more."""
    found = _administering(visit).disable(_name(visit, number), why)
    return visit.goes_to(_path(number), Said(f"{found.name} cannot sign in any more."))


@router.post("/{number}/enable")
def enable(visit: Administrator, number: Number, why: Field = "") -> Response:
    """Let somebody sign in again."""
    found = _administering(visit).enable(_name(visit, number), why)
    return visit.goes_to(_path(number), Said(f"{found.name} can sign in again."))


def _administering(visit: Visit) -> Administering:
    return Administering(visit.console.store, visit.console.passwords, visit.reader.name)


def _account(view: Transaction, number: int) -> Account:
    found = next((one for one in view.people.accounts.all() if one.id == number), None)
    if found is None:
        raise Missing("There is no such account.")
    return found


def _name(visit: Visit, number: int) -> str:
    with visit.console.store.reading() as view:
        return _account(view, number).name


def _role(typed: str) -> Role:
    if typed not in {role.value for role in Role}:
        raise Misconfigured("this is no role", where="role", act="choose one that is offered")
    return Role(typed)


def _path(number: int) -> str:
    return f"/settings/users/{number}"
