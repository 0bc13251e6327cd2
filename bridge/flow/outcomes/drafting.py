"""A rule from an exception: a row with the deal's facts, drafted, tried, and waited for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bridge.adapters.store.browsing.exception_filter import ExceptionFilter
from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.rulebook.copies import WorkingCopy
from bridge.errors import Misconfigured, NotPermitted
from bridge.flow.outcomes.overriding import Overriding
from bridge.flow.rulebook import editions, preview
from bridge.flow.rulebook.editions import Edition
from bridge.flow.rulebook.publishing import Publishing
from bridge.ledger.person import person
from bridge.mappers.overriding import Question
from bridge.model.calendar import Clock
from bridge.people.roles import Permission
from bridge.queue import words
from bridge.queue.acts import Ask
from bridge.queue.life import CaseState, WaitsFor
from bridge.rulebooks import rows
from bridge.rulebooks.road import Draft
from bridge.rulebooks.rows import Row

#: Exceptions of one cause that a working copy names; what else it would clear its preview tells.
_ALIKE_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """For which question a row is wanted, and what stands in it besides the deal's facts."""

    cells: Mapping[str, str] = field(default_factory=dict)
    rule: str | None = None  #: None: the only rule that leaves something open
    about: str | None = None  #: the line; None: the first one


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft with a new row, and the exceptions that wait for it."""

    draft: Draft
    row: Row
    clears: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Drafting:
    """Rules from exceptions, in the name of one person; what is not possible is Misconfigured."""

    store: Store
    clock: Clock
    who: str
    edition: Edition

    def row(self, number: int, wanted: Wanted) -> Row:
        """Return the row that an exception lacks, as far as the deal's facts and a person say."""
        asked = self._question(number, wanted)
        return rows.row_for(asked, wanted.cells, f"exception-{number}")

    def draft(self, number: int, wanted: Wanted, reason: str) -> Drafted:
        """
        Draft the rules in force with the row, and let the exceptions that it clears wait for them.

        It is no more than a draft: whether its golden deals agree is asked when it is published.
        Raises RulebookInvalid where the row cannot stand in its rule, Misconfigured where its
        outputs are not all said, or where the exception would stay for another reason.
        """
        row = self._whole_row(number, wanted)
        found = editions.of_files(rows.added(self.edition.files, row))
        clears = self._clears(found)
        if number not in clears:
            raise _refused(
                number,
                "the row alone would not clear it",
                f"see what else holds it: `bridge exceptions show {number}`",
            )
        said = words.said(reason, of="the reason")
        draft = Publishing(self.store, self.clock, self.who).suggest(found, said, clears)
        says = f"draft {draft.number} gives {row.rule} the row {row.written()}"
        with self.store.transaction("triage", actor=person(self.who)) as tx:
            for one in clears if _may_triage(tx) else ():
                _wait(tx, one, says)
        return Drafted(draft, row, clears)

    def begin(self, number: int, wanted: Wanted, seen: int | None = None) -> WorkingCopy:
        """
        Begin a working copy of the rules in force with the row, for the exceptions of its cause.

        The exception waits for the rules if its person may say so, the others do not: the row may
        not be all that they lack. Raises as `draft` does, and ActedMeanwhile if somebody acted
        since `seen` acts.
        """
        row = self._whole_row(number, wanted)
        found = editions.of_files(rows.added(self.edition.files, row))
        base = self.edition.rulebook.version
        with self.store.transaction("rules_edited", actor=person(self.who)) as tx:
            tx.people.accounts.permit(Permission.SUGGEST_RULES)
            cause = tx.cases.known(number).fingerprint
            alike = ExceptionFilter(state=CaseState.OPEN, cause=cause)
            numbers = {number, *tx.lists.exceptions.numbers(alike, _ALIKE_MAX)}
            tx.dossiers.keep_rulebook(base, self.edition.files)
            title = f"{row.rule} for exception {number}"
            copy = tx.copies.begin(title, base, found.files, tuple(sorted(numbers)))
            says = f"working copy {copy.number} gives {row.rule} the row {row.written()}"
            if _may_triage(tx):
                tx.lives.act(number, Ask(WaitsFor.RULE, says, copy.number), seen=seen)
            return copy

    def _whole_row(self, number: int, wanted: Wanted) -> Row:
        row = self.row(number, wanted)
        if row.missing:
            names = "; ".join(f"{one.column}: {one.accepts}" for one in row.missing)
            raise _refused(number, f"the row of {row.rule} lacks {names}", "say what is missing")
        return row

    def _question(self, number: int, wanted: Wanted) -> Question:
        open_ = Overriding(self.store, self.who, self.edition.rulebook, {}).questions(number)
        found = [
            one
            for one in open_
            if wanted.rule in (None, one.rule.name) and wanted.about in (None, one.about)
        ]
        rules = dict.fromkeys(one.rule.name for one in found)
        if len(rules) != 1:
            says = f"{', '.join(rules)} leave something open" if rules else "no such rule is open"
            open_now = f"see what is open: `bridge exceptions questions {number}`"
            act = "name one of them: --rule NAME" if rules else open_now
            raise _refused(number, says, act)
        return found[0]

    def _clears(self, edition: Edition) -> tuple[int, ...]:
        cleared: list[int] = []
        after: int | None = 0
        with self.store.reading() as view:
            while after is not None:
                page = preview.exceptions(view, edition.rulebook, after)
                cleared += [one.held.number for one in page.cleared]
                after = page.after
        return tuple(cleared)


def _may_triage(tx: Transaction) -> bool:
    """Say whether the person may act about exceptions: who writes rules alone leaves them be."""
    try:
        tx.people.accounts.permit(Permission.TRIAGE)
    except NotPermitted:
        return False
    return True


def _wait(tx: Transaction, number: int, says: str) -> None:
    """Let an exception wait for the rules, unless somebody proposed or decided otherwise."""
    life = tx.cases.known(number).lived.life
    is_settled = life.proposed is not None or life.decision is not None
    is_waiting = life.state is CaseState.WAITING and life.waits_for is WaitsFor.RULE
    if not is_settled and not is_waiting:
        tx.lives.act(number, Ask(WaitsFor.RULE, says))


def _refused(number: int, says: str, act: str) -> Misconfigured:
    return Misconfigured(says, where=f"exception {number}", act=act)
