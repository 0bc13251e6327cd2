"""In which periods rows of plans are: for which they were planned, where they are posted."""

from collections.abc import Mapping, Sequence

from bridge.adapters.store.database import Transaction
from bridge.model.calendar import Period
from bridge.reconcile.sides import Columns


class NoPeriod(LookupError):
    """A row of a plan is of a period that NetSuite does not show as a month for posting."""


def rows_of_plans(view: Transaction, periods: Mapping[str, Period]) -> dict[int, Columns]:
    """
    Return the rows of each plan by its id; due in a closed period is posted in the next open one.

    Raises NoPeriod if a row is of a period that is no month for posting.
    """
    dating = _Dating(periods)
    try:
        return {
            one.plan: Columns(
                dating.planned(one.planned),
                dating.posting(one.planned, one.posted),
                one.minors,
                one.recognised,
                one.journals,
            )
            for one in view.reconciling.revenue.plans.all()
        }
    except KeyError as error:
        raise NoPeriod(
            f"accounting period {error} is no month that revenue is posted in"
        ) from error


class _Dating:
    """Names the periods of plans, once for all that have the same ones; KeyError for no month."""

    def __init__(self, periods: Mapping[str, Period]) -> None:
        opened = next_open(tuple(periods.values()))
        self._names = {number: period.name for number, period in periods.items()}
        self._due = {number: opened[name] for number, name in self._names.items()}
        self._planned: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._posting: dict[tuple[tuple[str | None, ...], ...], tuple[str, ...]] = {}

    def planned(self, numbers: tuple[str, ...]) -> tuple[str, ...]:
        """Return the periods for which rows were planned."""
        known = self._planned.get(numbers)
        if known is None:
            known = self._planned[numbers] = tuple(self._names[each] for each in numbers)
        return known

    def posting(self, planned: tuple[str, ...], posted: tuple[str | None, ...]) -> tuple[str, ...]:
        """Return the periods in which rows were posted, or are due."""
        known = self._posting.get((planned, posted))
        if known is None:
            known = self._posting[planned, posted] = tuple(
                self._due[one] if other is None else self._names[other]
                for one, other in zip(planned, posted, strict=True)
            )
        return known


def next_open(periods: Sequence[Period]) -> dict[str, str]:
    """Return where each period is posted: itself, or the next open one; periods are in order."""
    found: dict[str, str] = {}
    opened: str | None = None
    for period in reversed(periods):
        if not period.closed:
            opened = period.name
        # What lies before was posted, whatever periods somebody left open in the past.
        found[period.name] = opened or period.name
    return found
