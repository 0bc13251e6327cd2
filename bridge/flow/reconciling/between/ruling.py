"""What the books say between the two systems: what was ruled of each line, and what is expected."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bridge.adapters.store.reconciling.books import BookedDocument
from bridge.mappers.shape.standing import element_of
from bridge.model.document import DocumentLine, Kind, State
from bridge.model.ids import ContractId, ExternalId, LineId
from bridge.model.money import Money
from bridge.reconcile.sides import OrderKey, Ruled, Terms

#: Kinds that book nothing: they move what is planned of other lines.
_MOVES = Kind.MERGE_REQUEST
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class RuledLine:
    """A document line that stands for a line of a deal, with the document that it is of."""

    ruled: Ruled
    amount: Money
    document: BookedDocument
    is_there: bool  #: whether NetSuite has the document


@dataclass(slots=True)
class Books:
    """The documents of the books, as a reconciliation looks them up."""

    by_source: Mapping[LineId, tuple[RuledLine, ...]]
    expected: Mapping[OrderKey, Mapping[str, Money]]
    #: Our orders and returns in NetSuite by external id: the lines by key, changes included.
    lines: Mapping[ExternalId, Mapping[int, Ruled]]
    contracts: Mapping[ExternalId, ContractId]
    subsidiaries: Mapping[ExternalId, str]
    #: The proposed journals that a person posted, by NetSuite's internal id.
    proposals: Mapping[str, BookedDocument] = field(default_factory=dict)


def books(documents: Iterable[BookedDocument], rates: Mapping[ExternalId, Decimal]) -> Books:
    """
    Arrange the documents; `rates` are those of NetSuite's orders, which lines are valued at.

    What is expected counts what NetSuite has, merges and changes included.
    """
    held = tuple(documents)
    there = frozenset(one.external_id for one in held if _is_there(one, rates))
    by_source: dict[LineId, list[RuledLine]] = defaultdict(list)
    lines: dict[ExternalId, dict[int, Ruled]] = defaultdict(dict)
    for document in held:
        if document.kind is _MOVES:
            continue
        for line in document.lines:
            ruled = _ruled(document, line, rates.get(document.record, Decimal(1)))
            is_there = document.external_id in there
            by_source[line.source].append(RuledLine(ruled, line.amount, document, is_there))
            if is_there:
                lines[document.record][line.key] = ruled
    return Books(
        by_source={source: tuple(found) for source, found in by_source.items()},
        expected=_expected(one for one in held if one.external_id in there),
        lines=lines,
        contracts={one.record: one.contract for one in held if one.kind is not _MOVES},
        subsidiaries={one.record: one.subsidiary for one in held if one.subsidiary},
        proposals={
            one.internal_id: one
            for one in held
            if one.kind is Kind.PROPOSED_JOURNAL and one.internal_id
        },
    )


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
        is_proposed=document.kind is Kind.PROPOSED_JOURNAL,
    )


def _price(line: DocumentLine) -> Decimal:
    return line.amount.decimal() / line.quantity if line.quantity else _NOTHING


def _expected(documents: Iterable[BookedDocument]) -> dict[OrderKey, dict[str, Money]]:
    found: dict[OrderKey, dict[str, Money]] = {}
    for document in documents:
        for key, periods in _predicted(document):
            _add(found.setdefault(key, {}), periods)
    return found


def _add(own: dict[str, Money], periods: Mapping[str, Money]) -> None:
    for period, money in periods.items():
        own[period] = own[period] + money if period in own else money


def _predicted(document: BookedDocument) -> Iterator[tuple[OrderKey, Mapping[str, Money]]]:
    for line in {one.key: one for one in document.lines}.values():
        periods = document.predicted.get(line.key)
        if periods is None:
            continue
        if document.kind is _MOVES:
            yield OrderKey(*element_of(line)), periods
        else:
            yield OrderKey(document.record, line.key), periods
