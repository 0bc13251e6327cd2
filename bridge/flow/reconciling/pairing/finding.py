"""Which lines of deals a line of NetSuite's could be: the same customer, currency and amount."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bridge.adapters.store.database import Transaction
from bridge.errors import Misconfigured
from bridge.flow.reconciling.between.population import Unread
from bridge.flow.reconciling.stating import gathered
from bridge.model.ids import LineId
from bridge.model.money import Money
from bridge.reconcile.pairs import PAIRS, Pair, amount_of, is_theirs, leftovers, pairs
from bridge.reconcile.sides import Booked, Held, Sides
from bridge.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A line of NetSuite's that stands for nothing, and what it could stand for, nearest first."""

    held: Held
    booked: tuple[Booked, ...]

    @property
    def place(self) -> tuple[str, int, str, int]:
        """Where it stands in a list: the largest amount of a currency first."""
        amount = self.held.terms.amount
        return (amount.currency.code, -abs(amount.minor), self.held.order, self.held.line)


def known(view: Transaction) -> dict[int, Pair]:
    """Return every pair that anybody proposed, by number."""
    return pairs(view.ledger.entries(deal=PAIRS))


def last_told(view: Transaction, rulebook: Rulebook) -> Sides:
    """Return both sides as they were told last; Misconfigured if NetSuite was never read."""
    context, readings = view.reconciling.context.last(), view.reconciling.revenue.readings()
    if context is None or not readings:
        raise Misconfigured(
            "NetSuite's revenue was never read",
            where="pairs",
            act="reconcile once: `bridge reconcile`",
        )
    return gathered(view, rulebook, context, Unread())


def candidates(sides: Sides, taken: Iterable[Pair]) -> tuple[Candidate, ...]:
    """
    Return every line that NetSuite has alone, the largest amount of a currency first.

    Lines of pairs that are proposed are left out.
    """
    left = leftovers(sides)
    named = [one.named for one in taken if one.is_live]
    gone = {(one.order, one.line) for one in named}
    sold: set[LineId] = {one.sold for one in named}
    of_amount: dict[Money, list[Booked]] = defaultdict(list)
    for booked in left.booked.values():
        if booked.line not in sold:
            of_amount[amount_of(booked)].append(booked)
    found = [
        Candidate(held=held, booked=_nearest(held, of_amount[held.terms.amount]))
        for place, held in left.held.items()
        if place not in gone
    ]
    return tuple(sorted(found, key=lambda one: one.place))


def _nearest(held: Held, of_amount: list[Booked]) -> tuple[Booked, ...]:
    theirs = [one for one in of_amount if is_theirs(held, one)]
    return tuple(sorted(theirs, key=lambda one: (apart(held, one), one.line)))


def apart(held: Held, booked: Booked) -> int:
    """Return how many days lie between the first days of two lines, or between their dates."""
    terms = [one.term for one in booked.sold if one.term]
    if held.terms.term and terms:
        return _days(held.terms.term.start, min(one.start for one in terms))
    return _days(held.dated, booked.close_on)


def _days(one: date, other: date) -> int:
    return abs((one - other).days)
