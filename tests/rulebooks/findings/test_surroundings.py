"""A rulebook beside an org whose fields, and an account whose codes, are not what it says."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.flow.rulebook.editions import read_rules
from bridge.model.dossier import Frame
from bridge.model.money import Currency
from bridge.model.record import FieldDescription, ObjectDescription
from bridge.rulebooks.findings import surroundings
from bridge.rules.diagnostics import Severity

SHIPPED = read_rules(Path("config/rules"))
#: The items that the shipped rules name.
SOLD = {"SUB-ENT", "SUB-ULT", "ONBOARDING", "PREPAID-CREDITS", "API-CALLS"}
UNTOLD = "NetSuite did not tell its codes of the kind"
ORDER = (
    *("PoNumber", "Deal_Purpose__c", "Package__c", "Package_Contracts__c"),
    *("SBQQ__PaymentTerm__c", "Name", "Type"),
)


def frame(
    order: tuple[str, ...] | None = None, codes: Mapping[str, frozenset[str]] | None = None
) -> Frame:
    """An org that shows these fields of its orders alone, and an account with these codes."""
    fields = {
        name: FieldDescription(name=name, type="string", custom=name.endswith("__c"), default=None)
        for name in order or ()
    }
    return Frame(
        currency=Currency("USD"),
        multi_currency=True,
        time_zone="UTC",
        descriptions={"Order": ObjectDescription("Order", fields)} if order else {},
        codes=codes or {},
    )


def errors(known: Frame, **changed: str) -> list[tuple[str, int, str, str | None]]:
    files = {**SHIPPED, **{f"{name}.yaml": text for name, text in changed.items()}}
    return [
        (one.file, one.line, one.message, one.hint)
        for one in surroundings.findings(files, known)
        if one.severity is Severity.ERROR
    ]


def test_a_renamed_field_is_told_with_the_rules_that_it_breaks_and_its_nearest_name() -> None:
    renamed = tuple(name.replace("Purpose", "Reason") for name in ORDER)
    found = [one for one in errors(frame(renamed)) if "Deal_Purpose__c" in one[2]]
    assert {(file, hint) for file, _, _, hint in found} == {
        ("sources/cpq.yaml", "did you mean 'Deal_Reason__c'?"),
        ("sources/revenue_cloud.yaml", "did you mean 'Deal_Reason__c'?"),
        ("sources/sales_cloud.yaml", "did you mean 'Deal_Reason__c'?"),
    }
    line = SHIPPED["scope.yaml"].splitlines().index("  purpose: deal_purpose") + 1
    for _, _, message, _ in found:
        assert (
            message == f"the org's Order has no field Deal_Purpose__c; it breaks scope.yaml:{line}"
        )


def test_a_renamed_field_by_which_a_source_answers_is_told() -> None:
    renamed = tuple(name.replace("Type", "Types__c") for name in ORDER)
    (found,) = [one for one in errors(frame(renamed)) if "Type" in one[2]]
    text = SHIPPED["sources/sales_cloud.yaml"].splitlines()
    assert found == (
        "sources/sales_cloud.yaml",
        text.index("    by: Order.Type") + 1,
        "the org's Order has no field Type; nothing answers order_type",
        "did you mean 'Types__c'?",
    )


def test_a_fact_that_two_files_read_names_both() -> None:
    without = tuple(name for name in ORDER if name != "SBQQ__PaymentTerm__c")
    (cpq,) = [one for one in errors(frame(without)) if one[0] == "sources/cpq.yaml"]
    assert "orders.yaml:" in cpq[2]
    assert "terms.yaml:" in cpq[2]


def test_an_irrelevant_field_that_is_not_there_is_a_note() -> None:
    found = surroundings.findings(SHIPPED, frame(ORDER))
    assert {one.severity for one in found} == {Severity.NOTE}
    assert any(one.message == "the org's Order has no field Description" for one in found)


@pytest.mark.parametrize(
    ("kind", "known", "file", "code", "near"),
    [
        ("item", {*SOLD, "SUB-ULTIMATE"} - {"SUB-ULT"}, "items.yaml", "SUB-ULT", "SUB-ENT"),
        ("subsidiary", {"US-INC", "DE-AG"}, "subsidiaries.yaml", "DE-GMBH", "DE-AG"),
        (
            "term",
            {"DUE", "NET-30", "NET-45", "NET-61", "NET-90"},
            "terms.yaml",
            "NET-60",
            "NET-90",
        ),
    ],
)
def test_a_code_that_netsuite_does_not_have_is_told_at_its_cell(
    kind: str, known: set[str], file: str, code: str, near: str
) -> None:
    (found,) = errors(frame(codes={kind: frozenset(known)}))
    text = SHIPPED[file].splitlines()
    assert found[0] == file
    assert code in text[found[1] - 1]
    assert found[2] == f"NetSuite has no {kind} with the external id {code}"
    assert found[3] is not None
    assert near[:3] in found[3]


def test_a_constant_code_in_a_mapping_is_checked_too() -> None:
    orders = SHIPPED["orders.yaml"].replace("{is: seller.subsidiary}", "{is: '\"UK-LTD\"'}")
    (found,) = errors(frame(codes={"subsidiary": frozenset({"US-INC", "DE-GMBH"})}), orders=orders)
    assert found[0] == "orders.yaml"
    assert found[2] == "NetSuite has no subsidiary with the external id UK-LTD"


def test_a_code_that_is_given_without_is_is_checked_too() -> None:
    lines = SHIPPED["order_lines.yaml"].replace("item: {is: known.item}", "item: known.item")
    assert lines != SHIPPED["order_lines.yaml"]
    found = errors(frame(codes={"item": frozenset(SOLD - {"SUB-ULT"})}), order_lines=lines)
    assert [one[0] for one in found] == ["items.yaml"]


def test_codes_that_are_calculated_are_said_not_to_be_looked_up() -> None:
    orders = SHIPPED["orders.yaml"].replace(
        "{is: seller.subsidiary}", """{is: 'LEFT(currency, 2) & "-" & seller.subsidiary'}"""
    )
    codes = {"subsidiary": frozenset({"US-INC", "DE-GMBH"})}
    found = surroundings.findings({**SHIPPED, "orders.yaml": orders}, frame(codes=codes))
    (note,) = [one for one in found if not one.message.startswith(UNTOLD)]
    assert note.severity is Severity.NOTE
    assert note.message.startswith("which subsidiary this gives is calculated")


@pytest.mark.parametrize(
    ("expression", "column", "code"),
    [
        ('"A-1"', 16, "A-1"),
        ('IF(quantity > 0, "A-1", BLANK)', 33, "A-1"),
        ('CASE(charge, "USAGE", "A-1", "ONE_TIME", "HQ", BLANK)', 38, "A-1"),
        ('BLANKVALUE(IF(quantity > 0, BLANK, "HQ"), "A-1")', 58, "A-1"),
    ],
)
def test_every_constant_that_a_field_may_get_is_looked_up(
    expression: str, column: int, code: str
) -> None:
    lines = f"mapping: sales_order_line\nfor: Line\nfields:\n  class: {{is: '{expression}'}}\n"
    known = frame(codes={"classification": frozenset({"HQ"})})
    (found,) = surroundings.findings({"lines.yaml": lines}, known)
    assert found.severity is Severity.ERROR
    assert (found.line, found.column) == (4, column)
    assert found.message == f"NetSuite has no class with the external id {code}"


def test_a_row_that_gives_nothing_names_no_record() -> None:
    files = {
        "lines.yaml": "mapping: sales_order_line\nuses: {x: {lookup: places}}\n"
        "fields:\n  location: x.place\n",
        "places.yaml": "lookup: places\nkey: {product: product}\ngives: {place: text?}\n"
        "rows:\n  - [A, blank]\n  - [B, BERLIN]\n",
    }
    assert surroundings.findings(files, frame(codes={"location": frozenset({"BERLIN"})})) == ()


@pytest.mark.parametrize("kind", ["item", "subsidiary", "term", "billingschedule"])
def test_a_kind_that_the_account_has_none_of_makes_every_code_unknown(kind: str) -> None:
    found = surroundings.findings(SHIPPED, frame(codes={kind: frozenset()}))
    looked_up = [one for one in found if not one.message.startswith(UNTOLD)]
    assert {one.severity for one in looked_up} == {Severity.ERROR}


def test_kinds_of_codes_that_the_account_does_not_tell_are_noted_where_rules_name_them() -> None:
    found = surroundings.findings(SHIPPED, frame())
    assert {one.severity for one in found} == {Severity.NOTE}
    assert {(one.file, one.message) for one in found} == {
        (file, f"{UNTOLD} {kind}, and none was looked up")
        for file, kind in (
            ("order_lines.yaml", "item"),
            ("order_lines.yaml", "billing schedule"),
            ("orders.yaml", "subsidiary"),
            ("orders.yaml", "term"),
        )
    }
    everything = frame(codes={kind: frozenset() for kind in ("item", "subsidiary", "term")})
    kinds = [one.message for one in surroundings.findings(SHIPPED, everything)]
    assert [one for one in kinds if one.startswith(UNTOLD)] == [
        f"{UNTOLD} billing schedule, and none was looked up"
    ]


def test_an_amount_of_money_that_is_declared_as_a_number_is_refused_at_its_type() -> None:
    field = FieldDescription(name="Minimum__c", type="currency", custom=True)
    known = frame(("Minimum__c",))
    known = replace(
        known, descriptions={"Order": ObjectDescription("Order", {"Minimum__c": field})}
    )
    source = (
        "source: cpq\nobjects:\n  Order:\n    becomes: Deal\n    facts:\n"
        '      minimum: {field: Minimum__c, type: "decimal(18,2)?"}\n'
    )
    assert errors_of({"cpq.yaml": source}, known) == [
        (
            "cpq.yaml",
            6,
            "Minimum__c of the org's Order is an amount of money",
            "declare it as money(18,2)",
        )
    ]
    assert errors_of({"cpq.yaml": source.replace("decimal", "money")}, known) == []


def errors_of(files: Mapping[str, str], known: Frame) -> list[tuple[str, int, str, str | None]]:
    return [
        (one.file, one.line, one.message, one.hint) for one in surroundings.findings(files, known)
    ]
