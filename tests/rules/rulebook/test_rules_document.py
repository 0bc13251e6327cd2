"""The page about rules shows rules that work."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bridge.mappers import facts
from bridge.mappers.shape import recognise
from bridge.rules import outcomes, rulebook
from bridge.rules.rulebook import Mapped, Rulebook, RulebookInvalid, load
from bridge.rules.vocabulary import Vocabulary

PAGE = (Path(__file__).parents[3] / "docs" / "rules.md").read_text()
SAMPLES = {
    found[1]: found[0] for found in re.findall(r"```yaml\n(# (\S+)\n.*?)```", PAGE, re.DOTALL)
}


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return facts.vocabulary(recognise.names(), ("cpq", "revenue_cloud"))


@pytest.fixture(scope="module")
def shown(words: Vocabulary) -> Rulebook:
    return load(SAMPLES, words)


def test_every_sample_of_the_page_is_loaded(shown: Rulebook) -> None:
    assert len(SAMPLES) == PAGE.count("```yaml")
    assert set(shown.sources) == {"cpq", "opportunity", "revenue_cloud"}
    assert set(shown.lookups) == {"items"}
    assert set(shown.tables) == {"ramp_treatment"}
    assert set(shown.mappings) == {"sales_order_line"}


def test_the_samples_answer_as_the_page_says(shown: Rulebook) -> None:
    line = {
        "line_id": "L-1",
        "product": "ENT",
        "product_name": "Enterprise",
        "billing_frequency": "Annual",
        "quantity": Decimal(100),
    }
    answer = shown.map("sales_order_line", line, date(2026, 1, 1))
    assert isinstance(answer, Mapped)
    assert answer.rules == ("items#ENT/Annual",)
    assert answer.fields == {
        "item": "SUB-ENT",
        "recognition": "STRAIGHT_LINE_EVEN",
        "class": "100",
        "description": "Enterprise",
        "billingSchedule": None,
    }


def test_the_trace_on_the_page_is_what_a_decision_says(shown: Rulebook) -> None:
    line = {"line_id": "L-1", "quantity_changes": False, "term_months": 36}
    answer = shown.treatment("RAMP", line, date(2026, 1, 1))
    assert "\n".join([answer.rule, *answer.trace]) in PAGE


def test_the_finding_on_the_page_is_what_the_check_says(words: Vocabulary) -> None:
    wrong = SAMPLES["ramps.yaml"].replace('["yes", "-"', '["yess", "-"')
    with pytest.raises(RulebookInvalid) as caught:
        load({**SAMPLES, "ramps.yaml": wrong}, words)
    assert "\n".join(finding.text() for finding in caught.value.diagnostics) in PAGE


@pytest.mark.parametrize("module", [outcomes, rulebook])
def test_the_page_explains_every_code_of_the_rulebook(module: object) -> None:
    codes = {
        value
        for name, value in vars(module).items()
        if isinstance(value, str) and name == value and re.fullmatch("[A-Z_]{6,}", value)
    }
    assert codes
    assert all(f"`{code}`" in PAGE for code in codes)


def test_the_note_on_the_page_is_what_the_check_says(words: Vocabulary) -> None:
    [note] = [each for each in load(SAMPLES, words).notes if each.file == "ramps.yaml"]
    assert note.text() in PAGE
