"""The own profile: how the console looks, the password, and where one is signed in."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from bridge.console.forms import Form as SentForm
from bridge.console.forms import Sent
from bridge.console.pages.settings.places import TABS, Tab
from bridge.console.saying import Said
from bridge.console.security.reader import SIGN_IN, NotSignedIn
from bridge.console.security.sessions import drop, session_of
from bridge.console.visits import Visit, needs
from bridge.errors import Misconfigured
from bridge.flow.people.signing_in import TooOften, Unknown
from bridge.people.preferences import Column, Density, Negatives, Preferences, Theme
from bridge.people.roles import Permission
from bridge.people.sessions import Session

router = APIRouter(prefix="/settings")
Field = Annotated[str, Form()]
Seeing = Annotated[Visit, needs(Permission.SEE)]
_HERE = "/settings/profile"


def _chosen(sent: Sent) -> Preferences:
    """Return what was chosen in the form; Misconfigured for what is none of the choices."""
    return Preferences.parse(
        {
            **{name: sent[name] for name in ("theme", "density", "negatives", "time_zone")},
            "single_keys": sent["single_keys"] == "on",
            "columns": sent.all("columns"),
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The profile."""

    session: Session
    sessions: tuple[Session, ...]  #: the last request first; this one among them
    prefers: Preferences
    choices: tuple[tuple[str, str, tuple[str, ...], str], ...]  #: name, title, choices, chosen
    columns: tuple[Column, ...]  #: of the list of exceptions, that may be chosen
    tabs: tuple[Tab, ...] = TABS


@router.get("")
def settings(visit: Seeing) -> Response:
    """Lead to the first page of the settings."""
    del visit
    return RedirectResponse(_HERE, 303)


@router.get("/profile")
def profile(visit: Seeing) -> Response:
    """Show the own profile."""
    session = _session(visit)
    prefers = session.account.prefers
    page = Page(
        session=session,
        sessions=visit.console.sign_ins.sessions(session.account),
        prefers=prefers,
        choices=(
            ("theme", "Theme", tuple(Theme), prefers.theme),
            ("density", "Rows", tuple(Density), prefers.density),
            ("negatives", "Amounts below zero", tuple(Negatives), prefers.negatives),
        ),
        columns=tuple(Column),
    )
    return visit.shows("settings/profile.html", page)


@router.post("/profile")
def prefer(visit: Seeing, sent: SentForm) -> Response:
    """Keep how the console is to look."""
    visit.console.sign_ins.prefer(_session(visit), _chosen(sent))
    return visit.goes_to(_HERE, Said("Your profile is kept."))


@router.post("/profile/password")
def change_password(visit: Seeing, old: Field = "", new: Field = "") -> Response:
    """Change the own password, which ends every session."""
    answer = visit.console.sign_ins.change_password(_session(visit), old, new)
    if isinstance(answer, Unknown | TooOften):
        raise Misconfigured(
            "the old password is wrong, or was tried too often",
            where="password",
            act="type it again, or ask an administrator for another one",
        )
    gone = RedirectResponse(SIGN_IN, 303)
    drop(gone, is_tls=visit.is_tls)
    return gone


@router.post("/profile/sessions/end")
def end_others(visit: Seeing) -> Response:
    """End the own sessions elsewhere."""
    visit.console.sign_ins.end_others(_session(visit))
    return visit.goes_to(_HERE, Said("You are signed in here alone."))


def _session(visit: Visit) -> Session:
    session = session_of(visit.request)
    if session is None:
        raise NotSignedIn
    return session
