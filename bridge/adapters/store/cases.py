"""Exceptions: what is open on a deal, and the queue that people work on."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from bridge.adapters.store.queue.lives import UNTOUCHED, LifeRows, Lived, unknown
from bridge.adapters.store.queue.tables import CaseRow
from bridge.adapters.store.tables import DealRow
from bridge.ledger.judgement import Excluded, Judgement, OpenCase, Translated
from bridge.ledger.moves import flag_content
from bridge.model.calendar import Clock
from bridge.model.flags import Flag
from bridge.model.ids import DealId, Digest, ExternalId, canonical
from bridge.model.money import Currency, Money
from bridge.queue.acts import Reopen
from bridge.queue.cause import Cause, cause_of
from bridge.queue.decision import Outcome
from bridge.queue.life import CaseState, ResolvedBy

_DECISIONS = frozenset(one.rule for one in Outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionCase:
    """An item of the exception queue."""

    id: int
    deal: DealId
    deal_name: str
    account_name: str
    document: ExternalId | None  #: None where the deal itself is flagged
    code: str
    amount: Money
    flags: tuple[Flag, ...]
    opened_at: datetime
    closed_at: datetime | None  #: None while it is open
    fingerprint: Digest  #: of its cause, by which it is found beside others
    lived: Lived  #: what people did about it, and what that came to
    returned: int | None  #: the exception that was resolved, and came back as this one
    resolved_by: ResolvedBy | None  #: None while it is open

    @property
    def cause(self) -> Cause:
        """What it has in common with others; made of its sentence whenever it is asked for."""
        return cause_of(self.flags)

    @property
    def state(self) -> CaseState:
        """Where it stands."""
        return self.lived.life.state if self.closed_at is None else CaseState.RESOLVED


class CaseRows:
    """The exception queue, within one transaction."""

    def __init__(self, session: Session, clock: Clock, lives: LifeRows) -> None:
        self._session = session
        self._clock = clock
        self._lives = lives

    def open_of(self, deal: DealId) -> tuple[OpenCase, ...]:
        """Return what is open on a deal."""
        return tuple(open_case(row) for row in self._open_rows(deal))

    def keep_open(
        self, deal: DealId, cases: Iterable[OpenCase], by: ResolvedBy = ResolvedBy.OTHER
    ) -> None:
        """
        Make these the open exceptions of a deal; `by` is what resolves the others.

        One that stays open under its code, currency and document keeps its number and its age. If
        it waited for somebody and its reasons are others now, it is to be worked on again.
        """
        open_rows = {(row.document, row.code, row.currency): row for row in self._open_rows(deal)}
        answered: list[CaseRow] = []
        for case in cases:
            key = (case.document, case.code, case.amount.currency.code)
            row = open_rows.pop(key, None) or self._opened(deal, case)
            flags = canonical([flag_content(flag) for flag in case.flags]).decode()
            if row.id is not None and (row.minor, row.flags) != (case.amount.minor, flags):
                answered.append(row)
            row.minor, row.flags = case.amount.minor, flags
            row.fingerprint = cause_of(case.flags).fingerprint
            self._session.add(row)
        for row in open_rows.values():
            row.closed_at, row.resolved_by = self._clock(), by
            row.state = CaseState.RESOLVED
            self._session.add(row)
        self._session.flush()
        self._take_up_again(answered)

    def _take_up_again(self, answered: Iterable[CaseRow]) -> None:
        numbers = [row.id or 0 for row in answered]
        for number, lived in self._lives.of(numbers).items():
            if lived.life.state is CaseState.WAITING:
                self._lives.act(number, Reopen("the deal was judged again, and its reasons differ"))

    def all(self, *, open_only: bool = True) -> tuple[ExceptionCase, ...]:
        """Return the queue, oldest first."""
        query = select(CaseRow, DealRow).join(DealRow, col(DealRow.id) == col(CaseRow.deal))
        if open_only:
            query = query.where(col(CaseRow.closed_at).is_(None))
        rows = self._session.exec(query.order_by(col(CaseRow.opened_at), col(CaseRow.id)))
        lives = self._lives.all()
        return tuple(case_of(case, deal, lives.get(case.id or 0, UNTOUCHED)) for case, deal in rows)

    def one(self, number: int) -> ExceptionCase | None:
        """Return an exception, open or closed, by its number."""
        case = self._session.get(CaseRow, number)
        deal = self._session.get(DealRow, case.deal) if case else None
        if case is None or deal is None:
            return None
        return case_of(case, deal, self._lives.of([number]).get(number, UNTOUCHED))

    def known(self, number: int) -> ExceptionCase:
        """Return an exception, open or closed; Misconfigured if there is none of that number."""
        found = self.one(number)
        if found is None:
            raise unknown(number)
        return found

    def _open_rows(self, deal: DealId) -> list[CaseRow]:
        query = select(CaseRow).where(CaseRow.deal == deal, col(CaseRow.closed_at).is_(None))
        return list(self._session.exec(query.order_by(col(CaseRow.id))))

    def _resolved_before(self, deal: DealId, case: OpenCase) -> int | None:
        """Return the last exception of the deal that was resolved and is this one again."""
        query = select(CaseRow.id).where(
            CaseRow.deal == deal,
            CaseRow.document == case.document,
            CaseRow.code == case.code,
            CaseRow.currency == case.amount.currency.code,
        )
        return self._session.exec(query.order_by(col(CaseRow.id).desc())).first()

    def _opened(self, deal: DealId, case: OpenCase) -> CaseRow:
        return CaseRow(
            fingerprint="",
            returned=self._resolved_before(deal, case),
            resolved_by=None,
            deal=deal,
            document=case.document,
            code=case.code,
            currency=case.amount.currency.code,
            minor=case.amount.minor,
            flags="[]",
            state=CaseState.OPEN,
            opened_at=self._clock(),
            closed_at=None,
        )


def open_case(row: CaseRow) -> OpenCase:
    """Return a row as the value that decisions are made on."""
    return OpenCase(
        code=row.code,
        amount=Money(row.minor, Currency(row.currency)),
        flags=_flags(row.flags),
        document=ExternalId(row.document) if row.document else None,
    )


def case_of(case: CaseRow, deal: DealRow, lived: Lived) -> ExceptionCase:
    """Return a row, with its deal and what was done about it, as an item of the queue."""
    opened = open_case(case)
    return ExceptionCase(
        id=case.id or 0,
        deal=DealId(case.deal),
        deal_name=deal.name,
        account_name=deal.account_name,
        document=opened.document,
        code=opened.code,
        amount=opened.amount,
        flags=opened.flags,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        fingerprint=Digest(case.fingerprint),
        lived=lived,
        returned=case.returned,
        resolved_by=ResolvedBy(case.resolved_by) if case.resolved_by else None,
    )


def _flags(content: str) -> tuple[Flag, ...]:
    return tuple(
        Flag(
            one["code"],
            one["says"],
            tuple(one["evidence"]),
            Money.parse(one["amount"], Currency(one["currency"])),
            one.get("nearest"),  # exceptions that were opened before flags said it have none
        )
        for one in json.loads(content, parse_float=Decimal)
    )


def resolved_by(row: DealRow | None, judged: Judgement) -> ResolvedBy:
    """Return what is other than at the last judgement, the nearest to a person first."""
    if isinstance(judged, Excluded) and judged.rule in _DECISIONS:
        return ResolvedBy.DECISION
    if isinstance(judged, Translated) and judged.basis.overrides:
        return ResolvedBy.OVERRIDE
    if row is None or row.digest != judged.deal.digest:
        return ResolvedBy.DEAL
    if row.rulebook != judged.basis.rulebook:
        return ResolvedBy.RULES
    return ResolvedBy.OTHER
