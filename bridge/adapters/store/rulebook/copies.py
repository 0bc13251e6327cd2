"""Working copies of the rules, within one transaction."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from bridge.adapters.store.rulebook.tables import WorkingCopyRow
from bridge.errors import ActedMeanwhile, Misconfigured
from bridge.model.calendar import Clock
from bridge.model.ids import RulebookVersion, canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCopy:
    """Rule files that somebody edits, and the version that they were begun with."""

    number: int
    title: str
    base: RulebookVersion
    files: Mapping[str, str]
    exceptions: tuple[int, ...]  #: that it should clear
    revision: int
    editors: tuple[str, ...]  #: all who saved it, the first first
    changed_by: str
    changed_at: datetime
    draft: int | None  #: that it became; None while it is edited


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGo:
    """A working copy that was discarded: by whom, and which exceptions it was to clear."""

    number: int
    exceptions: frozenset[int]
    by: str


class WorkingCopyRows:
    """Keeps working copies."""

    def __init__(self, session: Session, clock: Clock, actor: str) -> None:
        self._session = session
        self._clock = clock
        self._actor = actor

    def begin(
        self,
        title: str,
        base: RulebookVersion,
        files: Mapping[str, str],
        exceptions: tuple[int, ...] = (),
    ) -> WorkingCopy:
        """Keep files for editing."""
        row = WorkingCopyRow(
            title=title,
            base=base,
            files=canonical(files).decode(),
            exceptions=canonical(sorted(exceptions)).decode(),
            revision=1,
            editors=canonical([self._actor]).decode(),
            changed_by=self._actor,
            changed_at=self._clock(),
            draft=None,
            discarded=False,
        )
        self._session.add(row)
        self._session.flush()
        return _copy(row)

    def open(self) -> tuple[WorkingCopy, ...]:
        """Return what is edited, the last changed first."""
        query = select(WorkingCopyRow).where(
            col(WorkingCopyRow.draft).is_(None), col(WorkingCopyRow.discarded).is_(False)
        )
        ordered = query.order_by(
            col(WorkingCopyRow.changed_at).desc(), col(WorkingCopyRow.number).desc()
        )
        return tuple(_copy(row) for row in self._session.exec(ordered))

    def let_go(self) -> tuple[LetGo, ...]:
        """Return the working copies that were discarded and were begun for exceptions."""
        # Not the files: they are long, and there may be many.
        told = select(WorkingCopyRow.number, WorkingCopyRow.exceptions, WorkingCopyRow.changed_by)
        query = told.where(
            col(WorkingCopyRow.discarded).is_(True), WorkingCopyRow.exceptions != "[]"
        )
        return tuple(
            LetGo(number=number or 0, exceptions=frozenset(_read(named)), by=by)
            for number, named, by in self._session.exec(query)
        )

    def one(self, number: int) -> WorkingCopy | None:
        """Return a working copy that was not discarded; None if there is none."""
        row = self._session.get(WorkingCopyRow, number)
        return None if row is None or row.discarded else _copy(row)

    def of_draft(self, draft: int) -> tuple[WorkingCopy, ...]:
        """Return what became a draft; several copies of one content are one draft."""
        query = select(WorkingCopyRow).where(WorkingCopyRow.draft == draft)
        return tuple(_copy(row) for row in self._session.exec(query))

    def editable(self, number: int, seen: int) -> WorkingCopy:
        """Return a working copy as its reader has seen it; raises as `save` does."""
        return _copy(self._editable(number, seen))

    def save(self, number: int, seen: int, files: Mapping[str, str]) -> WorkingCopy:
        """Keep changed files; ActedMeanwhile if somebody saved since revision `seen`."""
        row = self._editable(number, seen)
        row.files = canonical(files).decode()
        editors = [*_read(row.editors), self._actor]
        row.editors = canonical(list(dict.fromkeys(editors))).decode()
        return self._changed(row)

    def discard(self, number: int, seen: int) -> None:
        """Let go of a working copy."""
        row = self._editable(number, seen)
        row.discarded = True
        self._changed(row)

    def drafted(self, number: int, seen: int, draft: int) -> None:
        """Note the draft that a working copy became."""
        row = self._editable(number, seen)
        row.draft = draft
        self._changed(row)

    def _editable(self, number: int, seen: int) -> WorkingCopyRow:
        row = self._session.get(WorkingCopyRow, number)
        if row is None or row.discarded:
            raise Misconfigured(
                "there is no such working copy", where=f"copy {number}", act="begin another one"
            )
        if row.draft is not None:
            raise Misconfigured(
                f"it became draft {row.draft}, which changes no more",
                where=f"copy {number}",
                act="begin another one from that draft",
            )
        if row.revision != seen:
            raise ActedMeanwhile(
                f"{row.changed_by} saved it since you opened it, as revision {row.revision}",
                where=f"copy {number}",
                act="open it again, and put in what is yours",
            )
        return row

    def _changed(self, row: WorkingCopyRow) -> WorkingCopy:
        row.revision += 1
        row.changed_by, row.changed_at = self._actor, self._clock()
        self._session.add(row)
        self._session.flush()
        return _copy(row)


def _copy(row: WorkingCopyRow) -> WorkingCopy:
    files: dict[str, str] = _read(row.files)
    return WorkingCopy(
        number=row.number or 0,
        title=row.title,
        base=RulebookVersion(row.base),
        files=files,
        exceptions=tuple(_read(row.exceptions)),
        revision=row.revision,
        editors=tuple(_read(row.editors)),
        changed_by=row.changed_by,
        changed_at=row.changed_at,
        draft=row.draft,
    )


def _read(content: str) -> Any:
    return json.loads(content, parse_float=Decimal)
