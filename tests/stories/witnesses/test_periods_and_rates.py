"""Both witnesses under a calendar of weeks, and in the currency of the books."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from bridge.model.calendar import Period, Term
from bridge.model.money import Currency, Money, total
from bridge.model.schedule import PlannedRevenue
from bridge.model.schedules.currencies import in_base
from bridge.model.schedules.rule import Obligation, planned
from tests.stories.witnesses.account import Account
from tests.stories.witnesses.drawing import LAST_MONTH, RULES, draw
from tests.stories.witnesses.prediction import PERIODS, Prediction

USD, EUR = Currency("USD"), Currency("EUR")
#: Four, four and five weeks, four times a year, from 28 December 2025 on.
QUARTER = (4, 4, 5)


def weeks() -> Iterator[Period]:
    first = date(2025, 12, 28)
    for number in range(48):
        end = first + timedelta(weeks=QUARTER[number % len(QUARTER)])
        yield Period(name=f"P{number + 1:02}", term=Term(first, end))
        first = end


def in_the_account(periods: tuple[Period, ...]) -> list[dict[str, object]]:
    """Write these periods instead of the months that the account begins with."""
    months = (f"{year}-{month:02}" for year in range(2025, 2033) for month in range(1, 13))
    none: list[dict[str, object]] = [
        {"type": "accountingPeriod", "externalId": code, "isInactive": True} for code in months
    ]
    return none + [
        {
            "type": "accountingPeriod",
            "externalId": period.name,
            "periodName": period.name,
            "startDate": period.term.start.isoformat(),
            "endDate": period.term.last.isoformat(),
        }
        for period in periods
    ]


def test_periods_of_weeks_are_planned_alike() -> None:
    calendar = tuple(weeks())
    account, random = Account(*in_the_account(calendar)), Random(445)
    plans: dict[str, tuple[PlannedRevenue, ...]] = {}
    while len(plans) < 300:
        (sale, *_) = draw(random, 0).sales
        if sale.shares or sale.term.start < calendar[0].term.start:
            continue
        rule, _ = RULES[sale.rule]
        first_day = Term.inclusive(sale.term.start, sale.term.start)
        term = first_day if sale.rule == "AT-ONCE" else sale.term
        obligation = Obligation(amount=sale.amount, term=term, rule=rule)
        plans[f"salesOrder {account.order(3, [sale])} 1"] = planned(obligation, calendar)
    account.update()
    found = account.planned()
    for line, plan in plans.items():
        expected = [(part.period, part.amount.decimal()) for part in plan]
        assert found[line] == expected


def test_journals_are_the_plans_in_the_currency_of_the_books() -> None:
    account, random, prediction = Account(), Random(7), Prediction()
    rates: dict[str, Decimal] = {}
    for number in range(200):
        (sale, *_) = draw(random, number).sales
        rate = Decimal(random.randint(5000, 20000)) / 10_000
        sale = replace(sale, amount=Money(sale.amount.minor, EUR))
        line = f"salesOrder {account.order(1, [sale], rate)} 1"
        prediction.sign([line], [sale])
        rates[line] = rate
    account.update()
    books = []
    for month in range(1, LAST_MONTH + 1):
        books.append(due(prediction, rates, month))
        account.post(month)
        prediction.post(month)
    assert account.posted() == [amount.decimal() for amount in books]


def due(prediction: Prediction, rates: dict[str, Decimal], month: int) -> Money:
    """Return what the journals of a month post, each row rounded for itself."""
    shut = {period.name for period in PERIODS[month] if period.closed} | {f"2026-{month:02}"}
    rows = [
        part
        for line, one in prediction.lines.items()
        for part in in_base([part for part in one.ahead if part.period in shut], rates[line], USD)
    ]
    return total((part.amount for part in rows), USD)
