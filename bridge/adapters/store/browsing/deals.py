"""The list of deals: the ones that were judged last come first."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select, tuple_

from bridge.adapters.store.browsing.pages import Page, Reach, time_of
from bridge.adapters.store.browsing.texts import contains
from bridge.adapters.store.deals import KnownDeal, known
from bridge.adapters.store.ledger_rows import halves, summed
from bridge.adapters.store.tables import DealRow
from bridge.ledger.judgement import DealState
from bridge.model.money import Currency, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class DealFilter:
    """Which deals are wanted; what is not said is no matter."""

    state: DealState | None = None
    currency: str | None = None
    model: str | None = None
    #: Is found in its name, its id, its contract or the name of its customer.
    text: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many deals there are of a state, and what they booked by currency."""

    state: DealState
    count: int
    booked: tuple[Money, ...]


class DealList:
    """Leafs through the deals, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, wanted: DealFilter, reach: Reach) -> Page[KnownDeal]:
        """Return a part of the deals that are wanted."""
        query = select(DealRow).where(*_where(wanted))
        keys = reach.keys(str, str)
        if keys is not None:
            place = tuple_(col(DealRow.updated_at), col(DealRow.id))
            query = query.where(place < (time_of(keys[0]), keys[1]))
        ordered = query.order_by(col(DealRow.updated_at).desc(), col(DealRow.id).desc())
        rows = self._session.exec(ordered.limit(reach.limit + 1)).all()
        return reach.page(rows, known, lambda row: (row.updated_at.isoformat(), row.id))

    def counted(self, wanted: DealFilter) -> tuple[Counted, ...]:
        """Count the deals that are wanted and add up what they booked, by state."""
        keys = (col(DealRow.state), col(DealRow.currency))
        query = columns(*keys, func.count(), *halves(col(DealRow.minor))).where(*_where(wanted))
        counts: dict[DealState, int] = {}
        booked: dict[DealState, list[Money]] = {}
        rows = self._session.connection().execute(query.group_by(*keys).order_by(*keys))
        for name, code, count, high, low in rows:
            state = DealState(name)
            counts[state] = counts.get(state, 0) + int(count)
            booked.setdefault(state, []).append(summed(high, low, Currency(code)))
        return tuple(Counted(state, counts[state], tuple(booked[state])) for state in counts)

    def currencies(self) -> tuple[str, ...]:
        """Return the currencies of deals, which are those of their documents and schedules, too."""
        query = columns(col(DealRow.currency)).distinct().order_by(col(DealRow.currency))
        return tuple(code for (code,) in self._session.connection().execute(query))


def _where(wanted: DealFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        found.append(col(DealRow.state) == wanted.state)
    if wanted.currency:
        found.append(col(DealRow.currency) == wanted.currency)
    if wanted.model:
        found.append(col(DealRow.model) == wanted.model)
    if wanted.text.strip():
        places = (DealRow.name, DealRow.account_name, DealRow.id, DealRow.contract)
        found.append(or_(*(contains(col(place), wanted.text.strip()) for place in places)))
    return found
