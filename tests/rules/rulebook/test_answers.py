"""What a source answers for its reader, and the mistakes that can be made in it."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bridge.rules.rulebook import RulebookInvalid, load
from bridge.rules.vocabulary import Question, Vocabulary

QUESTIONS = {
    "delivery": Question(("Order", "Product2"), ("at_once", "over_time")),
    "rhythm": Question(("Order",)),
}


@pytest.fixture(scope="module")
def asking(vocabulary: Vocabulary) -> Vocabulary:
    return replace(vocabulary, questions={"cpq": QUESTIONS})


def with_answers(files: Mapping[str, str], *lines: str) -> dict[str, str]:
    text = files["sources/cpq.yaml"]
    answers = "\n".join(("answers:", *(f"  {line}" for line in lines), ""))
    return {**files, "sources/cpq.yaml": text.replace("objects:\n", f"{answers}objects:\n", 1)}


def findings(files: Mapping[str, str], vocabulary: Vocabulary) -> list[str]:
    with pytest.raises(RulebookInvalid) as refused:
        load(files, vocabulary)
    return [
        f"{one.message} ({one.hint})" if one.hint else one.message
        for one in refused.value.diagnostics
    ]


def test_a_source_answers_by_the_values_of_a_field(
    files: dict[str, str], asking: Vocabulary
) -> None:
    by_family = "delivery: {by: Product2.Family, gives: {Goods: at_once, Software: over_time}}"
    answer = load(with_answers(files, by_family), asking).source("cpq").answers["delivery"]
    assert (answer.object, answer.named) == ("Product2", "Family")
    assert answer.gives == {"Goods": "at_once", "Software": "over_time"}
    assert answer.always is None


def test_a_source_answers_the_same_for_every_record(
    files: dict[str, str], asking: Vocabulary
) -> None:
    book = load(with_answers(files, "rhythm: {always: Twice a year}"), asking)
    assert book.source("cpq").answers["rhythm"].always == "Twice a year"
    assert set(book.source("cpq").answers) == {"rhythm"}
    assert book.source("revenue_cloud").answers == {}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "deliverry: {always: at_once}",
            "no reader asks for 'deliverry' (did you mean 'delivery'?)",
        ),
        ("delivery: {always: at_onc}", "'at_onc' is no answer to this (did you mean 'at_once'?)"),
        ("delivery: at_once", "'delivery' must be a section of keys, this is a text"),
        (
            "delivery: {by: Account.Tier, gives: {A: at_once}}",
            "'Account.Tier' is no field that can answer this (Order.Field or Product2.Field)",
        ),
        (
            "rhythm: {by: Order, gives: {A: Annual}}",
            "'Order' is no field that can answer this (Order.Field)",
        ),
        (
            "delivery: {by: Order.Type, gives: {A: later}}",
            "'later' is no answer to this (one of: at_once, over_time)",
        ),
        ("delivery: {by: Order.Type}", "'gives' is missing"),
        ("delivery: {gives: {A: at_once}}", "'by' is missing"),
        ("delivery: {always: at_once, by: Order.Type}", "unknown key 'by' (keys here: always)"),
        ("rhythm: {always: }", "'always' is empty"),
    ],
)
def test_a_mistake_in_an_answer_is_told(
    files: dict[str, str], asking: Vocabulary, line: str, message: str
) -> None:
    assert message in findings(with_answers(files, line), asking)


def test_what_no_reader_asks_is_told_at_its_place(
    files: dict[str, str], vocabulary: Vocabulary
) -> None:
    changed = with_answers(files, "rhythm: {always: Annual}")
    assert findings(changed, vocabulary) == ["no reader asks for 'rhythm'"]
    with pytest.raises(RulebookInvalid) as refused:
        load(changed, vocabulary)
    (one,) = refused.value.diagnostics
    line = changed["sources/cpq.yaml"].splitlines().index("  rhythm: {always: Annual}") + 1
    assert (one.file, one.line, one.column) == ("sources/cpq.yaml", line, 3)
