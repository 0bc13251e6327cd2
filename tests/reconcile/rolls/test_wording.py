"""Every choice of a definition is a sentence of its own, and every name has its words."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

import pytest

from bridge.model.measures.definition import (
    Annualised,
    Churned,
    Converted,
    Counted,
    GrossRetained,
    LeftOut,
    Measure,
    Reactivated,
    Retained,
    Segment,
)
from bridge.reconcile.rolls import balances, bookings, recurring, remaining
from bridge.reconcile.rolls.roll import Measured
from bridge.reconcile.rolls.wording import NAMES, TITLES, says

MEASURE = Measure(name="current")


def told(**chosen: object) -> tuple[str, ...]:
    made = replace(MEASURE, **chosen)  # type: ignore[arg-type]  # a test names what it chooses
    return says(Measured.RECURRING, made)


@pytest.mark.parametrize(
    ("switch", "words"),
    [
        ("segment", Segment),
        ("counted", Counted),
        ("annualised", Annualised),
        ("converted", Converted),
        ("churned", Churned),
        ("reactivated", Reactivated),
        ("retained", Retained),
        ("gross_retention", GrossRetained),
    ],
)
def test_a_switch_changes_its_sentence_and_no_other(switch: str, words: Iterable[StrEnum]) -> None:
    each = [told(**{switch: word}) for word in words]
    places = [{at for at, one in enumerate(two) if one != each[0][at]} for two in each[1:]]
    assert all(len(changed) == 1 for changed in places)
    assert len(set(each)) == len(each)


def test_what_is_left_out_is_named() -> None:
    assert told(left_out=frozenset())[-1] == "Nothing is left out."
    assert told(left_out=frozenset({LeftOut.USAGE}))[-1] == "Left out: usage."


def test_every_measure_has_a_title_and_sentences_and_every_movement_a_name() -> None:
    assert set(TITLES) == set(Measured)
    assert all(says(one, MEASURE) for one in Measured)
    assert says(Measured.RECURRING, None) == ()
    lists = (
        *(bookings.MOVEMENTS, recurring.MOVEMENTS, remaining.MOVEMENTS),
        *(balances.MOVEMENTS, balances.ARISEN, balances.INFERRED),
    )
    assert {name for one in lists for name in one} <= set(NAMES)
