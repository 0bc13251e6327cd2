"""What was agreed of a wallet, and what finance decided of it: order, rollover, bonus credits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from bridge.model.credits.events import Grant


class DrawOrder(StrEnum):
    """Which grant is drawn from first."""

    FIRST_IN_FIRST_OUT = "FIRST_IN_FIRST_OUT"
    EXPIRING_FIRST = "EXPIRING_FIRST"
    GRANTED_LAST = "GRANTED_LAST"  #: the youngest grant first
    PRIORITY = "PRIORITY"  #: by priority, then by expiry, then as granted


class Rollover(StrEnum):
    """What becomes of units that are left when a grant ends."""

    NONE = "NONE"
    ONE_PERIOD = "ONE_PERIOD"  #: valid for one more period of the same length, and no other
    ON_RENEWAL = "ON_RENEWAL"  #: valid as long as the grant that renews it, if there is one


class BonusPrice(StrEnum):
    """What credits are worth that were given beside paid ones."""

    SPREAD = "SPREAD"  #: they enlarge the units: the price paid is spread over all of them
    FREE = "FREE"  #: they carry no part of the price


class Cancelled(StrEnum):
    """What becomes of credits that a customer had left when the contract was cancelled."""

    LAPSES = "LAPSES"
    REFUNDED = "REFUNDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a wallet is drawn down and what is carried over."""

    order: DrawOrder
    rollover: Rollover = Rollover.NONE
    rolled: Fraction = Fraction(1)  #: how much of what is left is carried over; the rest lapses
    bonus: BonusPrice = BonusPrice.SPREAD

    def __post_init__(self) -> None:
        if not 0 < self.rolled <= 1:
            raise ValueError(f"more than nothing and at most all is carried over: {self.rolled}")


def rank(order: DrawOrder) -> Callable[[Grant], tuple[date | int | str, ...]]:
    """Return the sort key of grants: the smallest is drawn from first, ties go by id."""
    return _KEYS[order]


def _expiry(grant: Grant) -> date:
    """Return the first day after the validity; what never lapses comes last."""
    return grant.valid.end if grant.valid else date.max


_KEYS: dict[DrawOrder, Callable[[Grant], tuple[date | int | str, ...]]] = {
    DrawOrder.FIRST_IN_FIRST_OUT: lambda grant: (grant.on, grant.id),
    DrawOrder.EXPIRING_FIRST: lambda grant: (_expiry(grant), grant.on, grant.id),
    DrawOrder.GRANTED_LAST: lambda grant: (-grant.on.toordinal(), grant.id),
    DrawOrder.PRIORITY: lambda grant: (grant.priority, _expiry(grant), grant.on, grant.id),
}
