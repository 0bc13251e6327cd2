"""What the tests of merging do and look at."""

from bridge.adapters.store.database import Store
from bridge.adapters.store.deals import KnownDocument
from bridge.flow.merging.approving import among, approve
from bridge.flow.merging.posting import MergingPosting
from bridge.flow.posting.posted import What
from bridge.model.document import Kind
from bridge.model.ids import DealId
from tests.flow.merging.building import MERGE, sold, upsold
from tests.flow.merging.merges_in_memory import Merges
from tests.flow.posting.acts import LIMITS, judge, no_amounts
from tests.flow.posting.netsuite_in_memory import Account, Present

ACCOUNTANT = "Ana Example"


def merging(store: Store, merges: Merges, present: Present) -> MergingPosting:
    return MergingPosting(
        store=store,
        netsuite=Account(),
        merges=merges,
        limits=LIMITS,
        record_types={Kind.SALES_ORDER: "salesOrder", Kind.MERGE_REQUEST: "revenueArrangement"},
        amounts=no_amounts,
        monotonic=present.monotonic,
        sleep=present.sleep,
    )


def upsell(store: Store, merges: Merges, present: Present) -> None:
    """A contract with two orders in NetSuite, and a merge that waits for its approval."""
    judge(store, sold(), upsold())
    assert merging(store, merges, present).post().posted_now == 2


def agree(store: Store, reason: str = "as agreed with the customer") -> None:
    approve(store, MERGE, by=ACCOUNTANT, reason=reason, entitled=among([ACCOUNTANT]))


def step(store: Store, merges: Merges, present: Present) -> tuple[What, str]:
    """Make a pass; return what became of the merge, and why."""
    report = merging(store, merges, present).post()
    (happened,) = (one for one in report.steps if one.document == MERGE)
    return happened.what, happened.says


def request(store: Store) -> KnownDocument:
    with store.reading() as view:
        whole = view.deals.whole(DealId("801000000000002AAA"))
    assert whole is not None
    (found,) = (one for one in whole.documents if one.external_id == MERGE)
    return found
