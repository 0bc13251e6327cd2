"""What stands against an act about an exception, whoever does it; each says why in a sentence."""

from bridge.adapters.store.queue.tables import CaseRow
from bridge.ledger.person import MACHINE
from bridge.model.money import Currency
from bridge.queue.acts import Act, Comment, Snooze, Tag
from bridge.queue.deciding import Confirm, Decline, Lapse, Revoke
from bridge.queue.life import Life

#: What may still be said of an exception that is resolved.
_AFTERWARDS = (Comment, Tag, Revoke, Lapse)


def afterwards(case: CaseRow, act: Act) -> str | None:
    """Object to what is too late, once an exception is resolved."""
    if case.closed_at is None or isinstance(act, _AFTERWARDS):
        return None
    return f"it was resolved on {case.closed_at:%Y-%m-%d}"


def pushes_aside(life: Life, act: Act, actor: str) -> str | None:
    """Object to a person's act that would drop, beside the point, what waits for a second one."""
    waits = life.proposed
    if waits is None or actor == MACHINE or isinstance(act, (Confirm, Decline)):
        return None
    if act.after(life).proposed is not None:
        return None
    return f"{waits.by} proposed something: decline it first"


def of_another_currency(case: CaseRow, act: Act) -> str | None:
    """Object to a rest until an amount that the exception cannot come to."""
    amount = act.until.amount if isinstance(act, Snooze) else None
    if amount is None or amount.currency == Currency(case.currency):
        return None
    return f"it is in {case.currency}, so no amount in {amount.currency} ends its rest"
