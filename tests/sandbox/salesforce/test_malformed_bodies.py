"""Whatever JSON is sent as a record or a list of records, the answer never says 500."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.sandbox.ids import record_id
from bridge.sandbox.seeds import load
from tests.sandbox.salesforce.client import CPQ_B, Org, error_of, opened

O_B1 = record_id("Order", "O-B1")
NAMES = [
    "attributes", "id", "Id", "type", "records", "allOrNone", "Status", "EffectiveDate", "PoNumber",
    "AccountId", "TotalAmount", "SBQQ__RenewalTerm__c", "Bridge_Status__c", "compositeRequest",
    "method", "url", "referenceId",
    "batchRequests", "graphs", "graphId", "OrderItems", "operation",
    "body", "SBQQ__Contracted__c", "ActivatedDate", "Nothing__c",
    "AppliedDiscountAmount",
]  # fmt: skip
TEXTS = [
    O_B1, O_B1[:15], "Order", "PATCH", "GET", f"/services/data/v68.0/sobjects/Order/{O_B1}",
    "/services/data/v68.0/query?q=SELECT+Id+FROM+Order", "@{a.id}", "@{a[0].x}", "a", "1e9999",
    "-.5", "1e-999999", "2026-01-01", "2026-01-01T00:00:00Z", "\ud800", "", "true",
]  # fmt: skip
VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9),
        st.sampled_from(TEXTS),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(NAMES), inner, max_size=5)
    ),
    max_leaves=12,
)  # fmt: skip
TARGETS = [
    ("POST", "/sobjects/Order"),
    ("PATCH", f"/sobjects/Order/{O_B1}"),
    ("PATCH", "/sobjects/SBQQ__Quote__c/SBQQ__Key__c/1"),
    ("POST", "/composite/sobjects"),
    ("PATCH", "/composite/sobjects"),
    ("POST", "/composite"),
    ("POST", "/composite/batch"),
    ("POST", "/composite/graph"),
    ("POST", "/composite/tree/Order"),
    ("POST", "/jobs/query"),
]


@pytest.fixture(scope="module")
def battered() -> Iterator[Org]:
    """An org that random bodies are thrown at."""
    with opened(load([CPQ_B])) as org:
        yield org


@settings(max_examples=80)
@given(target=st.sampled_from(TARGETS), body=VALUES)
def test_any_json_is_answered_without_a_crash(
    battered: Org, target: tuple[str, str], body: object
) -> None:
    _throw(battered, target, body)


@settings(max_examples=40)
@given(
    target=st.sampled_from(TARGETS[3:5]),
    records=st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4), max_size=3),
)
def test_any_list_of_records_has_one_result_for_each(
    battered: Org, target: tuple[str, str], records: list[dict[str, object]]
) -> None:
    typed = [{**record, "attributes": {"type": "Order"}} for record in records]
    _throw(battered, target, {"records": typed})


def _throw(org: Org, target: tuple[str, str], body: object) -> None:
    method, path = target
    text = json.dumps(body)  # NaN and half characters included
    answer = org.call(method, path, data=text, headers={"Content-Type": "application/json"})
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        error_of(answer)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[" * 100_000,
        '{"PoNumber": "\\ud800"}',
        '{"AppliedDiscountAmount": 1e99999999999999999999}',
        '{"AppliedDiscountAmount": 1e-99999999}',
        '{"AppliedDiscountAmount": NaN}',
        '{"AppliedDiscountAmount": ' + "9" * 5000 + "}",
        '{"OrderReferenceNumber": 1.5}',
    ],
)
def test_a_body_made_to_break_a_reader_is_refused(battered: Org, text: str) -> None:
    path, headers = f"/sobjects/Order/{O_B1}", {"Content-Type": "application/json"}
    answer = battered.call("PATCH", path, data=text, headers=headers)
    assert error_of(answer)[0] == 400
