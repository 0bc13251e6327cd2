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
        ("TRUNC(DATE '2026-05-17', 'MM')", "5/1/2026"),
        ("TRUNC(DATE '2026-05-17', 'Q')", "4/1/2026"),
        ("TRUNC(DATE '2026-05-17', 'year')", "1/1/2026"),
        ("ADD_MONTHS(DATE '2026-01-31', 1)", "2/28/2026"),
        ("ADD_MONTHS(DATE '2026-02-28', 1)", "3/31/2026"),
        ("ADD_MONTHS(DATE '2026-01-15', -13)", "12/15/2024"),
        ("ADD_MONTHS(NULL, 1)", None),
        ("LAST_DAY(DATE '2028-02-10')", "2/29/2028"),
        ("MONTHS_BETWEEN(DATE '2026-03-31', DATE '2026-02-28')", "1"),
        ("MONTHS_BETWEEN(DATE '2026-03-15', DATE '2026-01-15')", "2"),
        ("NVL2(NULL, 'a', 'b') || NVL2(1, 'a', 'b')", "ba"),
        ("NULLIF(1, 1)", None),
        ("NULLIF(1, 2)", "1"),
        ("GREATEST(1, 3, 2) - LEAST(1, 3, 2)", "2"),
        ("GREATEST(1, NULL)", None),
        ("FLOOR(-1.5) + CEIL(1.2) + SIGN(-9)", "-1"),
        ("MOD(7, 3) + MOD(7, 0)", "8"),
        ("REPLACE('a-b-c', '-', '+') || REPLACE('a-b', '-')", "a+b+cab"),
        ("INSTR('order', 'd') + INSTR('order', 'x')", "3"),
        ("LTRIM(' a ') || RTRIM(' b ')", "a  b"),
        ("CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' ELSE 'c' END", "b"),
        ("(SELECT MAX(symbol) FROM currency)", "USD"),
        ("(SELECT symbol FROM currency WHERE symbol = 'none')", None),
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
        ("'100%' LIKE '100!%' ESCAPE '!'", True),
        ("'1000' LIKE '100!%' ESCAPE '!'", False),
        ("'a_b' LIKE '%!_%' ESCAPE '!'", True),
        ("'a!b' LIKE 'a!!_' ESCAPE '!'", True),
        ("EXISTS (SELECT id FROM item)", True),
        ("NOT EXISTS (SELECT id FROM item WHERE itemid = 'none')", True),
        ("symbol IN (SELECT symbol FROM currency)", True),
        ("symbol NOT IN (SELECT symbol FROM currency WHERE symbol <> 'USD')", True),
        ("'x' NOT IN (SELECT email FROM currency, customer)", True),
        ("NULL IN (SELECT symbol FROM currency)", False),
        ("1 NOT IN (SELECT NULL FROM dual)", False),
    ],
)
def test_null_is_neither_true_nor_false(condition: str, holds: bool) -> None:  # noqa: FBT001 - a table's column
    query = parse(f"SELECT id FROM currency WHERE symbol = 'USD' AND ({condition})")
    assert bool(run(query, TABLES, [], NOON)) is holds
