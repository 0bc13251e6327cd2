"""
The acceptance of a merge that was made otherwise than it was asked for.

What somebody merged by hand, on another day or in another way, cannot always be undone: revenue may
be posted since. Then the request would be in the way of its contract for good. So a revenue
accountant may let it stand, of an arrangement that holds all of the contract; the ledger keeps in
what it differs.
"""

from dataclasses import replace

from bridge.adapters.store.documents import Standing
from bridge.errors import ActedMeanwhile, Misconfigured
from bridge.flow.merging.approving import Asked, Entitled, Seen, accountant, as_seen, named
from bridge.flow.merging.looking import Looking
from bridge.flow.merging.posting import MERGED_OTHERWISE
from bridge.flow.merging.readiness import Otherwise
from bridge.ledger import merges as entries
from bridge.model.document import State
from bridge.people.roles import Permission

#: How a merge was settled that was made otherwise.
OTHERWISE = "otherwise"


def accept(
    looking: Looking, what: str | Seen, *, by: str, reason: str, entitled: Entitled
) -> Asked:
    """
    Take a merge for done as NetSuite shows it now, in the name of a person.

    Raises Misconfigured if the person may not, if there is no reason, or if it is no merge that
    was made otherwise; ActedMeanwhile if it is not what was seen, or changed since; a RemoteError
    as any read.
    """
    agreed = accountant(by, reason, entitled)
    with looking.store.reading() as view:
        document = as_seen(view, what).document
    made = _made(looking, document)
    about = (document.deal, document.claim.external_id, document.digest)
    with looking.store.transaction("merge_accepted", actor=agreed) as tx:
        tx.people.accounts.permit(Permission.APPROVE_MERGES)
        if named(tx, about[1]).document != document:
            raise ActedMeanwhile(
                "it changed meanwhile", where=about[1], act="look at it once more, then accept it"
            )
        tx.ledger.append(entries.accepted(*about, made.says, reason.strip()))
        tx.documents.reopen(about[1])
        again = replace(document.claim, state=State.PREPARED)
        tx.documents.acknowledge(again, internal_id=made.arrangement or "", how=OTHERWISE)
        return named(tx, about[1])


def _made(looking: Looking, document: Standing) -> Otherwise:
    """Look at a refused merge again; return how it was made otherwise, in one arrangement."""
    name, state = document.claim.external_id, document.claim.state
    if state is not State.REFUSED or document.error_code != MERGED_OTHERWISE:
        why = f" ({document.error_code})" if document.error_code else ""
        raise Misconfigured(
            f"it is {state.lower()}{why}: only {MERGED_OTHERWISE} is accepted",
            where=name,
            act=f"see `bridge merges show {name}`",
        )
    found = looking.readiness(document)
    if not isinstance(found, Otherwise):
        raise Misconfigured(
            "its orders are not merged otherwise any more",
            where=name,
            act="let a pass look at it again: `bridge exceptions retry`",
        )
    if found.arrangement is None:
        raise Misconfigured(
            f"no arrangement holds all of its orders: {found.says}",
            where=name,
            act="merge them in NetSuite, or undo what was merged",
        )
    return found
