"""The accounting periods of NetSuite: as the books know them, and as NetSuite has them now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bridge.adapters.netsuite.client import NetSuite
from bridge.adapters.store.database import Transaction
from bridge.model.calendar import Period


@dataclass(frozen=True, slots=True)
class Calendar:
    """Periods in their order, and when NetSuite was asked for them; None: it never was."""

    periods: tuple[Period, ...]
    asked_at: datetime | None

    @property
    def first_open(self) -> Period | None:
        """The first period in which revenue can be posted; None if none is known."""
        return next((one for one in self.periods if not one.closed), None)


def known(view: Transaction) -> Calendar:
    """Return the periods by which a deal was judged last, and when that was."""
    frame = view.dossiers.latest_frame()
    if frame is None:
        return Calendar((), None)
    return Calendar(_ordered(frame.periods), view.deals.judged_last_at())


def asked(netsuite: NetSuite, now: datetime) -> Calendar:
    """Ask NetSuite for the periods, and keep nothing; raises as any read."""
    return Calendar(_ordered(netsuite.periods()), now)


def changed(before: Calendar, after: Calendar) -> frozenset[str]:
    """Return the names of periods that are new, or that were closed, opened or moved since."""
    held = {one.name: one for one in before.periods}
    return frozenset(one.name for one in after.periods if held.get(one.name) != one)


def _ordered(periods: Sequence[Period]) -> tuple[Period, ...]:
    return tuple(sorted(periods, key=lambda one: one.term))
