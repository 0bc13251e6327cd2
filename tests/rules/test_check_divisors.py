"""A divisor is proved not to be zero, or the checker says how."""

import pytest

from bridge.rules.check import check
from tests.rules.expressions.evaluate import marked, refused
from tests.rules.expressions.scope import SCOPE


@pytest.mark.parametrize(
    "source",
    [
        "ROUND(quantity / 12, 2)",
        "IF(net_price = 0, 0, ROUND(quantity / net_price, 2))",
        "IF(net_price <> 0, ROUND(quantity / net_price, 2), 0)",
        "IF(0 = net_price, 0, ROUND(quantity / net_price, 2))",
        "IF(net_price > 0, ROUND(quantity / net_price, 2), 0)",
        "IF(net_price <= 0, 0, ROUND(quantity / net_price, 2))",
        "IF(net_price < -1, ROUND(quantity / net_price, 2), 0)",
        "IF(1 <= term, ROUND(quantity / term, 2), 0)",
        "IF(term = 12, ROUND(quantity / term, 2), 0)",
        "term <> 0 AND quantity / term > 1",
        "term = 0 OR quantity / term > 1",
        "IF(NOT term = 0 AND open, ROUND(quantity / term, 2), 0)",
        "IF(quantity - net_price = 0, 0, ROUND(1 / (quantity - net_price), 2))",
        "IF(quantity = net_price, 0, ROUND(1 / (quantity - net_price), 2))",
        "IF(quantity > net_price, ROUND(1 / (net_price - quantity), 2), 0)",
        "IF(start > DATE(2026, 1, 1), ROUND(1 / (start - DATE(2026, 1, 1)), 2), 0)",
        "ROUND(quantity / MAX(net_price, 0.01), 2)",
        "ROUND(quantity / (ABS(net_price) + 1), 2)",
        "ROUND(quantity / (LEN(name) + 1), 2)",
        "ROUND(quantity / YEAR(start), 2)",
        "IF(term > 0, ROUND(quantity / (term * 30), 2), 0)",
        "IF(term <> 0, ROUND(quantity / -term, 2), 0)",
        "ROUND(quantity / IF(term = 0, 1, term), 2)",
        "IF(ISBLANK(ssp), 0, IF(ssp = 0, 0, ROUND(net_price / ssp, 4)))",
        "CASE(term, 0, 0, ROUND(quantity / term, 2))",
        "CASE(term, 12, ROUND(quantity / term, 2), 0)",
        "ROUND(quantity / IF(term > 0, term, 1), 2)",
        "IF(term >= 1 AND net_price > 0, ROUND(quantity / (term * net_price), 2), 0)",
        "IF(COUNT(lines) > 0, ROUND(SUM(lines, amount) / COUNT(lines), 2), 0)",
        "MOD(term, 12)",
    ],
)
def test_a_divisor_that_cannot_be_zero_is_no_problem(source: str) -> None:
    check(source, SCOPE)


@pytest.mark.parametrize(
    ("source", "mark"),
    [
        ("quantity / net_price", "net_price"),
        ("quantity / (net_price - net_price)", "net_price - net_price"),
        ("IF(net_price = 0, ROUND(1 / net_price, 2), 0)", "net_price"),
        ("IF(net_price >= 0, ROUND(1 / net_price, 2), 0)", "net_price"),
        ("IF(net_price > -1, ROUND(1 / net_price, 2), 0)", "net_price"),
        ("IF(net_price <> 1, ROUND(1 / net_price, 2), 0)", "net_price"),
        ("IF(net_price <> 0 OR open, ROUND(1 / net_price, 2), 0)", "net_price"),
        ("IF(net_price <> 0, ROUND(1 / ROUND(net_price, 2), 2), 0)", "ROUND(net_price, 2)"),
        ("IF(net_price > 0, ROUND(1 / FLOOR(net_price), 2), 0)", "FLOOR(net_price)"),
        ("IF(net_price > 0, ROUND(1 / (net_price - 1), 2), 0)", "net_price - 1"),
        ("ROUND(1 / LEN(name), 2)", "LEN(name)"),
        ("ROUND(1 / MAX(net_price, 0), 2)", "MAX(net_price, 0)"),
        ("quantity / COUNT(lines)", "COUNT(lines)"),
        ("IF(quantity <> 0, SUM(lines, ROUND(1 / amount, 2)), 0)", "amount"),
        ("MOD(term, term)", "term"),
    ],
)
def test_a_divisor_that_may_be_zero_is_refused(source: str, mark: str) -> None:
    problem = refused(source, SCOPE)
    assert problem.message == f"the divisor '{mark}' may be zero"
    assert problem.hint == f"say what then: IF({mark} = 0, ..., ...)"
    assert marked(source, problem) == mark


@pytest.mark.parametrize("zero", ["0", "0.00"])
def test_a_constant_zero_is_no_divisor(zero: str) -> None:
    source = f"quantity / {zero}"
    problem = refused(source, SCOPE)
    assert (problem.message, marked(source, problem)) == ("this divides by zero", zero)
