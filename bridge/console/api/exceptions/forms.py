"""The bodies of exceptions: as they stand, and what may be sent about them."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from bridge.adapters.store.cases import ExceptionCase
from bridge.console.api.forms import FlagForm, Form, MoneyForm, Sent
from bridge.console.pages.exceptions.telling import in_words
from bridge.model.money import Currency, Money
from bridge.queue import words
from bridge.queue.acts import Ask, Assign, Comment, Reopen, Snooze, Tag
from bridge.queue.life import CaseState, ResolvedBy, Until, WaitsFor
from bridge.queue.story import Done
from bridge.queue.words import TEXT_MAX


class ExceptionForm(Form):
    """An exception as it stands; its `ETag` changes with it."""

    number: int
    deal: str
    deal_name: str
    customer: str
    document: str | None
    code: str
    amount: MoneyForm
    state: CaseState
    opened_at: datetime
    closed_at: datetime | None
    resolved_by: ResolvedBy | None
    came_back_from: int | None
    waits_for: WaitsFor | None
    rests_until: str | None
    assignee: str | None
    tags: tuple[str, ...]
    is_overdue: bool
    proposed: str | None
    decided: str | None
    acts: int
    cause: str
    flags: tuple[FlagForm, ...]

    @classmethod
    def of(cls, one: ExceptionCase) -> Self:
        """Return an exception."""
        life = one.lived.life
        return cls(
            number=one.id,
            deal=one.deal,
            deal_name=one.deal_name,
            customer=one.account_name,
            document=one.document,
            code=one.code,
            amount=MoneyForm.of(one.amount),
            state=one.state,
            opened_at=one.opened_at,
            closed_at=one.closed_at,
            resolved_by=one.resolved_by,
            came_back_from=one.returned,
            waits_for=life.waits_for,
            rests_until=str(life.rests) if life.rests else None,
            assignee=life.assignee,
            tags=tuple(sorted(life.tags)),
            is_overdue=life.escalated,
            proposed=life.proposed.says if life.proposed else None,
            decided=life.decision.proposal.says if life.decision else None,
            acts=one.lived.acts,
            cause=one.fingerprint,
            flags=tuple(FlagForm.of(flag) for flag in one.flags),
        )


class ActForm(Form):
    """One act about an exception, and its entry in the ledger."""

    entry: int
    by: str
    at: datetime
    act: str
    did: str
    says: str

    @classmethod
    def of(cls, one: Done) -> Self:
        """Return an act in words."""
        did, says = in_words(one.act)
        return cls(entry=one.seq, by=one.by, at=one.at, act=one.act.name, did=did, says=says)


Said = Annotated[str, Field(min_length=1, max_length=TEXT_MAX)]
_Tags = Annotated[tuple[str, ...], Field(max_length=50, strict=False)]


class Assigning(Sent):
    """Who is to answer for it; null: nobody."""

    to: str | None

    def act(self) -> Assign:
        """Return the act."""
        return words.assignment(self.to)


class Commenting(Sent):
    """What is said of it."""

    text: Said

    def act(self) -> Comment:
        """Return the act."""
        return Comment(words.said(self.text, of="the comment"))


class Tagging(Sent):
    """Words to put on it, and to take away."""

    add: _Tags = ()
    remove: _Tags = ()

    def act(self) -> Tag:
        """Return the act."""
        return words.tagging(frozenset(self.add), frozenset(self.remove))


class Asking(Sent):
    """Whom to ask, and what."""

    of: Annotated[WaitsFor, Field(strict=False)] = WaitsFor.ORIGIN
    text: Said

    def act(self) -> Ask:
        """Return the act."""
        return Ask(self.of, words.said(self.text, of="the question"))


class Reasoned(Sent):
    """Why it is done."""

    reason: Said


class Reopening(Reasoned):
    """Why it is taken up again."""

    def act(self) -> Reopen:
        """Return the act."""
        return Reopen(words.said(self.reason, of="the reason"))


class AmountSent(Sent):
    """An amount in whole minor units."""

    minor: Annotated[int, Field(gt=0, lt=2**63)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]

    @model_validator(mode="after")
    def _has_a_currency(self) -> Self:
        Currency(self.currency)
        return self


class Snoozing(Reasoned):
    """Until when it rests: a day, or an amount or a count of its cause; exactly one of them."""

    until: Annotated[date | None, Field(strict=False)] = None
    amount: AmountSent | None = None
    count: Annotated[int | None, Field(gt=0, lt=10**9)] = None

    @model_validator(mode="after")
    def _has_one_end(self) -> Self:
        if sum(one is not None for one in (self.until, self.amount, self.count)) != 1:
            raise ValueError("give one of until, amount and count")
        return self

    def act(self) -> Snooze:
        """Return the act."""
        amount = self.amount
        money = Money(amount.minor, Currency(amount.currency)) if amount else None
        until = Until(day=self.until, amount=money, count=self.count)
        return Snooze(until, words.said(self.reason, of="the reason"))


class Outside(Reasoned):
    """The record in NetSuite that stands for the deal: its type and internal id."""

    record: Annotated[str, Field(max_length=60, examples=["salesOrder:1234"])]
