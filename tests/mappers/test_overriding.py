"""What people give where a rule has no row, and what becomes of it in the translation."""

from dataclasses import replace
from datetime import date

import pytest

from bridge.mappers.overriding import Question, listening, overridden
from bridge.model.dossier import Override
from bridge.rulebooks import asking
from bridge.rules.rulebook import Decision, Rulebook
from bridge.translate import Flagged, Translated, Translation, translate
from tests.mappers import rules
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order

GIVEN = {"item": "SUB-ULT", "recognition": "STRAIGHT_LINE_EVEN"}
MYSTERY = a_cpq_order(Sold(product="MYSTERY"), Sold(product="ENT"))


def line_of(deal: Built) -> str:
    (asked,) = asking.questions(deal.dossier, rules.shipped())
    return asked.about


def with_given(deal: Built, *given: Override, book: Rulebook | None = None) -> Translation:
    return translate(replace(deal.dossier, overrides=given), book or rules.shipped())


def items(about: str, **outputs: str) -> Override:
    return Override(rule="items", about=about, outputs=outputs, number=7)


@pytest.mark.parametrize("build", [a_cpq_order, a_revenue_cloud_order])
def test_a_line_gets_what_is_given_and_the_others_what_the_rules_say(build: object) -> None:
    deal = build(Sold(product="MYSTERY"), Sold(product="ENT"))  # type: ignore[operator]  # a builder
    found = with_given(deal, items(line_of(deal), **GIVEN))
    assert isinstance(found, Translated)
    (order,) = found.documents
    assert {line.item for line in order.lines} == {"SUB-ULT", "SUB-ENT"}
    assert "items#override-7" in {step.rule for step in found.trace}
    said = {line for step in found.trace if step.rule == "items#override-7" for line in step.says}
    assert said == {
        "no row, and exception 7 gives: item is SUB-ULT, recognition is STRAIGHT_LINE_EVEN"
    }


def test_where_a_rule_has_a_row_by_now_the_row_holds() -> None:
    row = "  - [MYSTERY, SUB-ENT, STRAIGHT_LINE_EVEN]\n"
    book = rules.changed("items.yaml", "rows:\n", f"rows:\n{row}")
    found = with_given(MYSTERY, items(line_of(MYSTERY), **GIVEN), book=book)
    assert isinstance(found, Translated)
    assert {line.item for line in found.documents[0].lines} == {"SUB-ENT"}


@pytest.mark.parametrize(
    "outputs", [{"item": "SUB-ULT"}, {**GIVEN, "recognition": "BY_GUESS"}, {**GIVEN, "more": "x"}]
)
def test_what_a_rule_no_longer_gives_answers_nothing(outputs: dict[str, str]) -> None:
    found = with_given(MYSTERY, items(line_of(MYSTERY), **outputs))
    assert isinstance(found, Flagged)
    assert {flag.code for flag in found.flags} == {"ITEM_UNMAPPED"}


def test_what_is_given_for_one_line_answers_for_no_other() -> None:
    assert isinstance(with_given(MYSTERY, items("802000000000009AAA", **GIVEN)), Flagged)


def test_all_that_is_open_is_asked_once_with_the_facts_it_was_asked_with() -> None:
    deal = a_cpq_order(Sold(product="MYSTERY")).with_fields("Order", "O-1", CurrencyIsoCode="CHF")
    deal = deal.in_frame(replace(deal.frame, multi_currency=True))
    asked = {one.rule.name: one for one in asking.questions(deal.dossier, rules.shipped())}
    assert set(asked) == {"items", "subsidiaries"}
    assert asked["items"].facts["product"] == "MYSTERY"
    assert (asked["subsidiaries"].about, asked["subsidiaries"].facts["currency"]) == (
        deal.dossier.deal,
        "CHF",
    )
    assert asked["items"].says == "No NetSuite item for product MYSTERY"


def test_a_deal_without_gaps_leaves_nothing_open() -> None:
    assert asking.questions(a_cpq_order().dossier, rules.shipped()) == ()


def test_a_row_that_leaves_a_change_to_a_person_asks_that_person() -> None:
    row = "[AMENDMENT, separate_contract]\n"
    book = rules.changed("modifications.yaml", row, row.replace("separate_contract", "review"))
    change = {"deal_id": "801", "kind": "AMENDMENT"}
    heard: list[Question] = []
    listening(book, heard).table("modification", change, date(2026, 3, 1))
    assert [(one.about, one.says) for one in heard] == [
        ("801", "modification#amended asks a person")
    ]
    given = replace(items("801", modification="separate_contract"), rule="modification", number=9)
    found = overridden(book, [given]).table("modification", change, date(2026, 3, 1))
    assert isinstance(found, Decision)
    assert (found.outputs["modification"], found.rule) == (
        "separate_contract",
        "modification#override-9",
    )


def test_what_is_given_is_in_the_address_of_a_dossier() -> None:
    given = items(line_of(MYSTERY), **GIVEN)
    alone = MYSTERY.dossier
    assert replace(alone, overrides=(given,)).address() != alone.address()
    other = replace(given, number=8)
    assert (
        replace(alone, overrides=(given,)).address() != replace(alone, overrides=(other,)).address()
    )
