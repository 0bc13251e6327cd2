"""The order in which records are read, and how often, changes nothing of what comes of them."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.model.record import Record
from tests.examples import share
from tests.mappers.scenarios import NAMES, all_of, seed


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[str, Sequence[Record]]:
    name = draw(st.sampled_from(NAMES))
    return name, draw(st.permutations(seed(name).records))


@settings(max_examples=share(60))
@given(shuffled())
def test_the_order_of_reading_does_not_matter(case: tuple[str, Sequence[Record]]) -> None:
    name, records = case
    then = {one.heading.id: one for one in all_of(name)}
    assert {one.heading.id: one for one in all_of(name, records=records)} == then


@pytest.mark.parametrize("name", NAMES)
def test_a_record_that_is_read_twice_counts_once(name: str) -> None:
    records = seed(name).records
    roots = [one for one in records if one.type in {"Order", "Opportunity"}]
    others = [one for one in records if one not in roots]
    assert all_of(name, records=(*roots, *others, *others)) == all_of(name)
