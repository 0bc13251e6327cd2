"""Who is reading."""

from starlette.requests import HTTPConnection

from bridge.console.parts import console_of
from bridge.people.roles import Reader

#: Where people sign in.
SIGN_IN = "/sign-in"


class NotSignedIn(Exception):
    """Nobody has signed in; the sign-in page is the answer."""


def current(connection: HTTPConnection) -> Reader:
    """Return who makes a request; NotSignedIn if nobody did sign in."""
    guest = console_of(connection).guest
    if guest is None:
        raise NotSignedIn
    return guest
