"""
Closed periods that a change of the rules would reach, and what would put that right.

What NetSuite recognised in a closed period is reported. So a draft by which it would have been
another amount is stopped, unless somebody says what is to come of it: what was sent stands, and
the rules hold for what comes (prospective), or the first open period takes up the difference.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bridge.model.calendar import Period
from bridge.model.ids import DealId
from bridge.model.money import Currency, Money
from bridge.model.schedules.closed import first_open
from bridge.rulebooks.replay.comparing import Change

#: The code of the blocker, and of one that no period can take up.
CLOSED, NONE_OPEN = "CLOSED_PERIOD", "NO_OPEN_PERIOD"


class Past(StrEnum):
    """What is to come of revenue in closed periods that the rules would have as another."""

    STOP = "stop"  #: nobody has said: a plan that reaches one is stopped
    PROSPECTIVE = "prospective"  #: what NetSuite has stands as it was sent
    CORRECT = "correct"  #: the first open period takes up the difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What moves in one closed period, of one subsidiary, item and currency."""

    period: str
    subsidiary: str
    item: str
    before: Money
    after: Money
    deals: tuple[DealId, ...]

    @property
    def difference(self) -> Money:
        """What would be recognised more; negative: less."""
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One side of a correcting entry; the accounts are those of the item."""

    period: str  #: the first open one
    subsidiary: str
    item: str
    account: str  #: "revenue" or "deferred revenue"
    debit: Money | None
    credit: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What a plan does to closed periods."""

    known: bool  #: whether the books know NetSuite's periods; else nothing was looked up
    first_open: str | None
    #: Of what NetSuite has, or may have.
    touched: tuple[Moved, ...]
    #: Of what it does not have yet: NetSuite recognises it in the first open period by itself.
    late: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Blocker:
    """What keeps a plan from being gone by."""

    code: str
    says: str


def closing(changes: Iterable[Change], periods: Sequence[Period]) -> Closing:
    """Return what moves in closed periods; `periods` are NetSuite's, or none where unknown."""
    closed = {one.name for one in periods if one.closed}
    opened = [one for one in periods if not one.closed]
    held = tuple(changes)
    return Closing(
        known=bool(periods),
        first_open=first_open(periods).name if opened else None,
        touched=_moved(held, closed, posted=True),
        late=_moved(held, closed, posted=False),
    )


def _moved(changes: Iterable[Change], closed: set[str], *, posted: bool) -> tuple[Moved, ...]:
    sums: dict[tuple[str, str, str, str], tuple[list[int], list[DealId]]] = {}
    legs = ((one.of, leg) for one in changes for leg in one.legs)
    for of, leg in legs:
        if leg.period in closed and leg.posted is posted:
            place = (leg.period, leg.subsidiary, leg.item, of.booked.currency.code)
            amounts, deals = sums.setdefault(place, ([0, 0], []))
            amounts[0] += leg.before
            amounts[1] += leg.after
            deals.append(of.deal)
    return tuple(
        Moved(
            period=period,
            subsidiary=subsidiary,
            item=item,
            before=Money(amounts[0], Currency(code)),
            after=Money(amounts[1], Currency(code)),
            deals=tuple(dict.fromkeys(deals)),
        )
        for (period, subsidiary, item, code), (amounts, deals) in sorted(sums.items())
    )


def blockers(found: Closing, past: Past) -> Iterator[Blocker]:
    """Yield why a plan cannot be gone by, as far as closed periods are concerned."""
    if not found.touched:
        return
    names = dict.fromkeys(one.period for one in found.touched)
    deals = {deal for one in found.touched for deal in one.deals}
    what = f"{', '.join(names)} {'is' if len(names) == 1 else 'are'} closed, and revenue there"
    whose = f"of {len(deals)} {'deal' if len(deals) == 1 else 'deals'} that NetSuite has"
    if past is Past.STOP:
        yield Blocker(
            CLOSED,
            f"{what} {whose} would be another; let the rows hold from a later day, or say "
            "--past prospective (what was sent stands) or --past correct (the first open period "
            "takes up the difference)",
        )
    if past is Past.CORRECT and found.first_open is None:
        yield Blocker(NONE_OPEN, f"{what} {whose} would be another, and no period is open")


def entries(found: Closing) -> tuple[Entry, ...]:
    """Return what the first open period would take up; nothing where none is open."""
    if found.first_open is None:
        return ()
    sums: dict[tuple[str, str, Currency], Money] = {}
    for one in found.touched:
        place = (one.subsidiary, one.item, one.difference.currency)
        sums[place] = sums.get(place, Money(0, one.difference.currency)) + one.difference
    return tuple(
        side
        for (subsidiary, item, _), amount in sums.items()
        if amount
        for side in _sides(found.first_open, subsidiary, item, amount)
    )


def _sides(period: str, subsidiary: str, item: str, amount: Money) -> Iterator[Entry]:
    """More revenue is taken out of what is deferred; less goes back there."""
    accounts = ("deferred revenue", "revenue")
    debited, credited = accounts if amount.minor > 0 else accounts[::-1]
    size = amount if amount.minor > 0 else -amount
    for account in (debited, credited):
        yield Entry(
            period=period,
            subsidiary=subsidiary,
            item=item,
            account=account,
            debit=size if account == debited else None,
            credit=size if account == credited else None,
        )
