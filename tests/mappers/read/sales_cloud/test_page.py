"""The page about plain orders says what is shipped, and what is asked."""

import re
from pathlib import Path

from bridge.mappers.read.sales_cloud.questions import QUESTIONS
from tests.mappers import rules

PAGE = Path("docs/plain-orders.md").read_text(encoding="utf-8")


def test_the_answers_on_the_page_are_those_that_are_shipped() -> None:
    (sample,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    shipped = rules.files()["sources/sales_cloud.yaml"]
    written = [line for line in shipped.splitlines() if not line.lstrip().startswith("#")]
    assert sample in "\n".join(written) + "\n"


def test_the_page_names_every_question_with_its_answers_and_the_objects_that_can_give_them() -> (
    None
):
    for name, question in QUESTIONS.items():
        (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{name}`")]
        cells = row.split("|")
        assert set(re.findall(r"`(\w+)`", cells[3])) == set(question.objects)
        if question.outcomes:
            assert set(re.findall(r"`(\w+)`", cells[2])) == set(question.outcomes)
