"""An expression that the checker accepts never mixes two currencies, nor money and numbers."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings

from bridge.rules.check import check
from bridge.rules.diagnostics import Problem
from bridge.rules.inference import typed
from bridge.rules.language.typed import Scope
from bridge.rules.parse import parse
from bridge.rules.types import (
    CURRENCY,
    INTEGER,
    OF_DEAL,
    TEXT,
    Type,
    decimal,
    list_of,
    money,
    quotient,
    record,
)
from tests.examples import share
from tests.rules.expressions.evaluate import marked, refused
from tests.rules.expressions.tagged import SCOPE, SLOPPY, Tagged, facts, tagged

SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much)


@settings(max_examples=share(400), suppress_health_check=SLOW)
@given(source=SLOPPY, known=facts())
def test_what_is_accepted_never_mixes_currencies(source: str, known: dict[str, Any]) -> None:
    node = parse(source)
    try:
        found = typed(node, Scope(SCOPE)).type
    except Problem:
        reject()
    result = tagged(node, known)
    code = {OF_DEAL: known["currency"]}.get(found.currency, found.currency)
    assert result.currency == code or result == Tagged(result.number * 0)


DEAL = record("Deal", {"currency": CURRENCY, "booked": money(20, 4)})
FACTS: dict[str, Type] = {
    "amount": money(20, 4),
    "credit": money(20, 4).optional(),
    "floor": money(18, 2, "USD"),
    "count": decimal(10, 2),
    "name": TEXT,
    "price": replace(money(20, 6), over="days"),
    "yearly": quotient(15).like(money(1, 0)).optional(),
    "days": INTEGER.optional(),
    "deal": DEAL,
}


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("amount + deal.booked", "money(21,4)"),
        ("amount * count", "money(30,6)"),
        ("count * amount", "money(30,6)"),
        ("-amount", "money(20,4)"),
        ("ROUND(amount / 3, 2)", "money(19,2)"),
        ("IF(amount = 0, 0, ROUND(deal.booked / amount, 2))", "decimal(23,2)"),
        ("IF(amount > 0, ROUND(deal.booked / amount, 2), 0)", "decimal(23,2)"),
        ("ABS(amount)", "money(20,4)"),
        ("MAX(amount, 0)", "money(20,4)"),
        ("MIN(0, deal.booked, amount)", "money(20,4)"),
        ("BLANKVALUE(credit, 0)", "money(20,4)"),
        ("IF(count > 1, amount, 0)", "money(20,4)"),
        ("ROUND(amount, 0)", "money(17,0)"),
        ("FLOOR(amount)", "money(17,0)"),
        ("amount > 0", "boolean"),
        ("amount IN (0)", "boolean"),
        ("TEXT(amount)", "text"),
        ("floor", "money(18,2,USD)"),
        ('floor > MONEY(100, "USD")', "boolean"),
        ('MONEY(100, "USD") * count', "money(13,2,USD)"),
        ('deal.currency = "USD" AND amount > MONEY(100, "USD")', "boolean"),
        ('deal.currency <> "USD" OR amount > MONEY(100, "USD")', "boolean"),
        ('IF(deal.currency = "USD", MONEY(100, "USD"), amount)', "money(20,4)"),
        ('CASE(deal.currency, "USD", MONEY(5, "USD"), "EUR", MONEY(4, "EUR"), amount)', "money"),
        ('IF(ISPICKVAL(deal.currency, "EUR"), amount - MONEY(1, "EUR"), amount)', "money(21,4)"),
    ],
)
def test_amounts_of_one_currency_go_together(source: str, wanted: str) -> None:
    assert str(check(source, FACTS).type).startswith(wanted)


@pytest.mark.parametrize(
    ("source", "where", "message", "hint"),
    [
        (
            "amount > 1000",
            "1000",
            "cannot compare money and a number: this is integer, the other is money(20,4)",
            'money is written MONEY(1000, "USD")',
        ),
        (
            "amount + 1",
            "1",
            "cannot add money and a number: this is integer, the other is money(20,4)",
            'money is written MONEY(1000, "USD")',
        ),
        (
            "count - amount",
            "count",
            "cannot subtract money and a number: this is decimal(10,2), the other is money(20,4)",
            'money is written MONEY(1000, "USD")',
        ),
        (
            'amount > MONEY(1000, "USD")',
            'MONEY(1000, "USD")',
            "cannot compare money in USD and money of the deal, which may be in another currency",
            'ask first: IF(currency = "USD", ..., ...); of a line, deal.currency',
        ),
        (
            'IF(deal.currency = "EUR", amount > MONEY(1000, "USD"), FALSE)',
            'MONEY(1000, "USD")',
            "cannot compare money in USD and money of the deal, which may be in another currency",
            'ask first: IF(currency = "USD", ..., ...); of a line, deal.currency',
        ),
        (
            "floor < amount",
            "floor",
            "cannot compare money in USD and money of the deal, which may be in another currency",
            'ask first: IF(currency = "USD", ..., ...); of a line, deal.currency',
        ),
        (
            'MONEY(1, "USD") + MONEY(1, "EUR")',
            'MONEY(1, "EUR")',
            "cannot add USD and EUR",
            None,
        ),
        (
            "MAX(amount, 5)",
            "5",
            "MAX: the results differ in type: money(20,4) and integer",
            'money is written MONEY(1000, "USD")',
        ),
        (
            'IF(count > 1, amount, MONEY(1, "USD"))',
            'MONEY(1, "USD")',
            "IF: the results differ in type: money(20,4) and money(1,0,USD)",
            'money is written MONEY(1000, "USD")',
        ),
        (
            "amount * amount",
            "amount",
            "money times money is no amount",
            "multiply money by a number",
        ),
        (
            "ROUND(1 / floor, 2)",
            "floor",
            "a number cannot be divided by money",
            "money / money is a number",
        ),
        (
            "MOD(amount, 2)",
            "amount",
            "MOD needs a number here, but this is money(20,4)",
            "money / money is a number",
        ),
        (
            "LEFT(name, FLOOR(amount))",
            "FLOOR(amount)",
            "LEFT needs a number here, but this is money(17,0)",
            "money / money is a number",
        ),
        (
            'MONEY(count, "USD")',
            "count",
            "MONEY takes a constant amount",
            'MONEY(1, "USD") * number',
        ),
        (
            "MONEY(1, deal.currency)",
            "deal.currency",
            "MONEY takes a constant currency",
            'MONEY(1000, "USD")',
        ),
        (
            'MONEY(1, "EURO")',
            '"EURO"',
            "'EURO' is not an ISO 4217 currency code",
            "three capitals, such as USD",
        ),
        (
            'deal.currency = "EURO"',
            '"EURO"',
            "'EURO' is not an ISO 4217 currency code",
            "three capitals, such as USD",
        ),
    ],
)
def test_what_is_not_of_one_currency_is_refused(
    source: str, where: str, message: str, hint: str | None
) -> None:
    found = refused(source, FACTS)
    assert (marked(source, found), found.message, found.hint) == (where, message, hint)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("price > 0", "boolean"),
        ("price * 2", "money(21,6) over days"),
        ("ROUND(price / 12, 2)", "money(17,2) over days"),
        ("price < 1.1 * price", "boolean"),
        ("amount = count * price", "boolean"),
        ("IF(ISBLANK(days), price, amount)", "money(22,6)"),
        ("IF(days = BLANK, price > amount, FALSE)", "boolean"),
        ("ISBLANK(days) AND price > amount", "boolean"),
        ("days <> BLANK OR price > amount", "boolean"),
        ("yearly <> BLANK AND yearly < amount", "boolean"),
        ('deal.currency = "USD" AND BLANKVALUE(yearly, 0) >= 0.9 * MONEY(1200, "USD")', "boolean"),
        ("ROUND(BLANKVALUE(yearly, 0), 2)", "money(18,2)"),
    ],
)
def test_a_price_for_a_time_compares_with_its_like(source: str, wanted: str) -> None:
    assert str(check(source, FACTS).type) == wanted


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("price > amount", "price"),
        ("amount <= 0.9 * price", "0.9 * price"),
        ('deal.currency = "USD" AND price > MONEY(1200, "USD")', "price"),
        ("price = yearly", "price"),
        ("price + amount", "price"),
        ("IF(ISBLANK(days), 0, price) < amount", "IF(ISBLANK(days), 0, price)"),
        ("IF(amount > 0, ROUND(price / amount, 2), 0) > 1", "price"),
        ("IF(count = 1, ISBLANK(days), TRUE) AND price > amount", "price"),
    ],
)
def test_a_price_for_a_time_compares_with_no_other_amount(source: str, where: str) -> None:
    facts = {**FACTS, "yearly": quotient(15).like(money(1, 0)), "amount": money(20, 4)}
    found = refused(source, facts)
    assert marked(source, found) == where
    assert "a price for a time and an amount" in found.message
    assert found.hint == "a price for a year compares; where ISBLANK(days), this is for no time"


def test_money_is_no_number_for_a_place_that_needs_one() -> None:
    found = refused("amount", FACTS, decimal(20, 4))
    assert found.message == "decimal(20,4) is needed, but this is money(20,4)"


def test_of_an_expression_over_a_list_the_elements_say_their_currency() -> None:
    """What is known of the deal outside says nothing of the elements inside."""
    lines = record("Line", {"amount": money(20, 4)})
    scope = {**FACTS, "lines": list_of(lines)}
    source = 'IF(deal.currency = "USD", ANY(lines, amount > MONEY(5, "USD")), FALSE)'
    assert marked(source, refused(source, scope)) == 'MONEY(5, "USD")'
