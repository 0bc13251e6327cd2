"""What plans and journals do, or do not do yet."""

from dataclasses import replace

from bridge.reconcile.sides import Entry, PlanState
from tests.reconcile.injections.patterns import consumed
from tests.reconcile.worlds import (
    Injection,
    Line,
    an_element,
    money,
    plan,
    rehold,
)


def without_rows(code: str, state: PlanState | None) -> Injection:
    def inject(line: Line) -> None:
        plan(line, {})
        element = an_element(line, {}, sales=money(line.total), allocated=money(line.total))
        if state is None:
            rehold(line, is_approved=False, elements=())
        else:
            rehold(line, elements=(replace(element, state=state),))
        line.add(code, line.by_month(-line.monthly))

    return inject


def on_hold(line: Line) -> None:
    """The rows are there, and nothing more is posted."""
    held = replace(line.held[0].elements[0], state=PlanState.HELD)
    rehold(line, elements=(held,))
    for period in line.served()[line.posted :]:
        line.amounts["PLN-1", period] = line.amounts.pop(("JRN-2", period))


def proposed(line: Line) -> None:
    """The last journal of what was used is not posted."""
    consumed(line)
    unposted = line.entries.pop()
    line.add("JRN-1", {unposted.period: -unposted.amount.minor})


def tagged(tag: str | None, code: str) -> Injection:
    def inject(line: Line) -> None:
        line.entries.append(
            Entry(
                id=f"J{line.number}",
                line=1,
                period=line.month(3),
                account="4000",
                subsidiary="US-INC",
                amount=money(-777),
                tag=tag,
                key=line.key if tag else None,
            )
        )
        line.add(code, {line.month(3): -777})

    return inject


def cents(line: Line) -> None:
    monthly = line.by_month(line.monthly)
    monthly[line.month(0)] += 1
    monthly[line.month(1)] -= 1
    plan(line, monthly)
    line.add("RND-1", {line.month(0): 1, line.month(1): -1})


def unexplained(line: Line) -> None:
    monthly = line.by_month(line.monthly)
    monthly[line.month(0)] += 2
    monthly[line.month(1)] -= 2
    plan(line, monthly)
    line.add("UNX-1", {line.month(0): 2, line.month(1): -2})
