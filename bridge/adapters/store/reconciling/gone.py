"""The rates of exchange of order lines that NetSuite holds no more, as it told them last."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from bridge.adapters.netsuite.revenue.held import OrderLine
from bridge.adapters.store.reconciling import held_forms
from bridge.adapters.store.reconciling.tables import HeldRecordRow
from bridge.model.ids import ExternalId, canonical

LINES = "order_line"
_KIND = "gone_rate"
#: How a line says that its currency is that of the books, as most do.
_ITSELF = '"rate":"1"'


class GoneRates:
    """Keeps them, within one transaction: nothing else tells what a deleted order was worth."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, gone: ColumnElement[Any] | None, stay: Collection[int]) -> None:
        """Keep the rates of the lines that are to go, but for those of some keys."""
        if gone is None:
            return
        content = col(HeldRecordRow.content)
        foreign = ~content.contains(_ITSELF, autoescape=True)
        columns = (HeldRecordRow.id, HeldRecordRow.currency, HeldRecordRow.content)
        query = select(*columns).where(gone, foreign)
        found = [
            (key, money, told) for key, money, told in self._session.connection().execute(query)
        ]
        for line in held_forms.read(LINES, found):
            if isinstance(line, OrderLine) and line.external_id and line.id not in stay:
                self._session.merge(_row(line, line.external_id))
        self._session.flush()

    def of_records(self) -> dict[ExternalId, Decimal]:
        """Return the rates by external id; a record that is there again tells a newer one."""
        query = select(HeldRecordRow.content).where(HeldRecordRow.kind == _KIND)
        told = map(msgspec.json.decode, self._session.exec(query.order_by(col(HeldRecordRow.id))))
        return {ExternalId(record): Decimal(rate) for record, rate in told}


def _row(line: OrderLine, record: str) -> HeldRecordRow:
    content = canonical([record, str(line.rate)]).decode()
    return HeldRecordRow(
        kind=_KIND, id=line.id, currency=line.amount.currency.code, minor=0, content=content
    )
