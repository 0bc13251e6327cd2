"""Calendar months as accounting periods, for tests of plans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from bridge.sandbox.netsuite.revenue.arithmetic.periods import Calendar, Period, Span
from bridge.sandbox.netsuite.revenue.arithmetic.rules import Readings, Rule
from bridge.sandbox.netsuite.revenue.arithmetic.spreading import Whole, planned


def _month(number: int) -> Period:
    year, month = divmod(number, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    first = date(year, month + 1, 1)
    return Period(first.isoformat()[:7], first, following - timedelta(days=1))


MONTHS = Calendar(_month(number) for number in range(2006 * 12, 2030 * 12))


def day(written: str) -> date:
    return date.fromisoformat(written)


def term(first: str, last: str) -> Span:
    return Span(day(first), day(last))


def plan(
    rule: Rule, amount: str, span: Span, digits: int = 2, **readings: str
) -> Mapping[str, str]:
    """Return period -> amount, as texts."""
    whole = Whole(amount=Decimal(amount), span=span, digits=digits, readings=Readings(**readings))
    return {share.period.id: str(share.amount) for share in planned(whole, rule, MONTHS)}


def amounts(rule: Rule, amount: str, span: Span, digits: int = 2, **readings: str) -> list[str]:
    return list(plan(rule, amount, span, digits, **readings).values())
