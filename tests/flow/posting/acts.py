"""What the tests of posting do and look at."""

from decimal import Decimal

from bridge.adapters.store.database import Store
from bridge.adapters.store.deals import KnownDocument
from bridge.flow.posting.limits import Limits
from bridge.flow.posting.posted import Report, What
from bridge.flow.posting.protocol import Posting
from bridge.ledger.judgement import Judgement
from bridge.model.document import Kind
from bridge.model.ids import DealId, ExternalId
from tests.flow.posting.netsuite_in_memory import Account, Present
from tests.ledger.building import DEAL

LIMITS = Limits(account="1234567", slots=2, longest_call_s=60.0, longest_run_s=900.0, grace_s=5.0)
QUIET_S = 965.0
SECOND = "801000000000002AAA"
FIRST_ORDER = ExternalId(f"bridge-{DEAL}-so-1")
SECOND_ORDER = ExternalId(f"bridge-{SECOND}-so-1")


def judge(store: Store, *judgements: Judgement) -> None:
    for judged in judgements:
        with store.transaction("judged") as tx:
            tx.judgements.record(judged)


def no_amounts(_body: bytes) -> dict[int, Decimal]:
    """The account in memory keeps digests of bodies and no lines."""
    return {}


def posting(store: Store, account: Account, present: Present) -> Posting:
    return Posting(
        store=store,
        netsuite=account,
        limits=LIMITS,
        record_types={Kind.SALES_ORDER: "salesOrder"},
        amounts=no_amounts,
        monotonic=present.monotonic,
        sleep=present.sleep,
    )


def document(store: Store, deal: str = DEAL) -> KnownDocument:
    with store.reading() as view:
        whole = view.deals.whole(DealId(deal))
    assert whole is not None
    return whole.documents[0]


def figures(store: Store) -> tuple[str, str, str]:
    """Pending, ordered and suspense."""
    with store.reading() as view:
        held = view.deals.summary().currencies["USD"]
    return held.pending.text(), held.ordered.text(), held.suspense.text()


def whats(report: Report) -> list[What]:
    return [step.what for step in report.steps]
