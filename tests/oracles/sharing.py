"""What the bridge answers to the examples of allocation and of foreign currencies."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from bridge.model.calendar import term_of_months
from bridge.model.money import Money, total
from bridge.model.schedule import spread
from bridge.model.schedules.allocation import Share, allocated
from bridge.model.schedules.currencies import converted, in_base, rate_difference
from bridge.model.schedules.fairvalue import Outside, Range
from tests.oracles.cases import EUR, USD, Case
from tests.oracles.schedules import EVEN, MONTHS, YEAR


def shares_of(case: Case) -> dict[str, Share]:
    return {
        item["id"]: Share(sold=Money.parse(item["sales"], USD), fair_value=Fraction(item["fv"]))
        for item in case.inputs["items"]
    }


def by_fair_value(case: Case) -> object:
    shares = shares_of(case)
    return {"revenue": dict(zip(shares, allocated(list(shares.values())), strict=True))}


def carved(case: Case) -> object:
    shares = shares_of(case)
    revenue = allocated(list(shares.values()))
    moved = [one - share.sold for one, share in zip(revenue, shares.values(), strict=True)]
    nothing = Money(0, USD)
    return {
        "revenue": dict(zip(shares, revenue, strict=True)),
        "carve_out_total": total((-one for one in moved if one.minor < 0), USD) or nothing,
        "carve_in_total": total((one for one in moved if one.minor > 0), USD) or nothing,
    }


def by_stand_alone_price(case: Case) -> object:
    values = {name: Fraction(value) for name, value in case.inputs["ssp"].items()}
    # The price is one for all three: how it stands on their lines plays no part.
    first, *others = values
    shares = [Share(sold=case.money("price"), fair_value=values[first])]
    shares += [Share(sold=Money(0, USD), fair_value=values[name]) for name in others]
    return {"allocated": dict(zip(values, allocated(shares), strict=True))}


def in_a_range(case: Case) -> object:
    low, high = map(Decimal, case.inputs["range"])
    prices = Range(low=low, base=(low + high) / 2, high=high)
    policies = {"midpoint": Outside.BASE, "nearest": Outside.NEAREST}
    sold = [Decimal(one["price"]) for one in case.inputs["cases"]]
    return {
        name: {"ssp_used": [prices.fair(price, outside) for price in sold]}
        for name, outside in policies.items()
    }


def in_dollars(case: Case) -> object:
    """Answer for a contract in euros of which nothing but invoices moves the rate."""
    agreed = Decimal(case.inputs["contract_rate"])
    items = {name: Money.parse(amount, EUR) for name, amount in case.inputs["items"].items()}
    quarter = term_of_months(YEAR.start, len(case.inputs["periods"]))
    plans = {
        name: in_base(spread(EVEN, amount, quarter, MONTHS), agreed, USD)
        for name, amount in items.items()
    }
    (each,) = {total((plan[at].amount for plan in plans.values()), USD) for at in range(3)}
    differences = [_differences(invoice, agreed) for invoice in case.inputs["invoices"]]
    february, march = differences
    billed = _amounts(case.inputs["invoices"][0])
    income = {
        name: total((part.amount for part in plan), USD) + february[name] + march[name]
        for name, plan in plans.items()
    }
    rates = [Decimal(invoice["rate"]) for invoice in case.inputs["invoices"]]
    in_books = [
        converted(amount, rate, USD)
        for invoice, rate in zip(case.inputs["invoices"], rates, strict=True)
        for amount in _amounts(invoice).values()
    ]
    return {
        "revenue_per_period_base": each,
        "jan_unbilled": each,
        "feb_fx": february,
        "feb_unbilled": each + each - converted(total(billed.values(), EUR), agreed, USD),
        "mar_fx": march,
        "income_cumulative": income,
        "total_income": total(income.values(), USD),
        "total_billed_base": total(in_books, USD),
    }


def _amounts(invoice: Mapping[str, Mapping[str, str]]) -> dict[str, Money]:
    return {name: Money.parse(amount, EUR) for name, amount in invoice["amounts"].items()}


def _differences(invoice: Mapping[str, Mapping[str, str]], agreed: Decimal) -> dict[str, Money]:
    rate = Decimal(str(invoice["rate"]))
    return {
        name: rate_difference(amount, agreed, rate, USD)
        for name, amount in _amounts(invoice).items()
    }


ANSWERS: dict[str, Callable[[Case], object]] = {
    "NS-FV-ALLOC": carved,
    "NS-RETURN-MERGED": by_fair_value,
    "FASB-33": by_stand_alone_price,
    "OWN-SSP-RANGE": in_a_range,
    "NS-FX-EXCL": in_dollars,
}
