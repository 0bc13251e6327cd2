"""
States of periods: prepared by one person, signed by another, suspended when a number moves.

They stand in the ledger and nowhere else, so that nobody can sign without its knowing. A signature
is of the figures of one period alone: what moves in later ones does not touch it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bridge.ledger.entries import Draft, Entry, EntryKind
from bridge.model.ids import DealId
from bridge.model.money import Currency, Money
from bridge.reconcile.classes import BY_CODE, Nature
from bridge.reconcile.statement import UNEXPLAINED

#: What entries of the ledger that are about periods name in place of a deal.
PERIODS = DealId("periods")


class PeriodState(StrEnum):
    """How far a period is."""

    OPEN = "open"
    PREPARED = "prepared"  #: one person has looked at it, and commented on what needs it
    SIGNED = "signed"  #: another person agrees
    LOCKED = "locked"  #: signed, and closed in NetSuite
    SUSPENDED = "suspended"  #: a number has moved since it was prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What a statement says of a period, in a currency: an end, or a class; never nothing."""

    measure: str
    code: str
    amount: Money


Figures = tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A figure that is not what it was."""

    measure: str
    code: str
    old: Money
    new: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who did something about a period, when, and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the ledger says of a period."""

    period: str
    state: PeriodState = PeriodState.OPEN
    figures: Figures = ()  #: as they were prepared
    comments: Mapping[str, str] = field(default_factory=dict)  #: by the code of a class
    prepared: Signature | None = None
    signed: Signature | None = None
    reopened: Signature | None = None
    moved: tuple[Moved, ...] = ()  #: what had moved when it was suspended
    entry: int = 0  #: the number of the last entry about it


def standings(entries: Iterable[Entry]) -> dict[str, Standing]:
    """Return how periods stand after entries, which come in their order; others are open."""
    found: dict[str, Standing] = {}
    for one in entries:
        period = one.refs["period"]
        before = found.get(period, Standing(period=period))
        found[period] = after(before, one)
    return found


def signed_last(entries: Iterable[Entry]) -> dict[str, Signature]:
    """
    Return the last signature of each period that nobody has taken back by reopening it.

    It is there, too, while the period is suspended or prepared anew: until somebody signs again, it
    says what was signed.
    """
    found: dict[str, Signature] = {}
    for one in entries:
        if one.kind == EntryKind.PERIOD_SIGNED:
            found[one.refs["period"]] = _act(one)
        elif one.kind == EntryKind.PERIOD_REOPENED:
            found.pop(one.refs["period"], None)
    return found


def _act(entry: Entry) -> Signature:
    told: Mapping[str, Any] = entry.payload
    return Signature(by=entry.actor, at=entry.at, reason=told["reason"])


def after(before: Standing, entry: Entry) -> Standing:
    """Return how a period stands after one more entry about it."""
    return replace(_told(before, entry), entry=entry.seq)


def _told(before: Standing, entry: Entry) -> Standing:
    told: Mapping[str, Any] = entry.payload
    act = _act(entry)
    match entry.kind:
        case EntryKind.PERIOD_PREPARED:
            return Standing(
                period=before.period,
                state=PeriodState.PREPARED,
                figures=read(told["figures"]),
                comments=told["comments"],
                prepared=act,
            )
        case EntryKind.PERIOD_SIGNED:
            return replace(before, state=PeriodState.SIGNED, signed=act)
        case EntryKind.PERIOD_SUSPENDED:
            found = moved(before.figures, read(told["figures"]))
            return replace(before, state=PeriodState.SUSPENDED, moved=found)
        case _:
            return Standing(period=before.period, reopened=act)


def prepared(period: str, figures: Figures, comments: Mapping[str, str], reason: str) -> Draft:
    """Note that a person looked at these figures, and commented on classes."""
    told = {"reason": reason, "comments": dict(comments), "figures": written(figures)}
    return _entry(EntryKind.PERIOD_PREPARED, period, told)


def signed(period: str, reason: str) -> Draft:
    """Note that another person agrees to what was prepared."""
    return _entry(EntryKind.PERIOD_SIGNED, period, {"reason": reason})


def suspended(period: str, figures: Figures) -> Draft:
    """Note that the figures are others now than those that were prepared."""
    told = {"reason": "a number moved", "figures": written(figures)}
    return _entry(EntryKind.PERIOD_SUSPENDED, period, told)


def reopened(period: str, reason: str) -> Draft:
    """Note that a person took back what was prepared and signed."""
    return _entry(EntryKind.PERIOD_REOPENED, period, {"reason": reason})


def _entry(kind: EntryKind, period: str, told: Mapping[str, object]) -> Draft:
    return Draft(kind=kind, deal=PERIODS, refs={"period": period}, payload=told)


def written(figures: Figures) -> list[list[str]]:
    """Return figures as JSON values, in an order of their own; amounts are exact texts."""
    return sorted(
        [one.measure, one.amount.currency.code, one.code, one.amount.text()] for one in figures
    )


def read(told: Sequence[Sequence[str]]) -> Figures:
    """Read written figures."""
    return tuple(
        Figure(measure=measure, code=code, amount=Money.parse(text, Currency(currency)))
        for measure, currency, code, text in told
    )


def moved(old: Figures, new: Figures) -> tuple[Moved, ...]:
    """Return the figures that are not what they were; a figure that is not there is nothing."""
    before, now = _by_key(old), _by_key(new)
    return tuple(
        Moved(
            measure=key[0],
            code=key[2],
            old=before.get(key, Money(0, Currency(key[1]))),
            new=now.get(key, Money(0, Currency(key[1]))),
        )
        for key in sorted({*before, *now})
        if before.get(key) != now.get(key)
    )


def _by_key(figures: Figures) -> dict[tuple[str, str, str], Money]:
    return {(one.measure, one.amount.currency.code, one.code): one.amount for one in figures}


def to_explain(figures: Figures, thresholds: Mapping[Currency, Money]) -> tuple[str, ...]:
    """
    Return the classes that a person must comment on before a period is prepared, each once.

    What is unexplained always needs a comment; another class if its amount in a currency reaches
    the threshold of that currency, without one with every cent. A class in which both systems are
    right needs none: its name is why they differ.
    """
    return tuple(dict.fromkeys(_to_explain(figures, thresholds)))


def _to_explain(figures: Figures, thresholds: Mapping[Currency, Money]) -> Iterator[str]:
    for one in figures:
        known = BY_CODE.get(one.code)
        if known is None or known.nature is Nature.LEGITIMATE:
            continue
        least = thresholds.get(one.amount.currency)
        if one.code == UNEXPLAINED or least is None or abs(one.amount.minor) >= least.minor:
            yield one.code
