"""What the bridge answers to the examples of contracts that change or end."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from bridge.model.calendar import Period, Term, term_of_months, whole_months
from bridge.model.money import Money, share, total
from bridge.model.schedule import PlannedRevenue, replanned, spread
from bridge.model.schedules.allocation import Share, allocated
from bridge.model.schedules.changes import Impact, changed
from bridge.model.schedules.events import borne
from bridge.model.schedules.merges import Element, prospective
from bridge.model.schedules.rule import Obligation, Rule, planned
from tests.oracles.cases import USD, Case
from tests.oracles.schedules import EVEN, MONTHS, YEAR, by_period, closed_before, term_of

BY_EVEN_PERIODS = Rule(spreading=EVEN)


def until(plan: tuple[PlannedRevenue, ...], day: date) -> tuple[PlannedRevenue, ...]:
    """What of a plan lies in the months before a day."""
    return tuple(part for part in plan if part.period < f"{day:%Y-%m}")


def sum_of(plan: tuple[PlannedRevenue, ...]) -> Money:
    return total((part.amount for part in plan), USD)


def longer_term(case: Case) -> object:
    term = term_of_months(case.day("start"), case.inputs["new_term_months"])
    obligation = Obligation(amount=case.money("amount"), term=term, rule=BY_EVEN_PERIODS)
    done = tuple(
        PlannedRevenue(name, Money.parse(amount, USD))
        for name, amount in case.inputs["recognised"].items()
    )
    anew = planned(obligation, MONTHS)
    plan = changed(obligation, done, MONTHS, Impact.ALL)
    return {
        "net_periods": by_period(anew),
        "adjustment": plan[len(done)].amount - anew[len(done)].amount,
    }


def merged(case: Case) -> object:
    on = case.day("merge_effective")
    plan = tuple(
        PlannedRevenue(name, Money.parse(amount, USD))
        for name, amount in case.inputs["plan"].items()
    )
    amount, done = case.money("amount"), until(plan, on)
    term = Term(date.fromisoformat(f"{plan[0].period}-01"), date(2019, 1, 1))
    element = Element(
        share=Share(sold=amount, fair_value=Fraction(1)),
        obligation=Obligation(amount=amount, term=term, rule=BY_EVEN_PERIODS),
        recognised=done,
    )
    (result,) = prospective([element], on, closed_before(on))
    forecast = term_of_months(on, case.inputs["forecast_rule_term"])
    return {
        "locked_plan": by_period(result[: len(done)]),
        "new_actual": by_period(result[len(done) :]),
        "new_forecast": by_period(spread(EVEN, amount - sum_of(done), forecast, MONTHS)),
    }


def raised(case: Case) -> object:
    term = term_of(case)
    done = until(spread(EVEN, case.money("price"), term, MONTHS), case.day("effective"))
    plan = by_period(replanned(EVEN, case.money("new_total"), term, MONTHS, done))
    (before,) = {plan[f"2026-{month:02}"] for month in range(1, 7)}
    (after,) = {plan[f"2026-{month:02}"] for month in range(7, 13)}
    return {
        "monthly": {"2026-01..06": before, "2026-07..12": after},
        "catch_up": plan["2026-07"] - plan["2026-08"],
    }


def truncated_and_added(case: Case) -> object:
    term, effective = term_of(case), case.day("effective")
    original = total([case.money("monthly")] * (whole_months(term) or 0), USD)
    kept = sum_of(until(spread(EVEN, original, term, MONTHS), effective))
    left = whole_months(Term(effective, term.end)) or 0
    added = total([case.money("new_monthly")] * left, USD)
    return {
        "original_line": original,
        "updated_line": kept,
        "new_line": added,
        "total": kept + added,
    }


def more_goods(case: Case) -> object:
    """Answer for a separate contract: each order is allocated by itself."""
    pieces = [(case.inputs["units"], "price"), (case.inputs["added"], "added_price")]
    sold = [total([case.money(price)] * units, USD) for units, price in pieces]
    revenue = [
        allocated([Share(sold=amount, fair_value=Fraction(units))])[0]
        for amount, (units, _) in zip(sold, pieces, strict=True)
    ]
    original, added = (
        share(amount, 1, units) for amount, (units, _) in zip(revenue, pieces, strict=True)
    )
    return {
        "original_unit_revenue": original,
        "added_unit_revenue": added,
        "total": total(revenue, USD),
    }


def blended_and_extended(case: Case) -> object:
    """Answer in years: the accounting periods of this example."""
    years = tuple(
        Period(name=str(year), term=Term(date(year, 1, 1), date(year + 1, 1, 1)))
        for year in range(2026, 2032)
    )
    done_years = case.inputs["years_done"]
    first = total([case.money("annual")] * 3, USD)
    done = spread(EVEN, first, Term(years[0].term.start, years[2].term.end), years)[:done_years]
    remaining = case.money("year3") + case.money("extension")
    term = Term(years[0].term.start, years[2 + case.inputs["extension_years"]].term.end)
    plan = replanned(EVEN, sum_of(done) + remaining, term, years, done)
    (each,) = {part.amount for part in plan[done_years:]}
    return {
        "recognised_years_1_2": sum_of(done),
        "remaining_consideration": sum_of(plan[done_years:]),
        "per_year": each,
    }


def seats_added(case: Case) -> object:
    term, added = term_of(case), case.inputs["added"]
    rest = Term(date.fromisoformat(added["effective"]), term.end)
    year = total([Money.parse(added["price_year"], USD)] * added["seats"], USD)
    more = share(year, whole_months(rest) or 0, 12)
    first = by_period(spread(EVEN, case.money("annual"), term, MONTHS))
    second = by_period(spread(EVEN, more, rest, MONTHS))
    return {
        "added_total": more,
        "monthly_before": first["2026-06"],
        "monthly_after": first["2026-07"] + second["2026-07"],
        "total": case.money("annual") + more,
    }


def cut(case: Case) -> object:
    term, effective = term_of(case), case.day("effective")
    done = until(spread(EVEN, case.money("annual"), term, MONTHS), effective)
    left = whole_months(Term(effective, term.end)) or 0
    new = sum_of(done) + share(case.money("new_annual"), left, 12)
    plan = replanned(EVEN, new, term, MONTHS, done)
    (after,) = {part.amount for part in plan[len(done) :]}
    return {
        "recognised_to_sep": sum_of(done),
        "monthly_after": after,
        "total": sum_of(plan),
        "credit": case.money("annual") - sum_of(plan),
    }


def ended(case: Case) -> object:
    served = Term(YEAR.start, case.day("effective"))
    done = spread(EVEN, case.money("recognised"), served, MONTHS)
    return {name: _ended(case, name, done) for name in case.inputs["final_price"]}


def _ended(case: Case, treatment: str, done: tuple[PlannedRevenue, ...]) -> object:
    price = Money.parse(case.inputs["final_price"][treatment], USD)
    served = Term(YEAR.start, case.day("effective"))
    plan = replanned(EVEN, price, served, MONTHS, done)
    july = by_period(plan).get("2026-07", Money(0, USD))
    return {"july": july, "cumulative": sum_of(plan)}


def bonus(case: Case) -> object:
    term = term_of(case)
    done = until(spread(EVEN, case.money("fixed"), term, MONTHS), case.day("included_from"))
    price = case.money("fixed") + case.money("bonus")
    obligation = Obligation(amount=price, term=term, rule=BY_EVEN_PERIODS)
    plan = by_period(changed(obligation, done, MONTHS, Impact.ALL))
    return {
        "recognised_june": sum_of(done),
        "july": plan["2026-07"],
        "catch_up": plan["2026-07"] - plan["2026-08"],
        "total": total(plan.values(), USD),
    }


def cheaper_by_volume(case: Case) -> object:
    units = case.inputs["threshold"]
    first, second = case.inputs["q1_units"], case.inputs["q2_units"]
    before, after = (total([case.money(name)] * units, USD) for name in ("price", "discounted"))
    (q1,) = borne(before, [Fraction(first, units)])
    (both,) = borne(after, [Fraction(first + second, units)])
    return {"q1": q1, "q2": both - q1}


ANSWERS: dict[str, Callable[[Case], object]] = {
    "NS-TERM-EXTEND-CATCHUP": longer_term,
    "NS-PROSP-MERGE-PLAN": merged,
    "ORR-PROSP": raised,
    "ZU-REV-PRICEUP": truncated_and_added,
    "FASB-05A": more_goods,
    "FASB-07": blended_and_extended,
    "OWN-UPSELL-COTERM-SSP": seats_added,
    "OWN-DOWNSELL": cut,
    "ORR-TERMINATE": ended,
    "ORR-VC-UP": bonus,
    "FASB-24": cheaper_by_volume,
}
