"""
Walks statements again, and keeps what came of it as long as nothing changes.

To walk costs as much as to make the statement. So it is done once for all figures of a statement,
and anew only when the books, NetSuite's rows or the statement are others.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.reconciling.context import Context
from bridge.adapters.store.reconciling.rows import Reading
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.errors import Misconfigured, Unavailable
from bridge.flow.reconciling import unread
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.stating import Asked, gathered, grid
from bridge.flow.reconciling.walked.figures import Figures, figures
from bridge.ledger.chain import Head
from bridge.model.ids import RulebookVersion
from bridge.model.money import Currency
from bridge.rules.rulebook import Rulebook

#: Lines that are kept, of all walks together; the last walk is, however large it is.
_LINES_MAX = 60_000
#: Who may wait until somebody's walk ends; they hold a thread each.
_WAITING_MAX = 4


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a walk rests on; where it is the same, so is what comes of it."""

    statement: int
    rulebook: RulebookVersion
    head: Head
    readings: Mapping[str, Reading]
    context: Context


@dataclass(frozen=True, slots=True)
class Walked:
    """A statement walked again: its figures by currency, as the books are now."""

    periods: tuple[str, ...]
    figures: Mapping[Currency, Figures]

    def of(self, currency: Currency) -> Figures:
        """Return the figures in a currency; nothing where no line has any."""
        return self.figures.get(currency) or Figures()


@dataclass(slots=True)
class Walks:
    """The last walks; threads may share them."""

    _kept: list[tuple[_Seen, Walked]] = field(default_factory=list)
    _turn: Lock = field(default_factory=Lock)
    _room: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_WAITING_MAX))

    def of(
        self,
        view: Transaction,
        kept: KeptStatement,
        rulebook: Callable[[RulebookVersion], Rulebook],
    ) -> Walked:
        """
        Return the figures of a statement as they come out now, by the rulebook of the statement.

        From what NetSuite told last, the books, and what no pass had read when the statement was
        made and none has since. Raises Misconfigured where NetSuite was never read, has a period of
        the statement no more or the statement names no rules, Unavailable where too many wait for a
        walk, and what reading the rulebook raises.
        """
        context = view.reconciling.context.last()
        if context is None:
            raise Misconfigured(
                "NetSuite's revenue was never read", where="reconciliation", act="reconcile once"
            )
        version = _version(kept)
        readings = view.reconciling.revenue.readings()
        seen = _Seen(kept.id, version, view.ledger.head(), readings, context)
        found = self._found(seen)
        if found is not None:
            return found
        with self._taken():
            found = self._found(seen) or _walked(view, kept, rulebook(version), context)
            self._keep(seen, found)
        return found

    def _found(self, seen: _Seen) -> Walked | None:
        return next((walked for of, walked in tuple(self._kept) if of == seen), None)

    def _keep(self, seen: _Seen, walked: Walked) -> None:
        """Keep a walk as the last one, without those that it replaces or has no room for."""
        room = _LINES_MAX - _size(walked)
        kept = [(seen, walked)]
        for of, other in self._kept:
            room -= _size(other)
            if room >= 0 and of.statement != seen.statement:
                kept.append((of, other))
        self._kept = kept

    @contextmanager
    def _taken(self) -> Iterator[None]:
        if not self._room.acquire(blocking=False):
            says = "others asked for the same just now, and still wait for the answer"
            raise Unavailable("reconciliation", "walk lines again", "ASKED_ALREADY", says)
        try:
            with self._turn:
                yield
        finally:
            self._room.release()


def _version(kept: KeptStatement) -> RulebookVersion:
    named = kept.content.get("rulebook")
    if named is None:
        raise Misconfigured(
            "the statement does not name its rules",
            where=f"statement {kept.id}",
            act="reconcile, and look at the new one",
        )
    return RulebookVersion(named)


def _size(walked: Walked) -> int:
    return sum(map(len, walked.figures.values()))


def _walked(view: Transaction, kept: KeptStatement, rulebook: Rulebook, context: Context) -> Walked:
    asked = Asked(
        as_of=kept.as_of,
        measure=Measures(kept.measure),
        period=kept.period or None,
        definition=kept.content.get("definition", {}).get("name", ""),
    )
    wanted = grid(asked, tuple(context.periods.values()), rulebook.measures)
    missed = unread.still(view, kept.content.get("unread_lines", ()))
    sides = gathered(view, rulebook, context, missed)
    return Walked(wanted.periods, figures(sides, wanted.route, wanted.periods))
