"""
One sale is booked once: by an opportunity or by the orders that are made of it.

Whichever the books knew first stays the booking. What comes second is passed over where the other
speaks of it, and else is held. Which order was made of which opportunity is remembered.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.deals import KnownDeal, WholeDeal
from bridge.adapters.store.dossiers import Unkept
from bridge.flow.defects import ORDER_VANISHED
from bridge.ledger.judgement import DealState, Excluded, Judgement
from bridge.mappers import dossiers, roots
from bridge.mappers.graph import Graph
from bridge.mappers.read.opportunities import booking
from bridge.model.document import State
from bridge.model.dossier import Dossier
from bridge.model.ids import DealId, Digest
from bridge.model.record import Record
from bridge.model.sales.claim import BOOKED_TWICE, Claim, Standing
from bridge.queue.decision import Outcome
from bridge.rules.rulebook import Source

#: States of documents that NetSuite may hold.
_SENT = frozenset({State.ACKNOWLEDGED, State.SENDING})
#: What people settle by saying that a deal is no booking, or none any more.
_NO_BOOKING = frozenset({Outcome.REJECTED.rule, Outcome.GIVEN_BACK.rule})
#: The steps of all readers of a root: one walk serves deals of any model.
_GRAPHS: tuple[tuple[roots.Root, Graph], ...] = tuple(
    (root, dossiers.graph_of(root)) for root in roots.ROOTS.values()
)


def collected(salesforce: Salesforce, deals: Iterable[DealId]) -> tuple[Record, ...]:
    """Return the records of some deals; raises what the reading methods of the adapter raise."""
    wanted = [(graph, roots.of(root, deals)) for root, graph in _GRAPHS]
    return tuple(record for graph, of in wanted if of for record in salesforce.collect(graph, of))


def added(store: Store, alone: Dossier) -> Dossier:
    """Return a dossier with what the books know of the other records of its sale."""
    with store.reading() as view:
        named = booking.linked(alone)
        others = {*named, *view.sales.beside(alone.deal)}
        known = [one for other in sorted(others) if (one := view.deals.whole(DealId(other)))]
        own = view.deals.whole(alone.deal) if known else None
        is_sent = own is not None and _is_sent(own)
        told = (one for one in known if one.deal.id in named or not (is_sent and _is_sent(one)))
        claims = tuple(_claims(view, alone.deal, told, is_sent=is_sent))
    return replace(alone, claims=claims) if claims else alone


def _claims(
    view: Transaction, asking: DealId, others: Iterable[WholeDeal], *, is_sent: bool
) -> Iterator[Claim]:
    """Yield the claims of others; what NetSuite holds gives way to nothing that it does not."""
    for one in others:
        deal = one.deal
        is_out = deal.state is DealState.EXCLUDED
        standing = _left_out(view, deal.id, asking) if is_out else _in_the_books(one)
        if standing and (is_out or _is_sent(one) or not is_sent):
            yield Claim(deal=deal.id, name=deal.name, booked=deal.booked, standing=standing)


def _is_sent(known: WholeDeal) -> bool:
    return any(one.state in _SENT for one in known.documents)


def _left_out(view: Transaction, deal: DealId, asking: DealId) -> Standing | None:
    """Say what two people settled about a deal that is left out; None where a rule did."""
    settled = [decision.proposal for _, decision in view.lives.decisions_of(deal)]
    if any(one.outcome is Outcome.OUTSIDE for one in settled):
        return Standing.BOOKS
    out = [one for one in settled if one.outcome.rule in _NO_BOOKING]
    if not out:
        return None
    if asking in _bookers(view, out[0].basis.dossier):
        return Standing.YIELDED
    # To be given back is how an opportunity that NetSuite has is rejected, so that orders book. An
    # order is no booking by being rejected; one that was given back was a sale, which is over.
    is_over = roots.root_of(deal) is roots.ORDER and out[0].outcome is Outcome.GIVEN_BACK
    return Standing.ENDED if is_over else Standing.REJECTED


def _bookers(view: Transaction, address: Digest | None) -> frozenset[DealId]:
    """Return what booked the sale of a deal as it was read at an address; none if not kept."""
    try:
        known = view.dossiers.read(address) if address else None
    except Unkept:
        return frozenset()
    return frozenset(one.deal for one in known.claims if one.books) if known else frozenset()


def _in_the_books(known: WholeDeal) -> Standing | None:
    """Say how a deal is in the books; None where it is held because another one books its sale."""
    codes = {flag.code for case in known.cases for flag in case.flags}
    if BOOKED_TWICE in codes and not _is_sent(known):
        return None
    return Standing.GONE if ORDER_VANISHED in codes else Standing.BOOKS


def is_passed_over(root: Record, dossier: Dossier, source: Source) -> bool:
    """Say whether a record that the books do not know is no booking, or another one books it."""
    return not dossiers.is_booking(root) or not dossiers.counts(dossier, source)


def remember(tx: Transaction, dossier: Dossier) -> None:
    """Keep which orders were made of which opportunities, as the records of a deal name them."""
    deal = dossier.deal
    tx.sales.keep((order, deal) for order in booking.order_ids(dossier))
    tx.sales.keep((deal, one) for one in booking.opportunities_of(dossier))


def unlinked(tx: Transaction, dossier: Dossier | None) -> tuple[DealId, ...]:
    """Return the flagged deals that the records of this one named once, and no longer do."""
    if dossier is None:
        return ()
    return _flagged(tx, {*tx.sales.beside(dossier.deal)} - {*booking.linked(dossier)})


def _flagged(tx: Transaction, deals: Iterable[DealId]) -> tuple[DealId, ...]:
    known = [one for each in sorted(deals) if (one := tx.deals.one(each))]
    return tuple(one.id for one in known if one.state is DealState.FLAGGED)


def is_out_by_a_rule(store: Store, known: KnownDeal) -> bool:
    """Say whether a rule leaves a deal out, and no decision: that it is gone is nobody's matter."""
    with store.reading() as view:
        return known.state is DealState.EXCLUDED and not view.lives.decisions_of(known.id)


def made_of(store: Store, known: KnownDeal) -> tuple[str, ...]:
    """Return the other records of the sale of a deal that is gone, as far as it ever named them."""
    with store.transaction("remembered") as tx:
        if known.dossier is not None:
            remember(tx, tx.dossiers.read(known.dossier))
        return tx.sales.beside(known.id)


def released(tx: Transaction, judged: Judgement, source: Source) -> tuple[DealId, ...]:
    """
    Return the other records of a sale that may book once a deal is left out of the books.

    There are none where somebody made its record in NetSuite: the sale is there already. What a
    rule leaves out of the orders is no sale, so its opportunity is none either; but one that was
    held for that order is not any more.
    """
    if not isinstance(judged, Excluded) or judged.rule == Outcome.OUTSIDE.rule:
        return ()
    deal = judged.deal.id
    if roots.root_of(deal) is roots.OPPORTUNITY:
        return tx.sales.beside(deal)
    others = tx.sales.beside(deal) if booking.may_book(source) else ()
    return others if judged.rule in _NO_BOOKING else _flagged(tx, others)
