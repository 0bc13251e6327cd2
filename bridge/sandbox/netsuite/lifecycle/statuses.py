"""
The status of an order or of a return authorization: it follows from their lines.

What ships an order is received of a return, and what bills an order refunds a return: the letters
are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import Refusal, invalid_value, user_error
from bridge.sandbox.netsuite.lifecycle.quantities import is_fulfillable, number, reached
from bridge.sandbox.netsuite.records.store import Line, Record
from bridge.sandbox.netsuite.schema.transactions import ITEMS, RETURN
from bridge.sandbox.netsuite.settings import Settings

PENDING_APPROVAL, PENDING_FULFILLMENT, CANCELLED = "A", "B", "C"
PARTIALLY_FULFILLED, PENDING_BILLING_PARTIALLY_FULFILLED = "D", "E"
PENDING_BILLING, BILLED, CLOSED = "F", "G", "H"
#: Of these nothing can be shipped, billed or returned.
IDLE = frozenset({PENDING_APPROVAL, CANCELLED, CLOSED})
_RESET = (
    "This order has been partially or fully processed and may not be reset to 'Pending Approval'."
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a line is."""

    quantity: Decimal
    fulfilled: Decimal
    billed: Decimal
    fulfillable: bool
    closed: bool

    @property
    def is_shipped(self) -> bool:
        """Whether nothing is left to ship."""
        return not self.fulfillable or reached(self.quantity, self.fulfilled)

    @property
    def is_billed(self) -> bool:
        """Whether nothing is left to bill."""
        return reached(self.quantity, self.billed)

    @property
    def is_touched(self) -> bool:
        """Whether anything was shipped or billed."""
        return bool(self.fulfilled or self.billed)


def settle(order: Record, account: Account) -> None:
    """
    Give an order that is about to be stored its status.

    Its `orderStatus` is what was asked for, or what it was; its `status` is what it was.

    Raises:
        Refusal: the status that was asked for cannot be.
    """
    fields = order.fields
    before = str(fields.get("status") or "")
    asked = str(fields.get("orderStatus") or before or _first(order, account.settings))
    lines = [progress(line, account) for line in order.lines[ITEMS]]
    if asked != before:
        _check_asked(asked, before, lines, account.settings)
    approved = asked not in {PENDING_APPROVAL, CANCELLED}
    status = derived(lines, account.settings) if approved else asked
    if asked == PENDING_APPROVAL and all(line.closed for line in lines):
        status = CLOSED
    fields.update(status=status, orderStatus=status)


def progress(line: Line, account: Account) -> Progress:
    """Return how far a line is."""
    return Progress(
        quantity=number(line.get("quantity")),
        fulfilled=number(line.get("quantityFulfilled")) or number(line.get("quantityReceived")),
        billed=number(line.get("quantityBilled")),
        fulfillable=is_fulfillable(line, account),
        closed=line.get("isClosed") is True,
    )


def derived(lines: Sequence[Progress], settings: Settings) -> str:
    """Return the status of an approved order with these lines."""
    left = [line for line in lines if not line.closed]
    if not left:
        return CLOSED
    if all(line.is_shipped and line.is_billed for line in left):
        mixed = len(left) < len(lines)
        return CLOSED if mixed and settings.billed_and_closed_order == "closed" else BILLED
    if not all(line.is_shipped for line in left):
        return _partly_shipped(left)
    begun = any(line.is_touched for line in left)
    ships = any(line.fulfillable for line in left)
    waits_at_once = settings.order_without_goods == "pending_billing"
    return PENDING_BILLING if begun or ships or waits_at_once else PENDING_FULFILLMENT


def _partly_shipped(lines: Sequence[Progress]) -> str:
    if not any(line.fulfilled for line in lines):
        return PENDING_FULFILLMENT
    if all(reached(line.fulfilled, line.billed) for line in lines if line.fulfillable):
        return PARTIALLY_FULFILLED
    return PENDING_BILLING_PARTIALLY_FULFILLED


def _first(order: Record, settings: Settings) -> str:
    approved = order.type.name == RETURN and settings.returns_begin == "approved"
    return PENDING_FULFILLMENT if approved else PENDING_APPROVAL


def _check_asked(asked: str, before: str, lines: Sequence[Progress], settings: Settings) -> None:
    """
    Check a change of the status by hand.

    Raises:
        Refusal: an order is approved, sent back before anything is done, or cancelled before it
            is approved; all else follows from its lines.
    """
    match asked, before:
        case ("A" | "B", "") | ("B", "A"):
            return
        case "A", _ if before not in {CANCELLED, CLOSED}:
            if any(line.is_touched for line in lines):
                raise user_error(_RESET, "orderStatus")
            return
        case "B", _ if before != CANCELLED:
            return  # it is approved already
        case "C", "A" if settings.cancel_by_status:
            return
    raise _wrong(asked)


def _wrong(asked: str) -> Refusal:
    return invalid_value(asked, "orderStatus", "orderStatus")
