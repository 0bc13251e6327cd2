"""The JSON form of merge requests; other tools rely on these keys."""

from collections.abc import Sequence
from typing import Any

from bridge.flow.merging.approving import Asked
from bridge.ledger.merges import Approval
from bridge.model.document import Merging
from bridge.model.dossier import Package

Form = dict[str, Any]


def merge(asked: Asked, merging: Merging, waits_for: Sequence[str]) -> Form:
    """Return a merge request; `waits_for` is empty where nothing is to be waited for."""
    document = asked.document
    return {
        "merge": document.claim.external_id,
        "deal": document.deal,
        "contract": document.contract,
        "state": document.claim.state.value,
        "kind": "prospective" if merging.prospective else "retrospective",
        "effective": merging.on.isoformat(),
        "sources": list(merging.sources),
        "digest": document.digest,
        "approval": approval(asked.approval),
        "waits_for": list(waits_for),
    }


def package(one: Package) -> Form:
    """Return a package that was not asked to be merged, and which contracts of it are known."""
    return {
        "package": one.name,
        "contracts": max((each.contracts or 0 for each in one.members), default=0),
        "deals": [
            {"deal": each.deal, "name": each.name, "settled": each.settled, "out": each.out}
            for each in one.members
        ],
    }


def approval(one: Approval | None) -> Form | None:
    """Return who approved it as it stands, and why; None if nobody did."""
    if one is None:
        return None
    return {
        "by": one.by,
        "at": one.at.isoformat(),
        "effective": one.on.isoformat(),
        "reason": one.reason,
    }
