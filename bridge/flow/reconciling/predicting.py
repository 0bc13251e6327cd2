"""
Every plan of NetSuite beside our prediction, line by line: a difference is an exception.

It holds no amount, for all of the deal is ordered; it says both derivations, and closes by itself
when they agree again. Compared is the month in which each part is posted, or will be. What was not
posted before its month was closed counts with the next open month, on both sides; what was posted
there stays.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bridge.adapters.store.database import Store, Transaction
from bridge.ledger import moves
from bridge.ledger.judgement import OpenCase
from bridge.model.flags import PLAN_DIFFERS, Flag
from bridge.model.ids import DealId, ExternalId
from bridge.model.money import Money, total
from bridge.model.schedule import Method
from bridge.reconcile.sides import Held, OrderKey, PlanState, Sides

#: Months of a sentence; the others are in the evidence.
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDifference:
    """A line whose plan is not as predicted: amounts by month, those alone that differ."""

    key: OrderKey
    number: str  #: of the order, as people call it
    predicted: Mapping[str, Money]
    planned: Mapping[str, Money]

    @property
    def says(self) -> str:
        """What differs, first month first."""
        told = [
            f"{self.planned[month]} in {month}, predicted are {self.predicted[month]}"
            for month in self.predicted
        ]
        more = f", and {len(told) - _SHOWN} more months differ" if len(told) > _SHOWN else ""
        return f"NetSuite plans for line {self.key.line}: {'; '.join(told[:_SHOWN])}{more}"

    @property
    def evidence(self) -> tuple[str, ...]:
        """Both derivations side by side, month by month."""
        return (
            f"{self.number} line {self.key.line}",
            *(
                f"{month}: predicted {self.predicted[month].text()}, "
                f"planned {self.planned[month].text()}"
                for month in self.predicted
            ),
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing all plans."""

    differing: tuple[PlanDifference, ...]
    #: Orders of which a plan cannot be compared now: what is open of them stays open.
    waiting: frozenset[ExternalId]


def comparison(sides: Sides) -> Comparison:
    """
    Compare the plan of every order line of ours with what is predicted.

    A plan that is not there, failed, on hold, or behind its order is not compared: a statement has
    classes for these. Use that was rated is revenue of the months in which it was, by the
    prediction, and NetSuite plans all of it for the day of its order: it is compared there. What
    journals recognise as it is drawn has no plan: one that NetSuite made of it differs.
    """
    found: list[PlanDifference] = []
    waiting: set[ExternalId] = set()
    rated = dict(_rated(sides))
    for held in sides.held:
        expected = sides.expected.get(held.key) if held.key else None
        if held.key is None or expected is None or not expected.minors:
            continue
        if _is_comparable(held):
            predicted, month = expected.amounts(), rated.get(held.key)
            if month is not None:
                predicted = {month: total(predicted.values(), held.terms.amount.currency)}
            found += _difference(held.key, held, predicted)
        else:
            waiting.add(held.key.record)
    return Comparison(tuple(found), frozenset(waiting))


def _rated(sides: Sides) -> Iterator[tuple[OrderKey, str]]:
    """Yield the lines that order use, each with the month of the day on which it was ordered."""
    days = {
        one.key: one.dated
        for booked in sides.booked
        for one in booked.ruled
        if one.terms.method is Method.ON_USE and not one.is_drawn
    }
    for key, day in days.items():
        held = next((one for one in sides.periods if one.term.start <= day < one.term.end), None)
        if held is not None:
            yield key, held.name


def _difference(
    key: OrderKey, held: Held, expected: Mapping[str, Money]
) -> Iterator[PlanDifference]:
    predicted, planned = _taken_on(expected, held), _planned(held)
    months = sorted(
        month for month in {*predicted, *planned} if predicted.get(month) != planned.get(month)
    )
    if months:
        nothing = Money(0, held.terms.amount.currency)
        yield PlanDifference(
            key=key,
            number=held.number,
            predicted={month: predicted.get(month, nothing) for month in months},
            planned={month: planned.get(month, nothing) for month in months},
        )


def _is_comparable(held: Held) -> bool:
    return (
        held.is_approved
        and bool(held.elements)
        and all(one.state is PlanState.PLANNED for one in held.elements)
        and sum(one.sales.minor for one in held.elements) == held.terms.amount.minor
    )


def _planned(held: Held) -> dict[str, Money]:
    sums: dict[str, int] = {}
    for element in held.elements:
        for row in element.rows:
            sums[row.posting] = sums.get(row.posting, 0) + row.minor
    currency = held.terms.amount.currency
    return {month: Money(minor, currency) for month, minor in sums.items() if minor}


def _taken_on(expected: Mapping[str, Money], held: Held) -> dict[str, Money]:
    """
    Count what is predicted of a closed month where its rows will be posted, as far as they wait.

    What NetSuite has recognised of that month stays in it, and so does a month of which no row
    waits: what is posted there is compared there.
    """
    rows = [row for element in held.elements for row in element.rows]
    late = {row.planned: row.posting for row in rows if not row.is_recognised}
    found = dict(expected)
    nothing = Money(0, held.terms.amount.currency)
    for month, posting in late.items():
        if month != posting:
            done = sum(row.minor for row in rows if row.is_recognised and row.posting == month)
            waits = found.get(month, nothing) - Money(done, nothing.currency)
            found[month] = found.get(month, nothing) - waits
            found[posting] = found.get(posting, nothing) + waits
    return _without_zeros(found)


def _without_zeros(amounts: Mapping[str, Money]) -> dict[str, Money]:
    return {month: money for month, money in amounts.items() if money}


def keep(store: Store, found: Comparison) -> tuple[int, int]:
    """
    Open an exception for each order that differs, and close those that agree again.

    Returns how many were opened, and how many closed.
    """
    by_record: dict[ExternalId, list[PlanDifference]] = {}
    for one in found.differing:
        by_record.setdefault(one.key.record, []).append(one)
    with store.transaction("plans_compared") as tx:
        deals = {one.record: one.deal for one in tx.reconciling.books.orders()}
        open_now = {
            (case.deal, case.document): case
            for case in tx.cases.all()
            if case.code == PLAN_DIFFERS and case.document not in (None, *found.waiting)
        }
        wanted = {
            (deals[record], record): _case(record, each)
            for record, each in by_record.items()
            if record in deals
        }
        for deal in sorted({deal for deal, _ in (*open_now, *wanted)}):
            _keep(tx, deal, [case for (of, _), case in wanted.items() if of == deal], found)
        opened, closed = wanted.keys() - open_now.keys(), open_now.keys() - wanted.keys()
        return len(opened), len(closed)


def _case(record: ExternalId, found: Iterable[PlanDifference]) -> OpenCase:
    flags = tuple(Flag(PLAN_DIFFERS, one.says, one.evidence, _nothing(one)) for one in found)
    return OpenCase(code=PLAN_DIFFERS, amount=flags[0].amount, flags=flags, document=record)


def _nothing(one: PlanDifference) -> Money:
    return Money(0, next(iter(one.predicted.values())).currency)


def _keep(tx: Transaction, deal: DealId, wanted: list[OpenCase], found: Comparison) -> None:
    before = tx.cases.open_of(deal)
    others = [
        case for case in before if case.code != PLAN_DIFFERS or case.document in found.waiting
    ]
    wanted = [case for case in wanted if case.document not in found.waiting]
    if {*wanted} == {*before} - {*others}:
        return
    tx.cases.keep_open(deal, (*others, *wanted))
    flags = tuple(flag for case in wanted for flag in case.flags)
    tx.ledger.append(moves.judged(deal, {}, flags))
    tx.write_backs.refresh(deal)
