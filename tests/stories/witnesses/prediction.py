"""The second witness: what the bridge predicts of a contract in the course of the months."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bridge.model.calendar import Period, Term, months
from bridge.model.money import Money
from bridge.model.schedule import PlannedRevenue
from bridge.model.schedules.allocation import Allocation, Share, allocated, returned
from bridge.model.schedules.changes import Impact, changed
from bridge.model.schedules.closed import in_open_periods
from bridge.model.schedules.merges import Element, prospective, retrospective
from bridge.model.schedules.rule import Obligation, planned
from tests.stories.witnesses.drawing import FAIR_PRICE, LAST_MONTH, RULES, Sale, first_of

MONTHS = months(date(2024, 1, 1), date(2032, 12, 31))


def periods(month: int) -> tuple[Period, ...]:
    """The periods as they stand in a month of 2026: those before it are closed."""
    day = first_of(month)
    return tuple(replace(one, closed=one.term.end <= day) for one in MONTHS)


PERIODS = {month: periods(month) for month in range(1, LAST_MONTH + 2)}


@dataclass(slots=True)
class Predicted:
    """One line: what it brings, what is recognised of it, and what is planned."""

    share: Share
    obligation: Obligation
    impact: Impact
    recognised: tuple[PlannedRevenue, ...] = ()
    ahead: tuple[PlannedRevenue, ...] = ()

    def replan(self) -> None:
        parts = changed(self.obligation, self.recognised, MONTHS, self.impact)
        self.ahead = parts[len(self.recognised) :]

    def element(self) -> Element:
        return Element(share=self.share, obligation=self.obligation, recognised=self.recognised)

    def by_period(self) -> dict[str, Money]:
        """Return what is recognised, and what is to come, by the period that it is posted in."""
        found = {part.period: part.amount for part in self.recognised}
        due = in_open_periods(self.ahead, PERIODS[LAST_MONTH + 1])
        return found | {part.period: part.amount for part in due}


class Prediction:
    """The lines of one contract, arrangement by arrangement."""

    def __init__(self) -> None:
        self.lines: dict[str, Predicted] = {}

    def sign(self, keys: Sequence[str], sales: Sequence[Sale]) -> None:
        """Allocate and plan the lines of one order."""
        for key, sale in zip(keys, sales, strict=True):
            rule, impact = RULES[sale.rule]
            # What is recognised at once is so on its first day.
            at_once = Term.inclusive(sale.term.start, sale.term.start)
            self.lines[key] = Predicted(
                share=Share(
                    sold=sale.amount,
                    fair_value=Fraction(FAIR_PRICE) * sale.quantity if sale.shares else None,
                    allocation=Allocation.NORMAL if sale.shares else Allocation.EXCLUDE,
                ),
                obligation=Obligation(
                    amount=sale.amount,
                    term=at_once if sale.rule == "AT-ONCE" else sale.term,
                    rule=rule,
                ),
                impact=impact,
            )
        self._allocate(keys)
        for key in keys:
            self.lines[key].ahead = planned(self.lines[key].obligation, MONTHS)

    def reprice(self, keys: Sequence[str], amounts: Sequence[Money | None]) -> None:
        """Share the new amounts, and plan again what changed by it."""
        named = {key for key, amount in zip(keys, amounts, strict=True) if amount}
        for key, amount in zip(keys, amounts, strict=True):
            one = self.lines[key]
            one.share = replace(one.share, sold=amount or one.share.sold)
        before = {key: self.lines[key].obligation.amount for key in keys}
        self._allocate(keys)
        for key in keys:
            if self.lines[key].obligation.amount != before[key] or key in named:
                self.lines[key].replan()

    def move(self, key: str, last: date) -> None:
        one = self.lines[key]
        one.obligation = replace(
            one.obligation, term=Term.inclusive(one.obligation.term.start, last)
        )
        one.replan()

    def take_back(self, key: str, origin: str, sale: Sale, quantity: int, amount: Money) -> None:
        """Plan a return as a negative line by itself."""
        self.sign([key], [replace(sale, amount=-amount, shares=False)])
        value = self.lines[origin].share.fair_value
        if value is not None:
            back = returned(value, Decimal(sale.quantity), Decimal(quantity))
            one = self.lines[key]
            one.share = replace(one.share, fair_value=back, allocation=Allocation.NORMAL)

    def merge(self, *, on: date | None, month: int) -> None:
        """Merge all lines: prospectively from a day on, or else as if from the start."""
        elements = [one.element() for one in self.lines.values()]
        plans = (
            prospective(elements, on, PERIODS[month])
            if on
            else retrospective(elements, PERIODS[month])
        )
        for one, plan in zip(self.lines.values(), plans, strict=True):
            one.ahead = plan[len(one.recognised) :]

    def post(self, month: int) -> None:
        """Recognise what is due in a month."""
        name = f"2026-{month:02}"
        for one in self.lines.values():
            due = in_open_periods(one.ahead, PERIODS[month])
            one.recognised += tuple(part for part in due if part.period == name)
            one.ahead = tuple(part for part in due if part.period != name)

    def _allocate(self, keys: Sequence[str]) -> None:
        revenue = allocated([self.lines[key].share for key in keys])
        for key, amount in zip(keys, revenue, strict=True):
            self.lines[key].obligation = replace(self.lines[key].obligation, amount=amount)
