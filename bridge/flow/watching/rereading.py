"""Has a deal read and judged once more because an operator asks for it."""

from bridge.adapters.store.database import Store
from bridge.adapters.store.deals import KnownDeal
from bridge.errors import Misconfigured
from bridge.ledger import moves
from bridge.ledger.person import person
from bridge.model.ids import DealId
from bridge.people.roles import Permission
from bridge.queue import words


def read_again(store: Store, deal: DealId, who: str, reason: str) -> KnownDeal:
    """
    Let the next pass read a deal, however it stands; return it as it is now.

    What is posted stays as it is: a deal that did not change changes nothing. Raises Misconfigured
    for a deal that the books do not know and for no reason, NotPermitted for who is no operator.
    """
    why = words.said(reason, of="the reason")
    with store.transaction("read_again", actor=person(who)) as tx:
        tx.people.accounts.permit(Permission.RUN)
        known = tx.deals.one(deal)
        if known is None:
            raise Misconfigured(
                "the books know no such deal",
                where=f"deal {deal[:40]}",
                act="take its id from the list of deals",
            )
        tx.judgements.note([deal])
        tx.ledger.append(moves.reread(deal, why))
    return known
