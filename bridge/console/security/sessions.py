"""The session of a browser: a secret in a cookie that no script reads and no other site sends."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from bridge.console.parts import console_of
from bridge.people.sessions import Session, Visit

#: Browsers take a cookie of this name from a secure page of this very host alone.
_NAME_TLS = "__Host-session"
_NAME = "session"
#: What is longer is no secret of ours, and is not even looked up.
_SECRET_MAX = 100
_UNATTENDED = "x-unattended"
#: Where pages ask whether anything has changed.
EVENTS = "/events"


def cookie_name(*, is_tls: bool) -> str:
    """Return the name of the cookie; on loopback there is no TLS that could guard it."""
    return _NAME_TLS if is_tls else _NAME


def secret_of(connection: HTTPConnection) -> str | None:
    """Return what the browser holds; None if it holds nothing."""
    is_tls = console_of(connection).settings.console.is_tls
    held = connection.cookies.get(cookie_name(is_tls=is_tls), "")
    return held if 0 < len(held) <= _SECRET_MAX else None


def session_of(connection: HTTPConnection) -> Session | None:
    """Return the session of a request; None if nobody is signed in."""
    secret, sign_ins = secret_of(connection), console_of(connection).sign_ins
    if secret is None:
        return None
    return sign_ins.glance(secret) if is_unattended(connection) else sign_ins.session(secret)


def is_unattended(connection: HTTPConnection) -> bool:
    """
    Say whether a page asks by itself, while perhaps nobody sits before it.

    Such a request does not let the session go on: a page that is left open is signed out.
    """
    asks_itself = connection.headers.get(_UNATTENDED) == "true"
    return asks_itself or connection.scope["path"] == EVENTS


def visit_of(connection: HTTPConnection) -> Visit:
    """Return from where a request comes."""
    address = connection.client.host if connection.client else "unknown"
    return Visit(address=address, agent=connection.headers.get("user-agent", ""))


def keep(answer: Response, secret: str, *, is_tls: bool) -> None:
    """Let the browser hold a secret until it is closed; the server knows when it is over."""
    answer.set_cookie(
        cookie_name(is_tls=is_tls), secret, path="/", secure=is_tls, httponly=True, samesite="lax"
    )


def drop(answer: Response, *, is_tls: bool) -> None:
    """Let the browser hold nothing any more."""
    answer.delete_cookie(
        cookie_name(is_tls=is_tls), path="/", secure=is_tls, httponly=True, samesite="lax"
    )
