"""What is asked of a report by its address, and the report."""

from contextlib import nullcontext

from bridge.console.pages.leafing import chosen, day_of
from bridge.console.problems import Missing
from bridge.console.visits import Visit
from bridge.flow.reporting.catalogue import REPORTS, Wish, report
from bridge.flow.reporting.close import Terms
from bridge.reports.table import Report

#: Names the other system that a close is to ask, too.
ASK = "ask"
NETSUITE = "netsuite"


def taken(visit: Visit, name: str) -> Report:
    """
    Return the report of a name, as its address asks for it.

    Raises Missing if there is none of that name, Misconfigured for what it cannot be asked for.
    """
    if name not in REPORTS:
        raise Missing("There is no such report.")
    request = visit.request
    day = day_of(request, "as_of")
    wish = Wish(
        now=visit.console.clock(),
        as_of=day.date() if day else None,
        period=chosen(request, "period") or None,
        terms=terms_of(visit),
    )
    turn = nullcontext() if wish.terms.plans is None else visit.console.asking.take()
    with turn, visit.console.store.reading() as view:
        return report(view, name, wish)


def terms_of(visit: Visit) -> Terms:
    """Return what a close goes by; NetSuite is asked only where the address says so."""
    console = visit.console
    asks = chosen(visit.request, ASK) == NETSUITE
    return Terms(
        thresholds=console.settings.close.thresholds, plans=console.ends.netsuite if asks else None
    )
