"""What treatments need of the account is known, and the page about rules explains it."""

from pathlib import Path

import pytest

from bridge.mappers.needs import ABILITIES, BESIDE, NEEDS
from bridge.mappers.shape import recognise
from bridge.model.deal import Combination, Modification
from bridge.model.schedules.allocation import Allocation
from bridge.rules.rulebook import RulebookInvalid
from tests.mappers import rules

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


def test_every_need_is_that_of_an_outcome_and_an_ability() -> None:
    treatments = {name for names in recognise.names().values() for name in names}
    assert set(NEEDS) <= treatments | {*Modification, *Combination, *Allocation}
    assert {need for needs in NEEDS.values() for need in needs} == set(ABILITIES)


@pytest.mark.parametrize("ability", sorted(ABILITIES))
def test_the_page_says_what_each_ability_is_and_which_treatments_need_it(ability: str) -> None:
    (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{ability}` |")]
    assert ABILITIES[ability] in row
    assert all(f"`{name}`" in row for name, needs in NEEDS.items() if ability in needs)


def test_shipped_rules_that_need_a_flow_of_dates_are_refused_where_there_is_none() -> None:
    with pytest.raises(RulebookInvalid) as refused:
        rules.changed("account.yaml", "order_dates_flow: yes", "order_dates_flow: no")
    found = refused.value.diagnostics
    assert {one.file for one in found} == {"decreases.yaml", "renewals.yaml", "swaps.yaml"}
    assert all("needs order_dates_flow, which the account cannot" in one.message for one in found)


def test_what_a_row_must_say_is_asked_of_treatments_that_there_are_and_told_on_the_page() -> None:
    assert set(BESIDE) <= {name for names in recognise.names().values() for name in names}
    for treatment, columns in BESIDE.items():
        for name, beside in columns.items():
            assert f"`{name}: {beside.type}`" in PAGE, treatment
