"""
Acts: what is done about an exception, each as a value that says what it changes.

`parse(written(act)) == act` holds for every act.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Self, get_args

from bridge.model.money import Currency, Money
from bridge.queue.deciding import Confirm, Decline, Lapse, Propose, Revoke, Settle
from bridge.queue.decision import Form
from bridge.queue.deed import Deed
from bridge.queue.life import CaseState, Life, Until, WaitsFor


@dataclass(frozen=True, slots=True)
class Assign(Deed):
    """Make a person answer for it; None: nobody does any more."""

    name: ClassVar = "assign"
    to: str | None

    def after(self, life: Life) -> Life:
        """Return what it comes to."""
        return replace(life, assignee=self.to)

    def objection(self, life: Life, _today: date) -> str | None:
        """Say why it would change nothing."""
        if self.to != life.assignee:
            return None
        return f"{self.to} answers for it already" if self.to else "nobody answers for it"


@dataclass(frozen=True, slots=True)
class Comment(Deed):
    """Say something about it; nothing else changes."""

    name: ClassVar = "comment"
    text: str


@dataclass(frozen=True, slots=True)
class Tag(Deed):
    """Put words on it, and take others away."""

    name: ClassVar = "tag"
    added: frozenset[str]
    removed: frozenset[str] = frozenset()

    def after(self, life: Life) -> Life:
        """Return what it comes to."""
        return replace(life, tags=(life.tags | self.added) - self.removed)

    def objection(self, life: Life, _today: date) -> str | None:
        """Say why it would change nothing."""
        return "its tags are so already" if self.after(life) == life else None

    def form(self) -> Form:
        """Write what it says."""
        return {"added": sorted(self.added), "removed": sorted(self.removed)}

    @classmethod
    def parse(cls, form: Form) -> Self:
        """Read what it says."""
        return cls(frozenset(form["added"]), frozenset(form["removed"]))


@dataclass(frozen=True, slots=True)
class Snooze(Deed):
    """Let it rest."""

    name: ClassVar = "snooze"
    until: Until
    reason: str

    def after(self, life: Life) -> Life:
        """Return what it comes to."""
        return life.resting(self.until)

    def objection(self, _life: Life, today: date) -> str | None:
        """Say why nobody can rest until then."""
        until = self.until
        if until.day is not None and until.day <= today:
            return f"{until.day} is not after today, {today}"
        if until.count is not None and until.count < 1:
            return f"{until.count} is no number of exceptions"
        if until.amount is not None and until.amount.minor <= 0:
            return f"{until.amount} is no amount to wait for"
        return None

    def form(self) -> Form:
        """Write what it says."""
        day, amount = self.until.day, self.until.amount
        return {
            "reason": self.reason,
            "day": day.isoformat() if day else None,
            "amount": [amount.text(), amount.currency.code] if amount is not None else None,
            "count": self.until.count,
        }

    @classmethod
    def parse(cls, form: Form) -> Self:
        """Read what it says."""
        day, amount = form["day"], form["amount"]
        until = Until(
            day=date.fromisoformat(day) if day else None,
            amount=Money.parse(amount[0], Currency(amount[1])) if amount else None,
            count=form["count"],
        )
        return cls(until, form["reason"])


@dataclass(frozen=True, slots=True)
class Ask(Deed):
    """Ask somebody for what is missing; until the answer it waits."""

    name: ClassVar = "ask"
    of: WaitsFor
    text: str
    copy: int | None = None  #: the working copy of the rules that is waited for

    def after(self, life: Life) -> Life:
        """Return what it comes to."""
        return life.waiting(self.of)

    def objection(self, _life: Life, _today: date) -> str | None:
        """Say whom one cannot ask; who waits may ask again, or ask another."""
        return "who confirms is asked by a proposal" if self.of is WaitsFor.SECOND else None

    def form(self) -> Form:
        """Write what it says; plain texts alone are told as YAML."""
        told = {"of": self.of.value, "text": self.text}
        return told if self.copy is None else {**told, "copy": self.copy}

    @classmethod
    def parse(cls, form: Form) -> Self:
        """Read what it says."""
        return cls(WaitsFor(form["of"]), form["text"], form.get("copy"))


@dataclass(frozen=True, slots=True)
class Send(Deed):
    """Send it to sales as a task on the order, and wait for a change of that."""

    name: ClassVar = "send"
    text: str

    def after(self, life: Life) -> Life:
        """Return what it comes to."""
        return life.waiting(WaitsFor.ORIGIN)


@dataclass(frozen=True, slots=True)
class Bounce(Deed):
    """Note that Salesforce has no task of what was sent, by the number of its ledger entry."""

    name: ClassVar = "bounce"
    entry: int
    says: str

    def after(self, life: Life) -> Life:
        """Return what it comes to: nobody waits for what nobody was asked."""
        return life.opened() if life.waits_for is WaitsFor.ORIGIN else life


@dataclass(frozen=True, slots=True)
class Reopen(Deed):
    """Take it up again: because somebody wants to, or because what it rested for has come."""

    name: ClassVar = "reopen"
    says: str

    def after(self, life: Life) -> Life:
        """Return what it comes to."""
        return life.opened()

    def objection(self, life: Life, _today: date) -> str | None:
        """Say why it would change nothing."""
        return "it is open already" if life.state is CaseState.OPEN else None


@dataclass(frozen=True, slots=True)
class Escalate(Deed):
    """Note that nobody answered in the time that was agreed on."""

    name: ClassVar = "escalate"
    says: str

    def after(self, life: Life) -> Life:
        """Return what it comes to."""
        return replace(life, escalated=True)

    def objection(self, life: Life, _today: date) -> str | None:
        """Say why nothing is overdue."""
        if life.state is not CaseState.OPEN:
            return "it is not open"
        return "it was escalated already" if life.escalated else None


@dataclass(frozen=True, slots=True)
class Undo(Deed):
    """Take an act back, by the number of its ledger entry; the story leaves that act out."""

    name: ClassVar = "undo"
    entry: int


Act = (
    Assign
    | Comment
    | Tag
    | Snooze
    | Ask
    | Send
    | Bounce
    | Reopen
    | Escalate
    | Undo
    | Propose
    | Settle
    | Confirm
    | Decline
    | Revoke
    | Lapse
)
_ACTS: Mapping[str, type[Act]] = {one.name: one for one in get_args(Act)}


def written(act: Act) -> dict[str, object]:
    """Write an act as the ledger keeps it."""
    return {"act": act.name, **act.form()}


def parse(form: Form) -> Act:
    """Read a written act. Raises ValueError or KeyError where it is none."""
    return _ACTS[form["act"]].parse(form)
