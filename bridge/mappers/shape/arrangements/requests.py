"""
Merge requests: the arrangements of a changed contract become one, as a rule chose.

A request books nothing. It names every order and return of the contract that makes an arrangement,
in the order of the contract. It has a line for each element: `fields` name the document and the
line that the element comes from, and say what goes on with it; `allocated` is by how much its
revenue changes, and its schedule by how much its plan does, period by period. All lines together
change nothing in total. Sources: NetSuite's help, sections 1498077674 and 4370936582.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bridge.mappers.judge import Modified
from bridge.mappers.shape.arrangements import blockers, elements
from bridge.mappers.shape.arrangements.elements import Arranged, Going
from bridge.mappers.shape.standing import element_of
from bridge.model.calendar import Period
from bridge.model.deal import Deal, FactValue, Modification
from bridge.model.document import Document, DocumentLine, Kind, Merging, external_id
from bridge.model.dossier import EarlierDocument
from bridge.model.flags import Flag
from bridge.model.ids import ExternalId
from bridge.model.money import Money, total
from bridge.model.schedule import PlannedRevenue, Recognised, Schedule, by_period
from bridge.model.schedules.allocation import NoFairValue
from bridge.model.schedules.closed import first_open, in_open_periods
from bridge.model.schedules.merges import Element, carried, prospective, retrospective

_NOTHING = Decimal(0)
#: Documents of these kinds make arrangements.
_SOURCES = (Kind.SALES_ORDER, Kind.RETURN_AUTHORIZATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What a contract has become: by the deals before, and by this one."""

    deal: Deal
    earlier: tuple[EarlierDocument, ...]
    new: tuple[EarlierDocument, ...]
    periods: Sequence[Period]
    recognised: Recognised = field(default_factory=dict)

    @property
    def documents(self) -> tuple[EarlierDocument, ...]:
        """All of them, in the order of the contract."""
        return (*self.earlier, *self.new)

    @property
    def sources(self) -> tuple[ExternalId, ...]:
        """The documents that make arrangements."""
        return tuple(one.external_id for one in self.documents if one.kind in _SOURCES)

    @property
    def changed(self) -> frozenset[ExternalId]:
        """The orders that the deal changes."""
        return frozenset(one.target for one in self.new if one.target and _changes(one))

    @property
    def has_one_arrangement(self) -> bool:
        """Whether everything is in one arrangement as it is: there is nothing to merge."""
        together = {
            element_of(line)[0]
            for one in self.documents
            if one.kind is Kind.MERGE_REQUEST
            for line in one.lines
        }
        alone = [name for name in self.sources if name not in together]
        return len(alone) + bool(together) < 2  # noqa: PLR2004 - a merge is of several


def _changes(document: EarlierDocument) -> bool:
    return document.kind is Kind.ORDER_CHANGE


@dataclass(frozen=True, slots=True)
class Request:
    """A merge request, with what it moves of the plans of its elements."""

    document: Document
    schedules: tuple[Schedule, ...]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a merge makes of one element: its plan, and what goes on of it."""

    arranged: Arranged
    goes: Going
    on: Element | None
    plan: tuple[PlannedRevenue, ...]


def requested(contract: Contract, modified: Modified) -> Request | tuple[Flag, ...] | None:
    """
    Return the merge request of a deal with its schedules; None where there is nothing to merge.

    `modified` is prospective, or by catch-up. Flags say what NetSuite would refuse, as far as the
    books tell. Raises ValueError if accounting periods are missing.
    """
    if contract.has_one_arrangement:
        return None
    found = blockers.found(contract.deal, contract.documents, contract.periods)
    if found:
        return found
    on = first_open(contract.periods).term.start
    looks_ahead = modified.how is Modification.PROSPECTIVE
    pairs = [(one, one.element(on, contract.periods)) for one in _elements(contract) if one.goes_on]
    found = (
        *blockers.posted_behind(contract.deal, pairs, on, contract.periods),
        *(blockers.ended(contract.deal, pairs, on, contract.changed) if looks_ahead else ()),
    )
    if found:
        return found
    try:
        outcomes = _outcomes(pairs, on if looks_ahead else None, contract.periods)
    except NoFairValue as error:
        met = [one for one, _ in pairs]
        return (blockers.without_fair_values(contract.deal, met, str(error)),)
    merging = Merging(sources=contract.sources, prospective=looks_ahead, on=on)
    return _written(contract, modified, merging, outcomes)


def _elements(contract: Contract) -> tuple[Arranged, ...]:
    return elements.of(contract.earlier, contract.new, contract.recognised)


def _outcomes(
    pairs: Sequence[tuple[Arranged, Element]], on: date | None, periods: Sequence[Period]
) -> list[_Outcome]:
    """
    Plan elements anew: from a day on, or else as if from the start.

    They come in the order in which the arrangement that results holds them, which matters where
    an odd cent goes to the last of equals: as they were made, residuals last, for these are new.
    """
    rests = [(one, was, carried(was, on) if on else was) for one, was in pairs]
    wholes = sorted((each for each in rests if each[1] is each[2]), key=lambda each: each[0].made)
    held = [*wholes, *(each for each in rests if each[1] is not each[2])]
    standing = [was for _, was, _ in held]
    plans = prospective(standing, on, periods) if on else retrospective(standing, periods)
    return [
        _Outcome(one, _going(was, rest), rest, _posted(one, was, plan, periods))
        for (one, was, rest), plan in zip(held, plans, strict=True)
    ]


def _posted(
    one: Arranged,
    element: Element,
    plan: Sequence[PlannedRevenue],
    periods: Sequence[Period],
) -> tuple[PlannedRevenue, ...]:
    """Return the whole plan; what would be due in closed periods is due in the first open one."""
    done = len(element.recognised)
    due = in_open_periods(by_period(plan[done:]), periods)
    return (*one.locked(periods), *plan[:done], *due)


def _going(element: Element, rest: Element | None) -> Going:
    if rest is None:
        return Going.NOTHING
    return Going.WHOLE if rest is element else Going.RESIDUAL


def _written(
    contract: Contract, modified: Modified, merging: Merging, outcomes: Sequence[_Outcome]
) -> Request:
    deal = contract.deal
    name = external_id(deal.id, Kind.MERGE_REQUEST, 1)
    lines, schedules = [], []
    for key, one in enumerate(outcomes, start=1):
        moved = tuple(_moved(one, contract.periods))
        change = total((part.amount for part in moved), deal.currency)
        lines.append(_line(one, key, change, merging.on, modified))
        schedules.append(
            Schedule(
                external_id=name,
                line=key,
                method=one.arranged.method,
                total=change,
                planned=moved,
            )
        )
    document = Document(
        kind=Kind.MERGE_REQUEST,
        external_id=name,
        deal=deal.id,
        contract=deal.contract,
        currency=deal.currency,
        dated=merging.on,
        lines=tuple(lines),
        fields={},
        merging=merging,
    )
    return Request(document, tuple(schedules))


def _moved(one: _Outcome, periods: Sequence[Period]) -> Iterator[PlannedRevenue]:
    """Yield by how much the plan of an element changes in each period."""
    was = [PlannedRevenue(part.period, -part.amount) for part in one.arranged.planned]
    by_name = {part.period: part for part in by_period((*one.plan, *was))}
    for period in sorted(periods, key=lambda period: period.term):
        part = by_name.get(period.name)
        if part and part.amount:
            yield part


def _line(one: _Outcome, key: int, change: Money, on: date, modified: Modified) -> DocumentLine:
    arranged = one.arranged
    return DocumentLine(
        source=arranged.source,
        root=arranged.root,
        key=key,
        item=arranged.item,
        quantity=_NOTHING,
        units=_NOTHING,
        amount=Money(0, change.currency),
        allocated=change,
        service=arranged.service,
        method=arranged.method,
        treatment=modified.how,
        rule=modified.rule,
        fields={"document": arranged.document, "line": arranged.key, **_says(one, on)},
    )


def _says(one: _Outcome, on: date) -> dict[str, FactValue]:
    """What goes on with an element, for the deals after this one."""
    rest = one.on
    since = on if one.goes is Going.RESIDUAL else one.arranged.merged.get("from")
    value = rest.share.fair_value if rest else None
    return {
        "goes": one.goes,
        "from": since,
        "sold": rest.share.sold.decimal() if rest else None,
        "fairValue": None if value is None else str(value),
    }
