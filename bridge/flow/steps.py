"""The one decision of posting: what is to be done next about a document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bridge.adapters.store.documents import Standing
from bridge.model.document import State
from bridge.model.ids import ExternalId


@dataclass(frozen=True, slots=True)
class Send:
    """Mark it and send it."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """Ask whether it is there before anything is sent."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Leave it alone until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Block:
    """It waits for a document before it in its contract."""

    by: ExternalId


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing is to be done."""


Step = Send | LookUp | Wait | Block | Rest

#: States of a document that those behind it in the contract need not wait for.
_PASSED = frozenset({State.ACKNOWLEDGED, State.SUPERSEDED})


def next_step(document: Standing, before: Sequence[Standing], now: datetime) -> Step:
    """
    Decide about a document, given those before it in its contract and the database's time.

    A refused document parks its contract: those behind it are blocked until a person, or a new
    body, has opened it again.
    """
    quiet = document.quiet_until is not None and now < document.quiet_until
    match document.claim.state:
        case State.ACKNOWLEDGED | State.REFUSED | State.SUPERSEDED:
            return Rest()
        case State.SENDING:
            return Wait(document.quiet_until) if quiet and document.quiet_until else LookUp()
        case State.PREPARED | State.BLOCKED:
            return _first_send(document, before, quiet=quiet)


def _first_send(document: Standing, before: Sequence[Standing], *, quiet: bool) -> Step:
    for other in before:
        if other.claim.state not in _PASSED:
            return Block(other.claim.external_id)
    if quiet and document.quiet_until:
        return Wait(document.quiet_until)
    return LookUp() if document.look_first else Send()
