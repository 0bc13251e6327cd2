"""
What a person says belongs together: a line that NetSuite has alone, and one that sales have alone.

It stands in the ledger and nowhere else, and is looked at anew by every statement: it counts only
as long as each of the two is left over without it, both are one customer's, and both say the amount
that was looked at.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bridge.ledger.entries import Draft, Entry, EntryKind
from bridge.ledger.person import same_person
from bridge.model.ids import DealId, LineId
from bridge.model.money import Currency, Money, total
from bridge.reconcile.sides import Booked, Held, OrderKey, PlanState, Sides, Standing
from bridge.reconcile.signatures import Signature

#: What entries of the ledger that are about pairs name in place of a deal.
PAIRS = DealId("pairs")
#: How rules are called that are decisions of people about a whole deal.
_DECIDED = "decision:"


class PairState(StrEnum):
    """How far a pair is."""

    PROPOSED = "proposed"  #: by one person; nothing counts yet
    STANDS = "stands"  #: confirmed by another, or so small that one was enough
    DECLINED = "declined"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Named:
    """A line of NetSuite's, and the line of a deal that it is said to be."""

    order: str  #: internal id of the record
    line: int  #: NetSuite's own number of the line
    sold: LineId


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two lines that a person says are one."""

    number: int  #: of the entry that proposed it
    named: Named
    record: str  #: what people call the record
    deal: DealId
    deal_name: str
    customer: str
    amount: Money  #: of both, in transaction currency
    proposed: Signature
    state: PairState
    answered: Signature | None = None  #: by whom it was confirmed, declined or revoked last

    @property
    def is_live(self) -> bool:
        """Whether its lines are taken."""
        return self.state in {PairState.PROPOSED, PairState.STANDS}


def pairs(entries: Iterable[Entry]) -> dict[int, Pair]:
    """Return all pairs by number after entries about them, which come in their order."""
    found: dict[int, Pair] = {}
    for one in entries:
        number = int(one.refs.get("pair", one.seq))
        found[number] = after(found.get(number), one)
    return found


_ANSWERS = {
    EntryKind.PAIR_CONFIRMED.value: PairState.STANDS,
    EntryKind.PAIR_DECLINED.value: PairState.DECLINED,
    EntryKind.PAIR_REVOKED.value: PairState.REVOKED,
}


def after(before: Pair | None, entry: Entry) -> Pair:
    """Return a pair after one more entry about it; None before the first."""
    told: Mapping[str, Any] = entry.payload
    act = Signature(by=entry.actor, at=entry.at, reason=told["reason"])
    if before is not None:
        return replace(before, state=_ANSWERS[entry.kind], answered=act)
    is_settled = entry.kind == EntryKind.PAIR_SETTLED
    return Pair(
        number=entry.seq,
        named=Named(entry.refs["order"], int(entry.refs["line"]), LineId(entry.refs["sold"])),
        record=told["record"],
        deal=DealId(entry.refs["deal"]),
        deal_name=told["deal_name"],
        customer=told["customer"],
        amount=Money.parse(told["amount"], Currency(told["currency"])),
        proposed=act,
        state=PairState.STANDS if is_settled else PairState.PROPOSED,
    )


def proposed(held: Held, booked: Booked, reason: str, *, is_settled: bool) -> Draft:
    """Note that a person takes two lines for one; settled, it counts at once."""
    amount = held.terms.amount
    return Draft(
        kind=EntryKind.PAIR_SETTLED if is_settled else EntryKind.PAIR_PROPOSED,
        deal=PAIRS,
        refs={
            "order": held.order,
            "line": str(held.line),
            "sold": booked.line,
            "deal": booked.deal,
        },
        payload={
            "reason": reason,
            "record": held.number,
            "deal_name": booked.deal_name,
            "customer": booked.customer_name,
            "amount": amount.text(),
            "currency": amount.currency.code,
        },
    )


def answered(pair: Pair, kind: EntryKind, reason: str) -> Draft:
    """Note what a person says of a pair that was proposed."""
    return Draft(kind=kind, deal=PAIRS, refs={"pair": str(pair.number)}, payload={"reason": reason})


@dataclass(frozen=True, slots=True)
class Leftovers:
    """Lines that one side has alone and that people may pair, by what names them."""

    held: Mapping[tuple[str, int], Held]
    booked: Mapping[LineId, Booked]


def leftovers(sides: Sides) -> Leftovers:
    """
    Return what of NetSuite stands for nothing, and what of sales nothing stands for.

    A line of a deal that waits, is on its way, is in suspense or was decided about is none: what
    becomes of the deal becomes of it. Neither is a line of NetSuite's that is no revenue yet, or
    will never be: what was sold would be missing, and no class would say so.
    """
    keys = {one.key for one in sides.held if one.key is not None}
    many = Counter(one.line for one in sides.booked)
    return Leftovers(
        held={
            (one.order, one.line): one
            for one in sides.held
            if one.key is None and one.stands_for is None and one.terms.amount and _is_planned(one)
        },
        booked={
            one.line: one
            for one in sides.booked
            if one.sold and many[one.line] == 1 and _is_left(one, keys)
        },
    )


def _is_planned(one: Held) -> bool:
    is_open = one.is_approved and not one.is_closed and bool(one.elements)
    return is_open and all(each.state is PlanState.PLANNED for each in one.elements)


def _is_left(one: Booked, keys: set[OrderKey]) -> bool:
    match one.standing:
        case Standing.EXCLUDED:
            return not (one.reason or "").startswith(_DECIDED)
        case Standing.ORDERED:
            # Whatever of it NetSuite still has keeps it from being left over.
            gone = all(each.key not in keys for each in one.ruled)
            return bool(one.ruled) and gone
        case _:
            return False


def amount_of(one: Booked) -> Money:
    """Return what a line of a deal was sold for, in transaction currency."""
    return total((each.amount for each in one.sold), one.sold[0].amount.currency)


def paired(sides: Sides, known: Iterable[Pair]) -> Sides:
    """
    Return the sides with each pair that stands as what people booked by hand.

    One whose lines do not tie any more counts for nothing: each is told as it is without it.
    """
    standing = [one for one in known if one.state is PairState.STANDS]
    if not standing:
        return sides
    left = leftovers(sides)
    both = [
        (left.held[one.named.order, one.named.line], left.booked[one.named.sold])
        for one in standing
        if _untied(one, left) is None
    ]
    by_hand = {(held.order, held.line): booked for held, booked in both}
    answered_for = {booked.line for _, booked in both}
    return replace(
        sides,
        held=tuple(_stands_for(one, by_hand.get((one.order, one.line))) for one in sides.held),
        booked=tuple(
            replace(one, standing=Standing.OUTSIDE, reason=None)
            if one.line in answered_for
            else one
            for one in sides.booked
        ),
    )


def _stands_for(held: Held, booked: Booked | None) -> Held:
    if booked is None:
        return held
    return replace(held, stands_for=booked.deal, contract=booked.contract)


def let_go(sides: Sides, known: Iterable[Pair]) -> dict[int, str]:
    """Return why pairs that stand count for nothing in sides with pairs, by number."""
    standing = [one for one in known if one.state is PairState.STANDS]
    left = leftovers(sides) if standing else Leftovers({}, {})
    count = {(one.order, one.line) for one in sides.held if one.stands_for} if standing else set()
    found = {
        one.number: _untied(one, left)
        for one in standing
        if (one.named.order, one.named.line) not in count
    }
    return {number: says for number, says in found.items() if says}


def _untied(one: Pair, left: Leftovers) -> str | None:
    """Return why the lines of a pair are not one any more; None where they still are."""
    held = left.held.get((one.named.order, one.named.line))
    booked = left.booked.get(one.named.sold)
    if held is None:
        return "NetSuite's line is gone, is ours, or has no plan that runs"
    if booked is None:
        return "the deal's line is gone, waits, is in NetSuite, or was decided about"
    if not held.terms.amount == amount_of(booked) == one.amount:
        both = f"NetSuite's line has {held.terms.amount}, the deal's {amount_of(booked)}"
        return f"{both}, and {one.amount} was paired"
    return None if is_theirs(held, booked) else of_two_customers(held, booked)


def is_theirs(held: Held, booked: Booked) -> bool:
    """Say whether a line of NetSuite's is of the customer of a deal: by its id, or by name."""
    by_id = bool(booked.customer) and booked.customer in held.customer
    by_name = bool(held.customer_name) and same_person(held.customer_name, booked.customer_name)
    return by_id or by_name


def of_two_customers(held: Held, booked: Booked) -> str:
    """Say whose line each of the two is."""
    return f"NetSuite's line is {held.customer_name}'s, the deal's {booked.customer_name}'s"
