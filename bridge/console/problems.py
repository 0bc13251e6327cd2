"""
What went wrong, as a value for pages and API alike: every kind of error has its status here.

A problem says what happened, why nothing is lost, and what to do; never a trace.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException

from bridge.errors import (
    ActedMeanwhile,
    BridgeError,
    Misconfigured,
    NotFound,
    NotPermitted,
    OutcomeUnknown,
    Refused,
    RemoteError,
    StoreLocked,
    Throttled,
    Unavailable,
)
from bridge.rules.diagnostics import RulebookInvalid

STATUS: Mapping[type[BridgeError], int] = {
    BridgeError: 500,
    Misconfigured: 422,
    NotFound: 404,
    NotPermitted: 403,
    ActedMeanwhile: 409,
    StoreLocked: 503,
    RulebookInvalid: 422,
    RemoteError: 502,
    Unavailable: 503,
    Throttled: 503,
    Refused: 502,
    OutcomeUnknown: 502,
}
_TITLES: Mapping[int, str] = {
    400: "This request cannot be read",
    401: "Sign in first",
    403: "You may not do this",
    404: "There is nothing here",
    405: "This address does not take that",
    409: "Somebody acted meanwhile",
    413: "This is too large",
    422: "This cannot be done",
    429: "Too many tries",
    500: "The bridge made a mistake",
    502: "The other system did not do this",
    503: "This is not to be had now",
}


#: What forms call an option of a command; the others are called as they are, without the dashes.
_FIELDS: Mapping[str, str] = {"--as": "name", "--set": "the row", "--rule": "rule"}


class Missing(Exception):
    """There is nothing under an address: 404."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is told of an error."""

    status: int
    says: str
    act: str = ""
    where: str = ""
    roles: tuple[str, ...] = ()  #: who may do what this reader may not

    @property
    def title(self) -> str:
        """What kind of problem it is, in a line."""
        return _TITLES.get(self.status, "This did not work")


def problem_of(error: BridgeError) -> Problem:
    """Return what is told of an error of the bridge."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    if isinstance(error, Misconfigured):
        roles = error.roles if isinstance(error, NotPermitted) else ()
        where = _FIELDS.get(error.where, error.where.removeprefix("--"))
        return Problem(status=status, says=error.what, act=error.act, where=where, roles=roles)
    act = "Try again; if it stays so, look at the health of the bridge." if status >= 500 else ""  # noqa: PLR2004 - the HTTP class of server errors
    return Problem(status=status, says=str(error), act=act)


def problem_of_status(error: HTTPException) -> Problem:
    """Return what is told where the web framework refused a request."""
    return Problem(status=error.status_code, says=str(error.detail))


MISTAKE = Problem(
    status=500,
    says="This page could not be made. Nothing was changed that is not shown in the ledger.",
    act="Tell whoever runs the bridge the number of the request.",
)
