"""What people did about exceptions: written into the ledger, and kept beside it for lists."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from bridge.adapters.store.ledger_rows import LedgerRows
from bridge.adapters.store.notes import NoteRows
from bridge.adapters.store.people.accounts import AccountRows
from bridge.adapters.store.queue import objecting
from bridge.adapters.store.queue.tables import CaseRow, LifeRow
from bridge.adapters.store.tables import DealRow, DocumentRow
from bridge.adapters.store.write_backs import WriteBackRows
from bridge.errors import ActedMeanwhile, Misconfigured
from bridge.ledger.chain import Finding
from bridge.model.calendar import Clock
from bridge.model.ids import DealId, Digest, canonical
from bridge.people.acting import needed
from bridge.people.roles import Permission
from bridge.queue import story
from bridge.queue.acts import Act, Assign, Bounce, Send, Snooze, Undo
from bridge.queue.deciding import Confirm, Propose, Settle
from bridge.queue.decision import Basis, Decision, Outcome, Proposal
from bridge.queue.life import CaseState, Life, Until, WaitsFor
from bridge.queue.story import Done

#: What may begin or end a task of sales.
_OF_TASKS = (Send, Bounce, Undo)


@dataclass(frozen=True, slots=True)
class Lived:
    """What an exception has come to, and after how many acts."""

    life: Life
    acts: int
    #: Who would answer for it again, now that an act was taken back, and cannot sign in any more.
    absent: str | None = field(default=None, compare=False)


UNTOUCHED = Lived(Life(), 0)


class LifeRows:
    """Acts about exceptions, within one transaction."""

    def __init__(
        self,
        session: Session,
        clock: Clock,
        ledger: LedgerRows,
        notes: NoteRows,
        accounts: AccountRows,
    ) -> None:
        self._session = session
        self._accounts = accounts
        self._clock = clock
        self._ledger = ledger
        self._notes = notes
        self._write_backs = WriteBackRows(session, ledger)

    def act(self, number: int, act: Act, *, seen: int | None = None) -> Lived:
        """
        Do something about an exception; `seen` is how many acts its doer has seen.

        Raises Misconfigured if there is no such exception, it is resolved, the act is not
        possible, or it is given to somebody who cannot sign in; ActedMeanwhile if somebody acted
        since; NotPermitted for who may not do it.
        """
        case = self._case(number)
        before = self.of([number]).get(number, UNTOUCHED)
        self._accounts.permit(needed(act, before.life, self._ledger.actor))
        if seen is not None and seen != before.acts:
            raise self._meanwhile(case, seen)
        if isinstance(act, Assign) and act.to is not None:
            act = Assign(self._accounts.chosen(act.to))
        objection = (
            objecting.afterwards(case, act)
            or act.objection(before.life, self._clock().date())
            or objecting.pushes_aside(before.life, act, self._ledger.actor)
            or objecting.of_another_currency(case, act)
            or self._settles(case, before.life, act)
        )
        if objection is not None:
            raise Misconfigured(
                objection,
                where=f"exception {number}",
                act=f"see `bridge exceptions show {number}`",
            )
        return self._write(case, act)

    def undo(self, number: int, by: str, *, seen: int | None = None) -> Lived:
        """
        Take back what a person did last about an exception; `seen` as of `act`.

        It is given back to nobody who cannot sign in by now: then nobody answers for it, and who
        would is `absent`. Raises Misconfigured if he cannot; ActedMeanwhile if anybody acted since.
        """
        self._accounts.permit(Permission.TRIAGE)
        case = self._case(number)
        if seen is not None and seen != self.of([number]).get(number, UNTOUCHED).acts:
            raise self._meanwhile(case, seen)
        before = self.of([number]).get(number, UNTOUCHED).life.assignee
        undone = self._write(case, story.to_undo(self.story(number), by, self._clock()))
        again = undone.life.assignee
        if again is None or again == before or self._accounts.may_be_given(again):
            return undone
        return replace(self._write(case, Assign(None)), absent=again)

    def story(self, number: int) -> tuple[Done, ...]:
        """Return all that was done about an exception, in order."""
        deal = DealId(self._case(number).deal)
        return story.read(self._ledger.entries(deal=deal), number)

    def of(self, numbers: Sequence[int]) -> dict[int, Lived]:
        """Return what exceptions have come to; those about which nothing was done are left out."""
        query = select(LifeRow).where(col(LifeRow.exception).in_(numbers))
        return {row.exception: lived(row) for row in self._session.exec(query)}

    def all(self) -> dict[int, Lived]:
        """Return what every exception has come to about which something was done."""
        return {row.exception: lived(row) for row in self._session.exec(select(LifeRow))}

    def findings(self) -> Iterator[Finding]:
        """Yield where what is kept of an exception is not what the ledger tells."""
        for number, kept in sorted(self.all().items()):
            told = self.story(number)
            if kept != Lived(story.lived(told), len(told)):
                yield Finding("BOOKS", f"exception {number} is not as the ledger tells it")

    def basis(self, number: int) -> Basis:
        """Return the deal of an exception as something is decided about it."""
        return _basis(self._session.get_one(DealRow, self._case(number).deal))

    def decisions_of(self, deal: DealId) -> tuple[tuple[int, Decision], ...]:
        """Return the decisions that stand for a deal with their exceptions, the last one first."""
        query = (
            select(LifeRow)
            .join(CaseRow, col(CaseRow.id) == col(LifeRow.exception))
            .where(CaseRow.deal == deal, col(LifeRow.decision).is_not(None))
            .order_by(col(LifeRow.exception).desc())
        )
        held = ((row.exception, lived(row).life.decision) for row in self._session.exec(query))
        return tuple((number, decision) for number, decision in held if decision is not None)

    def decisions(self) -> Iterator[tuple[DealId, Decision]]:
        """Yield every decision that stands with the deal that it is about, the last one first."""
        query = (
            select(LifeRow, CaseRow.deal)
            .join(CaseRow, col(CaseRow.id) == col(LifeRow.exception))
            .where(col(LifeRow.decision).is_not(None))
            .order_by(col(LifeRow.exception).desc())
        )
        for row, deal in self._session.exec(query):
            decision = lived(row).life.decision
            if decision is not None:
                yield DealId(deal), decision

    def _write(self, case: CaseRow, act: Act) -> Lived:
        number, deal = case.id or 0, DealId(case.deal)
        before = self.of([number]).get(number, UNTOUCHED)
        self._ledger.append(story.entry(deal, number, act))
        told = self.story(number)
        after = Lived(story.lived(told), len(told))
        self._session.merge(_row(number, after))
        if case.closed_at is None:
            case.state = after.life.state
        self._session.flush()
        if after.life.decision != before.life.decision:
            self._notes.add([deal])
        if isinstance(act, _OF_TASKS):
            self._write_backs.refresh(deal)
        return after

    def _settles(self, case: CaseRow, life: Life, act: Act) -> str | None:
        """Object to what would settle another deal than was looked at, or one record twice."""
        match act:
            case Propose(proposal=proposal) | Settle(proposal=proposal):
                pass
            case Confirm() if life.proposed is not None:
                proposal = life.proposed
            case _:
                return None
        if proposal.basis != _basis(self._session.get_one(DealRow, case.deal)):
            return "the deal was judged again since this was proposed: decline it, and propose anew"
        own = proposal.outcome is Outcome.GIVEN_BACK  # its own order, which people ended
        return self._stands_for(case, proposal.record, own=own) if proposal.record else None

    def _stands_for(self, case: CaseRow, record: str, *, own: bool) -> str | None:
        """Say what a record in NetSuite stands for already; `own` of the deal itself are none."""
        held = select(LifeRow).where(
            LifeRow.exception != case.id,
            or_(col(LifeRow.proposed).is_not(None), col(LifeRow.decision).is_not(None)),
        )
        for row in self._session.exec(held):
            life = lived(row).life
            settled = life.decision.proposal if life.decision else life.proposed
            if settled is not None and settled.record == record:
                return f"{record} stands for exception {row.exception} already"
        ours = select(DocumentRow).where(DocumentRow.internal_id == record.rpartition(":")[2])
        if own:
            ours = ours.where(DocumentRow.deal != case.deal)
        found = self._session.exec(ours).first()
        return f"{record} is {found.external_id}, which the bridge sent" if found else None

    def _case(self, number: int) -> CaseRow:
        row = self._session.get(CaseRow, number)
        if row is None:
            raise unknown(number)
        return row

    def _meanwhile(self, case: CaseRow, seen: int) -> ActedMeanwhile:
        since = self.story(case.id or 0)[seen:]
        did = ", then ".join(f"{one.by}: {one.act.name}" for one in since) or "an act is gone"
        return ActedMeanwhile(
            f"somebody acted since you looked at it ({did})",
            where=f"exception {case.id}",
            act="look at it again, and decide then",
        )


def unknown(number: int) -> Misconfigured:
    """Return what is said of a number that no exception has."""
    return Misconfigured(
        "there is no such exception",
        where=f"exception {number}",
        act="look for it in `bridge exceptions list --all`",
    )


def _row(number: int, lived: Lived) -> LifeRow:
    life = lived.life
    return LifeRow(
        exception=number,
        state=life.state,
        waits_for=life.waits_for,
        rests=canonical(Snooze(life.rests, "").form()).decode() if life.rests else None,
        assignee=life.assignee,
        tags=canonical(sorted(life.tags)).decode(),
        escalated=life.escalated,
        proposed=canonical(life.proposed.form()).decode() if life.proposed else None,
        decision=canonical(life.decision.form()).decode() if life.decision else None,
        acts=lived.acts,
    )


def _basis(deal: DealRow) -> Basis:
    dossier = Digest(deal.dossier) if deal.dossier else None
    return Basis(deal=Digest(deal.digest), dossier=dossier)


def lived(row: LifeRow) -> Lived:
    """Return a row as the value that people and clocks go by."""
    life = Life(
        state=CaseState(row.state),
        waits_for=WaitsFor(row.waits_for) if row.waits_for else None,
        rests=_until(row.rests),
        assignee=row.assignee,
        tags=frozenset(json.loads(row.tags, parse_float=Decimal)),
        escalated=row.escalated,
        proposed=Proposal.parse(_read(row.proposed)) if row.proposed else None,
        decision=Decision.parse(_read(row.decision)) if row.decision else None,
    )
    return Lived(life, row.acts)


def _read(content: str) -> dict[str, Any]:
    form: dict[str, Any] = json.loads(content, parse_float=Decimal)
    return form


def _until(content: str | None) -> Until | None:
    if content is None:
        return None
    return Snooze.parse(_read(content)).until
