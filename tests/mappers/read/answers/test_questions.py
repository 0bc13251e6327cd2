"""What CPQ and Revenue Cloud leave open is on the page of new deals, with every answer."""

from pathlib import Path

import pytest

from bridge.mappers.read.answers.questions import QUESTIONS
from tests.mappers import rules

PAGE = Path(__file__).parents[4] / "docs" / "new-deals.md"


@pytest.mark.parametrize("model", QUESTIONS)
def test_the_page_names_each_question_and_what_it_can_be_answered_with(model: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, question in QUESTIONS[model].items():
        assert f"{name}: {{always:" in page
        words = [one for one in question.outcomes if not one.isdigit()]
        assert [one for one in words if f"`{one}`" not in page] == []


@pytest.mark.parametrize("model", QUESTIONS)
def test_the_shipped_sources_say_how_long_a_notice_is(model: str) -> None:
    assert rules.shipped().source(model).answers["evergreen_notice_months"].always == "1"
