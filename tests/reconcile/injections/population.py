"""Lines that one side has alone, or has twice."""

from dataclasses import replace

from bridge.reconcile.sides import Standing
from tests.reconcile.worlds import (
    Injection,
    Line,
    money,
    plan,
    rebook,
    rehold,
    terms,
)


def gone(line: Line, code: str) -> None:
    """NetSuite has nothing of the line; one class takes all of it."""
    line.held.clear()
    for one in [one for one in line.amounts if one[0] == "JRN-2"]:
        del line.amounts[one]
    line.add(code, line.by_month(-line.monthly))


def stands(standing: Standing, code: str) -> Injection:
    def inject(line: Line) -> None:
        rebook(line, standing=standing, reason="A_REASON", ruled=())
        line.expected.clear()
        gone(line, code)

    return inject


def deleted(line: Line) -> None:
    gone(line, "DEL-1")


def not_ours(line: Line) -> None:
    line.booked.clear()
    line.expected.clear()
    rehold(line, key=None)
    for one in [one for one in line.amounts if one[0] == "PER-1"]:
        del line.amounts[one]
    line.add("POP-2", line.by_month(line.monthly))


def twice(line: Line) -> None:
    line.held.append(replace(line.held[0], order="8" + line.held[0].order))
    line.add("POP-3", line.by_month(line.monthly))
    line.add("JRN-2", dict.fromkeys(line.served()[line.posted :], -line.monthly))


def by_hand(line: Line) -> None:
    """A person booked the flagged deal for half of its price."""
    half = line.by_month(line.monthly // 2)
    rebook(line, standing=Standing.OUTSIDE, ruled=())
    line.expected.clear()
    plan(line, half)
    rehold(
        line,
        key=None,
        stands_for=line.booked[0].deal,
        terms=terms(line, amount=money(line.total // 2)),
    )
    line.add("POP-4", {one: minor - line.monthly for one, minor in half.items()})


def elsewhere(line: Line) -> None:
    """Out of one subsidiary and into another: nothing in sum, and both are told."""
    rehold(line, subsidiary="US-WEST")
