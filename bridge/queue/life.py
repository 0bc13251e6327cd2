"""What an exception has come to by what was done about it: open, waiting or resting, and whose."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bridge.model.money import Currency, Money
from bridge.queue.decision import Decision, Proposal


class CaseState(StrEnum):
    """Where an exception stands."""

    OPEN = "OPEN"
    WAITING = "WAITING"  #: for somebody else
    SNOOZED = "SNOOZED"
    RESOLVED = "RESOLVED"  #: a translation came through, or the deal was decided otherwise


class WaitsFor(StrEnum):
    """Whose turn it is while an exception waits."""

    ORIGIN = "origin"  #: a change of the deal, where it was sold
    RULE = "rule"  #: a version of the rulebook
    NETSUITE = "netsuite"  #: something set up or corrected in NetSuite
    POLICY = "policy"  #: a decision of those who answer for the accounting
    SECOND = "second"  #: another person, who confirms what was proposed


@dataclass(frozen=True, slots=True)
class Weight:
    """What the exceptions of a cause come to together."""

    count: int
    amounts: Mapping[Currency, Money]  #: signed sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """What an exception rests for: a day, or that its cause holds so much or so many."""

    day: date | None = None
    amount: Money | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        if sum(one is not None for one in (self.day, self.amount, self.count)) != 1:
            raise ValueError("an exception rests until a day, an amount or a count: one of them")

    def is_over(self, today: date, cause: Weight) -> bool:
        """Say whether it has come; an amount counts however it is signed."""
        if self.day is not None:
            return today >= self.day
        if self.count is not None:
            return cause.count >= self.count
        amount = self.amount
        if amount is None:
            raise ValueError("nothing says until when")
        held = cause.amounts.get(amount.currency)
        return held is not None and abs(held.minor) >= amount.minor

    def __str__(self) -> str:
        """Say until when."""
        if self.day is not None:
            return self.day.isoformat()
        return f"{self.count} of its cause" if self.count else f"its cause holds {self.amount}"


@dataclass(frozen=True, slots=True)
class Life:
    """What an exception has come to, while it is not resolved."""

    state: CaseState = CaseState.OPEN
    waits_for: WaitsFor | None = None  #: of what is waiting
    rests: Until | None = None  #: of what is snoozed
    assignee: str | None = None
    tags: frozenset[str] = frozenset()
    escalated: bool = False  #: nobody answered in time, and nobody has answered since
    proposed: Proposal | None = None  #: of what waits for a second person
    decision: Decision | None = None  #: what was confirmed, until it is revoked

    def opened(self) -> "Life":
        """Return what is to be worked on again; what was proposed is dropped."""
        return replace(self, state=CaseState.OPEN, waits_for=None, rests=None, proposed=None)

    def waiting(self, waits_for: WaitsFor) -> "Life":
        """Return what waits for somebody else: that is an answer, so nothing is overdue."""
        return replace(self.opened(), state=CaseState.WAITING, waits_for=waits_for, escalated=False)

    def resting(self, until: Until) -> "Life":
        """Return what was put off: that is an answer, so nothing is overdue."""
        return replace(self.opened(), state=CaseState.SNOOZED, rests=until, escalated=False)


class ResolvedBy(StrEnum):
    """What made an exception go away."""

    DEAL = "deal"  #: it changed where it was sold
    RULES = "rules"  #: another version of the rulebook
    RETRY = "retry"  #: a person let the document be sent again
    DECISION = "decision"  #: two people settled what becomes of the deal
    OVERRIDE = "override"  #: people gave, for this deal alone, what the rules do not
    OTHER = "other"  #: codes, periods, earlier deals, a newer bridge
