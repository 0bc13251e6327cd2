"""
The order that a document changes or gives back from: asked about once more, just before the send.

Between judgement and send lie minutes or weeks. What was invoiced or approved meanwhile calls for
another judgement; what somebody edited calls for a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bridge.adapters.store.database import Store
from bridge.adapters.store.documents import Standing
from bridge.flow.invoiced import Invoiced
from bridge.flow.posting.comparing import Before, edited, is_done
from bridge.flow.posting.far_end import FoundRecord, Remote
from bridge.mappers.correct.words import is_of_words
from bridge.mappers.shape import standing
from bridge.mappers.shape.order_line import OrderLine
from bridge.mappers.write import bodies
from bridge.model.document import DocumentLine, Kind, State, is_of
from bridge.model.dossier import EarlierDocument
from bridge.model.flags import Flag
from bridge.model.ids import ExternalId


@dataclass(frozen=True, slots=True)
class AsJudged:
    """The order stands as the document takes it to be: it may be sent."""


@dataclass(frozen=True, slots=True)
class JudgeAgain:
    """NetSuite or the books are not any more what the deal was judged by."""

    says: str


@dataclass(frozen=True, slots=True)
class Done:
    """The order is already what the document makes of it."""

    internal_id: str


@dataclass(frozen=True, slots=True)
class NotTold:
    """NetSuite did not tell all lines of the order, so that nothing is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """The order lines that a document touches, as they are known from three sides."""

    judged: Before | None  #: as the deal was judged by; None if that is not known
    now: Before  #: as the other deals of the contract leave them
    left: Before  #: as the deal's own changes, which came first, left them


Verdict = AsJudged | JudgeAgain | Done | NotTold | Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """Compares orders in NetSuite with what their changes and returns were judged by."""

    store: Store
    netsuite: Remote
    record_types: Mapping[Kind, str]

    def verdict(self, document: Standing, found: FoundRecord | None) -> Verdict:
        """
        Say whether a document may be sent; `found` is the record that it is written to, if any.

        Asks NetSuite for the order where that is another record, and for what is invoiced of it.
        Raises a BridgeError as any read.
        """
        order = document.target
        if order is None:
            return AsJudged()
        if document.kind is not Kind.ORDER_CHANGE:
            found = self.netsuite.find(self.record_types[Kind.SALES_ORDER], order)
        if found is not None and found.lines is None:
            return NotTold()
        with self.store.reading() as view:
            lines = view.documents.lines(document.claim.external_id)
        is_change = document.kind is Kind.ORDER_CHANGE
        if found and is_change and is_of_words(document.claim.external_id):
            return AsJudged()  # no line that anybody edited is touched
        if found and is_change and is_done(lines, found) and not self._tells_more(document):
            return Done(found.internal_id)
        compared = self._compared(document, order, lines)
        if compared.judged != compared.now:
            return JudgeAgain(f"what is invoiced, approved or booked of {order} changed")
        return edited(document, compared.left, found) or AsJudged()

    def _tells_more(self, document: Standing) -> bool:
        """Say whether a change tells more of its order than lines that can be looked at."""
        with self.store.reading() as view:
            return bool(bodies.header_fields(view.documents.body(document.claim.external_id)))

    def _compared(
        self, document: Standing, order: ExternalId, lines: Sequence[DocumentLine]
    ) -> _Compared:
        sides = self._sides(document, order)
        keys = tuple({_touched(line, document.kind): None for line in lines})
        now = standing.of(sides.now)
        left = now
        for each in sides.made:
            left = standing.after_all(left, Kind.ORDER_CHANGE, order, each)
        judged = None if sides.judged is None else _lines(standing.of(sides.judged), order, keys)
        if judged is not None and sides.was_approved != sides.is_approved:
            judged = None  # what may be told to an order depends on that
        return _Compared(
            judged=judged, now=_lines(now, order, keys), left=_lines(left, order, keys)
        )

    def _sides(self, document: Standing, order: ExternalId) -> "_Sides":
        """Ask the books and NetSuite for what stands of an order, and for what was judged by."""
        with self.store.reading() as view:
            by = view.dossiers.judged_by(document.deal)
            earlier = view.dossiers.earlier_documents(document.contract, than=document.deal)
            posted = view.posted.of(document.deal)
            made = {
                one.claim.external_id: view.documents.lines(one.claim.external_id)
                for one in view.documents.of_kind(Kind.ORDER_CHANGE, document.deal)
                if one.target == order and one.claim.state is State.ACKNOWLEDGED
            }
        asked = Invoiced(self.netsuite)
        own = asked.of_own(posted).documents if posted and is_of(order, document.deal) else ()
        known = {one.document.external_id: one for one in own}
        was = by.posted.documents if by and by.posted and own else ()
        names = [one.document.external_id for one in was]
        return _Sides(
            judged=(*by.earlier, *(one.document for one in was)) if by else None,
            now=(
                *asked.told(earlier),
                *(known[name].document for name in names if name in known),
            ),
            made=[lines for name, lines in made.items() if name not in names],
            was_approved=frozenset(one.document.external_id for one in was if one.approved),
            is_approved=frozenset(name for name in names if name in known and known[name].approved),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    """What is known of an order's documents: when its deal was judged, and now."""

    judged: Sequence[EarlierDocument] | None
    now: Sequence[EarlierDocument]
    made: Sequence[Sequence[DocumentLine]]  #: by the deal itself, since it was judged
    was_approved: frozenset[ExternalId]
    is_approved: frozenset[ExternalId]


def _lines(held: standing.Standing, order: ExternalId, keys: Sequence[int]) -> Before:
    return {key: _plain(held.line(order, key)) for key in keys}


def _touched(line: DocumentLine, kind: Kind) -> int:
    """Return the key of the order line that a line of a document is about."""
    if kind is not Kind.RETURN_AUTHORIZATION:
        return line.key
    key = line.fields["orderLine"]
    if not isinstance(key, int):
        raise TypeError(f"a return names the order line {key!r}, which is no key")
    return key


def _plain(line: OrderLine | None) -> OrderLine | None:
    """Leave out what is ours alone: what is predicted of it, and its place among other lots."""
    return replace(line, planned=(), place=0) if line else None
