"""Documents as people name them: by their own name, by NetSuite's id, by a line's source."""

import json
from decimal import Decimal

from sqlalchemy import or_
from sqlmodel import Session, col, select

from bridge.adapters.store.browsing.texts import contains
from bridge.adapters.store.tables import DocumentRow
from bridge.model.document import State
from bridge.model.ids import DealId, ExternalId, canonical


class DocumentNames:
    """Finds documents by what they are called, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def named(self, name: ExternalId) -> ExternalId | None:
        """Return a document's name if there is one of that name."""
        found = select(DocumentRow.external_id).where(DocumentRow.external_id == name)
        one = self._session.exec(found).first()
        return ExternalId(one) if one else None

    def found(self, text: str, most: int) -> tuple[ExternalId, ...]:
        """Return documents whose name holds a text, or whose id in NetSuite it is."""
        name = col(DocumentRow.external_id)
        like = or_(contains(name, text), col(DocumentRow.internal_id) == text)
        query = select(DocumentRow.external_id).where(like).order_by(name).limit(most)
        return tuple(ExternalId(one) for one in self._session.exec(query))

    def deal_of(self, name: ExternalId) -> DealId:
        """Return whose document it is."""
        return DealId(self._session.get_one(DocumentRow, name).deal)

    def by_internal_id(self, internal_id: str) -> ExternalId | None:
        """Return the document that NetSuite keeps under an id, the order before its changes."""
        found = select(DocumentRow.external_id).where(DocumentRow.internal_id == internal_id)
        ordered = found.order_by(col(DocumentRow.settled_seq), col(DocumentRow.external_id))
        one = self._session.exec(ordered).first()
        return ExternalId(one) if one else None

    def line_of(self, source: str) -> tuple[ExternalId, int] | None:
        """Return the document line that was made of a source, and its key."""
        if not (source.isascii() and source.isalnum()):
            return None
        quoted = canonical(source).decode()
        query = select(DocumentRow.external_id, DocumentRow.lines).where(
            col(DocumentRow.lines).contains(quoted, autoescape=True),
            DocumentRow.state != State.SUPERSEDED,
        )
        for name, lines in self._session.exec(query.order_by(col(DocumentRow.external_id))):
            for line in json.loads(lines, parse_float=Decimal):
                if line["source"] == source:
                    return ExternalId(name), int(line["key"])
        return None
