"""A kept statement, read back: what it says of one currency of the books, in minor units."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.flow.reconciling.definitions import Measures
from bridge.model.money import Currency, Money
from bridge.reconcile.classes import BY_CODE, Nature, VarianceClass
from bridge.reconcile.statement import UNEXPLAINED

#: What stands at both ends of a statement, beside the codes of its classes.
START, END = "start", "end"
#: What the two ends of each measure are.
_ENDS: Mapping[Measures, tuple[str, str]] = {
    Measures.BOOKINGS: ("Salesforce: booked", "NetSuite: ordered"),
    Measures.PLAN: ("Salesforce: booked", "NetSuite: planned"),
    Measures.REVENUE: ("Salesforce: booked", "NetSuite: recognised"),
    Measures.ARR: ("Salesforce: recurring, a year", "NetSuite: planned"),
}


@dataclass(frozen=True, slots=True)
class Sum:
    """A line of a statement: an end of it, or a class."""

    code: str
    title: str
    minor: Mapping[str, int]  #: by period
    of: VarianceClass | None  #: None for the two ends

    @property
    def is_end(self) -> bool:
        """Whether it is a total, no difference."""
        return self.of is None

    @property
    def is_unexplained(self) -> bool:
        """Whether nobody knows why."""
        return self.code == UNEXPLAINED

    @property
    def nature(self) -> Nature | None:
        """What a difference of this class asks of people; None for the two ends."""
        return self.of.nature if self.of else None


@dataclass(frozen=True, slots=True)
class Told:
    """What a statement says of one currency: from the start, class by class, to the end."""

    currency: Currency
    order: str  #: in which variances were attributed
    periods: tuple[str, ...]
    sums: tuple[Sum, ...]  #: the start first, the end last; what is unexplained is always there
    ties: bool
    lines: int
    unexplained: Money  #: over all periods; signs of lines and periods are not netted

    def amount(self, one: Sum, period: str) -> Money:
        """Return what a line says of a period."""
        return Money(one.minor.get(period, 0), self.currency)

    def whole(self, one: Sum, periods: tuple[str, ...]) -> Money:
        """Return what a line says of several periods together."""
        return Money(sum(one.minor.get(name, 0) for name in periods), self.currency)


def told(kept: KeptStatement) -> tuple[Told, ...]:
    """Read what was kept, each currency of the books for itself."""
    start, end = _ENDS[Measures(kept.measure)]
    return tuple(_told(form, start, end) for form in kept.content["statements"])


def lost(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Say of each deal of which nobody can read what it sold: why, where, and what to do."""
    return tuple(
        f"Deal {one['deal']} is told as one amount: {one['says']}. {one['where']}: {one['act']}"
        for one in content.get("lost", ())
    )


def _told(form: Mapping[str, Any], start: str, end: str) -> Told:
    currency = Currency(form["currency"])
    return Told(
        currency=currency,
        order=form["variance_order"],
        periods=tuple(form["periods"]),
        sums=(
            Sum(START, start, _minor(form["start"], currency), None),
            *_classes(form["classes"], currency),
            Sum(END, end, _minor(form["end"], currency), None),
        ),
        ties=form["ties"],
        lines=len(form["lines"]),
        unexplained=Money.parse(form["unexplained"], currency),
    )


def _classes(forms: list[Mapping[str, Any]], currency: Currency) -> Iterator[Sum]:
    """Yield the classes that have an amount, and the one that is to have none."""
    for one in forms:
        yield Sum(one["code"], one["class"], _minor(one, currency), BY_CODE.get(one["code"]))
    if all(one["code"] != UNEXPLAINED for one in forms):
        yield Sum(UNEXPLAINED, BY_CODE[UNEXPLAINED].name, {}, BY_CODE[UNEXPLAINED])


def _minor(form: Mapping[str, Any], currency: Currency) -> dict[str, int]:
    return {name: Money.parse(text, currency).minor for name, text in form["periods"].items()}
