"""Takes pairs from proposed to standing, in the name of people, and back."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from bridge.adapters.store.database import Store, Transaction
from bridge.errors import Misconfigured
from bridge.flow.reconciling.pairing.finding import known
from bridge.ledger.entries import Draft, EntryKind
from bridge.ledger.person import person, same_person
from bridge.model.money import Currency, Money
from bridge.people.roles import Permission
from bridge.people.separation import require_another
from bridge.queue import words
from bridge.reconcile import pairs
from bridge.reconcile.pairs import (
    Named,
    Pair,
    PairState,
    amount_of,
    is_theirs,
    leftovers,
    of_two_customers,
)
from bridge.reconcile.sides import Booked, Held, Sides


@dataclass(frozen=True, slots=True)
class Pairing:
    """
    What one person does about pairs.

    Each act raises NotPermitted for who may not do it, and Misconfigured for what cannot be.
    """

    store: Store
    who: str

    def propose(
        self, named: Named, reason: str, sides: Sides, alone_up_to: Mapping[Currency, Money]
    ) -> Pair:
        """
        Say that a line of NetSuite's is the line of a deal; another person confirms it.

        Up to an amount that the settings name for its currency one person is enough. Both must be
        left over, of one customer, in one currency and of one amount.
        """
        why = words.said(reason, of="the reason")
        held, booked = _tied(named, sides)
        limit = alone_up_to.get(held.terms.amount.currency)
        is_settled = limit is not None and abs(held.terms.amount.minor) <= limit.minor
        with self._open(Permission.TRIAGE) as tx:
            for one in known(tx).values():
                if one.is_live and _shares(one.named, named):
                    says = f"pair {one.number} has one of the two lines"
                    raise _refused(named, says, f"revoke or decline pair {one.number} first")
            draft = pairs.proposed(held, booked, why, is_settled=is_settled)
            return _noted(tx, draft)

    def confirm(self, number: int, reason: str, sides: Sides) -> Pair:
        """Agree to what another person proposed; the two lines must still tie."""
        why = words.said(reason, of="the reason")
        with self.store.reading() as view:
            seen = _of(view, number)
        held, booked = _tied(seen.named, sides)
        anew = f"decline pair {number}, and propose it anew"
        if held.terms.amount != seen.amount:
            says = f"both lines have {held.terms.amount} by now, and {seen.amount} was proposed"
            raise _refused(seen.named, says, anew)
        if not same_person(booked.customer_name, seen.customer):
            says = f"both lines are {booked.customer_name}'s by now, and {seen.customer}'s were"
            raise _refused(seen.named, f"{says} proposed", anew)
        with self._open(Permission.DECIDE) as tx:
            one = _in_state(tx, number, PairState.PROPOSED)
            where = f"pair {number}"
            require_another(self.who, one.proposed.by, where=where, did="proposed it")
            return _noted(tx, pairs.answered(one, EntryKind.PAIR_CONFIRMED, why))

    def decline(self, number: int, reason: str) -> Pair:
        """Turn down what was proposed."""
        return self._answer(number, PairState.PROPOSED, EntryKind.PAIR_DECLINED, reason)

    def revoke(self, number: int, reason: str) -> Pair:
        """Take back a pair that stands; the next statement has both lines as left over again."""
        return self._answer(number, PairState.STANDS, EntryKind.PAIR_REVOKED, reason)

    def _answer(self, number: int, state: PairState, kind: EntryKind, reason: str) -> Pair:
        why = words.said(reason, of="the reason")
        with self._open(Permission.DECIDE) as tx:
            one = _in_state(tx, number, state)
            return _noted(tx, pairs.answered(one, kind, why))

    @contextmanager
    def _open(self, permission: Permission) -> Iterator[Transaction]:
        with self.store.transaction("pair_acted", actor=person(self.who)) as tx:
            tx.people.accounts.permit(permission)
            yield tx


def _tied(named: Named, sides: Sides) -> tuple[Held, Booked]:
    """Return both lines; Misconfigured says why they cannot be one."""
    left = leftovers(sides)
    held = left.held.get((named.order, named.line))
    if held is None:
        line = f"line {named.line} of record {named.order}"
        says = f"NetSuite has no {line} that stands for nothing and has a plan of its revenue"
        raise _refused(named, says, "take one of `bridge pairs candidates`, or reconcile first")
    booked = left.booked.get(named.sold)
    if booked is None:
        says = f"line {named.sold} of a deal is in NetSuite, waits, or is none"
        act = "take one of `bridge pairs candidates`; a flagged deal is handled by its exception"
        raise _refused(named, says, act)
    if held.terms.amount != amount_of(booked):
        says = f"NetSuite's line has {held.terms.amount}, the deal's {amount_of(booked)}"
        raise _refused(
            named, says, "correct NetSuite's line, and reconcile; only equals are paired"
        )
    if not is_theirs(held, booked):
        says = of_two_customers(held, booked)
        raise _refused(named, says, "correct the record in NetSuite, or name the right one")
    return held, booked


def _shares(one: Named, other: Named) -> bool:
    return (one.order, one.line) == (other.order, other.line) or one.sold == other.sold


def _of(view: Transaction, number: int) -> Pair:
    found = known(view).get(number)
    if found is None:
        raise Misconfigured(
            "there is no such pair", where=f"pair {number}", act="take one of `bridge pairs list`"
        )
    return found


def _in_state(tx: Transaction, number: int, state: PairState) -> Pair:
    found = _of(tx, number)
    if found.state is not state:
        raise Misconfigured(
            f"it is {found.state}, not {state}",
            where=f"pair {number}",
            act="see `bridge pairs list`",
        )
    return found


def _noted(tx: Transaction, draft: Draft) -> Pair:
    """Append an entry about a pair, and return how it stands then."""
    (entry,) = tx.ledger.append(draft)
    return known(tx)[int(entry.refs.get("pair", entry.seq))]


def _refused(named: Named, says: str, act: str) -> Misconfigured:
    where = f"record {named.order}, line {named.line}"
    return Misconfigured(says, where=where, act=act)
