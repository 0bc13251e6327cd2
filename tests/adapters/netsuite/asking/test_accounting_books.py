"""Whether an account has accounting books: only NetSuite's word that it knows none is believed."""

import json
from datetime import date

import pytest
import responses

from bridge.errors import Refused
from tests.adapters.netsuite.accounts import SUITEQL, account

#: As public clients of accounts without a feature have met it.
BEFORE = "Invalid search query. Detailed unprocessed description follows. "
UNKNOWN = (
    f"{BEFORE}Search error occurred: Unknown identifier 'accountingbook'. "
    "Available identifiers are: {revenueelement=revenueelement}."
)
OF_RECORD = (
    f"{BEFORE}Search error occurred: Field 'accountingbook' for record 'revenueElement' was "
)
WITHOUT_BOOKS = (
    UNKNOWN,
    "Search error occurred: Field 'accountingbook' not found.",
    f"{OF_RECORD}not found. Reason: REMOVED - Field is removed",
)
NOT_EXPOSED = f"{OF_RECORD}not found. Reason: NOT_EXPOSED - Not available for channel SEARCH"
REFUSALS = (
    ("INVALID_PARAMETER", f"{BEFORE}Search error occurred: Invalid or unsupported search"),
    ("INVALID_PARAMETER", f"{BEFORE}Invalid search type: revenueelement."),
    ("INVALID_PARAMETER", NOT_EXPOSED),
    ("INSUFFICIENT_PERMISSION", "Permission Violation: Unknown identifier 'accountingbook'"),
    ("USER_ERROR", "An unexpected SuiteScript error has occurred"),
)


def refuses(*told: tuple[str, str]) -> None:
    """Answer the next question by errors, in the form of NetSuite."""
    details = [
        {"detail": detail, "o:errorQueryParam": "q", "o:errorCode": code} for code, detail in told
    ]
    body = {"title": "Bad Request", "status": 400, "o:errorDetails": details}
    responses.post(SUITEQL, json=body, status=400)


def answers(*rows: dict[str, str]) -> None:
    responses.post(SUITEQL, json={"hasMore": False, "items": list(rows)})


def asked() -> list[str]:
    return [json.loads(call.request.body or b"")["q"] for call in responses.calls]


@responses.activate
@pytest.mark.parametrize("text", WITHOUT_BOOKS)
def test_an_account_that_knows_no_such_column_has_one_book(text: str) -> None:
    refuses(("INVALID_PARAMETER", text))
    assert account().revenue.of_book().only is None
    refuses(("INVALID_PARAMETER", text))
    with pytest.raises(Refused):
        account().revenue.of_book(had_books=True)


@responses.activate
@pytest.mark.parametrize("told", [*REFUSALS, None])
def test_no_other_refusal_says_that_there_are_no_books(told: tuple[str, str] | None) -> None:
    both = (("INVALID_PARAMETER", UNKNOWN), ("USER_ERROR", "Something else."))
    refuses(*([told] if told else both))
    with pytest.raises(Refused):
        account().revenue.of_book()


@responses.activate
def test_an_account_whose_elements_are_of_one_book_is_read_of_that_book_alone() -> None:
    """A secondary book may have postings and no elements: they would be added up."""
    answers({"book": "1"})
    answers({"deferral": "2500", "recognition": "4000"})
    answers()
    answers()
    answers()
    revenue = account().revenue.of_book()
    assert revenue.only == 1
    revenue.postings()
    assert list(revenue.billing.all()) == [()]
    accounts, journals, moves, billing = asked()[1:]
    assert "e.accountingbook = 1" in accounts
    assert all("a.accountingbook = 1" in one for one in (journals, moves, billing))


@responses.activate
def test_elements_that_name_no_book_are_read_whole() -> None:
    responses.post(SUITEQL, json={"hasMore": False, "items": [{"links": []}]})
    assert account().revenue.of_book().only is None


@responses.activate
def test_elements_that_name_no_book_are_read_beside_those_of_the_book() -> None:
    """A merge sees both: what names none is in no other book, and nothing may be left out."""
    answers({"book": "1"}, {})
    for _ in range(4):
        answers()
    revenue = account().revenue.of_book()
    assert revenue.only == 1
    for kind in (revenue.elements, revenue.plans, revenue.planned):
        assert list(kind.all()) == [()]
    revenue.postings()
    _, elements, plans, planned, accounts = asked()
    both = "({0}.accountingbook = 1 OR {0}.accountingbook IS NULL)"
    assert all(both.format("e") in one for one in (elements, accounts))
    assert all(both.format("p") in one for one in (plans, planned))


@responses.activate
def test_a_merge_sees_the_elements_of_one_book_or_all_where_the_account_knows_none() -> None:
    refuses(("INVALID_PARAMETER", UNKNOWN))
    answers()
    assert account().merges.seen(["bridge-1-so-1"], date(2026, 3, 1)).elements == ()
    of_one, of_all = asked()
    assert "accountingbook = 1" in of_one
    assert "accountingbook" not in of_all
    refuses(("INSUFFICIENT_PERMISSION", "Permission Violation"))
    with pytest.raises(Refused):
        account().merges.seen(["bridge-1-so-1"], date(2026, 3, 1))
