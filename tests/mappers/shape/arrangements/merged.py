"""Contracts whose changes are merged: what a test does not say is valid, and allocates nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bridge.mappers.judge import Modified
from bridge.mappers.shape.assembling import Assembled
from bridge.model.calendar import Period, months
from bridge.model.deal import Action, Line, Modification
from bridge.model.document import Document, Kind
from bridge.model.ids import LineId
from bridge.model.schedule import Method
from bridge.model.schedules.allocation import Allocation
from tests.mappers.shape.amending import Contract, a_step, sold

KEEPS = (Allocation.EXCLUDE, None)
PROSPECTIVE = Modified(Modification.PROSPECTIVE, "modification#amended")
CATCH_UP = Modified(Modification.CUMULATIVE_CATCH_UP, "modification#amended")
FROM_JULY = ("2026-07-01", "2026-12-31")
FROM_OCTOBER = ("2026-10-01", "2026-12-31")
Alone = Mapping[str, tuple[Allocation, str | None]]


def worth(value: str | None) -> tuple[Allocation, str | None]:
    """An item that NetSuite allocates, at what a unit is worth a year."""
    return Allocation.NORMAL, value


def closed_before(month: int) -> tuple[Period, ...]:
    """Months of three years, closed before one of 2026."""
    day = date(2026, month, 1)
    known = months(date(2025, 1, 1), date(2027, 12, 31))
    return tuple(replace(one, closed=one.term.end <= day) for one in known)


def a_year(
    modified: Modified = PROSPECTIVE,
    alone: Alone | None = None,
    method: Method = Method.STRAIGHT_LINE_EVEN,
) -> Contract:
    """Ten seats of ENT for 2026, at 1,200.00 each, sold in January; June is closed since."""
    contract = Contract(
        modified=modified,
        method=method,
        alone={"ENT": KEEPS, "ULT": KEEPS} if alone is None else alone,
        periods=closed_before(1),
    )
    contract.books(sold(a_step("L0", "10", "12000.00")))
    contract.periods = closed_before(7)
    return contract


def more(
    name: str = "L1", units: str = "5", amount: str = "3000.00", *, product: str = "ENT"
) -> Line:
    """Seats that are added from July on."""
    action = Action.INCREASE if product == "ENT" else Action.ADD
    line = sold(a_step(name, units, amount, FROM_JULY), product=product, action=action)
    return replace(line, revises=LineId("L0")) if product == "ENT" else line


def request(made: Assembled) -> Document:
    """The merge request among documents."""
    (found,) = [one for one in made.documents if one.kind is Kind.MERGE_REQUEST]
    return found


def moved(made: Assembled) -> dict[str, list[tuple[str, str]]]:
    """By how much a merge moves the plan of each line that was sold, by month."""
    found = request(made)
    sources = {line.key: line.source for line in found.lines}
    return {
        sources[one.line]: [(part.period, part.amount.text()) for part in one.planned]
        for one in made.schedules
        if one.external_id == found.external_id
    }
