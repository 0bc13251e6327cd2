"""How the answers of the account's script are read, and to which address it is asked."""

import json
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest
import responses

from bridge.adapters.netsuite.client import NetSuite
from bridge.adapters.netsuite.merging.restlet import Merges, Progress
from bridge.errors import OutcomeUnknown, Refused, Throttled, Unavailable
from tests.adapters.netsuite.accounts import no_wait, token_based
from tests.adapters.netsuite.merging.stand import SCRIPT
from tests.adapters.netsuite.merging.test_against_the_sandbox import merging
from tests.adapters.netsuite.scripted import SetClock

RESTLET = "https://1234567-sb1.restlets.api.netsuite.com/app/site/hosting/restlet.nl"


def merges() -> Merges:
    settings = token_based(attempts_max=1).model_copy(update={"url": None, **SCRIPT})
    return NetSuite(settings, SetClock(), no_wait).merges


@responses.activate
def test_a_submission_goes_to_the_host_of_scripts_with_all_that_the_script_asks_for() -> None:
    responses.post(RESTLET, json={"taskId": 4711})
    assert merges().submit("bridge-1-mr-1-1", ["11", "12"], merging()) == "4711"
    request = responses.calls[0].request
    assert parse_qs(urlsplit(request.url or "").query) == {
        "script": [SCRIPT["merge_script"]],
        "deploy": [SCRIPT["merge_deployment"]],
    }
    assert json.loads(request.body or b"") == {
        "reference": "bridge-1-mr-1-1",
        "arrangements": ["11", "12"],
        "revenueArrangementDate": "2026-03-01",
        "mergeResidualRevenueAmounts": True,
    }


@responses.activate
@pytest.mark.parametrize("told", [{}, {"taskId": ""}, {"taskId": ["1"]}, [], "done"])
def test_a_submission_that_is_answered_without_a_task_is_unknown(told: object) -> None:
    responses.post(RESTLET, json=told)
    with pytest.raises(OutcomeUnknown, match="without the number of a task"):
        merges().submit("r", ["11", "12"], merging())


@responses.activate
@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, {"error": {"code": "SSS_INVALID_SCRIPTLET_ID", "message": "no"}}, Refused),
        (400, {"type": "error.SuiteScriptError", "name": "SSS_INVALID_REQUEST"}, Refused),
        (400, {"error": {"code": "SSS_REQUEST_LIMIT_EXCEEDED"}}, Throttled),
        (400, {"error": {"code": "UNEXPECTED_ERROR", "message": "null"}}, OutcomeUnknown),
        (400, {"error": {"code": "SSS_TIME_LIMIT_EXCEEDED"}}, OutcomeUnknown),
        (400, {"error": "a page in between"}, OutcomeUnknown),
        (503, {}, OutcomeUnknown),
    ],
)
def test_what_a_script_answers_is_judged_by_the_one_table(
    status: int, body: Mapping[str, object], error: type[Exception]
) -> None:
    responses.post(RESTLET, status=status, json=body)
    with pytest.raises(error):
        merges().submit("r", ["11", "12"], merging())


@responses.activate
def test_a_task_is_followed_by_its_number_and_found_by_its_reference() -> None:
    responses.get(RESTLET, json={"taskId": "7", "status": "PENDING"})
    by_number, by_reference = merges().task("7"), merges().task_of("bridge-1-mr-1-1")
    assert by_number == by_reference
    assert by_number is not None
    assert (by_number.id, by_number.progress) == ("7", Progress.PENDING)
    asked = [parse_qs(urlsplit(call.request.url or "").query) for call in responses.calls]
    assert [(one.get("taskId"), one.get("reference")) for one in asked] == [
        (["7"], None),
        (None, ["bridge-1-mr-1-1"]),
    ]


@responses.activate
@pytest.mark.parametrize(
    "told", [{}, {"status": "ASLEEP"}, {"status": "COMPLETE"}, {"status": "COMPLETE", "a": 1}]
)
def test_a_task_that_is_not_told_is_asked_for_again(told: Mapping[str, object]) -> None:
    responses.get(RESTLET, json=told)
    with pytest.raises(Unavailable, match="does not tell how far"):
        merges().task("7")


@responses.activate
@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("Revenue element 7 requires a revenue plan update.", "PLANS_NOT_CURRENT"),
        ("The effective date must be 2026-03-01, when the first open period begins.",
         "NOT_THE_FIRST_OPEN_PERIOD"),
        ("Revenue of element 7 is posted after 2026-03-01.", "POSTED_AFTER"),
        ("A revenue arrangement is not compliant.", "NOT_COMPLIANT"),
        ("A revenue arrangement was merged before.", "MERGED_BEFORE"),
        ("The item 7 is inactive.", "INACTIVE_ITEM"),
        ("The revenue arrangements have different customers.", "DIFFERENT_PARTIES"),
        ("Revenue element 7 and its sale have different rates.", "DIFFERENT_PARTIES"),
        ("Revenue element 7 has revenue plans of a subscription.", "PLANS_BY_EVENTS"),
        ("Anything else.", "MERGE_FAILED"),
        ("", "MERGE_FAILED"),
    ],
)  # fmt: skip
def test_why_a_merge_failed_is_told_in_our_words_alone(message: str, code: str) -> None:
    responses.get(RESTLET, json={"taskId": "7", "status": "FAILED", "errorMessage": message})
    task = merges().task("7")
    assert task is not None
    assert task.failure is not None
    assert task.failure.code == code
    assert not message or message not in str(task.failure)
