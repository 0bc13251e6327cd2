"""What the bridge answers to the examples of obligations, balances and forecasts."""

from collections.abc import Callable, Mapping

from bridge.model.calendar import Term, term_of_months
from bridge.model.money import Money, total
from bridge.model.schedule import spread
from bridge.reconcile.measures.balances import (
    Position,
    by_contract,
    by_element,
    unconditional,
)
from bridge.reconcile.measures.obligations import Changes, Obligation, remaining, rolled
from bridge.reconcile.measures.reforecast import Recalculation, reforecast
from bridge.reconcile.measures.rolling import (
    Contracted,
    Deferral,
    calculated_billings,
    deferred_after,
)
from bridge.reconcile.valuing import Calendar
from tests.oracles.cases import USD, Case
from tests.oracles.schedules import EVEN, MONTHS, by_period

CALENDAR = Calendar(MONTHS, MONTHS[0].term.start, MONTHS[0].term.start)
ZERO = Money(0, USD)


def usd(amount: str | int) -> Money:
    return Money.parse(amount, USD)


def positions(case: Case) -> list[Position]:
    return [
        Position(recognised=usd(one["recognised"]), billed=usd(one["billed"]))
        for one in case.inputs["elements"]
    ]


def netted_by_element(case: Case) -> object:
    found = by_element(positions(case), USD)
    return {
        "unbilled_receivable": total(found.unbilled, USD),
        "deferred_after": by_number(found.deferred),
    }


def netted_by_contract(case: Case) -> object:
    found = by_contract(positions(case), USD)
    return {
        "unbilled_receivable": total(found.unbilled, USD),
        "netting_entries": {one: each for one, each in by_number(found.entries).items() if each},
        "deferred_after": by_number(found.deferred),
    }


def by_number(amounts: tuple[Money, ...]) -> dict[str, Money]:
    return {str(number): amount for number, amount in enumerate(amounts, 1)}


def prepaid(case: Case) -> object:
    on, amount = case.inputs["billed"]
    term = Term.inclusive(case.day("start"), case.day("end"))
    plan = by_period(spread(EVEN, case.money("price"), term, MONTHS))

    def at(period: str) -> tuple[Money, Money]:
        earned = total((minor for name, minor in plan.items() if name <= period), USD)
        billed = usd(amount) if on[:7] <= period else ZERO
        found = by_contract([Position(recognised=earned, billed=billed)], USD)
        return found.unbilled[0], found.deferred[0]

    asset, deferred = at("2026-03")
    return {
        "contract_asset_feb": at("2026-02")[0],
        "march": {"contract_asset": asset, "deferred": deferred, "revenue": plan["2026-03"]},
    }


def conditional(case: Case) -> object:
    first, second = case.money("A"), case.money("B")
    asset, _ = unconditional(first, depends_on_others=True)
    left, receivable = unconditional(first + second, depends_on_others=False)
    return {
        "after_A": {"contract_asset": asset, "revenue": first},
        "after_B": {"receivable": receivable, "contract_asset": left, "revenue": second},
    }


def obligations(case: Case) -> object:
    months = case.inputs["months"]
    term = term_of_months(case.day("start"), months)
    plan = by_period(spread(EVEN, usd(int(case.inputs["monthly"]) * months), term, MONTHS))
    found = remaining([Obligation(plan)], case.day("as_of"), CALENDAR, USD)
    return {"next_year": found.current, "year_after": found.later, "total": found.whole}


def with_use(case: Case) -> object:
    term = Term.inclusive(case.day("start"), case.day("end"))
    fixed = Obligation(by_period(spread(EVEN, case.money("fixed"), term, MONTHS)))
    known = {period: usd(amount) for period, amount in case.inputs["usage"].items()}
    used = Obligation(known | {"2026-08": usd(3_000)}, is_committed=False)
    on = case.day("as_of")
    return {
        "usage_to_date": total(known.values(), USD),
        "rpo_usage": remaining([used], on, CALENDAR, USD).whole,
        "rpo_fixed_even": remaining([fixed, used], on, CALENDAR, USD).whole,
    }


def rolled_obligations(case: Case) -> object:
    changes = Changes(
        new_bookings=case.money("new_bookings"),
        modifications=case.money("modifications"),
        revenue=case.money("revenue_from_rpo"),
        cancelled=case.money("cancelled"),
        fx=case.money("fx"),
    )
    return {"closing": rolled(case.money("opening"), changes, ZERO).expected}


def identity(case: Case) -> object:
    found = Contracted(
        value=case.money("tcv"),
        recognised=case.money("revenue_to_date"),
        billed=case.money("billed_to_date"),
    )
    assert found.remaining == found.deferred + found.backlog
    return {
        "rpo": found.remaining,
        "deferred": found.deferred,
        "unbilled_backlog": found.backlog,
    }


def rolled_deferral(case: Case) -> object:
    opening = Deferral(
        deferred=case.money("opening_deferred"), unbilled=case.money("opening_unbilled")
    )
    unbilled, revenue = case.money("closing_unbilled"), case.money("revenue")
    closing = Deferral(
        deferred=deferred_after(opening, case.money("billings"), revenue, unbilled),
        unbilled=unbilled,
    )
    return {
        "closing_deferred": closing.deferred,
        "calculated_billings": calculated_billings(opening, closing, revenue),
    }


def by_hand(case: Case) -> object:
    def monthly(amounts: Mapping[str, str]) -> dict[str, Money]:
        return {month: usd(amount) for month, amount in amounts.items()}

    forecast, actual = monthly(case.inputs["forecast"]), monthly(case.inputs["actual"])
    periods = [f"{number:02}" for number in range(1, 13)]
    return {
        f"offset_{offset}": reforecast(
            forecast, actual, Recalculation(case.inputs["recalc_as_of"], offset), periods
        )
        for offset in range(5)
    }


#: Case -> what the bridge answers.
ANSWERS: dict[str, Callable[[Case], object]] = {
    "NS-UNBILLED-ELEMENT": netted_by_element,
    "NS-UNBILLED-ARRANGEMENT": netted_by_contract,
    "ORR-PREPAID-BALANCE": prepaid,
    "FASB-39": conditional,
    "FASB-42B": obligations,
    "MISC-USAGE-RPO": with_use,
    "OWN-RPO-ROLL": rolled_obligations,
    "OWN-TCV-IDENTITY": identity,
    "OWN-DEFERRED-ROLL": rolled_deferral,
    "NS-REFORECAST-MANUAL": by_hand,
}
