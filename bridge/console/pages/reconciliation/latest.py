"""Which statement of a measure is shown: the last one, of recurring revenue by one definition."""

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.console.pages.leafing import Choice, address, chosen
from bridge.console.visits import Visit
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.rolls import making


def latest(visit: Visit, view: Transaction, measure: Measures) -> KeptStatement | None:
    """Return it by the definition that is asked for, or the usual one; None before the first."""
    return view.reconciling.statements.last(measure.value, "", _definition(visit, measure))


def definitions(visit: Visit, view: Transaction, measure: Measures) -> tuple[Choice, ...]:
    """Return by what recurring revenue can be shown: what rules define, and what is kept."""
    if measure is not Measures.ARR:
        return ()
    here = _definition(visit, measure)
    kept = view.reconciling.statements.definitions(measure.value)
    names = dict.fromkeys((*visit.console.edition().rulebook.measures, *kept))
    return tuple(
        Choice(name, address(visit.request, {"definition": name, "class": None}), name == here)
        for name in names
    )


def _definition(visit: Visit, measure: Measures) -> str | None:
    if measure is not Measures.ARR:
        return None
    asked = chosen(visit.request, "definition")
    return asked or making.usual(visit.console.edition().rulebook.measures)
