"""Whatever is sent, the answer has NetSuite's shape and tells no inner trace."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.sandbox.netsuite.jsontext import read, write
from tests.examples import share
from tests.sandbox.netsuite.client import RECORDS, NetSuite, an_order, detail, line, opened


@pytest.fixture(scope="module")
def shared() -> Iterator[NetSuite]:
    with opened() as netsuite:
        yield netsuite


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b'{"memo": NaN}',
        b'{"memo": 1e99999999999999999999}',
        b'{"memo": "\xff"}',
        b'{"memo": "\\ud800"}',
        b"[" * 100_000,
    ],
)
def test_a_body_that_is_no_object_is_invalid_content(shared: NetSuite, body: bytes) -> None:
    for method, path in (("POST", "/salesOrder"), ("PUT", "/salesOrder/eid:X")):
        refused = shared.call(method, path, data=body)
        assert (refused.status_code, detail(refused)["o:errorCode"]) == (400, "INVALID_CONTENT")


def test_a_record_that_is_not_there_is_not_found(shared: NetSuite) -> None:
    for path in ("/salesOrder/9", "/salesOrder/eid:none", "/salesOrder/9/item", "/customer/1"):
        refused = shared.call("GET", path)
        assert (refused.status_code, detail(refused)) == (
            404,
            {"detail": "Record does not exist.", "o:errorCode": "NONEXISTENT_ID"},
        )
    assert shared.call("PATCH", "/salesOrder/eid:none", json={}).status_code == 404


def test_a_type_path_or_method_that_is_not_there_is_refused_in_shape(shared: NetSuite) -> None:
    assert detail(shared.call("GET", "/nonsense"))["o:errorCode"] == "NONEXISTENT_ID"
    assert detail(shared.call("GET", f"{shared.url}/elsewhere"))["o:errorCode"] == "INVALID_REQUEST"
    refused = shared.call("DELETE", "/salesOrder")
    assert (refused.status_code, detail(refused)["o:errorCode"]) == (405, "METHOD_NOT_ALLOWED")


def test_server_time_and_limits_are_told(shared: NetSuite) -> None:
    system = f"{shared.url}/services/rest/system/v1"
    told = shared.call("GET", f"{system}/serverTime").json()["serverTime"]
    assert re.fullmatch(r"2026-06-01T12:\d\d:\d\d\.\d{3}Z", told)
    limits = shared.call("GET", f"{system}/governanceLimits").json()
    assert limits["accountConcurrencyLimit"] == 5


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10)
NAMES = st.sampled_from(
    ["entity", "item", "items", "id", "externalId", "line", "amount", "tranDate", "x", "memo"]
)
BODIES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=5), inner),
    max_leaves=12,
)


@settings(max_examples=share(150))
@given(name=NAMES, value=BODIES)
def test_no_value_of_a_field_breaks_the_service(shared: NetSuite, name: str, value: object) -> None:
    answer = shared.call("PUT", "/salesOrder/eid:FUZZ", json={**an_order(), name: value})
    assert answer.status_code in {204, 400}, answer.text
    if answer.status_code != 204:
        assert "Traceback" not in detail(answer)["detail"]


@settings(max_examples=share(100))
@given(name=NAMES, value=BODIES)
def test_no_value_on_a_line_breaks_the_service(shared: NetSuite, name: str, value: object) -> None:
    body = an_order(line("x", **{name: value}))
    assert shared.call("PUT", "/salesOrder/eid:FUZZ", json=body).status_code in {204, 400}


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15))
def test_a_number_keeps_its_value_through_json(number: object) -> None:
    assert read(write({"n": number}).encode()) == {"n": number}


def test_the_administration_needs_no_login(shared: NetSuite) -> None:
    for name in ("requests", "effects", "faults", "clock", "records"):
        assert requests.get(f"{shared.url}/_sandbox/{name}", timeout=5).status_code == 200
    moved = requests.post(f"{shared.url}/_sandbox/clock", json={"advance_s": 0.5}, timeout=5)
    assert moved.json()["now"].startswith("2026-06-01T12:")
    wrongs: list[object] = [{"advance": 5}, {"set": "noon"}, {"set": "2026-01-01T00:00:00"}, []]
    for wrong in wrongs:
        assert requests.post(f"{shared.url}/_sandbox/clock", json=wrong, timeout=5).json()["error"]
    assert requests.get(f"{shared.url}/_sandbox/effects?change=eaten", timeout=5).status_code == 400


def test_nothing_of_a_login_stands_in_the_journal(shared: NetSuite) -> None:
    secret = shared.session.headers["Authorization"]
    shared.call("GET", f"{RECORDS}/currency")
    told = requests.get(f"{shared.url}/_sandbox/requests", timeout=5).text
    assert str(secret).removeprefix("Bearer ") not in told
