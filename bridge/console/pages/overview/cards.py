"""The figures on top of the overview, each with the list that it counts."""

from dataclasses import dataclass, replace
from datetime import datetime

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.deals import Summary
from bridge.console.pages.overview.spark import Spark, moments, of_amounts, of_counts
from bridge.console.pages.overview.wanted import Wanted
from bridge.console.writing import NOTHING, age, count
from bridge.flow.sync.noting import SOURCE
from bridge.model.money import Money, total
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


def cards(view: Transaction, now: datetime, wanted: Wanted) -> tuple[Card, ...]:
    """Return the figures of the books; those of the queue as they are wanted."""
    held = view.deals.summary()
    return (
        _open(view, now, wanted),
        _suspense(view, held, now, wanted),
        _translated(held),
        _documents(held),
        _feed(view, now),
    )


def _open(view: Transaction, now: datetime, wanted: Wanted) -> Card:
    queue = view.lists.exceptions
    counts = queue.counts(wanted.filter)
    overdue = queue.counts(replace(wanted.filter, is_overdue=True))[CaseState.OPEN]
    return Card(
        title="Open exceptions",
        figure=count(counts[CaseState.OPEN]),
        says=f"{count(overdue)} overdue, {count(counts[CaseState.WAITING])} wait for others",
        path=wanted.path("/exceptions"),
        is_bad=overdue > 0,
        sparks=() if wanted.month else (_weeks(view, now, wanted),),
    )


def _weeks(view: Transaction, now: datetime, wanted: Wanted) -> Spark:
    counts = view.lists.trend.counts(moments(now))
    told = [one[wanted.currency] if wanted.currency else one.total() for one in counts]
    return of_counts(told, "Not resolved")


def _suspense(view: Transaction, held: Summary, now: datetime, wanted: Wanted) -> Card:
    found = [one.suspense for one in held.currencies.values()]
    shown = tuple(one for one in found if one and wanted.currency in (None, one.currency))
    sparks: tuple[Spark, ...] = ()
    if wanted.month:
        shown = _unresolved(view, wanted)
    else:
        today = {one.currency: one for one in shown}
        lines = view.lists.trend.suspense(moments(now), today)
        sparks = tuple(of_amounts(line, currency.code) for currency, line in lines.items())
    return Card(
        title="Held in suspense",
        figure="" if shown else NOTHING,
        says="booked, and not in NetSuite",
        path=wanted.path("/exceptions", view="list", sort="largest"),
        amounts=shown,
        sparks=sparks,
    )


def _unresolved(view: Transaction, wanted: Wanted) -> tuple[Money, ...]:
    """Add up what the exceptions of a month hold: the ledger has no days of booking."""
    queue, states = view.lists.exceptions, set(CaseState) - {CaseState.RESOLVED}
    held = [one for at in states for one in queue.amounts(replace(wanted.filter, state=at))]
    return tuple(
        total((one for one in held if one.currency == currency), currency)
        for currency in sorted({one.currency for one in held})
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
    lag = age(upper, now) if lag_s >= _LATE_S * 24 else f"{lag_s // _MINUTE_S} min"
    return Card(
        title="Salesforce is read",
        figure=f"{lag} ago" if lag_s >= _MINUTE_S else "just now",
        says=f"up to {upper:%Y-%m-%d %H:%M} UTC",
        path="/ledger",
        is_bad=lag_s > _LATE_S,
    )
