"""What a refusal says to a person. The texts on the left are NetSuite's own, […] where cut."""

import json

import pytest

from bridge.adapters.netsuite.refusals import READINGS, findings, sentence


def told(detail: str, code: str = "USER_ERROR", **pointer: str) -> bytes:
    wrapped = f"Error while accessing a resource. {detail}"
    return json.dumps(
        {"o:errorDetails": [{"detail": wrapped, "o:errorCode": code, **pointer}]}
    ).encode()


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        (
            "This transaction is in a period that has been closed. You may not edit it.",
            "closed accounting period",
        ),
        (
            "The G/L impact of a transaction in a closed period cannot be changed.",
            "closed accounting period",
        ),
        (
            "You are not allowed to change […] as it would impact a closed period.",
            "closed accounting period",
        ),
        (
            "You have entered an Invalid Field Value 9 for the following field: entity",
            "does not know this customer, or it is inactive",
        ),
        (
            "You have entered an Invalid Field Value 53384 for the following field: customer.",
            "does not know this customer, or it is inactive",
        ),
        (
            "You have entered an Invalid Field Value 9999 for the following field: item",
            "does not know this item, or it is inactive",
        ),
        (
            "You have entered an Invalid Field Value 7 for the following field: terms",
            "does not take the value",
        ),
        ("Invalid item reference key 123 for subsidiary 5.", "different subsidiaries"),
        ("The specified key is invalid.", "refers to a record"),
        (
            "[…] include more decimal places than are supported for this currency. Please […]",
            "more decimal places",
        ),
        ("This record has been locked by a user defined workflow.", "a workflow"),
        ("Record has been changed", "somebody changed the record"),
        ("Your current role does not have permission to perform this action.", "role may not"),
        ("You need to provide a proper value for the required field: Terms.", "requires is empty"),
        ("You must enter a value for Company Name.", "requires is empty"),
        ("Please enter value(s) for: Amount", "requires is empty"),
        ("Unknown reference or field: 'custbody_new'.", "does not know one of the fields"),
        ("Field 'foo' not found.", "does not know one of the fields"),
        ("Record type 'nothing' does not exist.", "does not offer this kind of record"),
        ("This entity already exists.", "another record has this external id or name"),
        ("This record already exists", "another record has this external id or name"),
        (
            "Modification […] is not allowed because revenue has been recognized for this […]",
            "revenue of this line is recognised",
        ),
        (
            "The amount on lines […] fully recognized schedules can not be changed",
            "revenue of this line is recognised",
        ),
        (
            "This order […] may not be reset to 'Pending Approval'.",
            "too far along",
        ),
        (
            "Could not perform operation 'update' on an invalid line [7].",
            "a line cannot be changed",
        ),
        ("You cannot update linked transaction lines", "a line cannot be changed"),
        (
            "The revenue recognition end date must be on or after the start date.",
            "do not make a range",
        ),
        ("A sentence that nobody has seen yet.", "by a rule of its own"),
    ],
)
def test_a_refusal_is_said_in_our_words(detail: str, expected: str) -> None:
    said = sentence(findings(told(detail)))
    assert expected in said
    assert detail not in said


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("CLOSED_TRAN_PRD", "closed accounting period"),
        ("TRANS_EDIT_DISALLWD", "closed accounting period"),
        ("UNDEFINED_ACCTNG_PRD", "no accounting period"),
        ("INSUFCNT_OPEN_PRDS_FOR_REV_REC", "no accounting period"),
        ("TRANS_UNBALNCD", "more decimal places"),
        ("INACTIVE_RCRD_FOR_ROLE", "inactive"),
        ("INVALID_TRANS_SUB_ITEM", "different subsidiaries"),
        ("SUBSIDIARY_MISMATCH", "different subsidiaries"),
        ("INVALID_CUR", "this currency"),
        ("TRANS_FORGN_CRNCY_MISMATCH", "this currency"),
        ("INSUFFICIENT_PERMISSION", "role may not"),
        ("RCRD_LOCKED_BY_WF", "a workflow"),
        ("RCRD_HAS_BEEN_CHANGED", "somebody changed the record"),
        ("DEFERRAL_ACCT_REQD", "no deferral account"),
        ("POSTING_DISCOUNT_DISALLWD", "discount"),
        ("INVALID_REV_REC_DATE_RANGE", "do not make a range"),
        ("METHOD_NOT_ALLOWED", "does not allow this"),
        ("DUP_RCRD", "another record has this external id"),
    ],
)
def test_a_code_alone_is_enough(code: str, expected: str) -> None:
    assert expected in sentence(findings(told("", code)))


def test_the_place_in_the_body_is_named() -> None:
    told_at = told("Invalid.", "INVALID_CONTENT", **{"o:errorPath": "item.items[2].amount"})
    assert sentence(findings(told_at)).startswith("item.items[2].amount: NetSuite")


def test_all_findings_are_said_at_once_but_no_more_than_ten() -> None:
    rows = [
        {"o:errorCode": "USER_ERROR", "detail": "inactive", "o:errorPath": f"a[{n}]"}
        for n in range(13)
    ]
    said = sentence(findings(json.dumps({"o:errorDetails": rows}).encode()))
    assert said.count("inactive") == 10
    assert said.endswith("| and 3 more")


def test_a_code_or_path_that_is_none_is_not_repeated() -> None:
    odd = told("", "see <script> here", **{"o:errorPath": "password is hunter2!"})
    (finding,) = findings(odd)
    assert (finding.code, finding.path) == ("UNNAMED", "")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"7",
        b"null",
        b"{}",
        b'{"error":"x"}',
        b'{"o:errorDetails":[]}',
        b"\xff",
    ],
)
def test_a_body_in_another_form_has_no_findings(body: bytes) -> None:
    assert findings(body) == ()


def test_a_code_at_the_top_is_a_finding_too() -> None:
    (finding,) = findings(b'{"o:errorCode":"USER_ERROR","title":"Bad Request"}')
    assert finding.code == "USER_ERROR"


def test_every_reading_says_what_is_wrong_and_what_to_do() -> None:
    assert all(row.says and row.act for row in READINGS)
    assert READINGS[-1].pattern.search("anything")
