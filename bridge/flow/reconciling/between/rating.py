"""Which currency rates a rulebook wants of NetSuite: whether they are read, and those of a day."""

from collections.abc import Iterable
from typing import Any

from bridge.adapters.netsuite.revenue.reading import HeldRows, Revenue
from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.reconciling.rows import RATES
from bridge.errors import Refused
from bridge.reconcile.measures.rates import DatedRate, Rates
from bridge.reconcile.sides import Booked
from bridge.rules.rulebook import Rulebook
from bridge.telemetry import log


def wanted(store: Store, revenue: Revenue, rulebook: Rulebook) -> tuple[HeldRows[Any], ...]:
    """
    Return what is to be read of rates: nothing where no measure reports in one currency.

    Where NetSuite refuses them, as without multiple currencies or the permission Lists > Currency,
    none is kept, so that what is told has no rate and says so. Raises as any other read.
    """
    if not _targets(rulebook):
        return ()
    try:
        revenue.rates.tallies()
    except Refused as refusal:
        log().warning("rates.refused", says=str(refusal))
        with store.transaction("revenue_read") as tx:
            tx.reconciling.revenue.forget(RATES)
        return ()
    return (revenue.rates,)


def rates(view: Transaction, rulebook: Rulebook, booked: Iterable[Booked]) -> Rates:
    """Return the rates that are kept of what was sold, in the currencies that are reported."""
    targets = _targets(rulebook)
    sold = {terms.amount.currency.code for one in booked for terms in one.sold[:1]}
    if not targets or not sold:
        return Rates()
    found = (
        DatedRate(
            id=one.id,
            source=one.source,
            target=one.target,
            rate=one.rate,
            effective=one.effective,
        )
        for one in view.reconciling.revenue.rates(targets, sold)
    )
    return Rates(tuple(found))


def _targets(rulebook: Rulebook) -> set[str]:
    return {one.reported_in.code for one in rulebook.measures.values() if one.reported_in}
