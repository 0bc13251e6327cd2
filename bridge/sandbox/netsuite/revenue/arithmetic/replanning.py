"""How a plan of which some is recognised takes up another amount or another term."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bridge.sandbox.netsuite.revenue.arithmetic.periods import Calendar, Span
from bridge.sandbox.netsuite.revenue.arithmetic.rules import Impact, Method, Rule
from bridge.sandbox.netsuite.revenue.arithmetic.spreading import (
    Share,
    Whole,
    in_proportion,
    planned,
)


def replanned(
    whole: Whole,
    rule: Rule,
    shares: Sequence[Share],
    recognised: Sequence[Share],
    calendar: Calendar,
) -> list[Share]:
    """
    Return the rows to come: with what is recognised they add up to the whole.

    "Update Remaining Periods Only" spreads the rest over the periods after the last recognised
    one, by the days of service that these stand for. "Update All Periods" keeps the new plan for
    these, and catches up in the first of them by a row of its own.

    Args:
        whole: the new amount, and its term.
        rule: what they are planned by.
        shares: what the rule plans when nothing is recognised.
        recognised: what is recognised, by period.
        calendar: all periods.
    """
    done = sum((share.amount for share in recognised), Decimal(0))
    last = max(share.period.first for share in recognised)
    ahead = [share for share in shares if share.period.first > last]
    if not ahead:
        left = whole.amount - done
        return [Share(recognised[-1].period, left)] if left else []
    if rule.impact is Impact.ALL:
        due = whole.amount - sum((share.amount for share in ahead), Decimal(0))
        caught_up = [Share(ahead[0].period, due - done)] if due != done else []
        return [*caught_up, *ahead]
    rest = replace(whole, amount=whole.amount - done)
    if rule.method is Method.CUSTOM:
        lines = sorted(rule.lines, key=lambda line: line.offset)[-len(ahead) :]
        amounts = in_proportion(rest, [line.percent for line in lines])
        return [Share(share.period, amount) for share, amount in zip(ahead, amounts, strict=True)]
    begins = calendar.later(ahead[0].period, -rule.period_offset).first
    span = Span(max(whole.span.first, begins), whole.span.last)
    plain = replace(rule, initial_amount=None, initial_percent=None, start_offset=0)
    return list(planned(replace(rest, span=span), plain, calendar))
