"""Which statement of a measure is shown: the last one, of recurring revenue by one definition."""

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.console.pages.leafing import chosen
from bridge.console.visits import Visit
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.rolls import making


def latest(visit: Visit, view: Transaction, measure: Measures) -> KeptStatement | None:
    """Return it by the definition that is asked for, or the usual one; None before the first."""
    definition = None
    if measure is Measures.ARR:
        asked = chosen(visit.request, "definition")
        definition = asked or making.usual(visit.console.edition().rulebook.measures)
    return view.reconciling.statements.last(measure.value, "", definition)
