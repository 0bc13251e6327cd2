"""The lines behind a movement of a roll-forward: rolled again when asked for."""

from collections.abc import Collection
from dataclasses import dataclass

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.errors import Misconfigured
from bridge.flow.reconciling.rolls.accounting import accounting
from bridge.flow.reconciling.rolls.making import Wanted, chosen, stretch
from bridge.flow.reconciling.stating import gathered
from bridge.flow.reconciling.unread import still
from bridge.model.money import Currency, Money
from bridge.reconcile.rolls.roll import Measured, Part
from bridge.reconcile.rolls.rolling import rolled
from bridge.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Movement:
    """Which movement of which roll-forward is looked into."""

    measure: Measured
    currency: Currency
    name: str
    period: str


@dataclass(frozen=True, slots=True)
class Drilled:
    """The parts of a movement, the largest first, and what they come to."""

    parts: tuple[tuple[Part, Money], ...]
    total: Money


def drilled(
    view: Transaction,
    rulebook: Rulebook,
    kept: KeptStatement,
    asked: Movement,
    assets: Collection[str],
) -> Drilled:
    """
    Return what makes a movement of kept roll-forwards, from what both systems told last.

    Misconfigured where NetSuite was never read, or has no such period.
    """
    context = view.reconciling.context.last()
    if context is None:
        raise Misconfigured(
            "NetSuite's revenue was never read", where="reconciliation", act="reconcile once"
        )
    sides = gathered(view, rulebook, context, still(view, kept.content["unread_lines"]))
    told = accounting(view, context, sides, assets)
    # What recurs is valued on many days: only who looks into it waits for that.
    recurs = asked.measure in {Measured.RECURRING, Measured.REPORTED}
    name = kept.content.get("definition", {}).get("name") if recurs else None
    over = stretch(sides.periods, Wanted(as_of=kept.as_of, periods=asked.period))
    rolls = rolled(sides, told, chosen(rulebook.measures, name), over)
    found = rolls.of(asked.measure, asked.currency)
    parts = found.months[0].movements.get(asked.name, ()) if found else ()
    ordered = sorted(parts, key=lambda part: (-abs(part.minor), part.name))
    return Drilled(
        tuple((part, Money(part.minor, asked.currency)) for part in ordered if part.minor),
        Money(sum(part.minor for part in parts), asked.currency),
    )
