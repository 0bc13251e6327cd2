"""The acts of a decision: one person proposes, another confirms or declines, anybody revokes."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Self

from bridge.ledger.person import same_person
from bridge.queue.decision import Decision, Form, Outcome, Proposal
from bridge.queue.deed import Deed
from bridge.queue.life import Life, WaitsFor


@dataclass(frozen=True, slots=True)
class Propose(Deed):
    """Propose what is to become of the deal; until a second person answers it waits."""

    name: ClassVar = "propose"
    proposal: Proposal

    def after(self, life: Life) -> Life:
        """Return what it comes to."""
        return replace(life.waiting(WaitsFor.SECOND), proposed=self.proposal)

    def objection(self, life: Life, today: date) -> str | None:
        """Say why nothing is to be decided."""
        if life.decision is not None:
            return "it is decided already"
        if not self.proposal.holds_on(today):
            return _over(self.proposal)
        waits = life.proposed
        return f"{waits.by} proposed something: decline it first" if waits else None

    def form(self) -> Form:
        """Write what it says."""
        return self.proposal.form()

    @classmethod
    def parse(cls, form: Form) -> Self:
        """Read what it says."""
        return cls(Proposal.parse(form))


@dataclass(frozen=True, slots=True)
class Settle(Deed):
    """Decide alone what needs no second person: an override of a small amount counts at once."""

    name: ClassVar = "settle"
    proposal: Proposal

    def after(self, life: Life) -> Life:
        """Return what it comes to."""
        return replace(life.opened(), decision=Decision(self.proposal, None))

    def objection(self, life: Life, today: date) -> str | None:
        """Say why nothing is to be decided, or not by one person."""
        if self.proposal.outcome is not Outcome.OVERRIDE:
            return f"that a deal is {self.proposal.outcome} takes two people"
        return Propose(self.proposal).objection(life, today)

    def form(self) -> Form:
        """Write what it says."""
        return self.proposal.form()

    @classmethod
    def parse(cls, form: Form) -> Self:
        """Read what it says."""
        return cls(Proposal.parse(form))


@dataclass(frozen=True, slots=True)
class Confirm(Deed):
    """Confirm what another person proposed; the next pass leaves the deal out."""

    name: ClassVar = "confirm"
    by: str
    reason: str

    def after(self, life: Life) -> Life:
        """Return what it comes to."""
        decision = Decision(life.proposed, self.by) if life.proposed is not None else None
        return replace(life.opened(), decision=decision)

    def objection(self, life: Life, today: date) -> str | None:
        """Say why this person cannot confirm."""
        if life.proposed is None:
            return "nothing is proposed"
        if not life.proposed.holds_on(today):
            return _over(life.proposed)
        if same_person(life.proposed.by, self.by):
            return f"{life.proposed.by} proposed it, and nobody confirms what is his own"
        return None


@dataclass(frozen=True, slots=True)
class Decline(Deed):
    """Turn down what was proposed; the exception is open again."""

    name: ClassVar = "decline"
    reason: str

    def after(self, life: Life) -> Life:
        """Return what it comes to."""
        return life.opened()

    def objection(self, life: Life, _today: date) -> str | None:
        """Say why there is nothing to decline."""
        return "nothing is proposed" if life.proposed is None else None


@dataclass(frozen=True, slots=True)
class Revoke(Deed):
    """Take a decision back; the deal is judged by the rules again."""

    name: ClassVar = "revoke"
    reason: str

    def after(self, life: Life) -> Life:
        """Return what it comes to."""
        return replace(life, decision=None)

    def objection(self, life: Life, _today: date) -> str | None:
        """Say why there is nothing to revoke."""
        return "nothing is decided" if life.decision is None else None


@dataclass(frozen=True, slots=True)
class Lapse(Deed):
    """Note that the last day of an override has passed; the deal is judged by the rules again."""

    name: ClassVar = "lapse"
    says: str

    def after(self, life: Life) -> Life:
        """Return what it comes to."""
        return replace(life, decision=None)

    def objection(self, life: Life, today: date) -> str | None:
        """Say why nothing ends."""
        if life.decision is None or life.decision.proposal.holds_on(today):
            return "nothing that was decided ends by itself today"
        return None


def _over(proposal: Proposal) -> str:
    return f"its last day, {proposal.until}, has passed"
