"""The one decision of posting: what is to be done next about a document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bridge.adapters.store.documents import ORDER_EDITED, Standing
from bridge.model.document import State
from bridge.model.ids import DealId, ExternalId


@dataclass(frozen=True, slots=True)
class Send:
    """Mark it and send it."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """Ask whether it is there before anything is sent."""


@dataclass(frozen=True, slots=True)
class LookAgain:
    """It was held because somebody edited its order: ask whether that was put back."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Leave it alone until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Block:
    """It waits for a document before it in its contract, or for a deal that has none yet."""

    by: ExternalId | DealId


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing is to be done."""


Step = Send | LookUp | LookAgain | Wait | Block | Rest

#: States of a document that those behind it in the contract need not wait for.
_PASSED = frozenset({State.ACKNOWLEDGED, State.SUPERSEDED})


def next_step(
    document: Standing,
    before: Sequence[Standing],
    now: datetime,
    behind: DealId | None = None,
) -> Step:
    """
    Decide about a document, given those before it in its contract and the database's time.

    A refused document parks its contract: those behind it are blocked until a person, a new body,
    or, where its order was edited, the order as it was put back, has opened it again. So does a
    deal before it that has no document yet, `behind`.
    """
    quiet = document.quiet_until is not None and now < document.quiet_until
    by = _holding(before) or behind
    match document.claim.state:
        case State.REFUSED if document.error_code == ORDER_EDITED and by is None:
            return LookAgain()
        case State.ACKNOWLEDGED | State.REFUSED | State.SUPERSEDED:
            return Rest()
        case State.SENDING:
            return Wait(document.quiet_until) if quiet and document.quiet_until else LookUp()
        case State.PREPARED | State.BLOCKED:
            return Block(by) if by else _first_send(document, quiet=quiet)


def _holding(before: Sequence[Standing]) -> ExternalId | None:
    open_ = (one.claim for one in before if one.claim.state not in _PASSED)
    return next((claim.external_id for claim in open_), None)


def _first_send(document: Standing, *, quiet: bool) -> Step:
    if quiet and document.quiet_until:
        return Wait(document.quiet_until)
    return LookUp() if document.look_first else Send()
