"""What one side has alone: exactly one class takes all of it."""

from collections.abc import Mapping

from bridge.model.schedule import Method
from bridge.reconcile.matching import Match
from bridge.reconcile.sides import Standing, Terms
from bridge.reconcile.steps.move import AT_ONCE, Proof

_BY_STANDING: Mapping[Standing, str] = {
    Standing.MISSING: "POP-1",
    Standing.UNREAD: "UNR-1",
    Standing.WAITING: "WAI-1",
    Standing.PENDING: "PEN-1",
    Standing.SUSPENSE: "SUS-1",
    Standing.EXCLUDED: "EXC-1",
    Standing.ORDERED: "DEL-1",
    Standing.OUTSIDE: "POP-4",
}


def is_alone(match: Match) -> bool:
    """Whether a line has one side only."""
    return (match.held is None) is bool(match.parts)


def is_alike(match: Match) -> bool:
    """
    Whether all three say the same of a line, and nothing beside it.

    Only how the days count may be another thing for sales than for finance, as it mostly is.
    """
    ruled, held = match.ruled, match.held
    if ruled is None or held is None or len(match.parts) != 1 or held.is_closed:
        return False
    [part] = match.parts
    terms = ruled.terms
    if ruled.is_change or ruled.allocated is not None or terms.method is Method.ON_USE:
        return False
    if terms != held.terms or len(part.sold) != 1 or not _is_sold_as(part.sold[0], terms):
        return False
    if not held.elements or any(one.sales != one.allocated for one in held.elements):
        return False
    return sum(one.sales.minor for one in held.elements) == terms.amount.minor


def _is_sold_as(sold: Terms, ruled: Terms) -> bool:
    """Whether what was sold is what was ruled, over the same days however these count."""
    if (sold.amount, sold.term, sold.rate) != (ruled.amount, ruled.term, ruled.rate):
        return False
    both = {sold.method, ruled.method}
    return len(both) == 1 or (ruled.term is not None and not both & AT_ONCE)


def population(match: Match) -> str:
    """Return the class of a line that one side has alone."""
    if match.is_elsewhere:
        return "SCP-5"
    if match.is_copy:
        return "POP-3"
    if match.standing is not None:
        return _BY_STANDING[match.standing]
    return "POP-4" if match.held and match.held.stands_for else "POP-2"


def because(match: Match) -> Proof:
    """Return what shows where a line stands that one side has alone."""
    if match.parts:
        booked = match.parts[0].booked
        return Proof((f"deal {booked.deal}", f"line {booked.line}"), "", booked.reason or "")
    held = match.held
    return Proof((f"order {held.number}",) if held else ())
