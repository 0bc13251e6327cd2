"""Views of the queue that people keep, within one transaction."""

from sqlalchemy import or_
from sqlmodel import Session, col, select

from bridge.adapters.store.people.tables import SavedViewRow
from bridge.errors import Misconfigured
from bridge.people.views import VIEWS_MAX, SavedView


class ViewRows:
    """Who keeps which view under which name."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, reader: str) -> tuple[SavedView, ...]:
        """Return what somebody keeps, and what others share, by name."""
        whose = or_(col(SavedViewRow.owner) == reader, col(SavedViewRow.shared).is_(True))
        rows = self._session.exec(
            select(SavedViewRow)
            .where(whose)
            .order_by(col(SavedViewRow.name), col(SavedViewRow.owner))
        )
        return tuple(
            SavedView(owner=row.owner, name=row.name, query=row.query, is_shared=row.shared)
            for row in rows
        )

    def save(self, view: SavedView) -> None:
        """Keep a view, in the place of one of its name; Misconfigured beyond so many."""
        kept = self._session.get(SavedViewRow, (view.owner, view.name))
        own = [one for one in self.of(view.owner) if one.owner == view.owner]
        if kept is None and len(own) >= VIEWS_MAX:
            raise Misconfigured(
                f"you keep {VIEWS_MAX} views already", where="views", act="let go of one first"
            )
        row = kept or SavedViewRow(owner=view.owner, name=view.name, query="", shared=False)
        row.query, row.shared = view.query, view.is_shared
        self._session.add(row)
        self._session.flush()

    def forget(self, owner: str, name: str) -> None:
        """Let go of a view; nothing happens if there is none."""
        row = self._session.get(SavedViewRow, (owner, name))
        if row is not None:
            self._session.delete(row)
            self._session.flush()
