"""What the bridge answers to the examples of schedules, dates, rounding and late bookings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bridge.model.calendar import (
    Period,
    Term,
    months,
    term_of_days,
    term_of_months,
    term_of_periods,
    touched,
)
from bridge.model.money import Money, total
from bridge.model.schedule import Method, PlannedRevenue, spread
from bridge.model.schedules.closed import in_open_periods
from bridge.model.schedules.events import used_up
from bridge.model.schedules.rule import Obligation, Percent, Rule, planned
from tests.oracles.cases import USD, Case

EVEN, DAYS = Method.STRAIGHT_LINE_EVEN, Method.STRAIGHT_LINE_DAYS
METHODS = {
    ("sl_even_periods", None): EVEN,
    ("sl_even_periods", "last_period"): EVEN,
    ("sl_exact_days", None): DAYS,
    ("sl_exact_days", "last_day"): DAYS,
    ("sl_prorate_first_last", "penultimate_period"): Method.STRAIGHT_LINE_PRORATED,
    ("sl_prorate_first_last", "last_period"): Method.STRAIGHT_LINE_PRORATED_CLASSIC,
    ("sl_period_rate", "last_period"): Method.STRAIGHT_LINE_PERIOD_RATE,
}
#: A year to plan in where an example names none.
YEAR = Term(date(2026, 1, 1), date(2027, 1, 1))
MONTHS = months(date(2000, 1, 1), date(2039, 12, 31))


def by_period(plan: Sequence[PlannedRevenue]) -> dict[str, Money]:
    return {part.period: part.amount for part in plan}


def term_of(case: Case) -> Term:
    if "end" in case.inputs:
        return Term.inclusive(case.day("start"), case.day("end"))
    return term_of_months(case.day("start"), case.inputs["periods"])


def plan_of(case: Case) -> tuple[PlannedRevenue, ...]:
    method = METHODS[case.policy["rev_rec_method"], case.policy.get("rounding_plug")]
    return spread(method, case.money("amount"), term_of(case), MONTHS)


def schedule(case: Case) -> object:
    return {"periods": by_period(plan_of(case))}


def with_deferral(case: Case) -> object:
    first, *rest = plan_of(case)
    deferred = {first.period: total((part.amount for part in rest), USD)}
    return {"periods": by_period(plan_of(case)), "deferred_change": deferred}


def year_by_days(case: Case) -> object:
    plan = by_period(plan_of(case))
    return {
        "periods_printed": {name: plan[name] for name in case.expected["periods_printed"]},
        "deferred_at_jan31": case.money("amount") - plan["2026-01"],
    }


def noon_to_noon(case: Case) -> object:
    # The day that begins at noon counts, the day that ends at noon does not: half open.
    start, end = (date.fromisoformat(case.inputs[name][:10]) for name in ("start", "end"))
    return {"periods": by_period(spread(DAYS, case.money("amount"), Term(start, end), MONTHS))}


def initial_amount(case: Case) -> object:
    rule = Rule(spreading=EVEN, initial=Percent(Decimal(case.inputs["initial_percent"])))
    term = term_of_months(YEAR.start, case.inputs["periods"])
    obligation = Obligation(amount=case.money("amount"), term=term, rule=rule)
    return {"period_amounts": [part.amount for part in planned(obligation, MONTHS)]}


def health_club(case: Case) -> object:
    amount = total([case.money("monthly")] * case.inputs["months"], USD)
    plan = spread(EVEN, amount, term_of_months(YEAR.start, case.inputs["months"]), MONTHS)
    (each,) = {part.amount for part in plan}
    return {"per_month": each, "total": total((part.amount for part in plan), USD)}


def end_by_months(case: Case) -> object:
    return _ends(term_of_months(case.day("start"), case.inputs["term_months"]))


def end_by_days(case: Case) -> object:
    return _ends(term_of_days(case.day("start"), case.inputs["term_days"]))


def _ends(term: Term) -> object:
    return {"end": term.last.isoformat(), "periods_touched": len(touched(term, MONTHS))}


def dates_before_periods(case: Case) -> object:
    return {"results": [_dated(case, one) for one in case.inputs["cases"]]}


def _dated(case: Case, stated: Mapping[str, str | None]) -> object:
    first, last = (date.fromisoformat(day) if day else None for day in stated.values())
    count = case.inputs["recognition_periods"]
    term = term_of_periods(case.day("transaction_date"), first, last, count, MONTHS)
    return {
        "start": term.start.isoformat(),
        "end": term.last.isoformat(),
        "periods": len(touched(term, MONTHS)),
    }


def largest_remainder(case: Case) -> object:
    return {"results": [_split(one) for one in case.inputs["cases"]]}


def _split(one: Mapping[str, object]) -> dict[str, Money]:
    weights = one["weights"]
    assert isinstance(weights, dict)
    names = sorted(weights)
    parts = Money.parse(str(one["total"]), USD).split([int(weights[name]) for name in names])
    return dict(zip(names, parts, strict=True))


def invoices_of_an_order(case: Case) -> object:
    plan = spread(EVEN, case.money("order_amount"), term_of(case), MONTHS)
    amounts = [Money.parse(amount, USD) for amount in case.inputs["invoices"]]
    return {"invoice_schedules": [by_period(one) for one in used_up(plan, amounts)]}


def set_up_fee(case: Case) -> object:
    term = term_of_months(YEAR.start, case.inputs["months"])
    plans = [spread(EVEN, case.money(name), term, MONTHS) for name in ("setup", "annual")]
    (monthly,) = {one.amount + other.amount for one, other in zip(*plans, strict=True)}
    return {
        "monthly": monthly,
        "total": total((part.amount for plan in plans for part in plan), USD),
    }


def closed_before(day: date) -> tuple[Period, ...]:
    return tuple(replace(period, closed=period.term.end <= day) for period in MONTHS)


def booked_late(case: Case) -> object:
    first, last = map(date.fromisoformat, case.inputs["service"])
    plan = spread(DAYS, case.money("amount"), Term.inclusive(first, last), MONTHS)
    return {"revenue": by_period(in_open_periods(plan, closed_before(case.day("booked"))))}


def frozen(case: Case) -> object:
    known = closed_before(case.day("frozen_until").replace(month=6, day=1))
    posted = [
        in_open_periods([part], known)[0]
        for part in spread(EVEN, case.money("amount"), term_of(case), MONTHS)
    ]
    ends = {period.name: period.term.last for period in known}
    ran = [part for part in posted if ends[part.period] <= case.day("run_until")]
    return {"postings": [[ends[part.period].isoformat(), part.amount] for part in ran]}


def credited_before_payment(case: Case) -> object:
    price = case.money("amount") - case.money("credit_note")
    plan = by_period(spread(DAYS, price, term_of(case), MONTHS))
    billed = dict.fromkeys(plan, Money(0, USD)) | {next(iter(plan)): price}
    deferred = {name: billed[name] - amount for name, amount in plan.items()}
    return {"revenue": plan, "deferred_change": deferred}


def credited_whole(case: Case) -> object:
    day, amount = case.inputs["credit"]
    dated = date.fromisoformat(day)
    contra = spread(Method.AT_ONCE, -Money.parse(amount, USD), Term.inclusive(dated, dated), MONTHS)
    return {
        "contra": by_period(contra),
        "prior_days_restated": any(part.period < day[:7] for part in contra),
    }


ANSWERS: dict[str, Callable[[Case], object]] = {
    **dict.fromkeys(
        (
            *("NS-SL-EVEN", "NS-SL-DAYS", "NS-PLAN-MIG-BEFORE", "ORR-LEAP", "NS-SL-PFL-ARM"),
            *("NS-SL-PFL-1200", "OCA-SPREAD-12", "OCA-SPREAD-7JAN"),
        ),
        schedule,
    ),
    "NS-INIT-AMT": initial_amount,
    "ST-MONTHLY": with_deferral,
    "ST-GRAN-DAY": noon_to_noon,
    "LAGO-ANNUAL": year_by_days,
    "FASB-18": health_club,
    "NS-TERM-MONTHS": end_by_months,
    "NS-TERM-DAYS": end_by_days,
    "NS-DATES-OVERRIDE": dates_before_periods,
    "ORR-LARGEST-REMAINDER": largest_remainder,
    "NS-SO-MULTI-INV-EVEN": invoices_of_an_order,
    "OWN-UPFRONT": set_up_fee,
    "ST-CATCHUP-ON": booked_late,
    "ERP-FROZEN": frozen,
    "ST-CN-PRE": credited_before_payment,
    "LAGO-CREDIT-NOTE": credited_whole,
}
