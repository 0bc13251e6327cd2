"""
What becomes of credits and use: proposed journals for draws, usage documents for what is rated.

What is drawn in a period, and what lapses in it, is revenue that NetSuite does not recognise by
itself: a person posts it. It books nothing, because the credits were booked when they were sold.
Ordinals are the first days of periods and terms, so that one that is told late renames no other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.mappers.judge import Judged
from bridge.mappers.shape.credits.agreed import Agreed, agreed
from bridge.mappers.shape.credits.balances import objections, refunds, uncarried
from bridge.mappers.shape.predicting import period_of
from bridge.model.calendar import Period
from bridge.model.credits.balance import Wallet
from bridge.model.credits.breakage import Recognised, recognised
from bridge.model.credits.events import GrantId
from bridge.model.credits.lots import Cause
from bridge.model.credits.units import added
from bridge.model.credits.wallet import fold
from bridge.model.deal import Deal, FactValue, Segment, Shape
from bridge.model.document import Document, DocumentLine, Kind, external_id
from bridge.model.flags import Flag
from bridge.model.ids import ExternalId
from bridge.model.money import Money, total
from bridge.model.schedule import Method, PlannedRevenue, Schedule, by_period
from bridge.model.usage.metering import Metering, Pool, Rated

Made = tuple[Document, tuple[Schedule, ...]]
#: What a rated term becomes, by the treatment that a rule chose.
_KINDS = {"as_rated": Kind.USAGE, "as_order": Kind.SALES_ORDER}


@dataclass(frozen=True, slots=True)
class Drawn:
    """Documents for draws and rated use with their schedules, or why there are none."""

    documents: tuple[Document, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """What all documents of a deal have in common; `periods` are months where there are none."""

    deal: Deal
    header: Mapping[str, FactValue]
    periods: Sequence[Period]


@dataclass(frozen=True, slots=True)
class _Told:
    """A pool as its events tell it, and which of the deal's it is."""

    wallet: Wallet
    place: int


def drawn(
    deal: Deal,
    header: Mapping[str, FactValue],
    judged: Sequence[Judged],
    periods: Sequence[Period],
) -> Drawn:
    """
    Return what draws and rated use of a deal become.

    `periods` are NetSuite's, or none: calendar months. Raises ValueError where a period is missing.
    """
    metering = deal.metering
    if metering is None:
        return Drawn()
    scene = _Scene(deal=deal, header=header, periods=periods)
    made, flags = list[Made](), list[Flag]()
    for pool in metering.pools:
        found = _of_pool(scene, judged, pool)
        made += [one for one in found if not isinstance(one, Flag)]
        flags += [one for one in found if isinstance(one, Flag)]
    if flags:
        return Drawn(flags=tuple(flags))
    made += _usage(scene, judged, metering)
    return Drawn(
        tuple(document for document, _ in made),
        tuple(schedule for _, schedules in made for schedule in schedules),
    )


def _of_pool(scene: _Scene, judged: Sequence[Judged], pool: Pool) -> Sequence[Made | Flag]:
    """Return the journals of the credits that the deal sold into a pool, or why there are none."""
    sold = [one for one in judged if pool.grants_by(one.line.id)]
    if not sold or not pool.through:
        return ()
    terms = agreed(sold, pool)
    if isinstance(terms, Flag):
        return (terms,)
    wallet = fold(pool.events, terms.terms, scene.deal.currency, pool.through)
    held = total((one.line.amount for one in sold), scene.deal.currency)
    flags = (
        *objections(wallet, pool, held),
        *refunds(terms, pool, held),
        *uncarried(terms, pool, held),
    )
    return flags or tuple(_journals(scene, sold, terms, _Told(wallet, pool.place)))


def _journals(
    scene: _Scene, credit: Sequence[Judged], terms: Agreed, told: _Told
) -> Iterator[Made]:
    """Yield a proposed journal for each period in which credits became revenue, by period."""
    by_period: dict[str, list[tuple[Judged, Recognised]]] = {}
    named: dict[str, Period] = {}
    for one in credit:
        for each in recognised(told.wallet, terms.policy, GrantId(one.line.id)):
            period = period_of(each.on, scene.periods)
            named[period.name] = period
            by_period.setdefault(period.name, []).append((one, each))
    for name, period in sorted(named.items(), key=lambda held: held[1].term):
        yield _journal(scene, terms, period, _by_line(by_period[name]), told)


def _by_line(
    found: Sequence[tuple[Judged, Recognised]],
) -> Sequence[tuple[Judged, Sequence[Recognised]]]:
    lines = {one.line.id: one for one, _ in found}
    return [
        (one, [each for other, each in found if other.line.id == one.line.id])
        for one in lines.values()
    ]


def _journal(
    scene: _Scene,
    terms: Agreed,
    period: Period,
    found: Sequence[tuple[Judged, Sequence[Recognised]]],
    told: _Told,
) -> Made:
    deal = scene.deal
    ordinal = _ordinal(period.term.start, told.place)
    name = external_id(deal.id, Kind.PROPOSED_JOURNAL, ordinal)
    lines, schedules = [], []
    for key, (one, each) in enumerate(found, start=1):
        used = total((part.used for part in each), deal.currency)
        breakage = total((part.breakage for part in each), deal.currency)
        fields: dict[str, FactValue] = {
            "debit": terms.debit,
            "credit": terms.credit,
            "used": used.decimal(),
            "breakage": breakage.decimal(),
        }
        lines.append(_entry(one, key, _units(told.wallet, GrantId(one.line.id), period), fields))
        revenue = PlannedRevenue(period.name, used + breakage)
        schedules.append(_schedule(name, key, (revenue,), deal))
    document = _document(scene, Kind.PROPOSED_JOURNAL, name, period.term.last, lines)
    return document, tuple(schedules)


def _units(wallet: Wallet, grant: GrantId, period: Period) -> Decimal:
    """Return how many units of a grant were drawn in a period, corrections taken off."""
    lineage = wallet.lineage(grant)
    return added(
        move.units
        for move in wallet.movements
        if move.cause is Cause.DRAWN
        and move.grant in lineage
        and period.term.start <= move.on < period.term.end
    )


def _entry(one: Judged, key: int, units: Decimal, fields: Mapping[str, FactValue]) -> DocumentLine:
    """Return a line that books nothing, and says what of a grant became revenue."""
    return DocumentLine(
        source=one.line.id,
        root=one.line.id,
        key=key,
        item=one.item,
        quantity=units,
        units=units,
        amount=Money(0, one.line.amount.currency),
        service=None,
        method=Method.ON_USE,
        treatment=one.treatment,
        rule=one.rule,
        fields=fields,
    )


def _usage(scene: _Scene, judged: Sequence[Judged], metering: Metering) -> Iterator[Made]:
    """Yield a document for each rated term of each line, in their order."""
    rated = {one.step: one for one in metering.rated}
    used = [one for one in judged if one.shape is Shape.USAGE]
    for one in used:
        for step in one.line.segments:
            if step.id in rated and step.amount:
                yield _used(scene, one, step, rated[step.id])


def _used(scene: _Scene, one: Judged, step: Segment, rated: Rated) -> Made:
    deal, term = scene.deal, step.term
    if term is None:
        raise ValueError(f"the rated term of {step.id} has no days")
    kind = _KINDS[one.treatment]
    name = external_id(deal.id, kind, _ordinal(term.start, rated.place, rated.again))
    line = DocumentLine(
        source=step.id,
        root=one.line.id,
        key=1,
        item=one.item,
        quantity=step.quantity,
        units=step.quantity,
        amount=step.amount,
        service=term,
        method=Method.ON_USE,
        treatment=one.treatment,
        rule=one.rule,
        fields=one.fields,
    )
    document = _document(scene, kind, name, term.last, (line,))
    planned = by_period(
        PlannedRevenue(period_of(charge.on, scene.periods).name, charge.amount)
        for charge in sorted(rated.charges, key=lambda charge: charge.on)
    )
    return document, (_schedule(name, 1, planned, deal),)


def _document(
    scene: _Scene,
    kind: Kind,
    name: ExternalId,
    dated: date,
    lines: Sequence[DocumentLine],
) -> Document:
    return Document(
        kind=kind,
        external_id=name,
        deal=scene.deal.id,
        contract=scene.deal.contract,
        currency=scene.deal.currency,
        dated=dated,
        lines=tuple(lines),
        fields=scene.header,
    )


def _schedule(
    name: ExternalId, line: int, planned: tuple[PlannedRevenue, ...], deal: Deal
) -> Schedule:
    return Schedule(
        external_id=name,
        line=line,
        method=Method.ON_USE,
        total=total((part.amount for part in planned), deal.currency),
        planned=planned,
    )


def _ordinal(day: date, place: int = 0, again: int = 0) -> int:
    """
    Return the number of a document that stands for the time from a day on.

    Two digits more are of a further metered line, four of what was rated again: what is told
    later changes the number of nothing that was told before.

    >>> _ordinal(date(2026, 3, 1)), _ordinal(date(2026, 3, 1), 2), _ordinal(date(2026, 3, 1), 0, 1)
    (20260301, 2026030102, 202603010001)
    """
    number = int(f"{day:%Y%m%d}")
    if again:
        return (number * 100 + place) * 100 + again
    return number * 100 + place if place else number
