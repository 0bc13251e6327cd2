"""No worked example is forgotten: each is answered, refused, or named with the reason why not."""

from collections import Counter

import pytest
import yaml

from tests.oracles import test_cases, test_refusals
from tests.oracles.cases import CASES, FOLDER

OUTSIDE = yaml.load((FOLDER / "outside.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
REFUSED = test_refusals.REFUSED.keys() | test_refusals.ON_RECORDS
#: Prepaid credits and usage are answered by tests of their own; the file lists their cases.
CREDITS = (FOLDER / "credits.txt").read_text(encoding="utf-8").split()


def test_every_example_is_answered_refused_or_outside_and_only_one_of_them() -> None:
    ways = Counter([*test_cases.ANSWERS, *REFUSED, *CREDITS, *OUTSIDE])
    assert ways == Counter(CASES.keys())


@pytest.mark.parametrize("name", sorted(OUTSIDE))
def test_what_is_outside_has_a_reason(name: str) -> None:
    assert " " in OUTSIDE[name]


@pytest.mark.parametrize("name", sorted(test_cases.ANSWERS))
def test_what_is_answered_is_to_be_computed(name: str) -> None:
    assert CASES[name].outcome == "compute"


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_refused_is_to_be_flagged(name: str) -> None:
    assert CASES[name].outcome == "flag"
