"""Compiled rules: exact in any context, computed once, and honest about what has no value."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_UP, Decimal, Inexact, InvalidOperation, getcontext, localcontext
from threading import Thread
from typing import Any

import pytest

from bridge.rules.check import check
from bridge.rules.compile import NotComputable, compile_all, exact
from bridge.rules.types import DATE, INTEGER, TEXT, Type, decimal, list_of, record
from tests.rules.expressions.evaluate import value

SCOPE: Mapping[str, Type] = {
    "quantity": decimal(14, 4),
    "price": decimal(14, 4),
    "wide": decimal(50, 0),
    "ssp": decimal(14, 4).optional(),
    "term": INTEGER,
    "start": DATE,
    "name": TEXT.optional(),
    "lines": list_of(record("Line", {"amount": decimal(18, 2), "quantity": decimal(14, 4)})),
}


def compiled(sources: Mapping[str, str], facts: Mapping[str, Any]) -> dict[str, object]:
    """Compile several expressions together and run them."""
    return compile_all({name: check(source, SCOPE) for name, source in sources.items()})(facts)


def test_results_come_by_name_in_the_order_they_were_given() -> None:
    found = compiled({"b": "price + 1", "a": "price"}, {"price": Decimal("1.5000")})
    assert list(found.items()) == [("b", Decimal("2.5000")), ("a", Decimal("1.5000"))]


def test_no_expressions_give_no_results() -> None:
    assert compiled({}, {}) == {}


def test_the_context_of_the_caller_does_not_matter() -> None:
    facts = {"quantity": Decimal("1234567890.1234"), "price": Decimal("9876543210.4321")}
    sources = {
        "product": "quantity * price",
        "third": "ROUND(1 / 3 * 3, 2)",
        "negative": "-quantity",
        "constant": "-1234567.1234567",
    }
    wanted = {
        "product": Decimal("12193263113015749117.43632114"),
        "third": Decimal("1.00"),
        "negative": Decimal("-1234567890.1234"),
        "constant": Decimal("-1234567.1234567"),
    }
    assert 12345678901234 * 98765432104321 == 1219326311301574911743632114
    assert compiled(sources, facts) == wanted
    with localcontext(prec=5, rounding=ROUND_UP):
        assert compiled(sources, facts) == wanted


def test_the_context_of_the_caller_is_left_alone() -> None:
    with localcontext(prec=7) as own:
        own.clear_flags()  # whatever was calculated before in this process has left its flags
        compiled({"x": "quantity * price"}, {"quantity": Decimal(2), "price": Decimal(3)})
        assert getcontext().prec == 7
        assert not getcontext().flags[Inexact]


def test_each_thread_calculates_exactly() -> None:
    found: list[object] = []
    facts = {"quantity": Decimal("1234567890.1234"), "price": Decimal("9876543210.4321")}
    rule = compile_all({"x": check("quantity * price", SCOPE)})
    threads = [Thread(target=lambda: found.append(rule(facts)["x"])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert str(found[0]) == "12193263113015749117.43632114"


def test_digits_that_twenty_eight_would_lose_are_kept() -> None:
    scope = {"a": decimal(18, 4), "b": decimal(18, 4)}
    facts = {"a": Decimal("12345678901234.5678"), "b": Decimal("98765432109876.5432")}
    assert str(value("a * b", scope, facts)) == "1219326311370217943225118122.21002896"


def test_exact_is_fifty_digits_and_refuses_to_lose_one() -> None:
    with exact() as context:
        assert context.prec == 50
        with pytest.raises(Inexact):
            Decimal(1) / Decimal(3)


def test_a_decimal_result_has_just_the_decimals_of_its_type() -> None:
    facts = {"price": Decimal("1.5"), "term": 3}
    assert str(value("price", SCOPE, facts, decimal(18, 4))) == "1.5000"
    assert str(value("term", SCOPE, facts, decimal(18, 2))) == "3.00"
    assert str(value("price * 0", SCOPE, {"price": Decimal(-1)})) == "0.0000"
    assert str(value("ROUND(price, 2)", SCOPE, {"price": Decimal("-0.001")})) == "0.00"
    assert str(value("price", SCOPE, {"price": 7})) == "7.0000"


def test_a_whole_result_is_an_integer() -> None:
    found = value("ROUND(price, 0)", SCOPE, {"price": Decimal("2.5")}, INTEGER)
    assert (found, type(found)) == (3, int)


def test_a_blank_result_is_none() -> None:
    assert value("ssp", SCOPE, {"ssp": None}) is None
    assert value("BLANK", SCOPE, {}, DATE.optional()) is None
    assert value("IF(term = 1, BLANK, term)", SCOPE, {"term": 1}) is None
    assert value("IF(term = 1, BLANK, term)", SCOPE, {"term": 2}) == 2
    assert value("IF(ISBLANK(ssp), BLANK, ssp / 3) = BLANK", SCOPE, {"ssp": None}) is True
    assert value("IF(ISBLANK(name), BLANK, name)", SCOPE, {"name": ""}) is None


def test_an_empty_text_counts_as_blank() -> None:
    for text in (None, ""):
        facts = {"name": text}
        assert value("ISBLANK(name)", SCOPE, facts) is True
        assert value("name = BLANK", SCOPE, facts) is True
        assert value("BLANK <> name", SCOPE, facts) is False
        assert value("BLANKVALUE(name, 'none')", SCOPE, facts) == "none"
        assert value("CASE(name, BLANK, 'none', name)", SCOPE, facts) == "none"
    assert value("BLANKVALUE(name, 'none')", SCOPE, {"name": " "}) == " "


def test_only_what_is_chosen_gets_computed() -> None:
    facts = {"start": date(9999, 12, 31), "term": 1}
    assert value("IF(term = 2, start + term, start)", SCOPE, facts) == date(9999, 12, 31)
    assert value("CASE(term, 2, start + term, start)", SCOPE, facts) == date(9999, 12, 31)
    assert value("BLANKVALUE(start, start + term)", SCOPE, facts) == date(9999, 12, 31)
    assert value("term = 2 AND start + term > start", SCOPE, facts) is False
    assert value("term = 1 OR start + term > start", SCOPE, facts) is True


def test_a_shared_part_is_not_computed_where_a_condition_keeps_it_out() -> None:
    sources = {
        "one": "IF(ISBLANK(ssp), 0, ROUND(ssp * price, 2))",
        "other": "IF(ISBLANK(ssp), 0, ROUND(ssp * price, 2)) + 1",
        "divided": "IF(price = 0, 0, ROUND(quantity / price, 2))",
        "again": "IF(price = 0, 0, ROUND(quantity / price, 2)) + 1",
    }
    facts = {"ssp": None, "price": Decimal(0), "quantity": Decimal(5)}
    assert compiled(sources, facts) == {
        "one": Decimal("0.00"),
        "other": Decimal("1.00"),
        "divided": Decimal("0.00"),
        "again": Decimal("1.00"),
    }


def test_a_shared_part_without_a_value_does_not_spoil_what_does_without_it() -> None:
    sources = {
        "one": "IF(term = 1, quantity * price, 0)",
        "other": "IF(term = 1, quantity * price, 1)",
    }
    long = {"quantity": Decimal("1." + "1" * 30), "price": Decimal("1." + "1" * 30)}
    assert compiled(sources, {"term": 2, **long}) == {"one": 0, "other": 1}
    with pytest.raises(NotComputable) as caught:
        compiled(sources, {"term": 1, **long})
    assert caught.value.field == "one"


def test_a_name_inside_a_list_is_not_that_of_the_same_name_outside() -> None:
    sources = {"outer": "quantity * 2", "inner": "SUM(lines, quantity * 2)", "more": "quantity * 2"}
    facts = {
        "quantity": Decimal(100),
        "lines": [{"quantity": Decimal(1)}, {"quantity": Decimal(2)}],
    }
    found = compiled(sources, facts)
    assert found == {"outer": Decimal(200), "inner": Decimal(6), "more": Decimal(200)}


def test_an_empty_list_sums_to_zero_and_holds_all_conditions() -> None:
    facts: dict[str, Any] = {"lines": []}
    assert str(value("SUM(lines, amount)", SCOPE, facts)) == "0.00"
    assert value("COUNT(lines)", SCOPE, facts) == 0
    assert value("ALL(lines, amount > 0)", SCOPE, facts) is True
    assert value("ANY(lines, amount > 0)", SCOPE, facts) is False


def test_lists_are_summed_counted_and_searched() -> None:
    facts = {"lines": [{"amount": Decimal("0.10")}, {"amount": Decimal("0.20")}]}
    assert str(value("SUM(lines, amount * 2)", SCOPE, facts)) == "0.60"
    assert value("COUNT(lines, amount > 0.15)", SCOPE, facts) == 1
    assert value("ALL(lines, amount > 0.15)", SCOPE, facts) is False
    assert value("ANY(lines, amount > 0.15)", SCOPE, facts) is True


@pytest.mark.parametrize(
    ("source", "target", "facts", "reason"),
    [
        (
            "price * 1",
            decimal(6, 4),
            {"price": Decimal("100.0000")},
            "the result has more than 2 digits before the point",
        ),
        ("term", INTEGER, {"term": 10**10}, "the result has more than 10 digits"),
        (
            "price",
            decimal(14, 4),
            {"price": Decimal("1.00001")},
            "a number has more digits than its type allows",
        ),
        (
            "wide + 0",
            None,
            {"wide": Decimal(10**55 + 1)},
            "a number has more digits than its type allows",
        ),
        (
            "price + 1",
            None,
            {"price": Decimal("NaN")},
            "a number has more digits than its type allows",
        ),
        (
            "COUNT(lines)",
            None,
            {"lines": [None] * 100_000},
            "a list has 100000 elements; at most 99999 are looked at",
        ),
    ],
)
def test_a_result_without_a_value_names_the_field_and_the_reason(
    source: str, target: Type | None, facts: Mapping[str, Any], reason: str
) -> None:
    scope = {**SCOPE, "wide": decimal(49, 0)}
    rule = compile_all({"fine": check("1", scope), "field": check(source, scope, target)})
    with pytest.raises(NotComputable) as caught:
        rule(facts)
    assert (caught.value.field, caught.value.reason) == ("field", reason)
    assert str(caught.value) == f"field: {reason}"


def test_the_edge_of_a_place_is_inside_it() -> None:
    found = value("price", SCOPE, {"price": Decimal("99.9999")}, decimal(6, 4))
    assert found == Decimal("99.9999")
    with pytest.raises(NotComputable):
        value("price", SCOPE, {"price": Decimal("-100.0000")}, decimal(6, 4))
    assert value("term", SCOPE, {"term": 10**10 - 1}, INTEGER) == 10**10 - 1


def test_an_infinite_number_has_no_value() -> None:
    with pytest.raises(NotComputable) as caught:
        value("price", SCOPE, {"price": Decimal("Infinity")})
    assert isinstance(caught.value.__cause__, InvalidOperation)
