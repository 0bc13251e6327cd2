"""
How arrangements that are merged go on: the two treatments of a changed contract.

Prospective: what is recognised stays locked; residuals begin anew, together with what is added
(NetSuite, help section 1498077674, with the published plan of 1,200.00 merged after two of six
months). Retrospective: everything is allocated and planned as if from the start, and the next
period catches up (section 4370936582; its returned items are published, a schedule is not).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from bridge.model.calendar import Period, Term
from bridge.model.money import Money, total
from bridge.model.schedule import PlannedRevenue
from bridge.model.schedules.allocation import Share, allocated
from bridge.model.schedules.changes import Impact, changed
from bridge.model.schedules.closed import first_open
from bridge.model.schedules.rule import Custom, Obligation, Rule, planned


class NotMergeable(ValueError):
    """NetSuite would refuse this merge, or no source tells what it would do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element of an arrangement before a merge: what it brings, its plan, what is done."""

    share: Share
    obligation: Obligation
    recognised: tuple[PlannedRevenue, ...] = ()

    @property
    def done(self) -> Money:
        """How much is recognised."""
        amount = self.obligation.amount
        return total((part.amount for part in self.recognised), amount.currency)


def retrospective(
    elements: Sequence[Element], periods: Sequence[Period]
) -> tuple[tuple[PlannedRevenue, ...], ...]:
    """
    Plan all elements together as if from the start; return the plan of each, in their order.

    Raises NoFairValue as the allocation does, ValueError if periods are missing.
    """
    revenue = allocated([one.share for one in elements])
    return tuple(
        changed(replace(one.obligation, amount=amount), one.recognised, periods, Impact.ALL)
        for one, amount in zip(elements, revenue, strict=True)
    )


def prospective(
    elements: Sequence[Element], on: date, periods: Sequence[Period]
) -> tuple[tuple[PlannedRevenue, ...], ...]:
    """
    Lock what is recognised and plan the rest anew from `on`; return the plan of each, in order.

    An element that begins on `on` or later takes part whole. A residual keeps the old end, and its
    fair value shrinks as its revenue does. Raises NotMergeable where NetSuite refuses, NoFairValue
    as the allocation does, ValueError if periods are missing.
    """
    _check(elements, on, periods)
    ahead = {at: rest for at, one in enumerate(elements) if (rest := carried(one, on))}
    revenue = allocated([one.share for one in ahead.values()]) if ahead else ()
    plans = [one.recognised for one in elements]
    for (at, one), amount in zip(ahead.items(), revenue, strict=True):
        # What begins later takes part whole; what is recognised of it all the same stays so.
        left = amount - one.done if one is elements[at] else amount
        anew = replace(one.obligation, amount=left)
        plans[at] = (*one.recognised, *planned(anew, periods))
    return tuple(plans)


def _check(elements: Sequence[Element], on: date, periods: Sequence[Period]) -> None:
    begins = first_open(periods).term.start
    if on != begins:
        raise NotMergeable(f"a merge begins with the first open period on {begins}, not {on}")
    late = {period.name for period in periods if period.term.start >= on}
    if any(part.period in late for one in elements for part in one.recognised):
        raise NotMergeable(f"revenue is posted on or after {on}")


def carried(element: Element, on: date) -> Element | None:
    """
    Return what of an element goes on from a day; None if nothing is left of it.

    Raises NotMergeable where no source tells how it would.
    """
    obligation = element.obligation
    if obligation.term.start >= on:
        return element
    residual = obligation.amount - element.done
    if not residual:
        return None
    if obligation.term.end <= on or not obligation.amount:
        raise NotMergeable(f"{residual} of the ended term {obligation.term} has no term from {on}")
    if isinstance(obligation.rule.spreading, Custom):
        raise NotMergeable(f"no source tells how custom percentages go on from {on}")
    left = Fraction(residual.minor, obligation.amount.minor)
    value = element.share.fair_value
    return Element(
        share=replace(element.share, sold=residual, fair_value=value and value * left),
        obligation=Obligation(
            amount=residual,
            term=Term(on, obligation.term.end),
            rule=Rule(spreading=obligation.rule.spreading),
        ),
        recognised=element.recognised,
    )
