"""Tells what moved an account that roll-forwards are tied to, by kind of transaction."""

from collections import Counter
from collections.abc import Iterator

from bridge.flow.explaining.explanation import Fact
from bridge.flow.explaining.rolls.naming import Found
from bridge.flow.reconciling.rolls.again import Rerolled
from bridge.flow.reconciling.rolls.told import ACCOUNT, ToldLine
from bridge.model.money import Money
from bridge.reconcile.rolls.roll import Measured


def kinds(found: Found, line: ToldLine, rerolled: Rerolled) -> Iterator[Fact]:
    """Yield what each kind of transaction has moved up to the end of the period, signed as it."""
    name, currency = line.name.removeprefix(ACCOUNT), found.told.currency
    place, sums = rerolled.over.place(), Counter[str]()
    for account, period, kind, base, minor in rerolled.accounting.balances:
        if (account, base) == (name, currency) and place[period] < len(rerolled.over.periods):
            sums[kind] += minor
    sign = -1 if found.told.measure is Measured.UNBILLED else 1
    for kind in sorted(sums):
        yield Fact(kind, str(Money(sign * sums[kind], currency)))
