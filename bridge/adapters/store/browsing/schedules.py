"""The list of predicted schedules: line by line, with the amount of each period."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select, tuple_

from bridge.adapters.store.browsing.pages import Page, Reach
from bridge.adapters.store.browsing.texts import contains
from bridge.adapters.store.tables import DealRow, DocumentRow, ScheduleRow
from bridge.model.document import Kind, State
from bridge.model.ids import ContractId, DealId, ExternalId
from bridge.model.money import Currency, Money

#: Rows of one round trip while everything is added up.
_BATCH = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleFilter:
    """Which schedules are wanted; what is not said is no matter."""

    currency: str | None = None
    contract: str | None = None
    method: str | None = None
    line: tuple[ExternalId, int] | None = None  #: of one document, by its key
    #: Is found in the name of the deal or of its customer, or in the name of the document.
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedLine:
    """The predicted schedule of a document line, and whose it is."""

    deal: DealId
    deal_name: str
    account_name: str
    contract: ContractId
    document: ExternalId
    kind: Kind
    state: State
    internal_id: str | None  #: of the document in NetSuite
    line: int
    method: str
    total: Money
    periods: Mapping[str, Money]  #: by the name of the period, in no order


class ScheduleList:
    """Leafs through the predicted schedules, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, wanted: ScheduleFilter, reach: Reach) -> Page[PredictedLine]:
        """Return a part of the schedules that are wanted, by contract, document and line."""
        order = (
            col(DocumentRow.contract),
            col(ScheduleRow.external_id),
            col(ScheduleRow.line),
        )
        query = (
            select(ScheduleRow, DocumentRow, DealRow)
            .join(DocumentRow, col(DocumentRow.external_id) == col(ScheduleRow.external_id))
            .join(DealRow, col(DealRow.id) == col(DocumentRow.deal))
            .where(*_where(wanted))
        )
        keys = reach.keys(str, str, int)
        if keys is not None:
            query = query.where(tuple_(*order) > keys)
        rows = self._session.exec(query.order_by(*order).limit(reach.limit + 1)).all()
        return reach.page(
            rows,
            lambda row: _line(*row),
            lambda row: (row[1].contract, row[0].external_id, row[0].line),
        )

    def lines(self, wanted: ScheduleFilter) -> Iterator[PredictedLine]:
        """Yield all schedules that are wanted, in no order."""
        query = (
            select(ScheduleRow, DocumentRow, DealRow)
            .join(DocumentRow, col(DocumentRow.external_id) == col(ScheduleRow.external_id))
            .join(DealRow, col(DealRow.id) == col(DocumentRow.deal))
            .where(*_where(wanted))
        )
        for row in self._session.exec(query).yield_per(_BATCH):
            yield _line(*row)

    def totals(self, wanted: ScheduleFilter) -> dict[Currency, dict[str, Money]]:
        """Add up the schedules that are wanted, by currency and period."""
        sums: dict[Currency, dict[str, Money]] = {}
        for currency, periods in self._amounts(wanted):
            held = sums.setdefault(currency, {})
            for period, money in periods.items():
                held[period] = held.get(period, Money(0, currency)) + money
        return sums

    def _amounts(self, wanted: ScheduleFilter) -> Iterator[tuple[Currency, Mapping[str, Money]]]:
        query = (
            select(ScheduleRow.currency, ScheduleRow.periods)
            .join(DocumentRow, col(DocumentRow.external_id) == col(ScheduleRow.external_id))
            .join(DealRow, col(DealRow.id) == col(DocumentRow.deal))
            .where(*_where(wanted))
        )
        for code, periods in self._session.exec(query).yield_per(_BATCH):
            currency = Currency(code)
            yield currency, _periods(periods, currency)


def _where(wanted: ScheduleFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [col(DocumentRow.state) != State.SUPERSEDED]
    if wanted.currency:
        found.append(col(ScheduleRow.currency) == wanted.currency)
    if wanted.contract:
        found.append(col(DocumentRow.contract) == wanted.contract)
    if wanted.line:
        found.append(col(ScheduleRow.external_id) == wanted.line[0])
        found.append(col(ScheduleRow.line) == wanted.line[1])
    if wanted.method:
        found.append(col(ScheduleRow.method) == wanted.method)
    if wanted.text.strip():
        places = (DealRow.name, DealRow.account_name, ScheduleRow.external_id)
        found.append(or_(*(contains(col(place), wanted.text.strip()) for place in places)))
    return found


def _line(schedule: ScheduleRow, document: DocumentRow, deal: DealRow) -> PredictedLine:
    currency = Currency(schedule.currency)
    return PredictedLine(
        deal=DealId(deal.id),
        deal_name=deal.name,
        account_name=deal.account_name,
        contract=ContractId(document.contract),
        document=ExternalId(document.external_id),
        kind=Kind(document.kind),
        state=State(document.state),
        internal_id=document.internal_id,
        line=schedule.line,
        method=schedule.method,
        total=Money(schedule.minor, currency),
        periods=_periods(schedule.periods, currency),
    )


def _periods(content: str, currency: Currency) -> dict[str, Money]:
    found = json.loads(content, parse_float=Decimal)
    return {name: Money(minor, currency) for name, minor in found.items()}
