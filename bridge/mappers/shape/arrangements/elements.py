"""
What stands in the arrangements of a contract: an element for each line of its orders and returns.

An element is named by its document and the key of its line. It is computed anew from the documents
each time, merge requests included: a merge says of each element what goes on with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from bridge.mappers.shape import standing
from bridge.model.calendar import Period, Term
from bridge.model.deal import FactValue
from bridge.model.document import DocumentLine, Kind
from bridge.model.dossier import EarlierDocument
from bridge.model.ids import ExternalId, LineId
from bridge.model.money import Money, total
from bridge.model.schedule import Method, PlannedRevenue, Recognised, by_period
from bridge.model.schedules.allocation import Share
from bridge.model.schedules.merges import Element
from bridge.model.schedules.rule import Obligation, Rule
from bridge.model.standalone import StandAlone

#: The document of a line, and its key there.
Name = tuple[ExternalId, int]


class Going(StrEnum):
    """What of an element goes on in the arrangement that results from a merge."""

    WHOLE = "WHOLE"
    RESIDUAL = "RESIDUAL"  #: what was not recognised, from the day of the merge to its old end
    NOTHING = "NOTHING"  #: all is recognised; it stays where it was


_NOBODY_ASKED: Recognised = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """One line of an order or a return, as its element stands."""

    document: ExternalId
    key: int
    source: LineId
    root: LineId
    item: str
    method: Method
    service: Term | None
    dated: date  #: of the document that brought it
    is_new: bool  #: by the deal that is being translated: nothing of it is recognised
    amount: Money  #: what it was sold for
    alone: StandAlone | None
    planned: tuple[PlannedRevenue, ...]  #: everything, what is recognised included
    merged: Mapping[str, FactValue]  #: what the last merge says of it; empty before the first
    #: When its element was made: at which place of the contract, and of the document that made it.
    made: tuple[int, int]
    #: What NetSuite has posted of it in closed periods; None where nobody asked.
    posted: tuple[PlannedRevenue, ...] | None = None

    @property
    def name(self) -> Name:
        """How it is named."""
        return self.document, self.key

    @property
    def goes_on(self) -> bool:
        """Whether a later merge meets it."""
        return self.merged.get("goes") != Going.NOTHING

    def element(self, on: date, periods: Sequence[Period]) -> Element:
        """
        Return it as the formulas of merges know it, where it says how it is allocated.

        Recognised is what NetSuite says. Where nobody asked it, what is planned for closed periods
        counts as recognised, unless its document is dated on the first open day or later: then
        NetSuite cannot have posted anything of it.
        """
        names = {one.name for one in periods if one.closed}
        since = self.merged.get("from")
        locked = {part.period for part in self.locked(periods)}
        kept = tuple(part for part in self.planned if part.period not in locked)
        begun = not self.is_new and self.dated < on
        due = tuple(part for part in kept if begun and part.period in names)
        return Element(
            share=self._share(),
            obligation=Obligation(
                amount=total((part.amount for part in kept), self.amount.currency),
                term=self._term(since),
                rule=Rule(spreading=self.method),
            ),
            recognised=due if self.posted is None else self._posted_since(since, periods),
        )

    def _posted_since(
        self, since: FactValue, periods: Sequence[Period]
    ) -> tuple[PlannedRevenue, ...]:
        """Return what is posted of what a merge left to go on; the rest was locked by it."""
        posted = self.posted or ()
        if not isinstance(since, date):
            return posted
        starts = {one.name: one.term.start for one in periods}
        return tuple(part for part in posted if starts[part.period] >= since)

    def locked(self, periods: Sequence[Period]) -> tuple[PlannedRevenue, ...]:
        """Return what earlier merges left behind, recognised and out of reach."""
        since = self.merged.get("from")
        if not isinstance(since, date):
            return ()
        starts = {one.name: one.term.start for one in periods}
        unknown = [part.period for part in self.planned if part.period not in starts]
        if unknown:
            raise ValueError(f"planned in an unknown accounting period: {unknown[0]}")
        return tuple(part for part in self.planned if starts[part.period] < since)

    def _share(self) -> Share:
        if self.alone is None:
            raise ValueError(f"nobody has said how {self.item} is allocated")
        sold, value = self.amount, self.alone.fair_value
        fair_value = None if value is None else Fraction(value)
        if self.merged:
            sold = Money.parse(Decimal(str(self.merged["sold"])), self.amount.currency)
            written = self.merged["fairValue"]
            fair_value = None if written is None else Fraction(str(written))
        return Share(sold=sold, fair_value=fair_value, allocation=self.alone.allocation)

    def _term(self, since: FactValue) -> Term:
        term = self.service or Term.inclusive(self.dated, self.dated)
        return Term(since, term.end) if isinstance(since, date) else term


def of(
    earlier: Sequence[EarlierDocument],
    new: Sequence[EarlierDocument],
    recognised: Recognised = _NOBODY_ASKED,
) -> tuple[Arranged, ...]:
    """Return the elements of a contract: what was merged before, then others, each as made."""
    documents = (*earlier, *new)
    places = {one.external_id: place for place, one in enumerate(documents)}
    merged = _merged(documents)
    fresh = {one.external_id for one in new}
    dated = _dated(documents)
    lines = {(one.order, one.key): one for one in standing.of(documents).lines}
    found = [
        Arranged(
            document=one.order,
            key=one.key,
            source=one.source,
            root=one.root,
            item=one.item,
            method=one.method,
            service=one.service,
            dated=dated[name].dated,
            is_new=dated[name].external_id in fresh,
            amount=one.amount,
            alone=one.alone,
            planned=one.planned,
            merged=merged[name].says if name in merged else _NO_FIELDS,
            made=_made(name, merged, places),
            posted=recognised[one.order].get(one.key, ()) if one.order in recognised else None,
        )
        for name, one in lines.items()
    ]
    found += [
        _returned(document, line, merged, places, is_new=document.external_id in fresh)
        for document in documents
        if document.kind is Kind.RETURN_AUTHORIZATION
        for line in document.lines
    ]
    return tuple(sorted(found, key=lambda one: (not one.merged, one.made)))


_NO_FIELDS: Mapping[str, FactValue] = {}


@dataclass(frozen=True, slots=True)
class _Merged:
    """What merges made of an element."""

    says: Mapping[str, FactValue]  #: the last one
    moved: tuple[PlannedRevenue, ...]  #: all of them, of its plan
    cut: Name | None  #: the line of the last one that made a residual of it


def _made(
    name: Name, merged: Mapping[Name, _Merged], places: Mapping[ExternalId, int]
) -> tuple[int, int]:
    """Return when an element was made: a residual, by the merge that cut it off."""
    cut = merged[name].cut if name in merged else None
    document, key = cut or name
    return places[document], key


def _merged(documents: Iterable[EarlierDocument]) -> dict[Name, _Merged]:
    found: dict[Name, _Merged] = {}
    lines = (
        (document, line)
        for document in documents
        if document.kind is Kind.MERGE_REQUEST
        for line in document.lines
    )
    for document, line in lines:
        name = standing.element_of(line)
        held = found.get(name, _Merged(_NO_FIELDS, (), None))
        is_cut = line.fields["goes"] == Going.RESIDUAL
        found[name] = _Merged(
            says=line.fields,
            moved=(*held.moved, *document.planned(line.key)),
            cut=(document.external_id, line.key) if is_cut else held.cut,
        )
    return found


def _dated(documents: Iterable[EarlierDocument]) -> dict[Name, EarlierDocument]:
    """Return for each order line the document that brought it."""
    found: dict[Name, EarlierDocument] = {}
    for document in documents:
        order = document.target if document.kind is Kind.ORDER_CHANGE else document.external_id
        for line in document.lines:
            found.setdefault((order or document.external_id, line.key), document)
    return found


def _returned(
    document: EarlierDocument,
    line: DocumentLine,
    merged: Mapping[Name, _Merged],
    places: Mapping[ExternalId, int],
    *,
    is_new: bool,
) -> Arranged:
    name = (document.external_id, line.key)
    held = merged.get(name, _Merged(_NO_FIELDS, (), None))
    plan = by_period((*document.planned(line.key), *held.moved))
    return Arranged(
        document=document.external_id,
        key=line.key,
        source=line.source,
        root=line.root,
        item=line.item,
        method=line.method,
        service=line.service,
        dated=document.dated,
        is_new=is_new,
        amount=line.amount,
        alone=line.alone,
        planned=tuple(part for part in plan if part.amount),
        merged=held.says,
        made=_made(name, merged, places),
    )
