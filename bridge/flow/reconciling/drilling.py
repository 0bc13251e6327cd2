"""The lines that make a class of a statement, each with its proof: walked again when asked for."""

from collections.abc import Iterator
from dataclasses import dataclass

from bridge.adapters.store.database import Transaction
from bridge.errors import Misconfigured
from bridge.flow.reconciling.between.population import Unread
from bridge.flow.reconciling.stating import Asked, gathered, grid
from bridge.model.ids import DealId
from bridge.model.money import Currency, Money
from bridge.reconcile.sides import OrderKey
from bridge.reconcile.statement import walks
from bridge.reconcile.steps.move import Proof
from bridge.reconcile.walk import Walk
from bridge.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class DrilledLine:
    """What a line has of a class in a period, and which records show why."""

    name: str  #: as statements call it
    amount: Money
    customer: str
    subsidiary: str | None
    contract: str
    deal: DealId | None  #: None for what Salesforce has not
    order: str | None  #: in NetSuite, as people call it
    key: OrderKey | None
    proof: Proof


def drilled(
    view: Transaction, rulebook: Rulebook, asked: Asked, code: str, currency: Currency
) -> tuple[DrilledLine, ...]:
    """
    Return the lines that a class has in the period that is asked for, the largest first.

    From what both systems told last. Misconfigured where NetSuite was never read or has no such
    period.
    """
    context = view.reconciling.context.last()
    if context is None:
        raise Misconfigured(
            "NetSuite's revenue was never read", where="reconciliation", act="reconcile once"
        )
    wanted = grid(asked, tuple(context.periods.values()), rulebook.measures)
    sides = gathered(view, rulebook, context, Unread())
    found = (
        line
        for walked in walks(sides, wanted.route)
        if walked.match.base == currency
        for line in _lines(walked, code, wanted.periods)
    )
    return tuple(sorted(found, key=lambda line: (-abs(line.amount.minor), line.name)))


def _lines(walked: Walk, code: str, periods: tuple[str, ...]) -> Iterator[DrilledLine]:
    match, taken = walked.match, [step for step in walked.steps if step.code == code]
    minor = sum(step.amounts.get(period, 0) for step in taken for period in periods)
    if not any(step.amounts.get(period) for step in taken for period in periods):
        return
    yield DrilledLine(
        name=match.name,
        amount=Money(minor, match.base),
        customer=match.customer,
        subsidiary=match.subsidiary,
        contract=match.contract,
        deal=match.parts[0].booked.deal if match.parts else None,
        order=match.held.number if match.held else None,
        key=match.key,
        proof=taken[0].proof,
    )
