"""Who is reading: by a session of the console, or by a token of the API."""

from datetime import timedelta

from starlette.requests import HTTPConnection

from bridge.console.parts import Console, console_of
from bridge.console.security.sessions import secret_of, session_of
from bridge.flow.people.signing_in import reader_of
from bridge.people.roles import Permission, Reader
from bridge.people.sessions import Remaining

#: Where people sign in.
SIGN_IN = "/sign-in"
#: What tokens open; pages, and with them tokens themselves, are for people who signed in.
API = "/api/v1"
_BEARER = "bearer"
#: Who need not sign in is never signed out.
_WITHOUT_END = Remaining(left=timedelta.max, may_go_on=True)


class NotSignedIn(Exception):
    """Nobody has signed in; the sign-in page is the answer."""


def remaining(connection: HTTPConnection) -> Remaining | None:
    """
    Return how long whoever made a request may still see what it asked for; None: no more.

    Lets no session go on.
    """
    console, secret = console_of(connection), secret_of(connection)
    if console.guest is not None:
        return _WITHOUT_END
    session = console.sign_ins.glance(secret) if secret else None
    if session is None or not reader_of(session).may(Permission.SEE):
        return None
    return console.sign_ins.remaining(session)


def current(connection: HTTPConnection) -> Reader:
    """
    Return who makes a request; NotSignedIn if nobody did sign in.

    A request that names a token stands for that token alone, whatever session the browser has;
    and a token stands for nobody but at the API.
    """
    console = console_of(connection)
    authorization = connection.headers.get("authorization")
    if authorization is not None:
        text = _token(connection, authorization)
        reader = _reader(console, text) if text else None
        if reader is None:
            raise NotSignedIn
        return reader
    if console.guest is not None:
        return console.guest
    session = session_of(connection)
    if session is None:
        raise NotSignedIn
    return reader_of(session)


def is_known(connection: HTTPConnection) -> bool:
    """Say whether `current` answers without asking the store, which is for threads to wait for."""
    console, authorization = console_of(connection), connection.headers.get("authorization")
    if authorization is None:
        return console.guest is not None
    text = _token(connection, authorization)
    return bool(text) and _remembered(console, text) is not None


def _token(connection: HTTPConnection, authorization: str) -> str:
    """Return the token that a header names; nothing for a header, or a place, that takes none."""
    kind, _, text = authorization.partition(" ")
    counts = kind.lower() == _BEARER and connection.scope["path"].startswith(f"{API}/")
    return text.strip() if counts else ""


def _remembered(console: Console, text: str) -> Reader | None:
    return console.remembered.find(text, console.clock(), console.store.written)


def _reader(console: Console, text: str) -> Reader | None:
    known = _remembered(console, text)
    if known is not None:
        return known
    now, written = console.clock(), console.store.written
    reader = console.tokens.reader(text)
    if reader is not None:
        console.remembered.keep(text, reader, now, written)
    return reader
