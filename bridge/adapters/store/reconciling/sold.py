"""Keeps what each dossier says that was sold: to read a dossier takes longer than a statement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import delete, insert, or_, select
from sqlmodel import Session, col

from bridge.adapters.store.reconciling.tables import SoldDealRow
from bridge.adapters.store.tables import DealRow
from bridge.model.ids import DealId, Digest, canonical

_BATCH = 1_000
_JSON = msgspec.json.Decoder(float_hook=Decimal)
#: Values of one list in a statement.
_LIST_MAX = 500


@dataclass(frozen=True, slots=True)
class SoldContent:
    """What one dossier says; `content` is JSON, None where it cannot be read line by line."""

    deal: DealId
    dossier: Digest
    content: Any


class SoldRows:
    """What was sold, within one transaction; what is kept proves nothing and may be lost."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self, read_by: str) -> Mapping[DealId, SoldContent]:
        """Return what was read in that way, by deal."""
        one = SoldDealRow
        columns = (col(one.deal), col(one.dossier), col(one.content))
        query = select(*columns).where(col(one.read_by) == read_by)
        found: dict[DealId, SoldContent] = {}
        for part in self._connection().execute(query).yield_per(_BATCH).partitions():
            # All at once: to begin a text of its own for each takes longer than to read it.
            forms = _JSON.decode(f"[{','.join(row.content for row in part)}]")
            for row, form in zip(part, forms, strict=True):
                found[DealId(row.deal)] = SoldContent(row.deal, row.dossier, form)
        return found

    def missing(self, read_by: str) -> tuple[DealId, ...]:
        """Return the deals whose last dossier was not read in that way, by id."""
        one = SoldDealRow
        query = (
            select(col(DealRow.id))
            .outerjoin(SoldDealRow, col(one.deal) == col(DealRow.id))
            .where(
                col(DealRow.dossier).is_not(None),
                or_(
                    col(one.deal).is_(None),
                    col(one.dossier) != col(DealRow.dossier),
                    col(one.read_by) != read_by,
                ),
            )
            .order_by(col(DealRow.id))
        )
        return tuple(DealId(deal) for (deal,) in self._connection().execute(query))

    def keep(self, read_by: str, found: Sequence[SoldContent]) -> None:
        """Keep what dossiers say instead of what was kept of their deals."""
        for part in _parts(found):
            gone = delete(SoldDealRow).where(col(SoldDealRow.deal).in_([one.deal for one in part]))
            self._connection().execute(gone)
            written = [
                {
                    "deal": one.deal,
                    "dossier": one.dossier,
                    "read_by": read_by,
                    "content": canonical(one.content).decode(),
                }
                for one in part
            ]
            self._connection().execute(insert(SoldDealRow), written)

    def _connection(self) -> Any:
        return self._session.connection()


def _parts(found: Sequence[SoldContent]) -> Iterator[Sequence[SoldContent]]:
    for start in range(0, len(found), _LIST_MAX):
        yield found[start : start + _LIST_MAX]
