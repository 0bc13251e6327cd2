"""Sales orders in NetSuite's form: golden pairs of a deal and the bytes that are sent for it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bridge.mappers.write import bodies, sales_order
from bridge.model import notation
from bridge.model.document import Document, DocumentLine
from bridge.model.ids import DealId
from bridge.model.money import Currency, Money
from bridge.translate import Translated, translate
from tests.mappers import rules
from tests.mappers.builders import Sold, a_cpq_order
from tests.mappers.scenarios import dossier, seed

GOLDEN = Path(__file__).parent / "golden"
#: Golden case -> scenario and order.
CASES = {
    "ramp-as-segments": ("a-ramp-three-years.cpq", "O-A"),
    "ramp-straight-line-total": ("a-ramp-three-years.revenue-cloud", "RO-A"),
    "first-order": ("b-upsell-mid-term.cpq", "O-B0"),
    "upsell-cpq": ("b-upsell-mid-term.cpq", "O-B1"),
    "upsell-revenue-cloud": ("b-upsell-mid-term.revenue-cloud", "RO-B1"),
}
LEVEL = ("ramps.yaml", "as_segments]", "straight_line_total]")


def translated(case: str) -> Translated:
    name, order = CASES[case]
    known = seed(name)
    book = rules.changed(*LEVEL) if case == "ramp-straight-line-total" else rules.shipped()
    result = translate(dossier(order, known.records, known.frame), book)
    assert isinstance(result, Translated)
    return result


def pretty(body: bytes) -> str:
    return json.dumps(json.loads(body, parse_float=str, parse_int=str), indent=2) + "\n"


@pytest.mark.parametrize("case", CASES)
def test_a_deal_becomes_the_body_of_its_golden_file(case: str, pytestconfig: pytest.Config) -> None:
    result = translated(case)
    form = yaml.safe_dump(notation.written(result.heading), sort_keys=False, allow_unicode=True)
    body = pretty(bodies.sealed(result.documents[0])[0])
    deal_file, body_file = GOLDEN / f"{case}.yaml", GOLDEN / f"{case}.json"
    if pytestconfig.getoption("--regold"):
        deal_file.write_text(form, encoding="utf-8")
        body_file.write_text(body, encoding="utf-8")
    assert form == deal_file.read_text(encoding="utf-8")
    assert body == body_file.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_the_deal_of_a_golden_file_can_be_read_back(case: str) -> None:
    form = yaml.load((GOLDEN / f"{case}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    assert notation.parse(form) == translated(case).heading


def test_every_golden_file_belongs_to_a_case() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(CASES)


def body_of(document: Document) -> dict[str, Any]:
    content = json.loads(bodies.sealed(document)[0], parse_float=Decimal)
    assert isinstance(content, dict)
    return content


@pytest.mark.parametrize("case", CASES)
def test_the_digest_in_the_order_is_that_of_everything_else_in_it(case: str) -> None:
    (document,) = translated(case).documents
    sent = bodies.sealed(document)[0].decode()
    digest = bodies.sealed(document)[1]
    without = sent.replace(f'"{sales_order.DIGEST_FIELD}":"{digest}",', "")
    assert len(sent) - len(without) == len(sales_order.DIGEST_FIELD) + 64 + 6
    assert hashlib.sha256(without.encode()).hexdigest() == digest


@given(st.permutations(["entity", "subsidiary", "orderStatus", "memo", "terms"]))
def test_the_digest_does_not_depend_on_the_order_of_fields(names: list[str]) -> None:
    document = a_document(dict.fromkeys(names, "x"))
    ordered = a_document(dict.fromkeys(sorted(names), "x"))
    assert bodies.sealed(document)[0] == bodies.sealed(ordered)[0]
    assert bodies.sealed(document)[1] == bodies.sealed(ordered)[1]


def a_document(header: Mapping[str, Any] | None = None, **line: Any) -> Document:
    (document,) = a_cpq_order(Sold(quantity="3", unit_price="0.10")).translated().documents
    lines = tuple(replace(one, **line) for one in document.lines)
    return replace(document, lines=lines, fields=document.fields if header is None else header)


def the_line(document: Document) -> dict[str, Any]:
    (line,) = body_of(document)["item"]["items"]
    assert isinstance(line, dict)
    return line


def test_amounts_are_exact_decimals_and_never_binary_fractions() -> None:
    line = the_line(a_document())
    assert (line["amount"], line["quantity"]) == (Decimal("0.3"), 3)
    assert '"amount":0.3,' in bodies.sealed(a_document())[0].decode()
    assert not floats(bodies.body(a_document()))


def floats(value: object) -> list[float]:
    match value:
        case float():
            return [value]
        case dict():
            return [one for part in value.values() for one in floats(part)]
        case list():
            return [one for part in value for one in floats(part)]
        case _:
            return []


def test_records_of_netsuite_are_named_by_their_external_ids() -> None:
    body = body_of(translated("first-order").documents[0])
    assert body["entity"] == {"externalId": f"SFA-{seed('b-upsell-mid-term.cpq').records[0].id}"}
    assert body["subsidiary"] == {"externalId": "US-INC"}
    assert body["currency"] == {"externalId": "USD"}
    (line,) = body["item"]["items"]
    assert line["item"] == {"externalId": "SUB-ENT"}
    assert line["billingSchedule"] == {"externalId": "ANNUAL-ADVANCE"}
    assert (line["line"], line["price"]) == (1, {"id": "-1"})


def test_an_order_arrives_pending_approval() -> None:
    assert body_of(translated("first-order").documents[0])["orderStatus"] == {"id": "A"}


def test_what_rules_leave_blank_is_absent_and_what_they_deny_is_there() -> None:
    body = body_of(a_document())
    assert not {"terms", "billingSchedule", "otherRefNum"} & set(body)
    assert body["taxDetailsOverride"] is False
    assert "billingSchedule" not in the_line(a_document(fields=fields_of_line(None)))


def fields_of_line(schedule: str | None) -> dict[str, Any]:
    return {"memo": "x", "billingSchedule": schedule}


def test_a_purchase_order_number_of_the_customer_stands_in_the_order() -> None:
    deal = a_cpq_order().with_fields("Order", "O-1", PoNumber="PO-77")
    assert body_of(deal.translated().documents[0])["otherRefNum"] == "PO-77"


def test_the_last_day_of_revenue_is_a_day_of_service() -> None:
    line = the_line(a_document())
    assert (line["revRecStartDate"], line["revRecEndDate"]) == ("2026-01-01", "2026-12-31")
    at_once = the_line(a_document(service=None))
    assert not {"revRecStartDate", "revRecEndDate"} & set(at_once)


@given(st.integers(min_value=-(10**15), max_value=10**15), st.sampled_from(["USD", "JPY", "KWD"]))
def test_any_amount_is_sent_as_exactly_that_amount(minor: int, code: str) -> None:
    amount = Money(minor, Currency(code))
    document = a_document(amount=amount)
    assert the_line(document)["amount"] == amount.decimal()


@pytest.mark.parametrize(
    "change",
    [
        {"amount": Money(31, Currency("USD"))},
        {"quantity": Decimal(4)},
        {"item": "SUB-ULT"},
        {"key": 2},
        {"fields": {"description": "other"}},
        {"service": None},
    ],
)
def test_every_change_of_what_is_sent_changes_the_digest(change: dict[str, Any]) -> None:
    assert bodies.sealed(a_document(**change))[1] != bodies.sealed(a_document())[1]


def test_names_and_reasons_of_the_bridge_are_not_sent() -> None:
    document = a_document(treatment="other", rule="other#row")
    assert bodies.sealed(document)[0] == bodies.sealed(a_document())[0]


def test_a_document_knows_the_day_it_is_dated() -> None:
    assert body_of(replace(a_document(), dated=date(2026, 2, 3)))["tranDate"] == "2026-02-03"


def test_a_dossier_names_its_deal_in_the_order() -> None:
    deal = DealId("801000000000001AAA")
    assert body_of(replace(a_document(), deal=deal))["custbody_bridge_deal"] == deal


def test_the_line_names_the_order_product_it_comes_from() -> None:
    document = a_document()
    assert isinstance(document.lines[0], DocumentLine)
    assert the_line(document)["custcol_bridge_line"] == document.lines[0].source


def test_a_long_name_of_a_product_stands_whole_in_its_line() -> None:
    name = "Enterprise seat, " * 14
    deal = a_cpq_order().with_fields("Product2", "P-ENT", Name=name)
    assert the_line(deal.translated().documents[0])["description"] == name
