"""Takes periods from open to signed, in the name of people, and suspends what has moved."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bridge.adapters.store.database import Store, Transaction
from bridge.errors import ActedMeanwhile, Misconfigured
from bridge.flow.reconciling.figures import Situation, Stated, numbers, situations, stated
from bridge.ledger.entries import Draft
from bridge.ledger.person import person
from bridge.model.ids import Digest
from bridge.model.money import Currency, Money
from bridge.people.roles import Permission
from bridge.people.separation import require_another
from bridge.queue import words
from bridge.reconcile import signatures
from bridge.reconcile.classes import BY_CODE
from bridge.reconcile.signatures import PeriodState

_SIGNED = frozenset({PeriodState.SIGNED, PeriodState.LOCKED})


@dataclass(frozen=True, slots=True)
class Seen:
    """A period, and what of it a person has looked at; without a mark, as it stands."""

    period: str
    mark: Digest | None = None


@dataclass(frozen=True, slots=True)
class Signing:
    """
    What one person does about periods.

    Each act raises NotPermitted for who may not do it, ActedMeanwhile where the period is not what
    was seen, and Misconfigured where it does not stand so that the act is open.
    """

    store: Store
    who: str

    def prepare(
        self,
        seen: Seen,
        comments: Mapping[str, str],
        reason: str,
        thresholds: Mapping[Currency, Money],
    ) -> Situation:
        """
        Note that the figures of a period were looked at, with comments on classes.

        Misconfigured names the classes that need one and have none. What was prepared before is
        replaced.
        """
        why = words.said(reason, of="the reason")
        told = {
            code: words.said(text, of=f"the comment on {code}") for code, text in comments.items()
        }
        with self._open(seen, Permission.TRIAGE) as (tx, held):
            if held.state in _SIGNED:
                raise _misplaced(held, "reopen it first")
            _check_comments(held, told, thresholds)
            return _noted(tx, held, signatures.prepared(seen.period, held.figures, told, why))

    def sign(self, seen: Seen, reason: str) -> Situation:
        """Agree to what another person has prepared; NotPermitted for who prepared it."""
        why = words.said(reason, of="the reason")
        with self._open(seen, Permission.SIGN) as (tx, held):
            author = held.standing.prepared
            if held.state is not PeriodState.PREPARED or author is None:
                prepare = held.state not in _SIGNED
                raise _misplaced(held, "prepare it first" if prepare else "nothing is to be done")
            where = f"period {seen.period}"
            require_another(self.who, author.by, where=where, did="prepared it")
            return _noted(tx, held, signatures.signed(seen.period, why))

    def reopen(self, seen: Seen, reason: str) -> Situation:
        """Take back what was prepared and signed; not of a period that NetSuite keeps closed."""
        why = words.said(reason, of="the reason")
        with self._open(seen, Permission.SIGN) as (tx, held):
            if held.state is PeriodState.OPEN:
                raise _misplaced(held, "nothing is to be done")
            if held.state is PeriodState.LOCKED:
                raise _misplaced(held, "open the period in NetSuite first, and reconcile")
            return _noted(tx, held, signatures.reopened(seen.period, why))

    @contextmanager
    def _open(self, seen: Seen, permission: Permission) -> Iterator[tuple[Transaction, Situation]]:
        # A statement may be large: it is read before, and in the transaction only its number.
        with self.store.reading() as view:
            found = stated(view)
        with self.store.transaction("period_acted", actor=person(self.who)) as tx:
            tx.people.accounts.permit(permission)
            held = _current(tx, found).get(seen.period)
            if held is None:
                raise Misconfigured(
                    "the last statements of plan and revenue do not have it",
                    where=f"period {seen.period}",
                    act="take one of `bridge periods list`, or reconcile both measures",
                )
            if seen.mark is not None and seen.mark != held.mark:
                raise _acted(f"period {seen.period}")
            yield tx, held


def suspend(store: Store) -> tuple[str, ...]:
    """Suspend what was prepared or signed of periods whose figures moved since; return them."""
    with store.reading() as view:
        found = stated(view)
        due = _moved(situations(view, found))
    if not due:
        return ()
    with store.transaction("periods_suspended") as tx:
        due = _moved(_current(tx, found))
        for one in due:
            tx.ledger.append(signatures.suspended(one.standing.period, one.figures))
    return tuple(one.standing.period for one in due)


def _moved(found: Mapping[str, Situation]) -> tuple[Situation, ...]:
    return tuple(
        one
        for one in found.values()
        if one.state is PeriodState.SUSPENDED and one.standing.state is not PeriodState.SUSPENDED
    )


def _current(tx: Transaction, found: Stated) -> dict[str, Situation]:
    """Return how periods stand; ActedMeanwhile if there are newer statements than were read."""
    if numbers(tx) != found.numbers:
        raise _acted("the last statements")
    return situations(tx, found)


def _acted(where: str) -> ActedMeanwhile:
    return ActedMeanwhile(
        "somebody acted, or a number moved, since you looked at it",
        where=where,
        act="look at it again, and decide then",
    )


def _check_comments(
    held: Situation, comments: Mapping[str, str], thresholds: Mapping[Currency, Money]
) -> None:
    where = f"period {held.standing.period}"
    for code in comments:
        if code not in BY_CODE:
            raise Misconfigured(
                f"there is no class {code[:40]!r}", where=where, act="name one of the statement"
            )
    missing = [code for code in held.to_explain(thresholds) if code not in comments]
    if missing:
        told = ", ".join(
            f"{one.code} {one.amount} of {one.measure}"
            for one in held.figures
            if one.code in missing
        )
        raise Misconfigured(
            f"classes need a comment: {told}", where=where, act="say why each of them is so"
        )


def _misplaced(held: Situation, act: str) -> Misconfigured:
    period = held.standing.period
    return Misconfigured(f"it is {held.state}", where=f"period {period}", act=act)


def _noted(tx: Transaction, held: Situation, draft: Draft) -> Situation:
    """Append an entry about a period, and return how it stands then."""
    tx.ledger.append(draft)
    after = signatures.standings(tx.ledger.entries(deal=signatures.PERIODS))
    return replace(held, standing=after[held.standing.period])
