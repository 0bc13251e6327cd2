"""What becomes of a merge that somebody made otherwise, and that shall stand."""

from datetime import date

import pytest

from bridge.adapters.store.database import Store
from bridge.errors import ActedMeanwhile, Misconfigured, Unavailable
from bridge.flow.merging.accepting import accept
from bridge.flow.merging.approving import Asked, among
from bridge.flow.merging.looking import Looking
from bridge.model.calendar import Period
from bridge.model.document import State
from tests.flow.merging.acts import ACCOUNTANT, request, step
from tests.flow.merging.building import (
    APRIL,
    MERGE,
    a_merging,
    a_sight,
    apart,
    joined,
    upsold,
)
from tests.flow.merging.merges_in_memory import Merges
from tests.flow.posting.acts import judge
from tests.flow.posting.netsuite_in_memory import Present

BY_HAND = joined(date(2026, 2, 1))
WHY = "merged by hand a month before"


def let_stand(store: Store, merges: Merges, *, by: str = ACCOUNTANT, reason: str = WHY) -> Asked:
    looking = Looking(store=store, merges=merges)
    return accept(looking, MERGE, by=by, reason=reason, entitled=among([ACCOUNTANT]))


@pytest.fixture
def by_hand(store: Store, merges: Merges, present: Present) -> Merges:
    """Return merges as somebody made them by hand, which a pass has refused."""
    merges.sight = BY_HAND
    step(store, merges, present)
    assert request(store).state is State.REFUSED
    return merges


def test_an_accountant_lets_a_merge_stand_as_it_was_made(store: Store, by_hand: Merges) -> None:
    assert let_stand(store, by_hand, by="ana  example").document.claim.state is State.ACKNOWLEDGED
    settled = request(store)
    assert (settled.internal_id, settled.settled_how) == ("13", "otherwise")
    with store.reading() as view:
        (entry,) = (one for one in view.ledger.entries() if one.kind == "MERGE_ACCEPTED")
        assert (view.cases.all(), view.documents.lanes()) == ((), ())
    assert (entry.actor, entry.refs["document"]) == (ACCOUNTANT, MERGE)
    assert entry.payload["reason"] == WHY
    assert entry.payload["differs"] == "they were merged into 13 on 2026-02-01, not on 2026-03-01"


def test_what_shares_its_arrangement_with_other_records_may_stand_too(
    store: Store, by_hand: Merges
) -> None:
    by_hand.sight = a_sight(*BY_HAND.elements, others="9")
    let_stand(store, by_hand)
    assert request(store).internal_id == "13"


@pytest.mark.parametrize(
    ("by", "reason", "says"),
    [("Mallory", WHY, "not among those who may"), (ACCOUNTANT, " ", "no reason is given")],
)
def test_nobody_else_and_nobody_without_a_reason_accepts(
    by: str, reason: str, says: str, store: Store, by_hand: Merges
) -> None:
    with pytest.raises(Misconfigured, match=says):
        let_stand(store, by_hand, by=by, reason=reason)
    assert request(store).state is State.REFUSED


def test_what_is_not_merged_otherwise_is_not_accepted(store: Store, by_hand: Merges) -> None:
    by_hand.sight = joined()
    with pytest.raises(Misconfigured, match="not merged otherwise any more"):
        let_stand(store, by_hand)
    by_hand.sight = a_sight(*apart().elements, others="9")
    with pytest.raises(Misconfigured, match="also holds elements of other records"):
        let_stand(store, by_hand)
    assert request(store).state is State.REFUSED


def test_what_waits_or_is_done_is_not_accepted(
    store: Store, present: Present, merges: Merges
) -> None:
    with pytest.raises(Misconfigured, match="it is blocked: only MERGED_OTHERWISE"):
        let_stand(store, merges)
    merges.sight = joined()
    step(store, merges, present)
    with pytest.raises(Misconfigured, match="it is acknowledged: only MERGED_OTHERWISE"):
        let_stand(store, merges)


def test_a_netsuite_that_is_down_changes_nothing(store: Store, by_hand: Merges) -> None:
    by_hand.blind = [Unavailable]
    with pytest.raises(Unavailable):
        let_stand(store, by_hand)
    assert request(store).state is State.REFUSED


class Judged(Merges):
    """Merges of which the deal is judged again while they are looked at."""

    store: Store

    def periods(self) -> tuple[Period, ...]:
        judge(self.store, upsold(a_merging(on=APRIL)))
        return super().periods()


@pytest.mark.usefixtures("by_hand")
def test_what_changed_while_it_was_looked_at_is_looked_at_again(store: Store) -> None:
    meanwhile = Judged(sight=BY_HAND)
    meanwhile.store = store
    with pytest.raises(ActedMeanwhile, match="it changed meanwhile"):
        let_stand(store, meanwhile)
    assert request(store).state is not State.ACKNOWLEDGED
