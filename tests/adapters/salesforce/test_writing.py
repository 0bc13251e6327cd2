import json
from decimal import Decimal

import pytest
import responses

from bridge.adapters.salesforce.writing import RowError, body, chunks, row_errors
from bridge.errors import OutcomeUnknown, Refused
from bridge.model.record import Scalar
from tests.adapters.salesforce.answers import API, Time, a_client, gives_tokens, refusal

ROWS: tuple[dict[str, Scalar], ...] = ({"Id": "801a", "Memo__c": "x"}, {"Id": "801b"})
WRITE = f"{API}/composite/sobjects"
DONE = {"id": "801a", "success": True, "errors": []}


def failed(code: str, *fields: str) -> dict[str, object]:
    return {
        "success": False,
        "errors": [{"statusCode": code, "message": "secret-4711", "fields": list(fields)}],
    }


def test_each_row_names_its_object_and_amounts_are_exact() -> None:
    written = body("Order", [{"Id": "801a", "Amount__c": Decimal("123456789012345.60")}])
    assert written == (
        b'{"allOrNone":false,"records":[{"Amount__c":123456789012345.6,'
        b'"attributes":{"type":"Order"},"id":"801a"}]}'
    )


def test_two_hundred_rows_go_into_one_call() -> None:
    rows: list[dict[str, Scalar]] = [{"Id": str(number)} for number in range(401)]
    assert [len(part) for part in chunks(rows)] == [200, 200, 1]
    assert list(chunks([])) == []


def test_rows_that_fail_are_told_with_code_and_fields_and_without_the_remote_text() -> None:
    answer = [DONE, failed("FIELD_CUSTOM_VALIDATION_EXCEPTION", "Memo__c")]
    (error,) = row_errors(ROWS, answer)
    assert error == RowError(
        id="801b",
        code="FIELD_CUSTOM_VALIDATION_EXCEPTION",
        fields=("Memo__c",),
        temporary=False,
    )
    assert error.text() == "801b was not written: FIELD_CUSTOM_VALIDATION_EXCEPTION (Memo__c)"


@pytest.mark.parametrize(
    ("answer", "code", "temporary"),
    [
        (failed("UNABLE_TO_LOCK_ROW"), "UNABLE_TO_LOCK_ROW", True),
        (failed("ENTITY_IS_DELETED"), "ENTITY_IS_DELETED", False),
        ({"success": False, "errors": []}, "UNKNOWN", False),
        ({}, "UNKNOWN", False),
        (failed("Dear customer, ..."), "UNKNOWN", False),
    ],
)
def test_a_locked_row_may_be_written_later(
    answer: dict[str, object], code: str, *, temporary: bool
) -> None:
    (error,) = row_errors(ROWS[:1], [answer])
    assert (error.code, error.temporary) == (code, temporary)


@pytest.mark.parametrize("answer", [None, {}, [], [DONE]])
def test_an_answer_that_is_silent_on_a_row_leaves_its_outcome_unknown(answer: object) -> None:
    with pytest.raises(OutcomeUnknown):
        row_errors(ROWS, answer)


def test_absolute_values_are_written_again_after_silence() -> None:
    time = Time()
    with responses.RequestsMock() as org:
        gives_tokens(org)
        org.patch(WRITE, status=503)
        org.patch(WRITE, status=400, json=refusal("UNABLE_TO_LOCK_ROW"))
        org.patch(WRITE, json=[DONE, DONE])
        assert a_client(time).write_back("Order", ROWS) == ()
        bodies = [json.loads(call.request.body or "") for call in org.calls[1:]]
    assert bodies[0] == bodies[1] == bodies[2]
    assert len(time.slept) == 2


def test_silence_to_the_end_is_an_unknown_outcome() -> None:
    with responses.RequestsMock() as org:
        gives_tokens(org)
        org.patch(WRITE, status=503)
        with pytest.raises(OutcomeUnknown):
            a_client().write_back("Order", ROWS)
        assert len(org.calls) == 1 + 4


def test_a_refused_call_is_not_repeated() -> None:
    with responses.RequestsMock() as org:
        gives_tokens(org)
        org.patch(WRITE, status=400, json=refusal("JSON_PARSER_ERROR"))
        with pytest.raises(Refused):
            a_client().write_back("Order", ROWS)
        assert len(org.calls) == 2


def test_nothing_to_write_needs_no_call() -> None:
    client = a_client()
    assert client.write_back("Order", ()) == ()
    assert client.contact.calls == 0
