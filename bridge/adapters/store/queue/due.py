"""What of the exception queue may be due: asked for in SQL, so that the rest is not even read."""

import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from bridge.adapters.store.ledger_rows import halves, summed
from bridge.adapters.store.queue.lives import lived
from bridge.adapters.store.queue.tables import CaseRow, LifeRow
from bridge.adapters.store.tables import WriteBackRow
from bridge.model.ids import DealId, Digest
from bridge.model.money import Currency
from bridge.queue.decision import Decision, Outcome
from bridge.queue.life import CaseState, Life, WaitsFor, Weight

#: How the life of what was overridden tells it, as canonical JSON is written.
_OVERRIDE = f'"outcome":"{Outcome.OVERRIDE.value}"'


class DueRows:
    """Questions of time about open exceptions, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def resting(self) -> tuple[tuple[int, Digest, Life], ...]:
        """Return what was put off: number, fingerprint of the cause and life, by number."""
        query = (
            select(LifeRow, CaseRow.fingerprint)
            .join(CaseRow, col(CaseRow.id) == col(LifeRow.exception))
            .where(col(LifeRow.rests).is_not(None), col(CaseRow.closed_at).is_(None))
            .order_by(col(LifeRow.exception))
        )
        return tuple(
            (row.exception, Digest(fingerprint), lived(row).life)
            for row, fingerprint in self._session.exec(query)
        )

    def weights(self, fingerprints: Iterable[Digest]) -> dict[Digest, Weight]:
        """Return how many open exceptions have each of these causes, and their signed sums."""
        keys = (col(CaseRow.fingerprint), col(CaseRow.currency))
        sums = (func.count(), *halves(col(CaseRow.minor)))
        query = (
            columns(*keys, *sums)
            .where(
                col(CaseRow.closed_at).is_(None),
                col(CaseRow.fingerprint).in_(sorted(set(fingerprints))),
            )
            .group_by(*keys)
        )
        found: dict[Digest, Weight] = {}
        for fingerprint, code, count, high, low in self._session.connection().execute(query):
            known = found.get(Digest(fingerprint), Weight(0, {}))
            money = summed(high, low, Currency(code))
            found[Digest(fingerprint)] = Weight(
                known.count + count, {**known.amounts, money.currency: money}
            )
        return found

    def unanswered(self, opened_before: datetime) -> tuple[tuple[int, datetime, int], ...]:
        """
        Return what is open since before a time and was not escalated since it was taken up last.

        Each with its number, when it was opened, and how many acts were done about it.
        """
        query = (
            select(CaseRow.id, CaseRow.opened_at, LifeRow.acts)
            .outerjoin(LifeRow, col(LifeRow.exception) == col(CaseRow.id))
            .where(
                col(CaseRow.closed_at).is_(None),
                col(CaseRow.opened_at) < opened_before,
                or_(
                    col(LifeRow.exception).is_(None),
                    (col(LifeRow.state) == CaseState.OPEN) & ~col(LifeRow.escalated),
                ),
            )
            .order_by(col(CaseRow.id))
        )
        return tuple(
            (number or 0, opened_at, acts or 0)
            for number, opened_at, acts in self._session.exec(query)
        )

    def overrides(self) -> tuple[tuple[int, Decision], ...]:
        """Return the overrides that were not ended yet, with the numbers of their exceptions."""
        query = (
            select(LifeRow)
            .where(col(LifeRow.decision).contains(_OVERRIDE))
            .order_by(col(LifeRow.exception))
        )
        held = ((row.exception, lived(row).life.decision) for row in self._session.exec(query))
        return tuple((number, decision) for number, decision in held if decision is not None)

    def of_sales(self) -> tuple[tuple[int, DealId, int | None], ...]:
        """
        Return the exceptions that wait for sales and have a task, by number.

        Each with its deal, and with what tells the last task of it from the first (`again`).
        """
        query = (
            select(CaseRow.id, CaseRow.deal, WriteBackRow.desired)
            .join(LifeRow, col(LifeRow.exception) == col(CaseRow.id))
            .join(WriteBackRow, col(WriteBackRow.deal) == col(CaseRow.deal))
            .where(
                col(CaseRow.closed_at).is_(None), col(LifeRow.waits_for) == WaitsFor.ORIGIN.value
            )
            .order_by(col(CaseRow.id))
        )
        found: list[tuple[int, DealId, int | None]] = []
        for number, deal, desired in self._session.exec(query):
            tasks = json.loads(desired, parse_float=Decimal).get("tasks", ())
            last = [one for one in tasks if one["number"] == number][-1:]
            found += [(number or 0, DealId(deal), one.get("again")) for one in last if one["open"]]
        return tuple(found)

    def for_rules(self) -> frozenset[int]:
        """Return the exceptions that wait for rules."""
        query = (
            select(LifeRow.exception)
            .join(CaseRow, col(CaseRow.id) == col(LifeRow.exception))
            .where(col(CaseRow.closed_at).is_(None), LifeRow.waits_for == WaitsFor.RULE.value)
        )
        return frozenset(self._session.exec(query))

    def is_flagged_by(self, code: str) -> bool:
        """Say whether an open exception has a code among its reasons."""
        query = select(CaseRow.id).where(
            col(CaseRow.closed_at).is_(None), col(CaseRow.flags).contains(f'"code":"{code}"')
        )
        return self._session.exec(query.limit(1)).first() is not None
