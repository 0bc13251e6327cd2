"""
References: how a person or a page names what is to be explained.

    801...                         a deal, by the id of its order
    bridge-801...-so-1             a document
    bridge-801...-so-1/2           its line 2
    bridge-801...-so-1/2/2026-03   what is planned of that line for a period
    802...                         a document line, by the id of its source
    netsuite:1234                  a document, by its internal id in NetSuite
    exception:12                   an exception
    entry:345                      an entry of the ledger

Figures of statements and sums of schedules are of no one deal: `figures` has their names.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Transaction
from bridge.adapters.store.deals import KnownDocument, WholeDeal
from bridge.errors import NotFound
from bridge.ledger.entries import Entry
from bridge.model.ids import DealId, ExternalId, eighteen

#: The ids of Salesforce are told in a short and in a long form.
_SHORT, _LONG = 15, 18
#: Longer than any reference that there is.
REF_MAX = 400
#: The most digits of a number that a database counts up to.
_DIGITS_MAX = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a reference leads to: a deal, and the part of it that is meant."""

    ref: str
    deal: WholeDeal
    document: KnownDocument | None = None
    line: int | None = None  #: of the document, by its key
    period: str | None = None
    entry: Entry | None = None
    exception: ExceptionCase | None = None


def find(view: Transaction, ref: str) -> Subject:
    """Return what a reference leads to; NotFound where it leads to nothing."""
    ref = ref.strip()
    kind, colon, rest = ref.partition(":")
    if len(ref) > REF_MAX:
        raise _nothing(ref[:_SHORT] + "...")
    if colon:
        return _by_kind(view, ref, kind, rest)
    name, _, place = ref.partition("/")
    deal = view.deals.whole(DealId(_spelt(name)))
    if deal is not None and not place:
        return Subject(ref=ref, deal=deal)
    return _of_document(view, ref, ExternalId(name), place)


def _by_kind(view: Transaction, ref: str, kind: str, rest: str) -> Subject:
    leads = KINDS.get(kind)
    found = leads(view, ref, rest) if leads is not None else None
    if found is None:
        raise _nothing(ref)
    return found


def _number(rest: str) -> int | None:
    is_one = rest.isascii() and rest.isdigit() and len(rest) <= _DIGITS_MAX
    return int(rest) if is_one else None


def _netsuite(view: Transaction, ref: str, rest: str) -> Subject | None:
    found = view.lists.documents.by_internal_id(rest) if _number(rest) is not None else None
    return None if found is None else _document_subject(view, ref, found)


def _exception(view: Transaction, ref: str, rest: str) -> Subject | None:
    number = _number(rest)
    case = view.cases.one(number) if number is not None else None
    if case is None:
        return None
    deal = _whole(view, case.deal)
    document = next((one for one in deal.documents if one.external_id == case.document), None)
    return Subject(ref=ref, deal=deal, document=document, exception=case)


def _entry(view: Transaction, ref: str, rest: str) -> Subject | None:
    number = _number(rest)
    entry = view.lists.entries.one(number) if number is not None else None
    deal = view.deals.whole(entry.deal) if entry else None
    return Subject(ref=ref, deal=deal, entry=entry) if deal else None


#: What stands before the colon of a reference, and what finds that which stands behind it; None
#: where there is nothing.
KINDS: Mapping[str, Callable[[Transaction, str, str], Subject | None]] = {
    "netsuite": _netsuite,
    "exception": _exception,
    "entry": _entry,
}


def _of_document(view: Transaction, ref: str, name: ExternalId, place: str) -> Subject:
    key, _, period = place.partition("/")
    found = view.lists.documents.named(name)
    if found is None and not place:
        line = view.lists.documents.line_of(_spelt(name))
        if line is not None:
            return _document_subject(view, ref, *line)
    if found is None or (place and not (key.isascii() and key.isdigit())):
        raise _nothing(ref)
    if not place:
        return _document_subject(view, ref, found)
    subject = _document_subject(view, ref, found, int(key[:_DIGITS_MAX]), period or None)
    document = subject.document
    if document is None or all(one["key"] != subject.line for one in document.lines):
        raise _nothing(ref)
    if period and not any(period in one["periods"] for one in document.schedules):
        raise _nothing(ref)
    return subject


def _document_subject(
    view: Transaction,
    ref: str,
    name: ExternalId,
    line: int | None = None,
    period: str | None = None,
) -> Subject:
    deal = _whole(view, view.lists.documents.deal_of(name))
    document = next(one for one in deal.documents if one.external_id == name)
    return Subject(ref=ref, deal=deal, document=document, line=line, period=period)


def _whole(view: Transaction, deal: DealId) -> WholeDeal:
    found = view.deals.whole(deal)
    if found is None:
        raise LookupError(f"the deal {deal} of a document or an exception is not in the books")
    return found


def _spelt(name: str) -> str:
    """Return an id in its long form; anything else as it is."""
    is_short = len(name) == _SHORT and name.isascii() and name.isalnum()
    return eighteen(name) if is_short else name


def _nothing(ref: str) -> NotFound:
    return NotFound(
        "the books hold nothing of that name",
        where=ref,
        act="name a deal, a document (/ line / period), a source line, netsuite:ID, exception:N, "
        "entry:N, variance:STATEMENT/CURRENCY/PERIOD/CLASS, reported:STATEMENT/CURRENCY/IN or "
        "roll:NUMBER/CURRENCY/MEASURE/PERIOD/LINE",
    )
