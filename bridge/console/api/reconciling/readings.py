"""How readings of both systems went, and how far the one has come that goes on."""

from datetime import date, datetime
from typing import Annotated, Self

from fastapi import APIRouter

from bridge.adapters.store.reconciling.runs import Part, Run
from bridge.console.api.forms import Form
from bridge.console.visits import Visit, needs
from bridge.people.roles import Permission

router = APIRouter(prefix="/reconciliation/readings", tags=["reconciliation"])
#: Readings that are told at once.
_SHOWN = 20


class PartForm(Form):
    """How far one kind of row was read."""

    system: str
    kind: str
    since: date | None  #: asked was for what was saved from then on; None: for all of it
    rows: int
    rows_known: int | None  #: that there are to be read; None where nobody has counted
    pages: int
    pages_known: int | None
    ended: bool

    @classmethod
    def of(cls, one: Part) -> Self:
        """Return a part."""
        return cls(
            system=one.system,
            kind=one.kind,
            since=one.since,
            rows=one.rows,
            rows_known=one.known,
            pages=one.pages,
            pages_known=one.pages_known,
            ended=one.ended,
        )


class ReadingForm(Form):
    """A reading of both systems; `ended_at` is None while it goes on, or if it was killed."""

    began_at: datetime
    told_at: datetime  #: when it was heard of last
    ended_at: datetime | None
    failed: str | None  #: what ended it before all was read
    whole: bool  #: all of every kind was read, and not only what changed
    rows: int
    pages: int
    parts: tuple[PartForm, ...]  #: in the order in which they were begun

    @classmethod
    def of(cls, one: Run) -> Self:
        """Return a reading."""
        return cls(
            began_at=one.began_at,
            told_at=one.told_at,
            ended_at=one.ended_at,
            failed=one.failed,
            whole=one.is_whole,
            rows=one.rows,
            pages=one.pages,
            parts=tuple(map(PartForm.of, one.parts)),
        )


class ReadingForms(Form):
    """Readings, the last one first."""

    readings: tuple[ReadingForm, ...]


@router.get("")
def list_readings(visit: Annotated[Visit, needs(Permission.SEE)]) -> ReadingForms:
    """List the last readings of both systems; the first one may still go on."""
    with visit.console.store.reading() as view:
        found = view.reconciling.runs.last(_SHOWN)
    return ReadingForms(readings=tuple(map(ReadingForm.of, found)))
