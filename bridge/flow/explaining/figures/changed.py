"""What a statement kept of its lines, beside what they are now."""

from collections.abc import Collection, Iterator

from bridge.flow.explaining.explanation import Fact
from bridge.flow.explaining.figures.naming import ALL, Found
from bridge.flow.reconciling.told import END, START
from bridge.flow.reconciling.walked.figures import Figures
from bridge.model.money import Currency, Money

#: Lines that are told one by one.
_TOLD_MAX = 25


def facts(found: Found, walked: Figures, codes: Collection[str]) -> Iterator[Fact]:
    """
    Yield the lines that are not as they were kept, those that moved most first.

    A statement keeps what a line has over all of its periods.
    """
    then = _kept(found, codes)
    now: dict[str, int] = {}
    for code in codes:
        for name, minor in walked.behind(code, found.told.periods):
            now[name] = now.get(name, 0) + minor
    moved = {name: now.get(name, 0) - then.get(name, 0) for name in {**then, **now}}
    order = sorted((name for name in moved if moved[name]), key=lambda name: -abs(moved[name]))
    currency = found.told.currency
    for name in order[:_TOLD_MAX]:
        was, is_now = (Money(of.get(name, 0), currency) for of in (then, now))
        of = found.variance.of(periods=ALL)
        ref = f"{of.ref}/{name}" if len(codes) == 1 and name in walked else None
        yield Fact(name, f"over all periods it was {was}, it is {is_now}", ref)
    if len(order) > _TOLD_MAX:
        rest = Money(sum(moved[name] for name in order[_TOLD_MAX:]), currency)
        yield Fact("and", f"{len(order) - _TOLD_MAX} lines more, which moved by {rest} together")


def of_line(found: Found, name: str, code: str) -> Money | None:
    """Return what a line has of a class over all periods; None where the line is not kept."""
    return next(
        (
            Money(minor, found.told.currency)
            for line, minor in _each(found, (code,))
            if line == name
        ),
        None,
    )


def _kept(found: Found, codes: Collection[str]) -> dict[str, int]:
    return {name: minor for name, minor in _each(found, codes) if minor}


def _each(found: Found, codes: Collection[str]) -> Iterator[tuple[str, int]]:
    """Yield every kept line of the currency, with what it has of the classes."""
    currency: Currency = found.told.currency
    for form in found.kept.content["statements"]:
        if form["currency"] != currency.code:
            continue
        for one in form["lines"]:
            said = {START: one["start"], END: one["end"], **one["classes"]}
            minor = sum(Money.parse(said[code], currency).minor for code in codes if code in said)
            yield one["line"], minor
