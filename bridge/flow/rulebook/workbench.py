"""Edits rules in the books: working copies, checked at every save, which become drafts."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.rulebook.copies import WorkingCopy
from bridge.errors import Misconfigured
from bridge.flow import waking
from bridge.flow.rulebook import checks
from bridge.flow.rulebook.checks import Report
from bridge.flow.rulebook.editions import BYTES_MAX, Edition
from bridge.flow.rulebook.publishing import Publishing, Revised
from bridge.ledger.person import person
from bridge.model.calendar import Clock
from bridge.model.ids import Digest, RulebookVersion
from bridge.queue import words
from bridge.rulebooks.road import Draft, Wish
from bridge.rulebooks.sheets import EditedRow, Sheet, rewritten, sheet_of

#: Reports that are kept ready: to check a rulebook takes some tenths of a second.
_REPORTS_MAX = 16


@dataclass(frozen=True, slots=True)
class Workbench:
    """Working copies, in the name of one person; what is not possible raises Misconfigured."""

    store: Store
    clock: Clock
    who: str

    def begin(self, title: str, from_: Edition, exceptions: Sequence[int] = ()) -> WorkingCopy:
        """Begin with the files of an edition."""
        said = words.said(title, of="the title")
        return self._begin(said, from_.rulebook.version, from_.files, tuple(exceptions))

    def save_text(self, number: int, seen: int, file: str, text: str) -> WorkingCopy:
        """Keep the text of a file as it was typed, right or wrong."""
        if len(text.encode()) > BYTES_MAX:
            raise Misconfigured(
                f"the file is larger than {BYTES_MAX:,} bytes",
                where=file,
                act="split it into several files",
            )
        with self._transaction() as tx:
            files = _known(tx, number, file)
            return tx.copies.save(number, seen, {**files, file: _lines(text)})

    def save_rows(
        self, number: int, seen: int, file: str, rows: Sequence[EditedRow]
    ) -> WorkingCopy:
        """Keep the rows of a sheet; the rest of its file stays as it is."""
        with self._transaction() as tx:
            files = _known(tx, number, file)
            text = rewritten(_sheet(files, file), files[file], rows)
            return tx.copies.save(number, seen, {**files, file: text})

    def discard(self, number: int, seen: int) -> None:
        """Let go of a working copy; what waits for it is open again."""
        with self._transaction() as tx:
            tx.copies.discard(number, seen)
        # By the bridge, not by the person: who writes rules may not act about exceptions. If this
        # is cut off, the next pass does it.
        waking.take_up_discarded(self.store)

    def draft(self, number: int, seen: int, reason: str) -> Draft:
        """
        Send a working copy for approval: it becomes a draft, and changes no more.

        Raises RulebookInvalid with all that stands against it, ActedMeanwhile if somebody saved
        it since.
        """
        with self.store.reading() as view:
            copy = view.copies.editable(number, seen)
        said = words.said(reason, of="the reason")
        made_of = Revised(number, seen)
        publisher = Publishing(self.store, self.clock, self.who)
        return publisher.draft(copy.files, said, Wish(clears=copy.exceptions), made_of)

    def _begin(
        self,
        title: str,
        base: RulebookVersion,
        files: Mapping[str, str],
        exceptions: tuple[int, ...],
    ) -> WorkingCopy:
        with self._transaction() as tx:
            tx.dossiers.keep_rulebook(base, files)
            return tx.copies.begin(title, base, files, exceptions)

    def _transaction(self) -> AbstractContextManager[Transaction]:
        return self.store.transaction("rules_edited", actor=person(self.who))


@dataclass(slots=True)
class Checking:
    """Checks working copies as they would be checked when they are drafted, each text once."""

    _done: dict[tuple[frozenset[tuple[str, str]], Digest | None], Report] = field(
        default_factory=dict
    )

    def of(self, view: Transaction, copy: WorkingCopy) -> Report:
        """Return what is found in a working copy as it is."""
        return self._of_files(view, copy.files)

    def typed(self, view: Transaction, copy: WorkingCopy, file: str, text: str) -> Report:
        """Return what is found where a file has the text that somebody types; it is not saved."""
        return self._of_files(view, {**copy.files, file: _lines(text)})

    def _of_files(self, view: Transaction, files: Mapping[str, str]) -> Report:
        frame = view.dossiers.latest_frame()
        key = (frozenset(files.items()), frame.address if frame else None)
        found = self._done.get(key)
        if found is None:
            found = checks.of_files(files, frame)
            while len(self._done) >= _REPORTS_MAX:
                self._done.pop(next(iter(self._done)), None)
            self._done[key] = found
        return found


def _copy(view: Transaction, number: int) -> WorkingCopy:
    found = view.copies.one(number)
    if found is None:
        raise Misconfigured(
            "there is no such working copy", where=f"copy {number}", act="begin another one"
        )
    return found


def _known(view: Transaction, number: int, file: str) -> Mapping[str, str]:
    """Return the files of a working copy, of which `file` is one."""
    files = _copy(view, number).files
    if file not in files:
        raise Misconfigured(
            "the rulebook has no such file", where=file[:80], act="choose one of its files"
        )
    return files


def _sheet(files: Mapping[str, str], file: str) -> Sheet:
    found = sheet_of(file, files[file])
    if found is None:
        raise Misconfigured(
            "its rows cannot be edited one by one", where=file, act="edit the file as text"
        )
    return found


def _lines(text: str) -> str:
    """Write lines as files have them: browsers send them otherwise."""
    return text.replace("\r\n", "\n").rstrip("\n") + "\n"
