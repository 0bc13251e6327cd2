"""Declared facts: read in their declared type, from any record of the deal, or a flag."""

import pytest

from bridge.model.record import Scalar
from bridge.rules.rulebook import Rulebook
from bridge.translate import Flagged, Translated
from tests.mappers import rules
from tests.mappers.builders import Sold, a_cpq_order, a_revenue_cloud_order


def naming(line: str) -> Rulebook:
    """The shipped rules, with one more line in the source of CPQ orders."""
    return rules.changed(
        "sources/cpq.yaml",
        'deal_purpose: {field: Deal_Purpose__c, type: "text?"}\n',
        f'deal_purpose: {{field: Deal_Purpose__c, type: "text?"}}\n{line}\n',
    )


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ('      anything: {field: Anything__c, type: "text?"}', "gold"),
        ("    irrelevant:\n      Anything__c: a nickname", "gold"),
    ],
)
def test_a_rule_that_names_a_field_answers_for_it(line: str, value: str) -> None:
    if "irrelevant" in line:
        book = rules.changed(
            "sources/cpq.yaml",
            "      OrderNumber: the order's name\n",
            "      OrderNumber: the order's name\n      Anything__c: a nickname\n",
        )
    else:
        book = naming(line)
    deal = a_cpq_order().with_fields("Order", "O-1", Anything__c=value)
    result = deal.result(book)
    assert isinstance(result, Translated)
    if "irrelevant" not in line:
        assert result.heading.facts["anything"] == value


@pytest.mark.parametrize(
    ("kind", "value", "fact"),
    [
        ("date?", "2026-02-03", "2026-02-03"),
        ("integer?", "12", "12"),
        ("decimal(10,2)?", "12.50", "12.5"),
        ("decimal(4,2)?", "12.340", "12.34"),
        ("decimal(4,2)?", "0", "0"),
        ("boolean?", True, "True"),
        ("boolean?", "false", "False"),
        ("DealKind?", "NEW", "NEW"),
    ],
)
def test_a_declared_fact_has_its_declared_type(kind: str, value: Scalar, fact: str) -> None:
    book = naming(f'      anything: {{field: Anything__c, type: "{kind}"}}')
    deal = a_cpq_order().with_fields("Order", "O-1", Anything__c=value)
    result = deal.result(book)
    assert isinstance(result, Translated)
    assert str(result.heading.facts["anything"]) == fact


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("date?", "soon", "NOT_A_DATE"),
        ("integer?", "1.5", "NOT_AS_DECLARED"),
        ("integer?", "12345678901", "NOT_AS_DECLARED"),
        ("decimal(4,2)?", "12.345", "NOT_AS_DECLARED"),
        ("decimal(4,2)?", "123", "NOT_AS_DECLARED"),
        ("boolean?", "perhaps", "NOT_AS_DECLARED"),
        ("boolean?", 1, "NOT_AS_DECLARED"),
        ("DealKind?", "GIFT", "NOT_AS_DECLARED"),
        ("decimal(10,2)?", "much", "NOT_A_NUMBER"),
    ],
)
def test_a_declared_fact_of_another_type_is_a_flag(kind: str, value: Scalar, code: str) -> None:
    book = naming(f'      anything: {{field: Anything__c, type: "{kind}"}}')
    result = a_cpq_order().with_fields("Order", "O-1", Anything__c=value).result(book)
    assert isinstance(result, Flagged)
    assert {flag.code for flag in result.flags} == {code}


def declaring(record_type: str, becomes: str, kind: str) -> Rulebook:
    """The shipped rules, with one fact of another object of CPQ."""
    head = f"  {record_type}:\n    rest: "
    fact = f'anything: {{field: Anything__c, type: "{kind}"}}'
    lines = f"  {record_type}:\n    becomes: {becomes}\n    facts:\n      {fact}\n    rest: "
    return rules.changed("sources/cpq.yaml", head, lines)


def test_a_fact_may_stand_on_the_customer_and_on_what_sales_sold() -> None:
    for record, becomes in (
        (("Account", "ACME"), "Deal"),
        (("Contract", "C-O-1"), "Deal"),
        (("Product2", "P-ENT"), "Line"),
        (("SBQQ__Subscription__c", "SUB-O-1-1"), "Line"),
    ):
        deal = a_cpq_order().with_fields(*record, Anything__c="gold")
        result = deal.result(declaring(record[0], becomes, "text?"))
        assert isinstance(result, Translated), result
        facts = result.heading.facts if becomes == "Deal" else result.heading.lines[0].facts
        assert facts["anything"] == "gold"


def test_a_fact_that_must_be_there_is_a_flag_where_it_is_not() -> None:
    files = rules.files()
    del files["sources/opportunity.yaml"]  # opportunities have no such field
    for source in ("sources/cpq.yaml", "sources/revenue_cloud.yaml", "sources/sales_cloud.yaml"):
        assert '"text?"}' in files[source]
        files[source] = files[source].replace('PoNumber, type: "text?"', "PoNumber, type: text")
    book = rules.loaded(files)
    for deal in (a_cpq_order(), a_revenue_cloud_order()):
        result = deal.result(book)
        assert isinstance(result, Flagged)
        (flag,) = result.flags
        assert flag.code == "FIELD_BLANK"
        assert flag.says.startswith("PoNumber of Order ")
        known = deal.with_fields("Order", "O-1", PoNumber="PO-1").result(book)
        assert isinstance(known, Translated)


def test_steps_of_a_ramp_share_their_facts() -> None:
    book = rules.changed(
        "sources/cpq.yaml",
        "    becomes: Line\n    facts: {}\n    irrelevant:\n      Description: prose",
        "    becomes: Line\n    facts:\n      anything: {field: Anything__c, type: text?}\n"
        "    irrelevant:\n      Description: prose",
    )
    ramp = (Sold(ramp="R"), Sold(ramp="R", quantity="20", first="2027-01-01", last="2027-12-31"))
    deal = a_cpq_order(*ramp).with_fields("OrderItem", "OI-O-1-1", Anything__c="gold")
    result = deal.result(book)
    assert isinstance(result, Flagged)
    (flag,) = result.flags
    assert (flag.code, flag.says) == (
        "RAMP_OF_SEVERAL_KINDS",
        "the steps of one ramp differ in anything",
    )
    alike = deal.with_fields("OrderItem", "OI-O-1-2", Anything__c="gold").result(book)
    assert isinstance(alike, Translated)
    assert alike.heading.lines[0].facts["anything"] == "gold"
