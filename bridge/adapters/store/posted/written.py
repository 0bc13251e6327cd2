"""The rows in which documents are written down before they are sent, and what they plan."""

from sqlmodel import Session, col, delete

from bridge.adapters.store.posted.tables import MergedRow
from bridge.adapters.store.tables import DocumentRow, ScheduleRow
from bridge.ledger.judgement import Prepared
from bridge.model import document_notation
from bridge.model.document import State
from bridge.model.ids import canonical
from bridge.model.schedule import Schedule, by_period


def keep_merged(session: Session, one: Prepared) -> None:
    """Keep which records a merge request names, so that it is found by each of them."""
    name, merging = one.document.external_id, one.document.merging
    if merging is None:
        return
    session.flush()
    session.connection().execute(delete(MergedRow).where(col(MergedRow.document) == name))
    session.add_all(MergedRow(source=source, document=name) for source in merging.sources)


def document_row(one: Prepared, old: DocumentRow | None) -> DocumentRow:
    """Return a document that is to be sent, with the attempts that were made under its id."""
    document = one.document
    return DocumentRow(
        external_id=document.external_id,
        deal=document.deal,
        contract=document.contract,
        ordinal=0,
        kind=document.kind,
        target=document.target,
        record=document.record,
        dated=document.dated,
        currency=document.currency.code,
        minor=document.amount.minor,
        body=one.body,
        digest=one.digest,
        made_of="",
        lines=canonical([document_notation.line(line) for line in document.lines]).decode(),
        state=State.PREPARED,
        attempt=old.attempt if old else 0,
        # Even a first send asks: these books may be younger than what NetSuite holds.
        look_first=True,
        sender=None,
        sent_at=None,
        quiet_until=None,
        internal_id=None,
        settled_how=None,
        settled_seq=None,
        error_code=None,
        error_says=None,
    )


def schedule_row(schedule: Schedule) -> ScheduleRow:
    """Return what is predicted of a line, in minor units by the name of the period."""
    periods = {part.period: part.amount.minor for part in by_period(schedule.planned)}
    return ScheduleRow(
        external_id=schedule.external_id,
        line=schedule.line,
        method=schedule.method,
        currency=schedule.total.currency.code,
        minor=schedule.total.minor,
        periods=canonical(periods).decode(),
    )
