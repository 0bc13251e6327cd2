"""Deals on which the bridge fails, and deals whose root vanished: still accounted for."""

from collections.abc import Iterable
from dataclasses import replace

from bridge.adapters.store.deals import KnownDeal
from bridge.flow.judging import facts, place_of
from bridge.ledger.judgement import DealFacts, Flagged
from bridge.mappers import roots
from bridge.mappers.read import outline
from bridge.model.dossier import Dossier
from bridge.model.flags import Flag
from bridge.model.ids import Digest, digest
from bridge.model.record import Record

#: The code of a booked deal whose order is gone.
ORDER_VANISHED = "ORDER_VANISHED"


def defect(
    order: Record, dossier: Dossier, error: BaseException, known: KnownDeal | None
) -> Flagged:
    """
    Hold a deal that the bridge fails to read, with the amount that its order states.

    What the books know of the deal from before they go on knowing.
    """
    heading = outline.heading(order, dossier.frame)
    kind = type(error).__name__
    seen = digest([heading.id, heading.booked.currency.code, heading.booked.minor, kind])
    deal = _as_known(known, seen) if known else replace(facts(heading, dossier.model), digest=seen)
    flag = Flag(
        "DEFECT",
        f"the bridge failed on this deal ({kind}); the log says where, report it",
        (roots.named(order.id),),
        deal.booked,
    )
    return Flagged(deal=deal, flags=(flag,))


def vanished(known: KnownDeal, made_of: Iterable[str] = ()) -> Flagged:
    """
    Hold a booked deal whose root was deleted, or is no longer shown to the bridge.

    `made_of` are the ids of what it was made of: none of these may book in its stead.
    """
    noun = roots.noun(roots.root_of(known.id).object)
    flag = Flag(
        ORDER_VANISHED,
        f"the {noun} of {known.booked} was booked, and Salesforce no longer shows it; restore it, "
        "or say what its deletion means",
        (roots.named(known.id), *map(roots.named, made_of)),
        known.booked,
    )
    # The same however often it is judged: a deal that is gone does not change any more.
    return Flagged(deal=_as_known(known, digest([known.id, ORDER_VANISHED])), flags=(flag,))


def _as_known(known: KnownDeal, seen: Digest) -> DealFacts:
    return DealFacts(
        id=known.id,
        name=known.name,
        contract=known.contract,
        kind=known.kind,
        account_name=known.account_name,
        booked=known.booked,
        booked_on=known.booked_on,
        model=known.model,
        digest=seen,
        place=place_of(known.kind),
    )
