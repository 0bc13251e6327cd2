"""
Keeps the rows of each plan once more, packed in columns: a statement reads a million of them.

What is packed proves nothing: a change of any row of a plan drops what is packed of it, and what is
not packed is read row by row.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import Select, delete, insert, select
from sqlmodel import Session, col

from bridge.adapters.store.reconciling.tables import HeldRecordRow, PackedPlanRow, PlannedRowRow
from bridge.model.ids import canonical

#: Rows, or plans, of one round trip.
_BATCH = 2_000
#: Values of one list in a statement.
_LIST_MAX = 500
_JSON = msgspec.json.Decoder(float_hook=Decimal)
#: Stands for what a row has not, such as a posting; no id is written so.
_NONE = "-"


@dataclass(frozen=True, slots=True)
class PlanRows:
    """The rows of a plan in the order of their ids: each column has a value of every row."""

    plan: int
    planned: tuple[str, ...]  #: internal ids of periods
    posted: tuple[str | None, ...]  #: the same; None while it is not recognised
    minors: tuple[int, ...]
    recognised: tuple[bool, ...]
    journals: tuple[str | None, ...]  #: internal ids


class PackedPlans:
    """The rows of plans, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> Iterator[PlanRows]:
        """Yield the rows of every plan, those first that are packed."""
        one = PackedPlanRow
        held = self._execute(select(col(one.plan), col(one.content)).order_by(col(one.plan)))
        for part in held.yield_per(_BATCH).partitions():
            # All at once: to begin a text of its own for each takes longer than to read it.
            texts = ",".join(content for _, content in part)
            for (plan, _), columns in zip(part, _JSON.decode(f"[{texts}]"), strict=True):
                yield _unpacked(plan, columns)
        yield from self._unpacked()

    def pack(self) -> None:
        """Pack the rows of the plans of which nothing is packed."""
        written: list[dict[str, object]] = []
        for one in self._unpacked():
            written.append({"plan": one.plan, "content": _packed(one)})
            if len(written) == _BATCH:
                self._execute(insert(PackedPlanRow), written)
                written = []
        if written:
            self._execute(insert(PackedPlanRow), written)

    def drop_all(self) -> None:
        """Drop all that is packed."""
        self._execute(delete(PackedPlanRow))

    def drop(self, plans: Iterable[int]) -> None:
        """Drop what is packed of plans."""
        every = sorted(set(plans))
        for start in range(0, len(every), _LIST_MAX):
            part = every[start : start + _LIST_MAX]
            self._execute(delete(PackedPlanRow).where(col(PackedPlanRow.plan).in_(part)))

    def drop_rows(self, rows: Sequence[int]) -> None:
        """Drop what is packed of the plans that have these rows by now."""
        found = select(col(PlannedRowRow.plan)).where(col(PlannedRowRow.id).in_(rows))
        self.drop(plan for (plan,) in self._execute(found.distinct()))

    def drop_without_plan(self) -> None:
        """Drop what is packed of plans that NetSuite holds no more."""
        held = select(col(HeldRecordRow.id)).where(col(HeldRecordRow.kind) == "plan")
        self._execute(delete(PackedPlanRow).where(col(PackedPlanRow.plan).not_in(held)))

    def _unpacked(self) -> Iterator[PlanRows]:
        rows = self._execute(_rows()).yield_per(_BATCH)
        for plan, found in groupby(rows, key=lambda row: row[0]):
            _, *columns = zip(*found, strict=True)
            yield PlanRows(plan, *columns)

    def _execute(self, statement: Any, written: list[dict[str, object]] | None = None) -> Any:
        return self._session.connection().execute(statement, written)


def _rows() -> Select[Any]:
    one = PlannedRowRow
    columns: Sequence[Any] = (
        *(one.plan, one.planned, one.posted, one.minor, one.recognised, one.journal),
    )
    packed = select(col(PackedPlanRow.plan))
    unpacked: Select[Any] = select(*map(col, columns)).where(col(one.plan).not_in(packed))
    return unpacked.order_by(col(one.plan), col(one.id))


def _packed(one: PlanRows) -> str:
    columns = [
        " ".join(one.planned),
        " ".join(period or _NONE for period in one.posted),
        " ".join(map(str, one.minors)),
        "".join(str(int(each)) for each in one.recognised),
        " ".join(journal or _NONE for journal in one.journals),
    ]
    return canonical(columns).decode()


def _unpacked(plan: int, columns: Sequence[str]) -> PlanRows:
    planned, posted, minors, recognised, journals = columns
    return PlanRows(
        plan,
        _names(planned),
        _names_if_any(posted),
        tuple(map(int, minors.split(" "))),
        _marks(recognised),
        _names_if_any(journals),
    )


# Thousands of plans have the same periods, and the same journals post them.
@lru_cache(maxsize=4_096)
def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(" "))


@lru_cache(maxsize=4_096)
def _names_if_any(text: str) -> tuple[str | None, ...]:
    return tuple(None if name == _NONE else name for name in text.split(" "))


@lru_cache(maxsize=4_096)
def _marks(text: str) -> tuple[bool, ...]:
    return tuple(mark == "1" for mark in text)
