"""Which permission an act about an exception takes."""

from bridge.ledger.person import same_person
from bridge.people.roles import Permission
from bridge.queue.acts import Act
from bridge.queue.deciding import Confirm, Decline, Revoke
from bridge.queue.life import Life


def needed(act: Act, life: Life, who: str) -> Permission:
    """Return what somebody needs for an act; what one proposed oneself one may take back."""
    match act:
        case Confirm() | Revoke():
            return Permission.DECIDE
        case Decline() if life.proposed is None or not same_person(life.proposed.by, who):
            return Permission.DECIDE
        case _:
            return Permission.TRIAGE
