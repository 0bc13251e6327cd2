"""What the books say between the two systems: what was ruled of each line, and what is expected."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from bridge.adapters.store.reconciling.books import BookedDocument
from bridge.mappers.shape.standing import element_of
from bridge.model.document import DocumentLine, Kind, State
from bridge.model.ids import ContractId, DealId, ExternalId, LineId
from bridge.model.money import Money
from bridge.model.schedule import Method, Predicted
from bridge.reconcile.sides import OrderKey, Ruled, Terms

#: It moves what is planned of other lines.
_MOVES = Kind.MERGE_REQUEST
_BOOKS_NOTHING = frozenset({_MOVES, Kind.PROPOSED_JOURNAL})
_NOTHING = Decimal(0)
_NO_RATES: Mapping[ExternalId, Decimal] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RuledLine:
    """A document line that stands for a line of a deal, with the document that it is of."""

    source: LineId
    ruled: Ruled
    amount: Money
    document: BookedDocument
    is_there: bool  #: whether NetSuite has the document, as far as its rows were read
    rate: Decimal | None = None  #: of the record; None where NetSuite has never shown it

    @property
    def is_unread(self) -> bool:
        """Whether NetSuite acknowledged the document after its rows were read."""
        return self.document.state is State.ACKNOWLEDGED and not self.is_there


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A line of a journal that a person posts, and the order line whose revenue it is."""

    journal: BookedDocument
    line: int
    key: OrderKey
    revenue: Predicted  #: breakage with it
    breakage: Money


@dataclass(slots=True)
class Books:
    """The documents of the books, as a reconciliation looks them up."""

    by_source: Mapping[LineId, tuple[RuledLine, ...]]
    by_deal: Mapping[DealId, tuple[RuledLine, ...]]
    expected: Mapping[OrderKey, Predicted]
    #: Our orders and returns in NetSuite by external id: the lines by key, changes included.
    lines: Mapping[ExternalId, Mapping[int, Ruled]]
    contracts: Mapping[ExternalId, ContractId]
    subsidiaries: Mapping[ExternalId, str]
    #: All that is to be posted by a person of what NetSuite has, posted or not.
    proposals: tuple[Proposal, ...] = ()
    #: The proposed journals that a person posted, by NetSuite's internal id: their lines.
    posted: Mapping[str, tuple[Proposal, ...]] = field(default_factory=dict)


def books(
    documents: Iterable[BookedDocument],
    rates: Mapping[ExternalId, Decimal],
    unshown: AbstractSet[ExternalId] = frozenset(),
    gone: Mapping[ExternalId, Decimal] = _NO_RATES,
) -> Books:
    """
    Arrange the documents; `rates` are those of NetSuite's orders, which lines are valued at.

    Lines of an order that is `gone` are valued at the rate that it had.

    What was acknowledged, and is `unshown` in rows that are older, is not there yet. What is
    expected counts what NetSuite has, merges and changes included.
    """
    held = tuple(documents)
    there = frozenset(one.external_id for one in held if _is_there(one, rates)) - unshown
    by_source: dict[LineId, list[RuledLine]] = defaultdict(list)
    by_deal: dict[DealId, list[RuledLine]] = defaultdict(list)
    lines: dict[ExternalId, dict[int, Ruled]] = defaultdict(dict)
    for document in held:
        if document.kind in _BOOKS_NOTHING:
            continue
        for line in document.lines:
            rate = rates.get(document.record, gone.get(document.record))
            ruled = _ruled(document, line, Decimal(1) if rate is None else rate)
            is_there = document.external_id in there
            one = RuledLine(line.source, ruled, line.amount, document, is_there, rate)
            by_source[line.source].append(one)
            by_deal[document.deal].append(one)
            if is_there:
                lines[document.record][line.key] = ruled
    proposals = tuple(_proposals(held, by_source))
    return Books(
        by_source={source: tuple(found) for source, found in by_source.items()},
        by_deal={deal: tuple(found) for deal, found in by_deal.items()},
        expected=_expected((one for one in held if one.external_id in there), proposals),
        lines=lines,
        contracts={one.record: one.contract for one in held if one.kind is not _MOVES},
        subsidiaries=_subsidiaries(held),
        proposals=proposals,
        posted=_posted(proposals),
    )


def _subsidiaries(held: Iterable[BookedDocument]) -> dict[ExternalId, str]:
    """Where each record is: what a return gives back is where its order is, and names no other."""
    found, returns = {}, []
    for one in held:
        if one.subsidiary:
            found[one.record] = one.subsidiary
        elif one.kind is Kind.RETURN_AUTHORIZATION and one.target:
            returns.append((one.record, one.target))
    return found | {record: found[order] for record, order in returns if order in found}


def _proposals(
    held: Iterable[BookedDocument], by_source: Mapping[LineId, Iterable[RuledLine]]
) -> Iterator[Proposal]:
    """Yield what people post of orders that NetSuite has: it is revenue of the order's line."""
    for document in held:
        if document.kind is not Kind.PROPOSED_JOURNAL:
            continue
        for line in document.lines:
            sold = (one.ruled for one in by_source.get(line.source, ()) if one.is_there)
            drawn = next((one for one in sold if one.is_drawn), None)
            if drawn is not None:
                yield Proposal(
                    journal=document,
                    line=line.key,
                    key=drawn.key,
                    revenue=document.predicted.get(line.key, Predicted({}, line.amount.currency)),
                    breakage=Money.parse(str(line.fields["breakage"]), line.amount.currency),
                )


def _posted(proposals: Iterable[Proposal]) -> dict[str, tuple[Proposal, ...]]:
    found: dict[str, tuple[Proposal, ...]] = {}
    for one in proposals:
        number = one.journal.internal_id
        if number:
            found[number] = (*found.get(number, ()), one)
    return found


def _is_there(document: BookedDocument, rates: Mapping[ExternalId, Decimal]) -> bool:
    """An order that was sent and never answered for is there where NetSuite shows it."""
    is_shown = document.kind is Kind.SALES_ORDER and document.record in rates
    return document.state is State.ACKNOWLEDGED or (document.state is State.SENDING and is_shown)


def _ruled(document: BookedDocument, line: DocumentLine, rate: Decimal) -> Ruled:
    becomes = line.becomes
    return Ruled(
        key=OrderKey(document.record, line.key),
        terms=Terms(
            item=line.item,
            quantity=line.quantity,
            unit_price=_price(line),
            amount=line.amount,
            term=becomes.service if becomes else line.service,
            method=line.method,
            rate=rate,
        ),
        dated=document.dated,
        treatment=line.treatment,
        rule=line.rule,
        allocated=line.allocated,
        is_drawn=_is_drawn(document, line),
        is_change=document.kind is Kind.ORDER_CHANGE,
    )


def _is_drawn(document: BookedDocument, line: DocumentLine) -> bool:
    """Say whether journals recognise an order line: used, and nothing predicted of the order."""
    is_used = document.kind is Kind.SALES_ORDER and line.method is Method.ON_USE
    return is_used and line.key not in document.predicted


def _price(line: DocumentLine) -> Decimal:
    return line.amount.decimal() / line.quantity if line.quantity else _NOTHING


def _expected(
    documents: Iterable[BookedDocument], proposals: Iterable[Proposal]
) -> dict[OrderKey, Predicted]:
    found: dict[OrderKey, Predicted] = {}
    predicted = (each for document in documents for each in _predicted(document))
    for key, periods in (*predicted, *((one.key, one.revenue) for one in proposals)):
        found[key] = found[key] + periods if key in found else periods
    return found


def _predicted(document: BookedDocument) -> Iterator[tuple[OrderKey, Predicted]]:
    if document.kind is Kind.PROPOSED_JOURNAL:
        return
    for line in {one.key: one for one in document.lines}.values():
        periods = document.predicted.get(line.key)
        if periods is None:
            continue
        if document.kind is _MOVES:
            yield OrderKey(*element_of(line)), periods
        else:
            yield OrderKey(document.record, line.key), periods
