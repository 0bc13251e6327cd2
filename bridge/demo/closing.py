"""What the people of the company do about months: orders approved, revenue posted, two signed."""

from collections.abc import Mapping
from datetime import date

from bridge import app, stage
from bridge.adapters.store.database import Store
from bridge.adapters.store.deals import Journal, KnownDeal
from bridge.demo.cast import CAST, COLLEAGUE
from bridge.flow.journals import is_due, note_posted, sides
from bridge.flow.reconciling.figures import situations, stated
from bridge.flow.reconciling.signing import Seen, Signing
from bridge.ledger.judgement import DealState
from bridge.model.document import Kind, State
from bridge.model.ids import canonical
from bridge.model.money import Currency, Money
from bridge.people.roles import Role
from bridge.reconcile.signatures import PeriodState

_REVIEWER, _APPROVER = CAST[Role.FINANCE_REVIEWER], CAST[Role.APPROVER]
#: Months that are signed, the first of which NetSuite keeps closed, and one that is prepared.
_SIGNED, _PREPARED = ("2026-06", "2026-07"), ("2026-08",)
#: What is posted by hand goes into months that are open.
_FIRST_OPEN = "2026-07"
#: What is booked from here on NetSuite has not approved yet.
_LAST_DAYS = date(2026, 9, 24)
_APPROVED = b'{"orderStatus": {"id": "B"}}'
#: Months whose revenue journals were made; the last one of the quarter is still worked on.
_RECOGNISED = ("2026-07", "2026-08")
#: The accounts of NetSuite to which the sides of a journal go.
_ACCOUNTS = {"debit": "2500 Deferred Revenue", "credit": "4000 Revenue"}
#: What is said of a class of differences.
_COMMENTS = {
    "ORD-1": "NetSuite approves these orders in its next run; their customers have signed",
    "SUS-1": "Held as exceptions; each has somebody who answers for it",
    "WAI-1": "Sales is still writing these orders",
    "POP-1": "Changed after NetSuite had them: see their exceptions",
    "JRN-1": "Usage, which is posted by journal at the end of the quarter",
}
_USUAL = "Looked at line by line: each has its document"


def approve_orders(bridge: app.Bridge, stands: stage.Stands) -> None:
    """
    Approve in NetSuite what was booked until the last days of the quarter, and post its months.

    What was booked later waits there for the next run of approvals.
    """
    with bridge.ends.store.reading() as view:
        sold = {one.id for one in view.deals.all(DealState.TRANSLATED) if _is_early(one)}
        orders = view.documents.of_kind(Kind.SALES_ORDER)
    approved = {
        f"salesOrder/eid:{one.record}": _APPROVED
        for one in orders
        if one.deal in sold and one.claim.state is State.ACKNOWLEDGED
    }
    stage.change_in_netsuite(stands, approved)
    jobs = ({"run": "create-revenue-journals", "period": month} for month in _RECOGNISED)
    for job in ({"run": "update-arrangements"}, *jobs):
        stage.run_in_netsuite(stands, canonical(job))


def _is_early(deal: KnownDeal) -> bool:
    return deal.booked_on is not None and deal.booked_on < _LAST_DAYS


def post_journal(bridge: app.Bridge, stands: stage.Stands) -> None:
    """Post the first journal that is proposed for an open month, and say so in the bridge."""
    with bridge.ends.store.reading() as view:
        held = [one for one in view.deals.journals() if is_due(one.document.state)]
    for one in held:
        document, ends = one.document, bridge.ends
        if f"{document.dated:%Y-%m}" >= _FIRST_OPEN:
            number = stage.post_in_netsuite(stands, "journalEntry", _typed(one))
            note_posted(ends.store, ends.netsuite, document.external_id, number, COLLEAGUE)
            return


def _typed(journal: Journal) -> bytes:
    """Return what a person types into NetSuite, who chooses its accounts."""
    lines = [
        {"account": _ACCOUNTS[name], name: money.decimal()}
        for side in sides(journal)
        for name, money in (("debit", side.debit), ("credit", side.credit))
        if money is not None
    ]
    return canonical(
        {
            "tranDate": journal.document.dated.isoformat(),
            "currency": {"externalId": journal.deal.booked.currency.code},
            "line": {"items": lines},
        }
    )


def sign(store: Store, thresholds: Mapping[Currency, Money]) -> None:
    """Prepare and sign months of the last statements, unless somebody has begun to."""
    with store.reading() as view:
        found = situations(view, stated(view))
    for month in (*_SIGNED, *_PREPARED):
        held = found.get(month)
        if held is None or held.state is not PeriodState.OPEN:
            continue
        told = {code: _COMMENTS.get(code, _USUAL) for code in held.to_explain(thresholds)}
        reason = "Every class of differences was followed to its deals."
        Signing(store, _REVIEWER).prepare(Seen(month), told, reason, thresholds)
        if month in _SIGNED:
            Signing(store, _APPROVER).sign(Seen(month), "Read with Mira; the comments hold.")
