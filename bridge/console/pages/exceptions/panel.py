"""One exception as it is shown: why, how much, since when, what it touches, what was done."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Transaction
from bridge.console.pages.exceptions.asked import PATH, Asked
from bridge.console.pages.exceptions.impact import Impact, impact
from bridge.console.pages.exceptions.outcomes.gaps import Gaps
from bridge.console.pages.exceptions.rows import Row, row
from bridge.console.pages.exceptions.telling import Told, told
from bridge.console.problems import Problem
from bridge.console.visits import Visit
from bridge.model.flags import Flag
from bridge.model.money import Money
from bridge.model.reasons.catalogue import CATALOGUE
from bridge.model.reasons.reason import Reason
from bridge.people.roles import Permission
from bridge.queue.deadline import due_on
from bridge.queue.decision import Decision, Proposal
from bridge.queue.life import CaseState


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a person typed into the form of an act that was not done: it is shown again."""

    act: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    def of(self, act: str, name: str) -> str:
        """Return what was typed into a field of the form of an act."""
        return self.fields.get(name, "") if act == self.act else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """An exception, and what its reader may do about it."""

    asked: Asked
    row: Row
    deal: str
    document: str | None
    flags: tuple[Flag, ...]
    reason: Reason | None  #: None for a code of the rules' own making
    similar: int  #: others that are open for the same cause
    similar_url: str
    similar_amounts: tuple[Money, ...]
    impact: Impact
    due: date | None  #: by when somebody should answer; None where nothing is due
    tags: tuple[str, ...]
    returned: int | None
    proposed: Proposal | None
    decision: Decision | None
    history: tuple[Told, ...]
    names: tuple[str, ...]  #: whom a comment can mention
    acts: int  #: how many acts the reader sees: who acts on more recent ones is told
    gaps: Gaps  #: what the rules leave open
    may_triage: bool
    may_suggest: bool
    may_decide: bool
    may_run: bool
    me: str
    now: datetime
    typed: Typed
    problem: Problem | None

    @property
    def is_resolved(self) -> bool:
        """Whether it is done with; comments and tags are possible still."""
        return self.row.state is CaseState.RESOLVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Why the panel is shown again instead of an act being done."""

    typed: Typed = field(default_factory=Typed)
    problem: Problem | None = None
    seen: int | None = None  #: how many acts the person had seen
    gaps: Gaps = field(default_factory=Gaps)


def panel(
    visit: Visit, view: Transaction, case: ExceptionCase, asked: Asked, again: Again
) -> Panel:
    """Return an exception as it stands."""
    names = view.people.accounts.names()
    queue, now = view.lists.exceptions, visit.console.clock()
    life, reader = case.lived.life, visit.reader
    alike = Asked(cause=case.fingerprint)
    count = queue.counts(alike.filter)[CaseState.OPEN]
    days = visit.console.settings.sync.overdue_after_days
    is_due = days and case.state is CaseState.OPEN
    return Panel(
        asked=asked,
        row=row(case, asked),
        deal=case.deal,
        document=case.document,
        flags=case.flags,
        reason=CATALOGUE.get(case.code),
        similar=count - (case.state is CaseState.OPEN),
        similar_url=PATH + alike.query(),
        similar_amounts=queue.amounts(alike.filter),
        impact=impact(view, case.deal, visit.console.edition().rulebook, now.date()),
        due=due_on(case.opened_at.date(), days) if is_due else None,
        tags=tuple(sorted(life.tags)),
        returned=case.returned,
        proposed=life.proposed,
        decision=life.decision,
        history=told(view.lives.story(case.id), again.seen, names),
        names=names,
        acts=case.lived.acts,
        gaps=again.gaps,
        may_suggest=reader.may(Permission.SUGGEST_RULES),
        may_triage=reader.may(Permission.TRIAGE),
        may_decide=reader.may(Permission.DECIDE),
        may_run=reader.may(Permission.RUN),
        me=reader.name,
        now=now,
        typed=again.typed,
        problem=again.problem,
    )
