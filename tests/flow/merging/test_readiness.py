"""What a merge waits for, and by which traces it is told."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bridge.adapters.netsuite.merging.arrangements import Sight
from bridge.flow.merging.readiness import (
    Lacks,
    Merged,
    Moved,
    Otherwise,
    Readiness,
    Ready,
    readiness,
)
from bridge.model.document import Kind, external_id
from tests.flow.merging.building import (
    APRIL,
    FIRST,
    MARCH,
    SECOND,
    a_line,
    a_merging,
    a_sight,
    an_element,
    apart,
    joined,
)
from tests.ledger.building import DEAL


def found(sight: Sight, *, begins: date = MARCH, prospective: bool = True) -> Readiness:
    return readiness(a_merging(prospective=prospective), sight, begins)


def test_arrangements_apart_and_current_are_ready() -> None:
    assert found(apart()) == Ready(("11", "12"))


def test_a_merge_of_this_kind_on_this_day_is_recognised_whatever_the_period() -> None:
    assert found(joined()) == Merged("13")
    assert found(joined(), begins=APRIL) == Merged("13")


def test_an_element_that_began_later_is_no_trace_missing() -> None:
    whole = an_element(1, FIRST, "11", prospective=True)
    moved = an_element(2, SECOND, "13", prospective=True, merged_from="12")
    assert found(a_sight(whole, moved)) == Merged("13")


def test_merge_after_merge_of_a_contract_is_ready_and_recognised() -> None:
    seen, stands_in = joined().elements, dict[str, str]({FIRST: "13", SECOND: "13"})
    for own, result, order in (("14", "15", "c-so-1"), ("16", "17", "d-so-1"), ("18", "19", "e")):
        (before,) = set(stands_in.values())
        assert found(a_sight(*seen, an_element(int(own), order, own))) == Ready((before, own))
        moved = an_element(int(own), order, result, prospective=True, merged_from=own)
        residuals = [
            an_element(int(result) * 10 + place, one, result, prospective=True, merged_from=before)
            for place, one in enumerate(stands_in)
        ]
        seen = (*seen, moved, *residuals)
        stands_in = dict.fromkeys([*stands_in, order], result)
        assert found(a_sight(*seen)) == Merged(result)


def test_what_is_new_in_an_arrangement_that_a_merge_left_is_not_taken_for_cut_off() -> None:
    """The line that was added since would be lost."""
    added = an_element(4, FIRST, "11")
    assert found(a_sight(*joined().elements, added)) == Ready(("11", "13"))


@pytest.mark.parametrize(
    ("sight", "prospective", "says"),
    [
        (joined(), False, "prospectively"),
        (joined(date(2026, 2, 1)), True, "on 2026-02-01, not on 2026-03-01"),
        (a_sight(an_element(1, FIRST, "11"), an_element(2, SECOND, "11")), True, "no merge made"),
        (replace(joined(), arrangements=a_sight(*joined().elements, others="9").arrangements),
         True, "elements of other records: 9"),
        (a_sight(*apart().elements, others="9"), True, "elements of other records: 9"),
        (a_sight(an_element(1, FIRST, "11", prospective=True),
                 an_element(2, SECOND, "12", prospective=True)), True, "nothing of their revenue"),
    ],
)  # fmt: skip
def test_what_is_held_together_otherwise_is_for_a_person(
    sight: Sight, says: str, *, prospective: bool
) -> None:
    verdict = found(sight, prospective=prospective)
    assert isinstance(verdict, Otherwise)
    assert says in verdict.says


def test_another_first_open_period_calls_for_another_judgement_before_all_else() -> None:
    stale = a_sight(an_element(1, FIRST, "11", stale=True))
    assert found(stale, begins=APRIL) == Moved(APRIL)


@pytest.mark.parametrize(
    ("sight", "says"),
    [
        (a_sight(an_element(1, FIRST, "11")), f"{SECOND} has no revenue arrangement"),
        (a_sight(), f"{FIRST} has no revenue arrangement"),
        (a_sight(an_element(1, FIRST, "11", stale=True), an_element(2, SECOND, "12")),
         f"element 1 of {FIRST} requires a revenue plan update"),
        (a_sight(*apart().elements, posted=[MARCH]), "posted in the period that begins on 2026-03"),
        (replace(apart(), arrangements=(
            replace(apart().arrangements[0], approved=False), apart().arrangements[1])),
         "arrangement 11 is not approved"),
        (replace(apart(), lines=(a_line(FIRST, 1100, sales=Decimal(1200)),)),
         f"line 1 of {FIRST} has 1100, its revenue 1200"),
        (replace(apart(), lines=(a_line(SECOND, 500, sales=None),)),
         f"line 1 of {SECOND} has 500, its revenue nothing"),
        (replace(apart(), lines=(a_line(FIRST, 0, closed=True, sales=Decimal(1200)),)),
         f"line 1 of {FIRST} has 0, its revenue 1200"),
        (replace(apart(), lines=(a_line(SECOND, 400, returns=True, sales=None),)),
         f"{SECOND} gives back 400, its revenue 500"),
    ],
)  # fmt: skip
def test_what_netsuite_is_not_ready_for_is_told(sight: Sight, says: str) -> None:
    verdict = found(sight)
    assert isinstance(verdict, Lacks)
    assert any(says in one for one in verdict.says)


def test_closed_lines_lines_for_nothing_and_returns_that_agree_lack_nothing() -> None:
    lines = (
        a_line(FIRST, 900, closed=True),
        a_line(FIRST, 0, sales=None),
        a_line(SECOND, 200, returns=True, sales=None),
        a_line(SECOND, 300, returns=True, sales=None, key=2),
    )
    assert found(replace(apart(), lines=lines)) == Ready(("11", "12"))


def test_revenue_may_be_shown_in_the_currency_of_the_company() -> None:
    lines = (a_line(FIRST, 600, sales=Decimal(1200)), a_line(SECOND, 250, returns=True, sales=None))
    assert found(replace(apart(), lines=lines)) == Ready(("11", "12"))


def test_a_return_that_was_recognised_whole_before_an_earlier_merge_lacks_nothing() -> None:
    given_back = external_id(DEAL, Kind.RETURN_AUTHORIZATION, 1)
    cut_off = an_element(4, given_back, "9", prospective=True, sales=Decimal(300))
    later = an_element(5, external_id(DEAL, Kind.SALES_ORDER, 2), "14")
    sight = a_sight(*joined().elements, cut_off, later)
    back = a_line(given_back, 300, returns=True, sales=None)
    assert found(replace(sight, lines=(*sight.lines, back))) == Ready(("13", "14"))


def test_everything_that_is_missing_is_told_at_once() -> None:
    sight = a_sight(an_element(1, FIRST, "11", stale=True), posted=[MARCH, APRIL])
    verdict = found(sight)
    assert isinstance(verdict, Lacks)
    assert len(verdict.says) == 3
    assert "2026-04-01" in verdict.says[2]
