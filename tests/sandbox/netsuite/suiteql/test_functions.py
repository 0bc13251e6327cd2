"""The functions of SuiteQL, one value at a time."""

from __future__ import annotations

import pytest

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.netsuite.seeds import default
from bridge.sandbox.netsuite.suiteql.cells import text
from bridge.sandbox.netsuite.suiteql.execution import run
from bridge.sandbox.netsuite.suiteql.parser import parse
from bridge.sandbox.netsuite.suiteql.tables import Tables
from tests.sandbox.netsuite.client import NOON

TABLES = Tables(default().open_account(SimulatedClock(NOON)))


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("TO_CHAR(12.50)", "12.5"),
        ("TO_CHAR(TO_DATE('2026-01-05', 'YYYY-MM-DD'))", "1/5/2026"),
        ("TO_CHAR(TO_DATE('5.1.2026', 'DD.MM.YYYY'), 'YYYY/MM')", "2026/01"),
        ("TO_DATE('01/05/2026')", "1/5/2026"),
        ("TO_DATE(NULL)", None),
        ("TO_CHAR(SYSDATE, 'YYYY-MM-DD HH24')", "2026-06-01 12"),
        ("TRUNC(SYSDATE)", "6/1/2026"),
        ("TRUNC(TO_DATE('01/05/2026'))", "1/5/2026"),
        ("TRUNC(2.9)", "2"),
        ("TRUNC(NULL)", None),
        ("TO_NUMBER('12.50')", "12.5"),
        ("NVL(NULL, 'x')", "x"),
        ("COALESCE(NULL, NULL, 3)", "3"),
        ("DECODE(2, 1, 'a', 2, 'b')", "b"),
        ("DECODE(3, 1, 'a', 2, 'b')", None),
        ("DECODE(NULL, NULL, 'none', 'some')", "none"),
        ("ROUND(2.5)", "3"),
        ("ROUND(-2.345, 2)", "-2.35"),
        ("ROUND(NULL)", None),
        ("ABS(-3)", "3"),
        ("ABS(NULL)", None),
        ("SUBSTR('order', 2)", "rder"),
        ("SUBSTR('order', 2, 2)", "rd"),
        ("SUBSTR('order', -2)", "er"),
        ("SUBSTR('order', 9)", None),
        ("SUBSTR(NULL, 1)", None),
        ("CONCAT('a', NULL)", "a"),
        ("UPPER('a') || LOWER('B') || TRIM(' c ')", "Abc"),
        ("UPPER(NULL)", None),
        ("LENGTH('four')", "4"),
        ("1 + 2 * 3 - 4 / 2", "5"),
        ("(1 + 2) * 3", "9"),
        ("1 + NULL", None),
        ("AVG(currencyprecision)", "2"),
        ("MAX(symbol)", "USD"),
        ("COUNT(DISTINCT currencyprecision)", "1"),
        ("CASE WHEN 1 = 2 THEN 'a' WHEN NULL = 1 THEN 'b' END", None),
    ],
)
def test_an_expression_has_this_value(expression: str, shown: str | None) -> None:
    query = parse(f"SELECT {expression} AS outcome FROM currency WHERE symbol = 'USD'")
    (row,) = run(query, TABLES, [], NOON)
    assert text(row["outcome"]) == shown


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("NULL = 1", False),
        ("NOT (NULL = 1)", False),
        ("NULL = 1 OR 1 = 1", True),
        ("1 = 1 OR NULL = 1", True),
        ("NOT (NULL = 1 AND 1 = 2)", True),
        ("1 IN (2, NULL)", False),
        ("1 NOT IN (2, NULL)", False),
        ("1 IN (1, NULL)", True),
        ("NULL LIKE '%'", False),
        ("'a' LIKE 'a.'", False),
        ("'100%' LIKE '100_'", True),
        ("NULL IS NULL", True),
    ],
)
def test_null_is_neither_true_nor_false(condition: str, holds: bool) -> None:  # noqa: FBT001 - a table's column
    query = parse(f"SELECT id FROM currency WHERE symbol = 'USD' AND ({condition})")
    assert bool(run(query, TABLES, [], NOON)) is holds
