"""The schedules that NetSuite will derive from documents, predicted line by line."""

from collections.abc import Iterator, Sequence
from datetime import date

from bridge.mappers.shape.standing import Standing
from bridge.model.calendar import Period, Term, closed_of, in_order, months, those_of
from bridge.model.document import Document, DocumentLine, Kind
from bridge.model.money import Money, total
from bridge.model.schedule import Method, PlannedRevenue, Schedule, by_period, replanned, spread
from bridge.model.schedules.closed import in_open_periods


def schedules(
    document: Document, standing: Standing, periods: Sequence[Period]
) -> Iterator[Schedule]:
    """
    Predict the plan of each line; of an order change, by how much it changes what is planned.

    `standing` is what stands before the document; `periods` are NetSuite's, or none: calendar
    months. Raises ValueError where a period is missing.
    """
    for key in {line.key: None for line in document.lines}:
        own = [line for line in document.lines if line.key == key]
        if own[-1].method is Method.ON_USE:
            continue  # use makes revenue, and nothing is planned by time
        yield Schedule(
            external_id=document.external_id,
            line=key,
            method=own[-1].method,
            total=total((line.revenue for line in own), document.currency),
            # Where a deal changes one order line twice, the last change says what it becomes.
            planned=_planned(document, own[-1], standing, periods),
        )


def _planned(
    document: Document, line: DocumentLine, standing: Standing, periods: Sequence[Period]
) -> tuple[PlannedRevenue, ...]:
    if document.kind is Kind.ORDER_CHANGE:
        return _difference(document, line, standing, periods)
    if line.service is None:
        held = period_of(document.dated, periods)
        return in_open_periods((PlannedRevenue(held.name, line.revenue),), periods or (held,))
    known = _known(line.service, periods)
    return in_open_periods(spread(line.method, line.revenue, line.service, known), known)


def _difference(
    document: Document, line: DocumentLine, standing: Standing, periods: Sequence[Period]
) -> tuple[PlannedRevenue, ...]:
    """Return by how much a change moves the plan of an order line, period by period."""
    becomes = line.becomes
    if becomes is None or becomes.service is None:
        raise ValueError(f"order change {document.external_id} has a line without days of service")
    was = next(
        (one for one in standing.lines if (one.order, one.key) == (document.target, line.key)), None
    )
    before = was.planned if was else ()
    service = was.service if was and was.service else becomes.service
    known = _known(Term(min(service.start, becomes.service.start), service.end), periods)
    closed = closed_of(known)
    recognised = tuple(part for part in before if part.period in closed)
    whole = replanned(line.method, becomes.amount, becomes.service, known, recognised)
    after = by_period((*recognised, *in_open_periods(whole[len(recognised) :], known)))
    nothing = Money(0, document.currency)
    old = {part.period: part.amount for part in before}
    new = {part.period: part.amount for part in after}
    return tuple(
        PlannedRevenue(name, moved)
        for name in in_order({**old, **new}, known)
        if (moved := new.get(name, nothing) - old.get(name, nothing))
    )


def _known(service: Term, periods: Sequence[Period]) -> Sequence[Period]:
    return periods or months(service.start, service.last)


def period_of(day: date, periods: Sequence[Period]) -> Period:
    """Return the accounting period of a day; ValueError where there is none, or more than one."""
    held = those_of(day, periods or months(day, day))
    if len(held) != 1:
        raise ValueError(f"{day} lies in {len(held)} accounting periods")
    return held[0]
