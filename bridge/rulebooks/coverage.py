"""
Coverage: which rows of a rulebook decided how often and about how much, and what none decided.

A row that decides about a line counts with the line's amount, one that decides about a deal with
the deal's. Excluded and flagged deals count too: a row that led there has decided.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bridge.model.deal import Deal
from bridge.model.ids import DealId
from bridge.model.money import Currency, Money, total
from bridge.rules.rulebook import Rulebook
from bridge.rules.tables.decision_table import DecisionTable
from bridge.rules.tables.lookup import Lookup
from bridge.translate import Awaited, Excluded, Flagged, Translated, Translation


@dataclass(slots=True)
class Tally:
    """How often something came up, in which deals, and about how much in each currency."""

    times: int = 0
    deals: set[DealId] = field(default_factory=set)
    amounts: dict[Currency, Money] = field(default_factory=dict)

    def count(self, deal: DealId, amount: Money) -> None:
        """Count one more occurrence."""
        self.times += 1
        self.deals.add(deal)
        held = self.amounts.get(amount.currency, Money(0, amount.currency))
        self.amounts[amount.currency] = held + amount


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a history says of a rulebook."""

    verdicts: Mapping[str, Tally]  #: translated, excluded, flagged, waiting
    rows: Mapping[str, Tally]  #: every row that decided, as the ledger names it
    idle: tuple[str, ...]  #: rows that never decided
    uncovered: Mapping[str, Tally]  #: by the code of the flag


def of(translations: Iterable[Translation], rulebook: Rulebook) -> Coverage:
    """Count what the rows of a rulebook decided in a history of translations."""
    verdicts: dict[str, Tally] = defaultdict(Tally)
    rows: dict[str, Tally] = defaultdict(Tally)
    uncovered: dict[str, Tally] = defaultdict(Tally)
    for one in translations:
        verdicts[_verdict(one)].count(one.heading.id, one.heading.booked)
        for rule, amount in _decisions(one):
            rows[rule].count(one.heading.id, amount)
        for code, amount in _open(one):
            uncovered[code].count(one.heading.id, amount)
    known = set(_all_rows(rulebook))
    return Coverage(
        verdicts=dict(verdicts),
        rows={rule: tally for rule, tally in sorted(rows.items()) if rule in known},
        idle=tuple(sorted(known - rows.keys())),
        uncovered=dict(sorted(uncovered.items())),
    )


def _verdict(one: Translation) -> str:
    match one:
        case Translated():
            return "translated"
        case Excluded():
            return "excluded"
        case Flagged():
            return "flagged"
        case Awaited():
            return "waiting"


def _decisions(one: Translation) -> Iterator[tuple[str, Money]]:
    """Every row that the trace names, with the amount that it decided about."""
    if isinstance(one, Awaited):
        return
    heading = one.heading
    lines = heading.lines if isinstance(heading, Deal) else ()
    amounts = {f"line {line.id}": line.amount for line in lines}
    for step in one.trace:
        yield step.rule, amounts.get(step.subject, heading.booked)


def _open(one: Translation) -> Iterator[tuple[str, Money]]:
    """Each code of a flagged deal once, with what its flags hold together."""
    if not isinstance(one, Flagged):
        return
    for code in dict.fromkeys(flag.code for flag in one.flags):
        held = (flag.amount for flag in one.flags if flag.code == code)
        yield code, total(held, one.heading.currency)


def _all_rows(rulebook: Rulebook) -> Iterator[str]:
    for rule in (*rulebook.tables.values(), *rulebook.lookups.values()):
        match rule:
            case DecisionTable(name=name, rows=rows):
                yield from (f"{name}#{row.id}" for row in rows)
            case Lookup(rows=keyed):
                yield from (decision.rule for decision in keyed.values())
