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
from bridge.mappers.shape import standing
from bridge.mappers.shape.standing import OrderLine
from bridge.model.document import DocumentLine, Kind
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
        if found and document.kind is Kind.ORDER_CHANGE and is_done(lines, found):
            return Done(found.internal_id)
        judged, now = self._before(document, order, lines)
        if judged != now:
            return JudgeAgain(f"what is invoiced, approved or booked of {order} changed")
        return edited(document, now, found) or AsJudged()

    def _before(
        self, document: Standing, order: ExternalId, lines: Sequence[DocumentLine]
    ) -> tuple[Before | None, Before]:
        """Return the touched lines as the deal was judged by, None if unknown, and as of now."""
        invoiced = Invoiced(self.netsuite)
        invoiced.ask([order])
        with self.store.reading() as view:
            by = view.dossiers.judged_by(document.deal)
            earlier = view.dossiers.earlier_documents(document.contract, than=document.deal)
        about = [one for one in earlier if order in (one.external_id, one.target)]
        keys = {_touched(line, document.kind): None for line in lines}
        now = standing.of(invoiced.told(about))
        before = standing.of(by) if by is not None else None
        return (
            {key: _plain(before.line(order, key)) for key in keys} if before else None,
            {key: _plain(now.line(order, key)) for key in keys},
        )


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
