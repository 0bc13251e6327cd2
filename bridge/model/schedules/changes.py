"""
What becomes of a plan whose obligation changes after recognition began.

Source: "End Date Change Impact" of NetSuite's revenue recognition rules (help section 4356113783);
of catching up one example is published (section 1495667931: four months become five, 25.00 is
recognised, -5.00 is caught up), of the remaining periods none.
"""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

from bridge.model.calendar import Period, Term
from bridge.model.money import Money, share, total
from bridge.model.schedule import PlannedRevenue, caught_up, end_of_last, spread
from bridge.model.schedules.rule import Custom, Obligation, later, periods_served, planned


class Impact(StrEnum):
    """Which periods bear a change."""

    #: The rest is spread over the periods that are not recognised yet.
    REMAINING = "REMAINING"
    #: Every period gets what it would have had from the start; the next one catches up.
    ALL = "ALL"


def changed(
    obligation: Obligation,
    recognised: Sequence[PlannedRevenue],
    periods: Sequence[Period],
    impact: Impact,
) -> tuple[PlannedRevenue, ...]:
    """
    Plan an obligation as it is now, of which some was recognised as it was before.

    The recognised parts come back as they are, and the parts sum to the amount. If no period of
    the new plan is left, the one after the last recognised one catches up. Raises ValueError if
    periods are missing.
    """
    anew = planned(obligation, periods)
    if not recognised:
        return anew
    done = end_of_last(recognised, periods)
    starts = {period.name: period.term.start for period in periods}
    ahead = tuple(part for part in anew if starts[part.period] >= done)
    rest = obligation.amount - total(
        (part.amount for part in recognised), obligation.amount.currency
    )
    if not ahead:
        return (*recognised, *caught_up(rest, done, periods))
    if impact is Impact.ALL:
        missed = rest - total((part.amount for part in ahead), rest.currency)
        first = PlannedRevenue(ahead[0].period, ahead[0].amount + missed)
        return (*recognised, first, *ahead[1:])
    return (*recognised, *_remaining(obligation, rest, ahead, periods))


def _remaining(
    obligation: Obligation,
    rest: Money,
    ahead: Sequence[PlannedRevenue],
    periods: Sequence[Period],
) -> tuple[PlannedRevenue, ...]:
    """Spread the rest over the periods ahead, as the rule would a whole; no initial amount."""
    rule = obligation.rule
    if isinstance(rule.spreading, Custom):
        weights = [Fraction(step.percent.value) for step in rule.spreading.steps[-len(ahead) :]]
        return tuple(
            PlannedRevenue(part.period, amount)
            for part, amount in zip(ahead, _weighed(rest, weights), strict=True)
        )
    first = periods_served(obligation, periods)[-len(ahead)]
    term = Term(max(obligation.term.start, first.term.start), obligation.term.end)
    return later(spread(rule.spreading, rest, term, periods), rule.period_offset, periods)


def _weighed(amount: Money, weights: Sequence[Fraction]) -> tuple[Money, ...]:
    """Share by weight; the last takes what is left, and all if nothing has weight."""
    whole = sum(weights) or Fraction(1)
    quotas = [weight / whole for weight in weights[:-1]]
    parts = [share(amount, quota.numerator, quota.denominator) for quota in quotas]
    return (*parts, amount - total(parts, amount.currency))
