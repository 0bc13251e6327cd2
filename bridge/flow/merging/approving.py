"""
The approval of a merge: by a revenue accountant, of one body, in the ledger.

A merge changes how a contract is recognised from a day on, and cannot be taken back once revenue is
posted. So a person who answers for revenue agrees to each. That this person wrote, approved or
published the rule that asks for it is no hindrance: the rule was approved by two, and says how
contracts of a kind are treated; here one says that this contract may be treated so now.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.documents import Standing
from bridge.errors import ActedMeanwhile, Misconfigured
from bridge.flow.merging.looking import approval
from bridge.flow.merging.wanted import merging_of
from bridge.ledger import merges as entries
from bridge.ledger.merges import Approval
from bridge.ledger.person import person, same_person
from bridge.model.document import Kind, Merging, State
from bridge.people.roles import Permission

#: Tells under which name a person is known who may approve merges; None: that person may not.
Entitled = Callable[[str], str | None]
#: States in which an approval still decides whether a merge goes.
_OPEN = frozenset({State.PREPARED, State.BLOCKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A merge request, with who approved it as it stands."""

    document: Standing
    approval: Approval | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A merge as somebody saw it: its name, and the digest of what it asked for."""

    name: str
    digest: str


def asked_for(view: Transaction, *, settled: bool = False) -> tuple[Asked, ...]:
    """Return the merge requests that are not carried out yet; with `settled` all of them."""
    found = view.documents.of_kind(Kind.MERGE_REQUEST)
    return tuple(
        Asked(document=one, approval=approval(view, one))
        for one in found
        if settled or one.claim.state is not State.ACKNOWLEDGED
    )


def named(view: Transaction, name: str) -> Asked:
    """
    Return the merge request of an external id, or the only one of a deal that is not done.

    Raises Misconfigured if there is none, or if a deal has several.
    """
    every = asked_for(view, settled=True)
    of_deal = [one for one in asked_for(view) if one.document.deal == name]
    found = [one for one in every if one.document.claim.external_id == name] or of_deal
    if len(found) == 1:
        return found[0]
    raise Misconfigured(
        "several merges are meant" if found else "there is no such merge",
        where=name,
        act="take its name from `bridge merges list --all`",
    )


def merging(view: Transaction, asked: Asked) -> Merging:
    """Return what a merge request asks for."""
    return merging_of(view.documents.body(asked.document.claim.external_id))


def approve(store: Store, what: str | Seen, *, by: str, reason: str, entitled: Entitled) -> Asked:
    """
    Approve a merge, as it was seen or else as it stands; who approved it first counts.

    Raises Misconfigured if the person may not, if there is no reason, or if it cannot wait for
    anybody any more; ActedMeanwhile if it is not what was seen.
    """
    agreed = accountant(by, reason, entitled)
    with store.transaction("merge_approved", actor=agreed) as tx:
        tx.people.accounts.permit(Permission.APPROVE_MERGES)
        asked = as_seen(tx, what)
        document = asked.document
        if not _is_open(asked):
            raise Misconfigured(
                f"it is {document.claim.state.lower()}, and waits for no approval",
                where=document.claim.external_id,
                act=f"see `bridge merges show {document.claim.external_id}`; "
                "`bridge exceptions retry` opens a refused one",
            )
        if asked.approval is None:
            on = merging(tx, asked).on
            facts = (document.deal, document.claim.external_id, document.digest)
            tx.ledger.append(entries.approved(*facts, on, reason.strip()))
        return named(tx, document.claim.external_id)


def as_seen(view: Transaction, what: str | Seen) -> Asked:
    """Return a merge by its name; ActedMeanwhile if it is not what somebody saw of it."""
    if isinstance(what, str):
        return named(view, what)
    found = named(view, what.name)
    if found.document.digest != what.digest:
        raise ActedMeanwhile(
            "what it asks for changed meanwhile",
            where=what.name,
            act="look at it once more, then agree to it",
        )
    return found


def among(names: Sequence[str]) -> Entitled:
    """Entitle those whom a list names, as `netsuite.merge_approvers` does."""

    def known(asking: str) -> str | None:
        return next((one for one in names if same_person(one, asking)), None)

    return known


def entitled(store: Store, names: Sequence[str]) -> Entitled:
    """
    Entitle the revenue accountants: one rule for pages, API and commands.

    Where the setting names anybody, they are those, and nobody else. Where it names nobody, they
    are those who have the role, which is asked in the transaction that writes, of those who are
    named, too; as long as there are no accounts, nobody has one.
    """
    with store.reading() as view:
        roles_say = view.people.accounts.any()
    return _whoever if roles_say and not names else among(names)


def _whoever(asking: str) -> str:
    return asking


def accountant(by: str, reason: str, entitled: Entitled) -> str:
    """
    Return the name under which a revenue accountant is known who gives a reason.

    Raises Misconfigured for others, and for no reason.
    """
    asking = person(by)
    known = entitled(asking)
    if known is None:
        raise Misconfigured(
            f"{asking} is not among those who may approve merges",
            where="netsuite.merge_approvers",
            act="let a revenue accountant approve it, or name the person in that setting",
        )
    if not reason.strip():
        raise Misconfigured("no reason is given", where="--reason", act="say why, in a sentence")
    return known


def _is_open(asked: Asked) -> bool:
    return asked.document.claim.state in _OPEN
