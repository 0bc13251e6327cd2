"""
One sale is booked once: by an opportunity or by the orders that are made of it.

Whichever the books knew first stays the booking. What comes second is passed over; where that is an
order of a booked opportunity, the opportunity's reader speaks of it.
"""

from collections.abc import Iterable

from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.deals import KnownDeal
from bridge.flow.defects import ORDER_VANISHED
from bridge.ledger.judgement import DealState, Excluded, Judgement
from bridge.mappers import dossiers, roots
from bridge.mappers.graph import Graph
from bridge.mappers.read.opportunities import booking
from bridge.model.dossier import Dossier
from bridge.model.ids import DealId
from bridge.model.record import Record
from bridge.queue.decision import Outcome
from bridge.rules.rulebook import Source

#: The steps of all readers of a root: one walk serves deals of any model.
_GRAPHS: tuple[tuple[roots.Root, Graph], ...] = tuple(
    (root, dossiers.graph_of(root)) for root in roots.ROOTS.values()
)


def collected(salesforce: Salesforce, deals: Iterable[DealId]) -> tuple[Record, ...]:
    """Return the records of some deals; raises what the reading methods of the adapter raise."""
    wanted = [(graph, roots.of(root, deals)) for root, graph in _GRAPHS]
    return tuple(record for graph, of in wanted if of for record in salesforce.collect(graph, of))


def is_passed_over(store: Store, root: Record, alone: Dossier, source: Source) -> bool:
    """Say whether a record that the books do not know is no booking, or another one books it."""
    if not dossiers.is_booking(root) or not dossiers.counts(alone, source):
        return True
    with store.reading() as view:
        if alone.model == dossiers.BY_OPPORTUNITY:
            return _is_ordered(view, alone)
        return _is_booked(view, booking.opportunities_of(alone))


def _is_booked(view: Transaction, deals: Iterable[str]) -> bool:
    """Say whether one of some deals is in the books, or in NetSuite by somebody's hand."""
    known = filter(None, (view.deals.one(DealId(one)) for one in deals))
    return any(one.state is not DealState.EXCLUDED or _is_outside(view, one.id) for one in known)


def _is_outside(view: Transaction, deal: DealId) -> bool:
    """Say whether two people settled that somebody made a deal's record in NetSuite."""
    settled = (decision.proposal.outcome for _, decision in view.lives.decisions_of(deal))
    return Outcome.OUTSIDE in settled


def _is_ordered(view: Transaction, alone: Dossier) -> bool:
    """Say whether an order of an opportunity is in the books, though it may be gone by now."""
    evidence = roots.named(alone.deal)
    return _is_booked(view, booking.order_ids(alone)) or any(
        flag.code == ORDER_VANISHED and evidence in flag.evidence
        for case in view.cases.all()
        for flag in case.flags
    )


def made_of(store: Store, known: KnownDeal) -> tuple[str, ...]:
    """Return the opportunities of which an order was made, as it was when it was judged last."""
    with store.reading() as view:
        if known.dossier is not None:
            return booking.opportunities_of(view.dossiers.read(known.dossier))
        whole = view.deals.whole(known.id)
    told = (flag for case in (whole.cases if whole else ()) for flag in case.flags)
    return tuple(
        evidence.split()[-1]
        for flag in told
        if flag.code == ORDER_VANISHED
        for evidence in flag.evidence[1:]
    )


def released(judged: Judgement, dossier: Dossier | None) -> tuple[DealId, ...]:
    """
    Return the orders that may book once their opportunity is left out of the books.

    There are none where somebody made its record in NetSuite: the sale is there already.
    """
    if not isinstance(judged, Excluded) or dossier is None:
        return ()
    if judged.rule == Outcome.OUTSIDE.rule:
        return ()
    return tuple(map(DealId, booking.order_ids(dossier, activated=True)))
