"""
When prepaid credits become revenue: as they are drawn, and what is never drawn as breakage.

ASC 606-10-55-46 to 55-49: an entity that expects to be entitled to breakage recognises it in
proportion to the rights exercised; otherwise when exercise becomes remote; and not at all where
the unused balance belongs to others (unclaimed property).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from bridge.model.credits.balance import Balance, Wallet
from bridge.model.credits.events import GrantId
from bridge.model.credits.units import less
from bridge.model.money import Money, share, total


class Breakage(StrEnum):
    """When units that are never drawn become revenue."""

    AT_EXPIRY = "AT_EXPIRY"  #: when they lapse
    PROPORTIONAL = "PROPORTIONAL"  #: with each use, by what is expected to lapse
    WHEN_REMOTE = "WHEN_REMOTE"  #: when a person says that they will not be used any more
    NEVER = "NEVER"  #: what lapses is owed to others


@dataclass(frozen=True, slots=True)
class Expectation:
    """From a day on, which part of the units granted is expected to lapse: 0 to less than 1."""

    on: date
    lapses: Fraction

    def __post_init__(self) -> None:
        if not 0 <= self.lapses < 1:
            raise ValueError(f"some units are expected to be drawn: {self.lapses}")


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakagePolicy:
    """What finance decided of breakage, with the estimates that it rests on."""

    breakage: Breakage
    expected: tuple[Expectation, ...] = ()  #: by day; a later one is caught up with at once
    remote_on: date | None = None  #: from when on use of the rest is remote

    def __post_init__(self) -> None:
        if self.breakage is Breakage.PROPORTIONAL and not self.expected:
            raise ValueError("proportional breakage needs an estimate of what lapses")

    def lapses(self, on: date) -> Fraction:
        """Return what is expected to lapse, as it is known on a day."""
        known = [one for one in self.expected if one.on <= on]
        return max(known, key=lambda one: one.on).lapses if known else Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What of the prepaid money became revenue on a day: by use, and as breakage beside it."""

    on: date
    used: Money
    breakage: Money

    @property
    def amount(self) -> Money:
        """All of it."""
        return self.used + self.breakage


def recognised(
    wallet: Wallet, policy: BreakagePolicy, grant: GrantId | None = None
) -> tuple[Recognised, ...]:
    """
    Return the revenue of a wallet, or of one grant of it, by day; days without any are left out.

    What was carried over from a grant is revenue of that grant, wherever it is drawn.
    At any moment what was paid is recognised, deferred, refunded or, where breakage is never
    revenue, owed; a changed estimate is caught up with on its day (ASC 606-10-32-43).
    """
    found = []
    told = [one.id for one in wallet.grants] if grant is None else wallet.lineage(grant)
    nothing = Money(0, wallet.currency)
    used, whole = nothing, nothing
    for day in _days(wallet, policy):
        held = [wallet.balance(on=day, grant=one) for one in told]
        now_used = total([one.drawn.money for one in held], wallet.currency)
        now_whole = total([_of_grant(one, policy, day) for one in held], wallet.currency)
        change = Recognised(
            on=day, used=now_used - used, breakage=(now_whole - whole) - (now_used - used)
        )
        if change.used or change.breakage:
            found.append(change)
        used, whole = now_used, now_whole
    return tuple(found)


def _days(wallet: Wallet, policy: BreakagePolicy) -> Sequence[date]:
    days = {one.on for one in wallet.movements} | {one.on for one in policy.expected}
    if policy.remote_on:
        days.add(policy.remote_on)
    return sorted(day for day in days if day <= wallet.through)


def _of_grant(held: Balance, policy: BreakagePolicy, day: date) -> Money:
    """Return all that was recognised of one grant until the end of a day, by its balance then."""
    match policy.breakage:
        case Breakage.NEVER:
            return held.drawn.money
        case Breakage.AT_EXPIRY:
            return held.drawn.money + held.lapsed.money
        case Breakage.WHEN_REMOTE:
            remote = policy.remote_on is not None and policy.remote_on <= day
            return _kept(held) if remote else held.drawn.money + held.lapsed.money
        case Breakage.PROPORTIONAL:
            return _proportional(held, policy.lapses(day))


def _kept(held: Balance) -> Money:
    """Return what was paid for the units that were neither refunded nor carried over."""
    return held.granted.money - held.refunded.money - held.rolled.money


def _proportional(held: Balance, lapses: Fraction) -> Money:
    """
    Return the money of a grant by the share of the expected use that has happened.

    Source: ASC 606-10-55-48, and the arithmetic of Example 52 (55-353 to 55-356).
    """
    kept = _kept(held)
    units = less(less(held.granted.units, held.refunded.units), held.rolled.units)
    expected = Fraction(units) * (1 - lapses)
    if not held.left.units or held.drawn.units >= expected:
        return kept
    part = Fraction(held.drawn.units) / expected
    return share(kept, part.numerator, part.denominator)
