"""
What an answer, or none, means: done, not done, refused or unknown. The one table of it.

On a write, only what was surely turned down before any work may count as not done: no byte sent,
401 and 429. A refusal counts as read only in NetSuite's own form; a page from something in between
says nothing of what happened behind it. All else is unknown, and is looked up before any repeat.
A read changes nothing: what would be unknown may simply be asked again.
"""

from enum import StrEnum

from bridge.adapters.netsuite.refusals import Finding, findings, knows_no_column, sentence
from bridge.adapters.netsuite.wire import Answer, NoAnswer, exact_json
from bridge.errors import (
    Misconfigured,
    OutcomeUnknown,
    Refused,
    RemoteError,
    Throttled,
    Unavailable,
)

SYSTEM = "netsuite"
OK, CREATED, NO_CONTENT = 200, 201, 204
UNAUTHORIZED, NOT_FOUND, TOO_MANY = 401, 404, 429
#: NetSuite documents no Retry-After; a slot of its concurrency is free again within seconds.
RETRY_AFTER_S = 5.0

#: Our code of a question about a column that the account does not have.
UNKNOWN_COLUMN = "UNKNOWN_COLUMN"


class Meaning(StrEnum):
    """What an answer to a write says of the work."""

    DONE = "done"
    TURNED_AWAY = "turned away at the door"
    THROTTLED = "throttled at the door"
    REFUSED = "read and refused"
    UNKNOWN = "unknown"


#: Answers of NetSuite itself that mean: read, and not taken.
REFUSING = frozenset({400, 403, 404, 405, 406, 409, 410, 412, 413, 415, 422})
#: Codes that mean: too many at once, under whatever status (RESTlets say it with 400).
THROTTLING = frozenset(
    {"CONCURRENCY_LIMIT_EXCEEDED", "SSS_REQUEST_LIMIT_EXCEEDED", "WS_REQUEST_BLOCKED"}
)
#: Codes that admit an accident in the middle of the work, under whatever status; a script that ran
#: out of its time or units may have done all of it before.
UNSURE = frozenset({"UNEXPECTED_ERROR", "SSS_TIME_LIMIT_EXCEEDED", "SSS_USAGE_LIMIT_EXCEEDED"})


def meaning(status: int, codes: tuple[str, ...]) -> Meaning:
    """Judge a status with NetSuite's error codes (none: the body is not in NetSuite's form)."""
    if status in (OK, CREATED, NO_CONTENT):
        return Meaning.DONE
    if status == UNAUTHORIZED:
        return Meaning.TURNED_AWAY
    if status == TOO_MANY or (status in REFUSING and THROTTLING.intersection(codes)):
        return Meaning.THROTTLED
    if status in REFUSING and codes and not UNSURE.intersection(codes):
        return Meaning.REFUSED
    return Meaning.UNKNOWN


def fault_of(answer: Answer, operation: str, *, writes: bool) -> RemoteError | None:
    """Return the error that an answer stands for, None if the work was done."""
    told = () if answer.status in (OK, CREATED, NO_CONTENT) else findings(answer.body)
    code = told[0].code if told else f"HTTP_{answer.status}"
    match meaning(answer.status, tuple(finding.code for finding in told)):
        case Meaning.DONE:
            return None
        case Meaning.THROTTLED:
            return throttled(answer, operation)
        case Meaning.REFUSED:
            code = UNKNOWN_COLUMN if knows_no_column(told) else code
            return Refused(SYSTEM, operation, code, sentence(told))
        case Meaning.TURNED_AWAY:
            return Unavailable(SYSTEM, operation, code, "NetSuite did not let us in")
        case Meaning.UNKNOWN:
            return unclear(operation, code, _unclear(answer.status, told), writes=writes)


def unclear(operation: str, code: str, says: str, *, writes: bool) -> RemoteError:
    """Return what stands for no telling answer: on a write unknown, on a read unavailable."""
    kind = OutcomeUnknown if writes else Unavailable
    return kind(SYSTEM, operation, code, says)


def fault_of_silence(silence: NoAnswer, operation: str, *, writes: bool) -> RemoteError:
    """Refused at the door is safe to repeat; silence after the door is not."""
    if not silence.sent:
        says = "no connection, nothing was sent; check netsuite.account and the network if it lasts"
        return Unavailable(SYSTEM, operation, silence.code, says)
    return unclear(operation, silence.code, "it was sent, no whole answer came", writes=writes)


def throttled(answer: Answer, operation: str) -> Throttled:
    """Return the error of an answer that means: too many at once."""
    wait = answer.headers.get("Retry-After", "")
    return Throttled(
        SYSTEM,
        operation,
        "CONCURRENCY_LIMIT_EXCEEDED",
        "too many requests of this account at once; lower netsuite.concurrency if it lasts",
        retry_after_s=float(wait) if wait.isdecimal() else RETRY_AFTER_S,
    )


def _unclear(status: int, told: tuple[Finding, ...]) -> str:
    if 300 <= status < 400:  # noqa: PLR2004 - HTTP's class of redirects
        return "the address redirects elsewhere; compare netsuite.account with the account's id"
    if told:
        return "NetSuite had an accident at it"
    return "the answer is not NetSuite's own; a proxy or maintenance may stand in between"


def fault_of_sign_in(answer: Answer, where: str) -> RemoteError | Misconfigured | None:
    """Return the error of an answer to a token request; the request proper was not sent yet."""
    if answer.status == OK:
        return None
    if answer.status == TOO_MANY:
        return throttled(answer, "sign in")
    if answer.status in (400, 401, 403) and _names_an_error(answer.body):
        return shut_out(where)
    says = "NetSuite's token service does not answer as it should; try again later"
    return Unavailable(SYSTEM, "sign in", f"HTTP_{answer.status}", says)


def shut_out(where: str) -> Misconfigured:
    """Return the error of credentials that NetSuite does not take; NetSuite never says why."""
    return Misconfigured(
        "NetSuite does not accept these credentials",
        where=where,
        act=(
            "compare them with the integration record and its certificate or token in NetSuite, "
            "see Setup > Users/Roles > User Management > View Login Audit Trail, and check "
            "this machine's clock"
        ),
    )


def _names_an_error(body: bytes) -> bool:
    try:
        told = exact_json(body)
    except ValueError:
        return False
    return isinstance(told, dict) and ("error" in told or "o:errorDetails" in told)
