"""Which transaction can be made from which, and how much of each line that may take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.lifecycle.quantities import (
    is_fulfillable,
    key_of,
    moved,
    number,
)
from bridge.sandbox.netsuite.records.store import Line, Record, Reference
from bridge.sandbox.netsuite.schema.transactions import (
    CASH_SALE,
    CREDIT,
    FULFILLMENT,
    INVOICE,
    ITEMS,
    ORDER,
    PAYMENT,
    RECEIPT,
    RETURN,
)

Most = Callable[[Line, Account], Decimal]
_NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Step:
    """One transform of a transaction with lines into another."""

    most: Most  #: how much of a line of the source may be taken in all
    taken_by: tuple[str, ...]  #: types of followers whose quantities are taken from it
    bills: bool = False  #: whether it may, by a setting, take more than there is

    def left(self, source: Record, account: Account, but: str = "") -> dict[int, Decimal]:
        """
        Return how much of each line can still be taken, by its key.

        Args:
            source: the transaction with the lines.
            account: where it stands.
            but: the id of a follower that does not count, for it is about to be changed.
        """
        taken = moved(source, account, self.taken_by, but)
        return {
            key_of(line): _rest(
                self._most(source, line, account), taken.get(key_of(line), _NONE), line
            )
            for line in source.lines[ITEMS]
        }

    def _most(self, source: Record, line: Line, account: Account) -> Decimal:
        """Of a closed line, nothing more is taken than was."""
        if line.get("isClosed") is not True:
            return self.most(line, account)
        return moved(source, account, self.taken_by).get(key_of(line), _NONE)


def _rest(most: Decimal, taken: Decimal, line: Line) -> Decimal:
    """More may be taken than there is: what was billed may not be shipped any more."""
    rest = most - taken
    return rest if rest * number(line.get("quantity")) > 0 else _NONE


def _to_ship(line: Line, account: Account) -> Decimal:
    return number(line.get("quantity")) if is_fulfillable(line, account) else _NONE


def _to_bill(line: Line, account: Account) -> Decimal:
    in_advance = account.settings.bills_in_advance_of_fulfillment
    if in_advance or not is_fulfillable(line, account):
        return number(line.get("quantity"))
    return number(line.get("quantityFulfilled"))


def _to_return(line: Line, account: Account) -> Decimal:
    """What was sold: goods that were shipped, services that were billed."""
    ships = is_fulfillable(line, account)
    return number(line.get("quantityFulfilled" if ships else "quantityBilled"))


def _to_refund(line: Line, account: Account) -> Decimal:
    in_advance = account.settings.refunds_in_advance_of_return
    if in_advance or not is_fulfillable(line, account):
        return number(line.get("quantity"))
    return number(line.get("quantityReceived"))


def _billed(line: Line, _account: Account) -> Decimal:
    return number(line.get("quantity"))


_BILLING = (INVOICE, CASH_SALE)
_REFUNDING = (RETURN, CREDIT)
#: (source, what is made) -> how; payments have no lines and are made elsewhere.
STEPS: Mapping[tuple[str, str], Step] = {
    (ORDER, FULFILLMENT): Step(_to_ship, (FULFILLMENT,)),
    (ORDER, INVOICE): Step(_to_bill, _BILLING, bills=True),
    (ORDER, CASH_SALE): Step(_to_bill, _BILLING, bills=True),
    (ORDER, RETURN): Step(_to_return, (RETURN,)),
    (INVOICE, RETURN): Step(_billed, _REFUNDING),
    (CASH_SALE, RETURN): Step(_billed, _REFUNDING),
    (INVOICE, CREDIT): Step(_billed, _REFUNDING),
    (RETURN, RECEIPT): Step(_to_ship, (RECEIPT,)),
    (RETURN, CREDIT): Step(_to_refund, (CREDIT,)),
}
PAYING = (INVOICE, PAYMENT)


def source_of(follower: Record, account: Account) -> Record | None:
    """Return the transaction that another was made from; None if it stands alone."""
    origin = follower.fields.get("createdFrom")
    return account.store.get(origin.family, origin.id) if isinstance(origin, Reference) else None
