"""Signing in at the identity provider: the way there, and the way back."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bridge.adapters.store.people.states import WITHIN
from bridge.console.parts import console_of
from bridge.console.problems import Missing
from bridge.console.security.entrance import ANSWER, PROVIDER, Next, Page, ours, shown
from bridge.console.security.sessions import keep, secret_of, visit_of
from bridge.flow.people.provided import Begun, ProvidedSignIns, Returned

router = APIRouter()
#: Leads to the provider whoever is to prove who it is, and where that ends.
PROOF = f"{PROVIDER}/proof"
PROVED = f"{PROVIDER}/proved"
#: Longer ones are not of a provider that people use.
_Told = Annotated[str, Query(max_length=4_000)]


def _cookie(*, is_tls: bool) -> str:
    """Return the name of the cookie that binds a sign-in to the browser that began it."""
    return "__Host-sign-in" if is_tls else "sign-in"


@router.get(PROVIDER)
def led_away(request: Request, goes_to: Next = "/") -> Response:
    """Lead somebody to the identity provider."""
    return _away(request, _sign_ins(request).begin(ours(goes_to)))


@router.get(PROOF)
def led_to_prove(request: Request) -> Response:
    """Lead somebody who is signed in to the identity provider, to prove once more who it is."""
    return _away(request, _sign_ins(request).begin(PROVED, proves=True))


@router.get(PROVED)
def proved(request: Request) -> Response:
    """Send somebody back to what was to be done."""
    del request
    return shown("people/proved.html", Page())


def _away(request: Request, begun: Begun) -> Response:
    is_tls = console_of(request).settings.console.is_tls
    away = RedirectResponse(begun.address, 303)
    away.set_cookie(
        _cookie(is_tls=is_tls),
        begun.state,
        max_age=int(WITHIN.total_seconds()),
        path="/",
        secure=is_tls,
        httponly=True,
        # The way back is a link from another site, and must bring it along.
        samesite="lax",
    )
    return away


@router.get(ANSWER)
def came_back(request: Request, state: _Told = "", code: _Told = "", iss: _Told = "") -> Response:
    """Sign in whoever comes back from the identity provider."""
    is_tls = console_of(request).settings.console.is_tls
    held = request.cookies.get(_cookie(is_tls=is_tls), "")
    returned = Returned(state=state, held=held, code=code, issuer=iss)
    arrived = _sign_ins(request).end(returned, visit_of(request), held=secret_of(request))
    sent = RedirectResponse(arrived.goes_to, 303)
    sent.delete_cookie(_cookie(is_tls=is_tls), path="/", secure=is_tls, httponly=True)
    keep(sent, arrived.welcome.secret, is_tls=is_tls)
    return sent


def _sign_ins(request: Request) -> ProvidedSignIns:
    console = console_of(request)
    if console.provider is None:
        raise Missing("this console knows no identity provider")
    # The host is one of ours: any other was refused before.
    here = console.settings.console.base_url or f"http://{request.headers['host']}"
    return ProvidedSignIns(
        sign_ins=console.sign_ins, provider=console.provider, redirect=here + ANSWER
    )
