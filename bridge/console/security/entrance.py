"""The pages before anybody has signed in: sign-in, sign-out, and the set-up of a new bridge."""

import hmac
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bridge.console.parts import Console, console_of
from bridge.console.rendering import render
from bridge.console.security.reader import SIGN_IN
from bridge.console.security.sessions import drop, keep, secret_of, visit_of
from bridge.console.shell import BARE
from bridge.errors import Misconfigured
from bridge.flow.people.administering import Administering
from bridge.flow.people.signing_in import Answer, TooOften, Welcome
from bridge.people.passwords import LENGTH_MIN

router = APIRouter()
SET_UP = "/set-up"
SIGN_OUT = "/sign-out"
#: Leads away to the identity provider, and back from there.
PROVIDER = f"{SIGN_IN}/provider"
ANSWER = f"{PROVIDER}/answer"
#: Who the ledger says made the first administrator.
_BY = "set-up"
_NEXT_MAX = 2000
_MINUTE = timedelta(minutes=1)
_WRONG = "The name or the password is wrong, or the account is disabled."
Field = Annotated[str, Form()]
Next = Annotated[str, Query(alias="next")]
NextField = Annotated[str, Form(alias="next")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The sign-in page, or that of the set-up."""

    name: str = ""
    goes_to: str = "/"
    says: str = ""  #: what was wrong
    needs_set_up: bool = False  #: whether there is nobody yet who could sign in
    length_min: int = LENGTH_MIN
    provider: str = ""  #: what stands on the button that leads to the identity provider


@router.get(SIGN_IN)
def sign_in_page(request: Request, goes_to: Next = "/") -> Response:
    """Ask for name and password."""
    console = console_of(request)
    page = _sign_in(console, goes_to)
    return shown("people/sign-in.html", page)


@router.post(SIGN_IN)
def sign_in(
    request: Request, name: Field = "", password: Field = "", goes_to: NextField = "/"
) -> Response:
    """Sign somebody in."""
    console = console_of(request)
    answer = console.sign_ins.sign_in(name, password, visit_of(request), held=secret_of(request))
    page = replace(_sign_in(console, goes_to), name=name[:200])
    return welcomed(request, answer, page)


@router.post(SIGN_OUT)
def sign_out(request: Request) -> Response:
    """Sign somebody out."""
    console, secret = console_of(request), secret_of(request)
    if secret is not None:
        console.sign_ins.sign_out(secret)
    answer = RedirectResponse(SIGN_IN, 303)
    drop(answer, is_tls=console.settings.console.is_tls)
    # What the browser keeps of pages goes, too: the next person may sit there.
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@router.get(SET_UP)
def set_up_page(request: Request) -> Response:
    """Ask for the first administrator, as long as there is none."""
    if not _needs_set_up(console_of(request)):
        return RedirectResponse(SIGN_IN, 303)
    return shown("people/set-up.html", Page())


@router.post(SET_UP)
def set_up(request: Request, code: Field = "", name: Field = "", password: Field = "") -> Response:
    """Make the first administrator of whoever has the code of this start."""
    console = console_of(request)
    page = Page(name=name[:200])
    expected = console.set_up_code
    if not expected or not hmac.compare_digest(
        code.strip().encode(errors="replace"), expected.encode()
    ):
        says = "This is not the code that the bridge wrote when it started."
        return shown("people/set-up.html", replace(page, says=says), 422)
    try:
        Administering(console.store, console.passwords, _BY).first(name, password)
    except Misconfigured as error:
        says = f"{error.what[:1].upper()}{error.what[1:]}; {error.act}."
        return shown("people/set-up.html", replace(page, says=says), 422)
    visit = visit_of(request)
    answer = console.sign_ins.sign_in(name, password, visit, held=secret_of(request))
    return welcomed(request, answer, page)


def welcomed(request: Request, answer: Answer, page: Page) -> Response:
    """Lead somebody who signed in to where he was going; say to others what is wrong."""
    match answer:
        case Welcome(secret=secret):
            sent = RedirectResponse(page.goes_to, 303)
            keep(sent, secret, is_tls=console_of(request).settings.console.is_tls)
            return sent
        case TooOften(wait=wait):
            minutes = -(-wait // _MINUTE)
            says = f"There were too many attempts. Try again in {minutes} min."
            refused = shown("people/sign-in.html", replace(page, says=says), 429)
            refused.headers["Retry-After"] = str(int(wait.total_seconds()) + 1)
            return refused
        case _:
            return shown("people/sign-in.html", replace(page, says=_WRONG), 422)


def shown(template: str, page: Page, status: int = 200) -> Response:
    """Answer with a page for nobody in particular."""
    known = {"page": page, "shell": BARE, "said": None}
    return HTMLResponse(render(template, known), status)


def ours(path: str) -> str:
    """
    Return where to go after signing in, if it is one of our own pages; else the first page.

    >>> [ours(one) for one in ("/deals?q=1", "//evil.test", "https://evil.test")]
    ['/deals?q=1', '/', '/']
    """
    parts = urlsplit(path[:_NEXT_MAX]) if path.isprintable() else None
    is_ours = (
        parts is not None
        and not parts.scheme
        and not parts.netloc
        and path.startswith("/")
        and not path.startswith(("//", "/\\"))
        and parts.path not in {SIGN_IN, SIGN_OUT, SET_UP, PROVIDER, ANSWER}
    )
    return path if is_ours and len(path) <= _NEXT_MAX else "/"


def entrance(path: str) -> str:
    """Return the sign-in page that leads back to a path."""
    return SIGN_IN if ours(path) == "/" else f"{SIGN_IN}?next={quote(path, safe='/')}"


def _sign_in(console: Console, goes_to: str) -> Page:
    return Page(
        goes_to=ours(goes_to),
        needs_set_up=_needs_set_up(console),
        provider=console.provider.settings.label if console.provider else "",
    )


def _needs_set_up(console: Console) -> bool:
    with console.store.reading() as view:
        return not view.people.accounts.any_administrator()
