"""Tokens of the API: issued, shown once, revoked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from bridge.console.pages.settings.places import TABS, Tab
from bridge.console.saying import Said
from bridge.console.security.proving import proves
from bridge.console.visits import Number, Visit, needs
from bridge.errors import Misconfigured
from bridge.people.roles import Permission
from bridge.people.tokens import LIFE_MAX, SCOPES, Scope, Token, Wish

router = APIRouter(prefix="/settings/tokens")
Field = Annotated[str, Form()]
Seeing = Annotated[Visit, needs(Permission.SEE)]
Proved = Annotated[Visit, proves(Permission.SEE)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The own tokens, and for administrators all."""

    tokens: tuple[Token, ...]
    scopes: tuple[Scope, ...]  #: those that this reader could use
    now: datetime
    text: str = ""  #: of the token that was just issued
    days_max: int = LIFE_MAX.days
    tabs: tuple[Tab, ...] = TABS


@router.get("")
def tokens(visit: Seeing) -> Response:
    """List tokens."""
    return visit.shows("settings/tokens.html", _page(visit))


@router.post("")
def issue(
    visit: Proved,
    scopes: Annotated[list[str] | None, Form()] = None,
    label: Field = "",
    days: Annotated[int, Form(ge=1, le=LIFE_MAX.days)] = 90,
) -> Response:
    """Issue a token, and show it this once."""
    known = {scope.value for scope in Scope}
    if not scopes or not set(scopes) <= known:
        raise Misconfigured(
            "no scope is chosen, or one that there is not",
            where="scopes",
            act="choose of those that are offered",
        )
    wish = Wish(
        label=label,
        scopes=frozenset(Scope(one) for one in scopes),
        expires_at=visit.console.clock() + timedelta(days=days),
    )
    issued = visit.console.tokens.issue(visit.reader.name, wish)
    return visit.shows("settings/tokens.html", _page(visit, issued.text))


@router.post("/{number}/revoke")
def revoke(visit: Seeing, number: Number, why: Field = "") -> Response:
    """Revoke a token; one of somebody else's as an administrator."""
    found = visit.console.tokens.revoke(visit.reader.name, number, why)
    return visit.goes_to("/settings/tokens", Said(f"Token {found.id} opens nothing any more."))


def _page(visit: Visit, text: str = "") -> Page:
    with visit.console.store.reading() as view:
        own = view.people.accounts.named(visit.reader.name)
        sees_all = visit.reader.may(Permission.ADMINISTER)
        found = view.people.tokens.all(None if sees_all else own) if own or sees_all else ()
    held = visit.reader.permissions
    return Page(
        tokens=found,
        scopes=tuple(one for one in Scope if (SCOPES[one] - {Permission.SEE}) & held),
        now=visit.console.clock(),
        text=text,
    )
