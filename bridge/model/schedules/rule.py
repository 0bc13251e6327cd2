"""
A revenue recognition rule: how a plan departs from a plain spread over the term.

Sources: NetSuite's field reference of revenue recognition rules (help section 4356113783) for
percentages, offsets and initial amounts. Only the initial amount has a published example, 25 % of
1,200.00 over twelve periods; what offsets do is told in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bridge.model.calendar import Period, Term, touched
from bridge.model.money import Money, share, total
from bridge.model.schedule import Method, PlannedRevenue, spread

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Percent:
    """A part of an amount, in percent."""

    value: Decimal

    def of(self, amount: Money) -> Money:
        """
        Return this part of an amount, rounded half up to a minor unit.

        >>> from bridge.model.money import Currency
        >>> Percent(Decimal("12.5")).of(Money.parse("0.99", Currency("USD"))).text()
        '0.12'
        """
        part = Fraction(self.value) / _WHOLE
        return share(amount, part.numerator, part.denominator)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of custom percentages."""

    offset: int  #: periods after the one in which the term starts; 0 is that period itself
    percent: Percent


@dataclass(frozen=True, slots=True)
class Custom:
    """
    Percentages by period, whatever the term; the last step takes what rounding leaves.

    Steps stand in the order of their offsets and add up to 100 %, else ValueError.
    """

    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        offsets = [step.offset for step in self.steps]
        if offsets != sorted(set(offsets)) or min(offsets, default=-1) < 0:
            raise ValueError(f"custom steps need offsets from 0 on, in order: {offsets}")
        whole = sum(step.percent.value for step in self.steps)
        if whole != _WHOLE:
            raise ValueError(f"custom steps must add up to 100 %, these to {whole} %")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """
    How an amount is recognised over its term.

    Raises ValueError if an offset is negative, and for custom percentages with an offset or an
    initial amount: no source tells what these would be together.
    """

    spreading: Method | Custom
    start_offset: int = 0  #: the plan begins so many periods later and ends when it would
    period_offset: int = 0  #: the whole plan stands so many periods later
    initial: Money | Percent | None = None  #: falls into the first period, before the rest

    def __post_init__(self) -> None:
        if min(self.start_offset, self.period_offset) < 0:
            raise ValueError(f"offsets count periods from 0 on: {self}")
        turned = self.start_offset or self.period_offset or self.initial is not None
        if isinstance(self.spreading, Custom) and turned:
            raise ValueError("custom percentages have no offset and no initial amount besides")


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """What is to be recognised: an amount of revenue over a term, by a rule."""

    amount: Money
    term: Term
    rule: Rule


def planned(obligation: Obligation, periods: Sequence[Period]) -> tuple[PlannedRevenue, ...]:
    """
    Plan an obligation of which nothing is recognised, in the order of periods.

    The parts sum to its amount. Raises ValueError if periods are missing, if the start offset
    leaves no period, or if a fixed initial amount is more than there is.
    """
    rule = obligation.rule
    if isinstance(rule.spreading, Custom):
        return _by_percentages(rule.spreading, obligation, periods)
    served = periods_served(obligation, periods)
    term = Term(max(obligation.term.start, served[0].term.start), obligation.term.end)
    if rule.initial is None or len(served) == 1:
        plan = spread(rule.spreading, obligation.amount, term, periods)
    else:
        first = _initial(rule.initial, obligation.amount)
        rest = Term(served[1].term.start, term.end)
        plan = (
            PlannedRevenue(served[0].name, first),
            *spread(rule.spreading, obligation.amount - first, rest, periods),
        )
    return later(plan, rule.period_offset, periods)


def periods_served(obligation: Obligation, periods: Sequence[Period]) -> tuple[Period, ...]:
    """
    Return the periods of the term behind the start offset, before the period offset moves them.

    Raises ValueError if there are none, which NetSuite refuses, too.
    """
    held = touched(obligation.term, periods)
    offset = obligation.rule.start_offset
    if len(held) <= offset:
        raise ValueError(f"a start offset of {offset} leaves none of {len(held)} periods")
    return held[offset:]


def later(
    plan: Sequence[PlannedRevenue], count: int, periods: Sequence[Period]
) -> tuple[PlannedRevenue, ...]:
    """Move a plan by so many periods; ValueError if the calendar ends before."""
    names = [period.name for period in sorted(periods, key=lambda period: period.term)]
    places = [names.index(part.period) + count for part in plan]
    if max(places, default=0) >= len(names):
        raise ValueError(f"there are no {count} accounting periods after {plan[-1].period}")
    return tuple(
        PlannedRevenue(names[place], part.amount) for place, part in zip(places, plan, strict=True)
    )


def _initial(initial: Money | Percent, amount: Money) -> Money:
    if isinstance(initial, Percent):
        return initial.of(amount)
    if not 0 <= initial.minor * (1 if amount.minor >= 0 else -1) <= abs(amount.minor):
        raise ValueError(f"an initial amount of {initial} is no part of {amount}")
    return initial


def _by_percentages(
    custom: Custom, obligation: Obligation, periods: Sequence[Period]
) -> tuple[PlannedRevenue, ...]:
    day = Term.inclusive(obligation.term.start, obligation.term.start)
    begun = touched(day, periods)[0].name
    amount = obligation.amount
    parts = [step.percent.of(amount) for step in custom.steps[:-1]]
    parts.append(amount - total(parts, amount.currency))
    return tuple(
        later([PlannedRevenue(begun, part)], step.offset, periods)[0]
        for step, part in zip(custom.steps, parts, strict=True)
    )
