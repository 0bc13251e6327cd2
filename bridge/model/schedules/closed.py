"""
In which period a plan is posted when periods of it are closed.

Source: NetSuite's job of revenue journals posts what stands in earlier closed periods together
with the period that it runs for (help section 4357047027); no figures are published. A public
accounting system tests the same rule: 3,000.00 from May to July, May frozen, June posts 2,000.00.
"""

from collections.abc import Sequence

from bridge.model.calendar import Ordered, Period, ordered
from bridge.model.money import Money
from bridge.model.schedule import PlannedRevenue


def in_open_periods(
    plan: Sequence[PlannedRevenue], periods: Sequence[Period]
) -> tuple[PlannedRevenue, ...]:
    """
    Move what is planned for closed periods into the first open period behind each.

    Hand in what is not recognised yet. The parts sum as before, one for each period, in order;
    ValueError if a closed period of the plan has no open one behind it.
    """
    known = ordered(periods)
    if known and _is_open(plan, known):  # as nearly every plan is
        return tuple(sorted(plan, key=lambda part: known.places[part.period]))
    behind = _open_behind(periods)
    unknown = [part.period for part in plan if part.period not in behind]
    if unknown:
        raise ValueError(f"planned in an unknown accounting period: {unknown[0]}")
    posted: dict[str, Money] = {}
    for part in plan:
        name = behind[part.period]
        if name is None:
            raise ValueError(f"no accounting period behind {part.period} is open")
        posted[name] = posted[name] + part.amount if name in posted else part.amount
    return tuple(PlannedRevenue(name, posted[name]) for name in behind if name in posted)


def _is_open(plan: Sequence[PlannedRevenue], known: Ordered) -> bool:
    """Say whether a plan names open periods alone, each of them once."""
    names = {part.period for part in plan}
    every = len(names) == len(plan) and names <= known.places.keys()
    return every and known.closed.isdisjoint(names)


def first_open(periods: Sequence[Period]) -> Period:
    """Return the first open period; ValueError if every one is closed."""
    opened = [period for period in periods if not period.closed]
    if not opened:
        raise ValueError("no accounting period is open")
    return min(opened, key=lambda period: period.term)


def _open_behind(periods: Sequence[Period]) -> dict[str, str | None]:
    """Name for each period, in order, itself or the first open one behind it; None without one."""
    behind: dict[str, str | None] = {}
    name: str | None = None
    for period in sorted(periods, key=lambda period: period.term.start, reverse=True):
        name = name if period.closed else period.name
        behind[period.name] = name
    return dict(reversed(behind.items()))
