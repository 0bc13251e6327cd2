"""Conditions of requests, compressed answers, other methods, and doors that are closed."""

import gzip
import json
from datetime import timedelta
from email.utils import format_datetime
from xml.etree import ElementTree as ET

import pytest
import requests

from tests.sandbox.salesforce.client import NOON, Org, error_of

DESCRIPTIONS = ["/sobjects", "/sobjects/Order", "/sobjects/Order/describe"]
NOON_TEXT = "Mon, 01 Jun 2026 12:00:00 GMT"
EARLIER = format_datetime(NOON - timedelta(seconds=1), usegmt=True)


def account(org: Org) -> str:
    made = org.call("POST", "/sobjects/Account", json={"Name": "First"})
    assert made.headers["Location"] == f"/services/data/v68.0/sobjects/Account/{made.json()['id']}"
    return f"/sobjects/Account/{made.json()['id']}"


@pytest.mark.parametrize("path", DESCRIPTIONS)
def test_a_description_is_told_once_to_who_has_it(shared_org: Org, path: str) -> None:
    told = shared_org.get(path)
    assert told.headers["Last-Modified"] == NOON_TEXT
    known = shared_org.get(path, headers={"If-Modified-Since": NOON_TEXT})
    assert (known.status_code, known.content) == (304, b"")
    assert shared_org.get(path, headers={"If-Modified-Since": EARLIER}).status_code == 200
    since = shared_org.get(path, headers={"If-Unmodified-Since": EARLIER})
    assert error_of(since) == (412, "PRECONDITION_FAILED")
    assert shared_org.get(path, headers={"If-Unmodified-Since": NOON_TEXT}).status_code == 200


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Jun 2026 12:00:00 GMT", "0" * 50])
def test_a_date_that_is_none_is_no_condition(shared_org: Org, date: str) -> None:
    assert shared_org.get("/sobjects", headers={"If-Modified-Since": date}).status_code == 200


def test_an_account_is_read_again_only_when_its_tag_is_another(org: Org) -> None:
    path = account(org)
    tag = org.get(path).headers["ETag"]
    assert org.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert org.get(path, headers={"If-None-Match": tag[:-1] + '-gzip"'}).status_code == 304
    assert org.get(path, headers={"If-Match": tag}).status_code == 200
    assert org.call("PATCH", path, json={"Name": "Second"}).status_code == 204
    assert org.get(path, headers={"If-None-Match": tag}).json()["Name"] == "Second"
    assert error_of(org.get(path, headers={"If-Match": tag})) == (412, "PRECONDITION_FAILED")


def test_an_account_is_changed_only_in_the_state_that_the_caller_knows(org: Org) -> None:
    path = account(org)
    tag = org.get(path).headers["ETag"]
    change = {"json": {"Name": "Second"}}
    assert org.call("PATCH", path, headers={"If-Match": tag}, **change).status_code == 204
    for wrong in ({"If-Match": tag}, {"If-None-Match": "*"}, {"If-Unmodified-Since": EARLIER}):
        answer = org.call("PATCH", path, headers=wrong, json={"Name": "Third"})
        assert error_of(answer) == (412, "PRECONDITION_FAILED")
    assert org.get(path).json()["Name"] == "Second"
    assert org.call("DELETE", path, headers={"If-Match": tag}).status_code == 204


def test_other_objects_take_no_notice_of_conditions(shared_org: Org) -> None:
    (key,) = shared_org.column("SELECT Id FROM Order LIMIT 1")
    told = shared_org.get(f"/sobjects/Order/{key}", headers={"If-Match": '"other"'})
    assert told.status_code == 200
    assert "ETag" not in told.headers


def test_answers_are_compressed_for_who_can_read_them(shared_org: Org) -> None:
    with shared_org.get("/sobjects", headers={"Accept-Encoding": "gzip"}, stream=True) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        packed = answer.raw.read()
    assert json.loads(gzip.decompress(packed))["maxBatchSize"] == 200
    plain = shared_org.get("/sobjects", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers


def test_a_body_may_arrive_compressed(org: Org) -> None:
    packed = gzip.compress(b'{"Name": "Packed"}')
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    made = org.call("POST", "/sobjects/Account", data=packed, headers=headers)
    assert made.status_code == 201


def test_who_reads_xml_alone_is_turned_away(shared_org: Org) -> None:
    answer = shared_org.get("/sobjects", headers={"Accept": "application/xml"})
    assert error_of(answer) == (406, "NOT_ACCEPTABLE")
    for good in ("application/json, application/xml", "text/xml, */*", "*/*"):
        assert shared_org.get("/limits", headers={"Accept": good}).status_code == 200
    sent = shared_org.call(
        "POST", "/sobjects/Account", data="<a/>", headers={"Content-Type": "application/xml"}
    )
    assert error_of(sent) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_a_change_can_be_named_beside_post(org: Org) -> None:
    path = account(org)
    answer = org.call("POST", path, params={"_HttpMethod": "PATCH"}, json={"Name": "Second"})
    assert answer.status_code == 204
    assert org.get(path).json()["Name"] == "Second"


def test_head_tells_what_get_does_without_the_body(shared_org: Org) -> None:
    answer = shared_org.call("HEAD", "/sobjects/Order/describe")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Last-Modified"] == NOON_TEXT


def test_a_subrequest_has_headers_of_its_own(org: Org) -> None:
    path = "/services/data/v68.0" + account(org)
    part = {"method": "GET", "url": path, "referenceId": "a"}
    body = {"compositeRequest": [part, {**part, "referenceId": "b", "httpHeaders": {}}]}
    tag = org.session.get(org.url + path, timeout=5).headers["ETag"]
    part["httpHeaders"] = {"if-none-match": tag}  # type: ignore[assignment]  # of another type
    answer = org.call("POST", "/composite", json=body, headers={"If-None-Match": "*"})
    known, told = answer.json()["compositeResponse"]
    assert (known["httpStatusCode"], told["httpStatusCode"]) == (304, 200)
    assert told["httpHeaders"]["ETag"] == tag


def test_bulk_api_1_is_refused_in_its_own_words(shared_org: Org) -> None:
    url = f"{shared_org.url}/services/async/60.0/job"
    told = requests.post(url, json={"operation": "query"}, timeout=5)
    assert told.status_code == 400
    assert told.json() == {
        "exceptionCode": "FeatureNotEnabled",
        "exceptionMessage": "Async API not enabled",
    }
    xml = requests.post(url, data="<jobInfo/>", headers={"Content-Type": "application/xml"})
    root = ET.fromstring(xml.text)
    assert [child.text for child in root] == ["FeatureNotEnabled", "Async API not enabled"]


@pytest.mark.parametrize("path", ["/", "/apex/page", "/services/elsewhere", "/lightning/page/home"])
def test_an_address_that_is_nowhere_is_a_page(shared_org: Org, path: str) -> None:
    answer = requests.get(shared_org.url + path, timeout=5)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "URL No Longer Exists" in answer.text


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("001000000000000", "The requested resource does not exist"),
        ("001000000000000AAA", "The requested resource does not exist"),
        ("801000000000000AAA", "Provided external ID field does not exist or is not accessible"),
        ("nonsense", "Provided external ID field does not exist or is not accessible"),
    ],
)
def test_an_id_that_is_not_there_is_told_from_a_text_that_is_none(
    shared_org: Org, key: str, says: str
) -> None:
    (error,) = shared_org.get(f"/sobjects/Account/{key}").json()
    assert error["errorCode"] == "NOT_FOUND"
    assert error["message"].startswith(says)


def test_the_limits_of_jobs_are_told_with_those_of_calls(shared_org: Org) -> None:
    told = shared_org.get("/limits").json()
    assert told["DailyBulkV2QueryJobs"] == {"Max": 10_000, "Remaining": 10_000}
    assert told["DailyApiRequests"]["Remaining"] < told["DailyApiRequests"]["Max"]
