"""What the bridge answers to the examples of ramps."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from bridge.mappers.shape import ramps
from bridge.mappers.shape.parts import Part, Treatment
from bridge.mappers.shape.standing import Standing
from bridge.model.calendar import Term
from bridge.model.deal import Action, Charge, Line, Segment
from bridge.model.ids import LineId
from bridge.model.money import Money, total
from bridge.model.schedule import spread
from tests.oracles.cases import USD, Case
from tests.oracles.schedules import EVEN, MONTHS


def a_ramp(case: Case) -> Line:
    """Return three years from 2026 on, priced as the example has them."""
    steps = tuple(
        Segment(
            id=LineId(f"step-{year}"),
            quantity=Decimal(1),
            unit_price=Decimal(amount),
            amount=Money.parse(amount, USD),
            term=Term(date(year, 1, 1), date(year + 1, 1, 1)),
        )
        for year, amount in enumerate(case.inputs["years"], start=2026)
    )
    return Line(
        action=Action.ADD,
        charge=Charge.RECURRING,
        product="SEAT",
        product_name="Seat",
        segments=steps,
        billing_frequency="Annual",
        billing_type="Advance",
        revises=None,
    )


def by_year(case: Case, treatment: Treatment) -> list[Money]:
    """Return the revenue of each year under a treatment."""
    plan = [
        part
        for one in treatment(a_ramp(case), Standing(()))
        if isinstance(one, Part) and one.service
        for part in spread(EVEN, one.amount, one.service, MONTHS)
    ]
    return [
        total((part.amount for part in plan if part.period.startswith(str(year))), USD)
        for year in (2026, 2027, 2028)
    ]


def levelled(case: Case) -> object:
    revenue = by_year(case, ramps.straight_line_total)
    billed = [Money.parse(amount, USD) for amount in case.inputs["years"]]
    assets = [total(revenue[:years], USD) - total(billed[:years], USD) for years in range(1, 4)]
    return {"revenue": revenue, "year_end_contract_asset_if_billed_annually": assets}


def cancellable(case: Case) -> object:
    return {"revenue": by_year(case, ramps.as_segments)}


ANSWERS: dict[str, Callable[[Case], object]] = {
    "OWN-RAMP-SL": levelled,
    "OWN-RAMP-CANCEL": cancellable,
}
