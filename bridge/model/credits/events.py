"""What happens to a wallet of prepaid credits: grants, uses, refunds and voids, each on its day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from bridge.model.calendar import Term
from bridge.model.money import Money

GrantId = NewType("GrantId", str)
#: The place of an event in the story of its wallet: its day, its rank within it, its name.
Place = tuple[date, int, str]


class Origin(StrEnum):
    """Where a grant comes from."""

    SOLD = "SOLD"
    TOP_UP = "TOP_UP"
    BONUS = "BONUS"  #: given beside a paid grant
    ROLLED = "ROLLED"  #: carried over from a grant that ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """
    Credits that a customer may use: so many units for so much money, within a validity.

    Both are what was granted, before any use. Raises ValueError for a grant without units, of
    negative money, or whose time is over when it is given.
    """

    id: GrantId
    on: date
    units: Decimal
    paid: Money
    valid: Term | None = None  #: None for credits that never lapse
    priority: int = 0  #: the smallest is drawn first, where the order goes by priority
    origin: Origin = Origin.SOLD
    bonus_of: GrantId | None = None  #: the paid grant that a bonus came with
    renews: frozenset[GrantId] = frozenset()  #: the grants whose rests it may take over
    carried_from: GrantId | None = None  #: the grant whose rest it is
    meters: frozenset[str] = frozenset()  #: what may draw from it; empty: every meter of the wallet

    def __post_init__(self) -> None:
        if self.units <= 0 or self.paid.minor < 0:
            raise ValueError(f"a grant holds units and no debt: {self.id}, {self.units}")
        if self.valid and self.valid.end <= self.on:
            raise ValueError(f"grant {self.id} of {self.on} was valid until {self.valid.last}")

    def serves(self, day: date, meter: str | None) -> bool:
        """Say whether it can be drawn from on a day, by a meter or, with None, at all."""
        if meter is not None and self.meters and meter not in self.meters:
            return False
        return self.valid is None or self.valid.start <= day < self.valid.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What was used on a day, in units of the wallet; negative for a correction of earlier use."""

    reference: str
    on: date
    units: Decimal
    meter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Units of one grant that are given back for their money."""

    reference: str
    on: date
    grant: GrantId
    units: Decimal | None = None  #: None for all that is left


@dataclass(frozen=True, slots=True, kw_only=True)
class Void:
    """Units that lapse by a decision, in the order in which they would be drawn."""

    reference: str
    on: date
    units: Decimal | None = None  #: None for all that is left
    grant: GrantId | None = None  #: None for any that can be drawn from on the day


Event = Grant | Use | Refund | Void

_RANKS: dict[type, int] = {Grant: 0, Use: 1, Refund: 3, Void: 4}
_CORRECTION = 2
#: On the last day of a validity, what is left lapses after everything else.
LAST = 5


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why the events of a wallet do not tell one story; nothing of them is guessed."""

    code: str
    says: str
    references: tuple[str, ...]


def name_of(event: Event) -> str:
    """Return what an event is known by: two events of one name are one, or contradict."""
    return event.id if isinstance(event, Grant) else event.reference


def place(event: Event) -> Place:
    """
    Return the place of an event in its wallet's story.

    By day; within a day what adds comes first: grants, uses, corrections, refunds, voids.
    """
    taken_back = isinstance(event, Use) and event.units < 0
    rank = _CORRECTION if taken_back else _RANKS[type(event)]
    return (event.on, rank, name_of(event))


def once(events: Iterable[Event]) -> tuple[tuple[Event, ...], tuple[Conflict, ...]]:
    """
    Return each event once, by place: whatever the order in which they arrived.

    What arrives twice with the same content is one event. Two contents under one name are a
    conflict, and neither counts.
    """
    told: dict[str, set[Event]] = {}
    for event in events:
        told.setdefault(name_of(event), set()).add(event)
    single = [event for versions in told.values() if len(versions) == 1 for event in versions]
    conflicts = [
        Conflict(
            "USAGE_CONTRADICTED",
            f"{name} was reported with {len(versions)} different contents; keep the true one",
            (name,),
        )
        for name, versions in sorted(told.items())
        if len(versions) > 1
    ]
    return tuple(sorted(single, key=place)), tuple(conflicts)
