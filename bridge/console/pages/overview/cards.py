"""The figures on top of the overview, each with the list that it counts."""

from dataclasses import dataclass
from datetime import datetime

from bridge.adapters.store.browsing.exception_filter import ExceptionFilter
from bridge.adapters.store.browsing.trend import Level
from bridge.adapters.store.database import Transaction
from bridge.adapters.store.deals import Summary
from bridge.console.pages.overview.spark import Spark, moments, of_amounts, of_counts
from bridge.console.writing import NOTHING, age, count
from bridge.flow.sync import SOURCE
from bridge.model.money import Currency, Money
from bridge.queue.life import CaseState

#: A feed that is this old is late, whatever its pace.
_LATE_S = 3_600
_MINUTE_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One figure."""

    title: str
    figure: str
    says: str
    path: str
    is_bad: bool = False
    amounts: tuple[Money, ...] = ()
    sparks: tuple[Spark, ...] = ()


def cards(view: Transaction, now: datetime, currency: Currency | None) -> tuple[Card, ...]:
    """Return the figures of the books; those of the queue in one currency, or in all."""
    held = view.deals.summary()
    levels = view.lists.trend.levels(moments(now))
    return (
        _open(view, levels, currency),
        _suspense(held, levels, currency),
        _translated(held),
        _documents(held),
        _feed(view, now),
    )


def _open(view: Transaction, levels: tuple[Level, ...], currency: Currency | None) -> Card:
    queue, code = view.lists.exceptions, currency.code if currency else None
    counts = queue.counts(ExceptionFilter(currency=code))
    late = ExceptionFilter(currency=code, is_overdue=True)
    overdue = queue.counts(late)[CaseState.OPEN]
    unresolved = [
        level.counts.get(currency, 0) if currency else sum(level.counts.values())
        for level in levels
    ]
    return Card(
        title="Open exceptions",
        figure=count(counts[CaseState.OPEN]),
        says=f"{count(overdue)} overdue, {count(counts[CaseState.WAITING])} wait for others",
        path=f"/exceptions?currency={code}" if code else "/exceptions",
        is_bad=overdue > 0,
        sparks=(of_counts(unresolved, "not resolved"),),
    )


def _suspense(held: Summary, levels: tuple[Level, ...], currency: Currency | None) -> Card:
    found = [one.suspense for one in held.currencies.values() if one.suspense]
    shown = tuple(one for one in found if currency in (None, one.currency))
    lines = (
        [level.amounts.get(one.currency, Money(0, one.currency)) for level in levels]
        for one in shown
    )
    of_currency = f"&currency={currency}" if currency else ""
    return Card(
        title="Held in suspense",
        figure="" if shown else NOTHING,
        says="booked, and not in NetSuite",
        path=f"/exceptions?view=list&sort=largest{of_currency}",
        amounts=shown,
        sparks=tuple(map(of_amounts, lines)),
    )


def _translated(held: Summary) -> Card:
    judged = held.translated + held.flagged
    tenths = held.translated * 1000 // judged if judged else 0
    share = f"{tenths // 10}.{tenths % 10} %" if judged else NOTHING
    says = f"{count(held.translated)} of {count(judged)}, {count(held.excluded)} left out"
    return Card(title="Deals translated", figure=share, says=says, path="/deals")


def _documents(held: Summary) -> Card:
    wrong = held.refused + held.unknown
    says = f"{count(held.refused)} refused, {count(held.unknown)} without an answer"
    return Card(
        title="Documents in NetSuite",
        figure=count(held.posted),
        says=says,
        path="/deals",
        is_bad=wrong > 0,
    )


def _feed(view: Transaction, now: datetime) -> Card:
    upper = view.turns.cursor(SOURCE)
    if upper is None:
        return Card(
            title="Salesforce is read", figure=NOTHING, says="nothing was read yet", path="/ledger"
        )
    lag_s = int((now - upper).total_seconds())
    lag = age(upper, now) if lag_s >= _LATE_S * 24 else f"{max(0, lag_s) // _MINUTE_S} min"
    return Card(
        title="Salesforce is read",
        figure=f"{lag} ago",
        says=f"up to {upper:%Y-%m-%d %H:%M} UTC",
        path="/ledger",
        is_bad=lag_s > _LATE_S,
    )
