"""A notice: something that happened and that somebody outside of the bridge may want to know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from bridge.model.money import Currency, Money


class Event(StrEnum):
    """What happened; the names never change, as other programs go by them."""

    EXCEPTION_OPENED = "exception.opened"
    EXCEPTION_REGRESSED = "exception.regressed"  #: one that was resolved came back
    EXCEPTION_OVERDUE = "exception.overdue"
    TASK_REFUSED = "task.refused"  #: Salesforce takes no task of what was sent to sales
    PERSON_MENTIONED = "person.mentioned"  #: in a comment, which names an account
    APPROVAL_ASKED = "approval.asked"
    STALLED = "pass.failing"  #: no pass was finished for too long
    DOCUMENT_REFUSED = "document.refused"
    RULES_PUBLISHED = "rules.published"
    TEST = "test"  #: somebody tries whether a message arrives


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One of them; `key` tells it from every other, and is the same however often it is found."""

    event: Event
    key: str
    at: datetime
    says: str
    page: str  #: of the console, from its root: "/exceptions/4"
    code: str | None = None  #: of an exception or a refusal
    amount: Money | None = None

    def form(self) -> dict[str, Any]:
        """Write it."""
        amount = self.amount
        return {
            "event": self.event.value,
            "key": self.key,
            "at": self.at.isoformat(),
            "says": self.says,
            "page": self.page,
            "code": self.code,
            "amount": None if amount is None else amount.text(),
            "currency": None if amount is None else amount.currency.code,
        }

    @classmethod
    def parse(cls, form: Mapping[str, Any]) -> Self:
        """Read a written one. Raises ValueError or KeyError where it is not whole."""
        amount = form["amount"]
        return cls(
            event=Event(form["event"]),
            key=form["key"],
            at=datetime.fromisoformat(form["at"]),
            says=form["says"],
            page=form["page"],
            code=form["code"],
            amount=None if amount is None else Money.parse(amount, Currency(form["currency"])),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """Which notices somebody wants; nothing named means all of them."""

    events: frozenset[Event] = frozenset()
    codes: frozenset[str] = frozenset()
    amounts_from: Mapping[Currency, Money]  #: smaller amounts of these currencies are left out

    def takes(self, one: Notice) -> bool:
        """Say whether a notice is wanted; one without amount or code is not left out for that."""
        if self.events and one.event not in self.events:
            return False
        if self.codes and one.code is not None and one.code not in self.codes:
            return False
        least = self.amounts_from.get(one.amount.currency) if one.amount is not None else None
        return least is None or one.amount is None or abs(one.amount.minor) >= least.minor
