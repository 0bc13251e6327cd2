"""
What NetSuite's refusals mean, in our words, and what to do next.

REST wraps nearly every business rule in USER_ERROR, so the code alone says little: the sentence is
chosen by patterns over code, path and detail. It only words the message; what an answer *is* (done,
refused, unknown) is decided in `faults.py` from the status. The vendor's own text is read here and
goes no further.
"""

import re
from dataclasses import dataclass, field

from bridge.adapters.netsuite.wire import exact_json

_CODE = re.compile(r"[A-Z][A-Z0-9_]{2,60}")
#: A table with one wrong column is refused line by line; nobody reads a thousand of them.
_SAID_MAX = 10
#: How NetSuite says that it knows no such column, as public clients have met it. A field that is
#: there, and not shown to searches (NOT_EXPOSED), is none of these.
_NO_COLUMN = re.compile(
    r"Search error occurred: (Unknown identifier '|"
    r"Field '\w+'( for record '\w+' was)? not found(?!\. Reason: NOT_EXPOSED))",
    re.IGNORECASE,
)
_PATH = re.compile(r"[A-Za-z0-9_.\[\]]{1,120}")


@dataclass(frozen=True, slots=True)
class Finding:
    """One of NetSuite's error details: its code, where in the body, and its text."""

    code: str
    path: str  #: "" where NetSuite names none
    detail: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a finding is recognised, and what a person is told of it."""

    pattern: re.Pattern[str]
    says: str
    act: str


def findings(body: bytes) -> tuple[Finding, ...]:
    """Return NetSuite's error details; none if the body is not in NetSuite's own form."""
    try:
        told = exact_json(body)
    except ValueError:
        return ()
    if not isinstance(told, dict):
        return ()
    details = told.get("o:errorDetails")
    if not isinstance(details, list):
        details = [told] if "o:errorCode" in told else _of_script(told)
    return tuple(_finding(detail) for detail in details if isinstance(detail, dict))


def _of_script(told: dict[str, object]) -> list[dict[str, object]]:
    """Return the error of a script in the form of the others, in either of its own two forms."""
    match told:
        case {"error": {"code": str(code), **rest}}:
            return [{"o:errorCode": code, "detail": rest.get("message", "")}]
        case {"type": "error.SuiteScriptError", "name": str(code), **rest}:
            return [{"o:errorCode": code, "detail": rest.get("message", "")}]
        case _:
            return []


def _finding(detail: dict[str, object]) -> Finding:
    code, path = str(detail.get("o:errorCode", "")), _pointer(detail)
    return Finding(
        code if _CODE.fullmatch(code) else "UNNAMED",
        path if _PATH.fullmatch(path) else "",
        str(detail.get("detail", "")),
    )


def _pointer(detail: dict[str, object]) -> str:
    kinds = ("o:errorPath", "o:errorQueryParam", "o:errorHeader")
    return next((str(detail[kind]) for kind in kinds if kind in detail), "")


def knows_no_column(told: tuple[Finding, ...]) -> bool:
    """Whether a question was turned down for a column that NetSuite does not have, and no more."""
    return bool(told) and all(
        one.code == "INVALID_PARAMETER" and _NO_COLUMN.search(one.detail) for one in told
    )


def reading(finding: Finding) -> Reading:
    """Return the first reading that fits, the general one if none does."""
    text = f"{finding.code} at {finding.path}: {finding.detail}"
    return next(row for row in READINGS if row.pattern.search(text))


def sentence(told: tuple[Finding, ...]) -> str:
    """Say all findings at once, each with its place in the body and the next act."""
    said = [_placed(finding) for finding in told[:_SAID_MAX]]
    if len(told) > _SAID_MAX:
        said.append(f"and {len(told) - _SAID_MAX} more")
    return " | ".join(said)


def _placed(finding: Finding) -> str:
    read = reading(finding)
    place = f"{finding.path}: " if finding.path else ""
    return f"{place}{read.says}; {read.act}"


def _row(pattern: str, says: str, act: str) -> Reading:
    return Reading(re.compile(pattern, re.IGNORECASE), says, act)


#: The first that fits wins, so the narrow ones stand first. The words are from the error list of
#: Oracle's help (section_N3539978) and from answers that public clients have met.
READINGS: tuple[Reading, ...] = (
    _row(
        r"INSUFFICIENT_PERMISSION|PERMISSION_VIOLATION|\bpermissions?\b",
        "the integration's role may not do this",
        "give its role the permission on this type of record, at level Full for what is written",
    ),
    _row(
        r"locked by a user defined workflow|RCRD_LOCKED_BY_WF",
        "a workflow in NetSuite has locked the record",
        "release it in that workflow, or let it exempt the integration's role, and send again",
    ),
    _row(
        r"record has been changed|RCRD_HAS_BEEN_CHANGED|RCRD_EDITED_SINCE_RETRIEVED",
        "somebody changed the record in NetSuite meanwhile",
        "look at it there, then send again",
    ),
    _row(
        r"revenue has been recognized|recognized schedules|REV_REC_UPDATE_DISALLWD|CANT_UPDATE_AMT",
        "revenue of this line is recognised, so it can no longer be changed",
        "treat the change as a new document",
    ),
    _row(
        r"CLOSED_TRAN_PRD|TRAN_PERIOD_CLOSED|TRANS_EDIT_DISALLWD|closed (accounting )?period"
        r"|period (that has been|is|has been) (closed|locked)",
        "its date lies in a closed accounting period",
        "let the rules date it in an open period, or have the period opened",
    ),
    _row(
        r"UNDEFINED_ACCTNG_PRD|INSUFCNT_(NUM|OPEN)_PRDS|DATE_PRD_MISMATCH"
        r"|(no|not a valid|undefined) (accounting |posting )?period",
        "NetSuite has no accounting period for one of its dates",
        "set up the accounting periods up to the last day of service",
    ),
    _row(
        r"more decimal places|TRANS_UNBALNCD",
        "an amount has more decimal places than its currency",
        "round it where it is priced",
    ),
    _row(
        r"INACTIVE_RCRD_FOR_ROLE|\binactive\b",
        "it names a record that is inactive in NetSuite",
        "activate that record, or map to an active one",
    ),
    _row(
        r"INVALID_TRANS_SUB_(ITEM|ENTITY)|SUBSIDIARY_MISMATCH|subsidiar(y|ies)",
        "item, customer or order belong to different subsidiaries",
        "share the item or the customer with the subsidiary, or correct the subsidiary rule",
    ),
    _row(
        r"INVALID_CUR\b|TRANS_FORGN_CRNCY_MISMATCH|INVALID_CRNCY_EXCH_RATE|currenc(y|ies)",
        "NetSuite does not take this currency here",
        "add the currency to the customer, or correct the deal's currency",
    ),
    _row(
        r"following field: (entity|customer)\b|at (entity|customer)\b",
        "NetSuite does not know this customer, or it is inactive",
        "create it there with this external id or activate it, or correct the customer rule",
    ),
    _row(
        r"following field: item\b|item reference key|at item(\.items\[\d+\])?\.item\b",
        "NetSuite does not know this item, or it is inactive",
        "create it there with this external id or activate it, or correct the item rule",
    ),
    _row(
        r"(unknown|unexpected|unrecognized|undefined|invalid) (reference or )?(field\b(?! value)"
        r"|property|properties|column)"
        r"|(field|property|column)\b.{0,80}(does not exist|not found|is not defined|unknown)",
        "NetSuite does not know one of the fields",
        "create the custom field in NetSuite and show it to the role, or take it out of the rules",
    ),
    _row(
        r"INVALID_TRANS_TYP|(record|search) (type )?\W?\w*\W? ?(does not exist|was not found)"
        r"|record type|search type|requested resource",
        "NetSuite does not offer this kind of record here",
        "switch its feature on, or give the role access to it",
    ),
    _row(
        r"need to provide a proper value|must enter (a value|at least one)|enter value\(s\)"
        r"|DATA_REQD|REV_REC_DATE_REQD|MISSNG_SO_REV_REC_PARAMS|required field",
        "a field that NetSuite requires is empty",
        "let a rule fill it, or make it optional in the order form",
    ),
    _row(
        r"INVALID_REV_REC_DATE_RANGE|date range|on or after the start date",
        "its recognition dates do not make a range",
        "correct the dates in the deal",
    ),
    _row(
        r"DEFERRED_REV_REC_ACCT_REQD|DEFERRAL_ACCT_REQD",
        "the item has no deferral account",
        "give it one in NetSuite",
    ),
    _row(
        r"POSTING_DISCOUNT_DISALLWD|DISCOUNT_DISALLWD",
        "NetSuite does not take this discount in a revenue arrangement",
        "use a discount item that does not post",
    ),
    _row(
        r"INVALID_ORD_STATUS|may not be reset|already billed|already closed",
        "the order is too far along in NetSuite to be changed so",
        "treat the change as a new document",
    ),
    _row(
        r"INVALID_LINE_ID|INVALID_LIST_KEY|CANT_UPDATE_LINKED_TRANS_LINES|invalid line"
        r"|linked transaction line",
        "a line cannot be changed as asked: NetSuite does not have it, or bills it already",
        "compare the order's lines in NetSuite with the document",
    ),
    _row(
        r"DUP_RCRD|DUP_ENTITY|UNIQUE_CUST_ID_REQD|already exists",
        "another record has this external id or name",
        "find it in NetSuite and clear its external id, if it is not ours",
    ),
    _row(
        r"INVALID_KEY_OR_REF|invalid reference|specified key is invalid|NONEXISTENT_ID"
        r"|does not exist",
        "it refers to a record that NetSuite does not have",
        "create that record, or correct the rule that names it",
    ),
    _row(
        r"INVALID_FLD_VALUE|Invalid Field Value|invalid value",
        "NetSuite does not take the value of this field",
        "compare the value with the field's list or type in NetSuite",
    ),
    _row(
        r"METHOD_NOT_ALLOWED",
        "NetSuite does not allow this on that type of record",
        "check that the record type can be upserted by external id",
    ),
    _row(
        r"SSS_INVALID_SCRIPTLET_ID|SSS_INVALID_DEPLOY|SSS_MISSING_REQD_ARGUMENT|scriptlet",
        "the account has no such script, or does not show it to the role",
        "deploy it, release it to the integration's role, and set netsuite.merge_script and "
        "netsuite.merge_deployment to its ids",
    ),
    _row(
        r"",
        "NetSuite turned it down by a rule of its own",
        "find the reason in NetSuite: enter the record there by hand with the same values",
    ),
)
