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
    whole: Whole, rule: Rule, shares: Sequence[Share], recognised: Sequence[Share]
) -> list[Share]:
    """
    Return the rows to come: with what is recognised they add up to the whole.

    "Update Remaining Periods Only" spreads the rest over the periods after the last recognised
    one. "Update All Periods" keeps the new plan for these, and catches up in the first of them by
    a row of its own.

    Args:
        whole: the new amount, and its term.
        rule: without offsets; the term already has them.
        shares: what the rule plans when nothing is recognised.
        recognised: what is recognised, by period.
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
    rest = replace(
        whole,
        amount=whole.amount - done,
        span=Span(max(whole.span.first, ahead[0].period.first), whole.span.last),
    )
    if rule.method is Method.CUSTOM:
        amounts = in_proportion(rest, [share.amount for share in ahead])
        return [Share(share.period, amount) for share, amount in zip(ahead, amounts, strict=True)]
    plain = replace(rule, initial_amount=None, initial_percent=None)
    return list(planned(rest, plain, Calendar(share.period for share in ahead)))
