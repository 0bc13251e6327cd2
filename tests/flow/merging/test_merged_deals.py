"""A deal whose merge NetSuite made, when it is judged again in a later month."""

from dataclasses import replace

import pytest

from bridge.adapters.store.database import Store
from bridge.adapters.store.deals import WholeDeal
from bridge.ledger.judgement import DealState, Translated
from bridge.model.document import Merging, State
from bridge.model.ids import DealId
from bridge.model.schedule import Method, PlannedRevenue, Schedule
from tests.flow.merging.acts import agree, step
from tests.flow.merging.building import APRIL, FIRST, MARCH, MERGE, SECOND, a_merging, upsold
from tests.flow.merging.merges_in_memory import Merges
from tests.flow.posting.acts import judge
from tests.flow.posting.netsuite_in_memory import Present
from tests.ledger.building import usd

DEAL = DealId(MERGE.split("-")[1])


def judged(month: str, merging: Merging, *, revision: int) -> Translated:
    """The deal with a merge that moves 10.00 out of a month into December."""
    planned = (PlannedRevenue(month, usd("-10.00")), PlannedRevenue("2026-12", usd("10.00")))
    moved = Schedule(
        external_id=MERGE,
        line=1,
        method=Method.STRAIGHT_LINE_EVEN,
        total=usd("0.00"),
        planned=planned,
    )
    return replace(upsold(merging, revision=revision), schedules=(moved,))


@pytest.fixture
def merged(store: Store, present: Present, merges: Merges) -> Store:
    judge(store, judged("2026-03", a_merging(on=MARCH), revision=2))
    agree(store)
    step(store, merges, present)
    assert standing(store) == (DealState.TRANSLATED, State.ACKNOWLEDGED, [])
    return store


def whole(store: Store) -> WholeDeal:
    with store.reading() as view:
        found = view.deals.whole(DEAL)
    assert found is not None
    return found


def standing(store: Store) -> tuple[DealState, State, list[str]]:
    """State of the deal, that of its merge, and the codes of its exceptions."""
    deal = whole(store)
    (merge,) = (one for one in deal.documents if one.external_id == MERGE)
    with store.reading() as view:
        codes = [one.code for one in view.cases.all()]
    return deal.deal.state, merge.state, codes


def moved(store: Store) -> list[str]:
    """The months of which the books say that the merge moved revenue."""
    (merge,) = (one for one in whole(store).documents if one.external_id == MERGE)
    return [month for schedule in merge.schedules for month in schedule["periods"]]


def test_a_merge_stays_as_it_was_made_when_its_deal_changes_a_month_later(merged: Store) -> None:
    judge(merged, judged("2026-04", a_merging(on=APRIL), revision=3))
    assert standing(merged) == (DealState.TRANSLATED, State.ACKNOWLEDGED, [])
    assert moved(merged) == ["2026-03", "2026-12"]


@pytest.mark.parametrize(
    "other",
    [a_merging(prospective=False), Merging(sources=(SECOND, FIRST), prospective=True, on=MARCH)],
)
def test_a_merge_of_another_kind_or_of_other_records_is_an_exception(
    other: Merging, merged: Store
) -> None:
    judge(merged, judged("2026-03", other, revision=3))
    assert standing(merged) == (
        DealState.FLAGGED,
        State.ACKNOWLEDGED,
        ["CHANGED_AFTER_POSTING"],
    )
