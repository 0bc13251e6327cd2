"""The list of proposed journals, by their day."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select, tuple_
from sqlmodel.sql.expression import SelectOfScalar

from bridge.adapters.store.browsing.pages import Page, Reach, day_named
from bridge.adapters.store.browsing.texts import contains
from bridge.adapters.store.tables import DealRow, DocumentRow
from bridge.model.document import PROPOSED, State
from bridge.model.ids import DealId, ExternalId
from bridge.model.money import Currency


class Posted(StrEnum):
    """Whether a person posted a journal."""

    DUE = "due"  #: it is proposed, and nobody said that it is posted
    POSTED = "posted"


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFilter:
    """Which journals are wanted; what is not said is no matter."""

    standing: Posted | None = None
    currency: str | None = None
    since: date | None = None  #: dated on that day or later
    before: date | None = None  #: dated earlier
    #: Is found in its name, its id in NetSuite, its deal or the name of its customer.
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedJournal:
    """A proposed journal, and the deal whose credits it draws."""

    external_id: ExternalId
    deal: DealId
    deal_name: str
    account_name: str
    dated: date
    state: State
    currency: Currency
    body: bytes  #: as a person posts it
    internal_id: str | None  #: of the journal in NetSuite, once a person posted it
    #: What it draws, as `document_notation.line` writes it.
    lines: tuple[Mapping[str, Any], ...]


class JournalList:
    """Leafs through the proposed journals, within one transaction; superseded ones are none."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, wanted: JournalFilter, reach: Reach) -> Page[ListedJournal]:
        """Return a part of the journals that are wanted, the earliest day first."""
        query = select(DocumentRow, DealRow).join(DealRow, _ITS_DEAL).where(*_where(wanted))
        keys = reach.keys(str, str)
        if keys is not None:
            query = query.where(tuple_(*_ORDER) > (day_named(keys[0]), keys[1]))
        rows = self._session.exec(query.order_by(*_ORDER).limit(reach.limit + 1)).all()
        return reach.page(
            rows,
            lambda row: _listed(*row),
            lambda row: (row[0].dated.isoformat(), row[0].external_id),
        )

    def all(self) -> Iterator[ListedJournal]:
        """Yield every journal, the earliest day first."""
        query = select(DocumentRow, DealRow).join(DealRow, _ITS_DEAL).where(*_where(_ANY))
        for row, deal in self._session.exec(query.order_by(*_ORDER)):
            yield _listed(row, deal)

    def counts(self, wanted: JournalFilter) -> dict[Posted, int]:
        """Count the journals that are wanted, by whether a person posted them."""
        found = {}
        for standing in Posted:
            query: SelectOfScalar[int] = select(func.count()).select_from(DocumentRow)
            query = query.join(DealRow, _ITS_DEAL).where(*_where(wanted), _stands(standing))
            found[standing] = self._session.exec(query).one()
        return found

    def one(self, name: str) -> ListedJournal | None:
        """Return a journal by its external id; None if there is none."""
        query = select(DocumentRow, DealRow).join(DealRow, _ITS_DEAL)
        query = query.where(*_where(_ANY), DocumentRow.external_id == name)
        row = self._session.exec(query).first()
        return _listed(*row) if row else None


_ANY = JournalFilter()
_ORDER = (col(DocumentRow.dated), col(DocumentRow.external_id))
_ITS_DEAL = col(DealRow.id) == col(DocumentRow.deal)


def _where(wanted: JournalFilter) -> list[ColumnElement[bool]]:
    found = [
        col(DocumentRow.kind).in_(PROPOSED),
        col(DocumentRow.state) != State.SUPERSEDED,
    ]
    if wanted.standing is not None:
        found.append(_stands(wanted.standing))
    if wanted.currency:
        found.append(col(DealRow.currency) == wanted.currency)
    if wanted.since is not None:
        found.append(col(DocumentRow.dated) >= wanted.since)
    if wanted.before is not None:
        found.append(col(DocumentRow.dated) < wanted.before)
    if typed := wanted.text.strip():
        places = (DocumentRow.external_id, DealRow.name, DealRow.account_name, DealRow.id)
        named = (contains(col(place), typed) for place in places)
        found.append(or_(*named, col(DocumentRow.internal_id) == typed))
    return found


def _stands(standing: Posted) -> ColumnElement[bool]:
    is_due: ColumnElement[bool] = col(DocumentRow.state) == State.PREPARED
    return is_due if standing is Posted.DUE else ~is_due


def _listed(row: DocumentRow, deal: DealRow) -> ListedJournal:
    return ListedJournal(
        external_id=ExternalId(row.external_id),
        deal=DealId(deal.id),
        deal_name=deal.name,
        account_name=deal.account_name,
        dated=row.dated,
        state=State(row.state),
        currency=Currency(deal.currency),
        body=row.body,
        internal_id=row.internal_id,
        lines=tuple(json.loads(row.lines, parse_float=Decimal)),
    )
