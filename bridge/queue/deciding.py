"""The acts of a decision: one person proposes, another confirms or declines, anybody revokes."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Self

from bridge.ledger.person import same_person
from bridge.queue.decision import Decision, Form, Proposal
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

    def objection(self, life: Life, _today: date) -> str | None:
        """Say why nothing is to be decided."""
        if life.decision is not None:
            return "it is decided already"
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
class Confirm(Deed):
    """Confirm what another person proposed; the next pass leaves the deal out."""

    name: ClassVar = "confirm"
    by: str
    reason: str

    def after(self, life: Life) -> Life:
        """Return what it comes to."""
        decision = Decision(life.proposed, self.by) if life.proposed is not None else None
        return replace(life.opened(), decision=decision)

    def objection(self, life: Life, _today: date) -> str | None:
        """Say why this person cannot confirm."""
        if life.proposed is None:
            return "nothing is proposed"
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
