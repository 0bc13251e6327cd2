"""Every worked example of credits, usage and breakage comes out within its tolerance."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from bridge.model.calendar import Term
from bridge.model.credits.balance import Wallet
from bridge.model.credits.breakage import Breakage, BreakagePolicy, Expectation, recognised
from bridge.model.credits.events import Event, Grant, GrantId, Origin, Use, Void
from bridge.model.credits.terms import DrawOrder, Rollover, Terms
from bridge.model.credits.wallet import fold
from bridge.model.money import Money, total
from bridge.model.usage.meters import Aggregation, Reading, metered
from bridge.model.usage.rating import Rating, Tariff, Tier, at_prices, charges, true_up
from tests.oracles.cases import CASES, FOLDER, USD, Case, differences

FIRST = date(2026, 1, 1)
LAST = date(2026, 12, 31)
YEAR = Term.inclusive(FIRST, LAST)
FIFO = Terms(order=DrawOrder.FIRST_IN_FIRST_OUT)
AT_EXPIRY = BreakagePolicy(breakage=Breakage.AT_EXPIRY)
LISTED = (FOLDER / "credits.txt").read_text(encoding="utf-8").split()


def a_grant(name: str, money: str, on: date = FIRST, units: str | None = None) -> Grant:
    """A grant whose unit is a unit of money, unless it says how many units it has."""
    return Grant(
        id=GrantId(name),
        on=on,
        units=Decimal(units or money),
        paid=Money.parse(money, USD),
        valid=YEAR,
    )


def a_use(units: str, on: date = date(2026, 2, 1)) -> Use:
    return Use(reference=f"{on}", on=on, units=Decimal(units))


def told(*events: Event, terms: Terms = FIFO, through: date = date(2026, 12, 30)) -> Wallet:
    return fold(events, terms, USD, through)


def revenue(wallet: Wallet, policy: BreakagePolicy = AT_EXPIRY) -> list[Money]:
    return [one.amount for one in recognised(wallet, policy)]


def month(day: date) -> str:
    return f"{day:%Y-%m}"


def at_rate(readings: tuple[Reading, ...], rate: str) -> dict[str, Money]:
    """The cost of readings by month, at one rate."""
    months: dict[str, list[tuple[Decimal, Decimal]]] = {}
    for one in readings:
        months.setdefault(month(one.on), []).append((one.units, Decimal(rate)))
    return {name: at_prices(used, USD) for name, used in months.items()}


def prepaid(case: Case) -> object:
    wallet = told(a_grant("t1", case.inputs["purchase"]), a_use(case.inputs["used"]))
    return {"revenue": total(revenue(wallet), USD), "liability": wallet.balance().left.money}


def first_in_first_out(case: Case) -> object:
    grants = [
        a_grant(one["id"], one["amount"], date(2026, 1, day))
        for day, one in enumerate(case.inputs["grants"], start=1)
    ]
    wallet = told(*grants, a_use(case.inputs["draw"]))
    of = {grant.id: wallet.balance(grant=grant.id) for grant in grants}
    return {
        "fundings": {name: held.drawn.money for name, held in of.items()},
        "remaining": {name: held.left.money for name, held in of.items()},
    }


def voided_by_priority(case: Case) -> object:
    grants = [
        Grant(
            id=GrantId(one["id"]),
            on=date(2026, 1, 10 - one.get("age_days", 0)),
            units=Decimal(one["amount"]),
            paid=Money.parse(one["amount"], USD),
            priority=one["priority"],
        )
        for one in case.inputs["grants"]
    ]
    void = Void(reference="void", on=date(2026, 1, 11), units=Decimal(case.inputs["void"]))
    wallet = told(*grants, void, terms=Terms(order=DrawOrder.PRIORITY))
    of = {grant.id: wallet.balance(grant=grant.id) for grant in grants}
    return {
        "fundings": {name: held.lapsed.money for name, held in of.items()},
        "remaining": {name: held.left.money for name, held in of.items() if held.left.units},
    }


def rolled_over(case: Case) -> object:
    units = case.inputs["prepaid_units"]
    months = [Term(date(2026, at, 1), date(2026, at + 1, 1)) for at in (1, 2, 3)]
    funds = [
        Grant(
            id=GrantId(f"fund {at}"),
            on=term.start,
            units=Decimal(units),
            paid=Money.parse("100.00", USD),
            valid=term,
        )
        for at, term in enumerate(months, start=1)
    ]
    events: tuple[Event, ...] = (*funds, a_use(case.inputs["used"], date(2026, 1, 20)))
    terms = Terms(order=DrawOrder.EXPIRING_FIRST, rollover=Rollover.ONE_PERIOD)
    last = told(*events, terms=terms, through=date(2026, 1, 30))
    opening = told(*events, terms=terms, through=date(2026, 2, 1))
    assert total(revenue(opening), USD) == total(revenue(last), USD)
    return {
        "fund_1_remaining": last.balance().left.units,
        "fund_2_opening": opening.balance().left.units,
    }


def expired(case: Case) -> object:
    wallet = told(a_grant("fund", case.inputs["prepaid"]), a_use(case.inputs["used"]), through=LAST)
    lapsed = [one.breakage for one in recognised(wallet, AT_EXPIRY) if one.on == LAST]
    held = wallet.balance()
    return {
        "expired": held.lapsed.money,
        "remaining": held.left.money,
        "invoice_at_expiry": Money(0, USD) if not held.overage else None,
        "revenue_on_expiry": total(lapsed, USD),
    }


def in_proportion(case: Case) -> object:
    quarters = [date(2026, at, 28) for at in (3, 6, 9, 12)]
    grant = a_grant("credits", case.inputs["prepaid"])
    uses = [a_use(units, on) for units, on in zip(case.inputs["usage"], quarters, strict=True)]
    lapses = Fraction(case.inputs["expected_breakage_percent"]) / 100
    expected = (Expectation(FIRST, lapses),)
    policy = BreakagePolicy(breakage=Breakage.PROPORTIONAL, expected=expected)
    wallet = told(grant, *uses, through=LAST)
    parts = revenue(wallet, policy)
    sums = [total(parts[:at], USD) for at in range(1, len(parts) + 1)]
    assert wallet.balance().lapsed.units == Decimal(case.inputs["expired"])
    return {"revenue": parts, "liability": [grant.paid - one for one in sums]}


def with_bonus(case: Case) -> object:
    paid = a_grant("paid", case.inputs["paid"], units=case.inputs["credits_bought"])
    bonus = Grant(
        id=GrantId("bonus"),
        on=FIRST,
        units=Decimal(case.inputs["bonus"]),
        paid=Money(0, USD),
        valid=YEAR,
        origin=Origin.BONUS,
        bonus_of=paid.id,
    )
    one = told(paid, bonus, a_use("1")).balance().drawn.money
    wallet = told(paid, bonus, a_use(case.inputs["used"]))
    return {
        "price_per_credit": one,
        "revenue": total(revenue(wallet), USD),
        "liability": wallet.balance().left.money,
    }


def loyalty(case: Case) -> object:
    points = case.inputs["points"]
    expected = case.inputs["expected_redeemed"]
    price = Decimal(case.inputs["point_ssp"]) * points
    products = Money.parse(case.inputs["sales"], USD)
    sold, earned = products.split([products.minor, int(price * 100)])
    second = date(2026, 7, 1)
    first_uses = case.inputs["redeemed_y1"]
    later = case.inputs["redeemed_cum_y2"] - first_uses
    policy = BreakagePolicy(
        breakage=Breakage.PROPORTIONAL,
        expected=(
            Expectation(FIRST, 1 - Fraction(expected, points)),
            Expectation(second, 1 - Fraction(case.inputs["revised_expected"], points)),
        ),
    )
    grant = a_grant("points", earned.text(), units=str(points))
    wallet = told(grant, a_use(str(first_uses)), a_use(str(later), date(2026, 8, 1)))
    days = recognised(wallet, policy)
    year1 = total((one.amount for one in days if one.on < second), USD)
    year2 = total((one.amount for one in days if one.on >= second), USD)
    return {
        "allocated": {"products": sold, "points": earned},
        "year1": year1,
        "liability_y1": earned - year1,
        "year2": year2,
        "liability_y2": earned - year1 - year2,
    }


def readings(case: Case, year: str = "") -> list[Reading]:
    return [
        Reading(date.fromisoformat(f"{year}{day}"), Decimal(units))
        for day, units in case.inputs["usage"]
    ]


def summed(case: Case) -> object:
    invoice = case.day("invoice")
    billed = Term(date(2019, 1, 14), invoice)
    used = at_rate(metered(Aggregation.SUM, readings(case), [billed]), case.inputs["rate"])
    unbilled = {name: amount for name, amount in used.items() if name < month(invoice)}
    return {
        "revenue": used,
        "unbilled_change": {**unbilled, month(invoice): -total(unbilled.values(), USD)},
        "accounts_receivable": {month(invoice): total(used.values(), USD)},
    }


def last_ever(case: Case) -> object:
    first, second = (date.fromisoformat(one) for one in case.inputs["invoices"])
    billed = [Term(date(2019, 1, 14), first), Term(first, second)]
    steps = metered(Aggregation.LAST_EVER, readings(case), billed)
    return {"revenue": at_rate(steps, case.inputs["rate"])}


def daily(case: Case) -> object:
    used = readings(case, "2026-")
    rate = Decimal(case.inputs["rate"])
    tariff = Tariff(Rating.GRADUATED, (Tier(upper=None, price=rate),))
    costs = charges(tariff, [one.units for one in used], USD)
    january = total(costs, USD)
    return {
        "daily": {f"{one.on:%m-%d}": cost for one, cost in zip(used, costs, strict=True)},
        "january": january,
        "unbilled_at_jan31": january,
        "deferred": told().balance().left.money,
    }


def below_the_minimum(case: Case) -> object:
    used = Money.parse(case.inputs["usage"], USD)
    missing = true_up(Money.parse(case.inputs["commitment"], USD), used)
    return {"usage_revenue": used, "true_up": missing, "total": used + missing}


def at_dated_prices(case: Case) -> object:
    pairs = {
        name: [(Decimal(units), Decimal(price)) for units, price in case.inputs[name]]
        for name in ("jan", "feb")
    }
    return {
        "january": at_prices(pairs["jan"], USD),
        "february": at_prices(pairs["feb"], USD),
    }


def royalty(case: Case) -> object:
    rate = Decimal(case.inputs["royalty_percent"]) / 100
    return {
        "at_delivery": Money.parse(case.inputs["fixed"], USD),
        "royalty": at_prices([(Decimal(case.inputs["sales"]), rate)], USD),
    }


ANSWERS: dict[str, Callable[[Case], object]] = {
    "LAGO-PREPAID": prepaid,
    "LAGO-FIFO": first_in_first_out,
    "LAGO-VOID-PRIORITY": voided_by_priority,
    "ZU-PPDD-ROLL": rolled_over,
    "ZU-EXPIRE": expired,
    "OWN-CREDIT-PROP": in_proportion,
    "OWN-CREDIT-BONUS": with_bonus,
    "FASB-52": loyalty,
    "ST-USAGE-SUM": summed,
    "ST-USAGE-LASTEVER": last_ever,
    "LAGO-USAGE": daily,
    "LAGO-MIN-BELOW": below_the_minimum,
    "ORR-RTI": at_dated_prices,
    "OWN-LICENCE-ROYALTY": royalty,
}
#: When something falls due is said by the records' own days, and asked nowhere else.
SAID_BY_RECORDS = {
    "LAGO-MIN-BELOW": {"true_up_date"},
    "OWN-LICENCE-ROYALTY": {"recognise_royalty"},
}


def test_the_examples_that_are_listed_are_those_that_are_answered() -> None:
    assert sorted(LISTED) == sorted(ANSWERS)


@pytest.mark.parametrize("case", [pytest.param(CASES[one], id=one) for one in ANSWERS])
def test_an_example_of_credits_comes_out(case: Case) -> None:
    said: set[Any] = SAID_BY_RECORDS.get(case.id, set())
    expected = {name: value for name, value in case.expected.items() if name not in said}
    assert differences(ANSWERS[case.id](case), expected, case.tolerance) == []
