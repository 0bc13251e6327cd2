"""SELECTs in FROM and in conditions, UNION, ROWNUM, TOP and FETCH, as clients page with them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.netsuite.seeds import default
from bridge.sandbox.netsuite.suiteql.cells import text
from bridge.sandbox.netsuite.suiteql.execution import run
from bridge.sandbox.netsuite.suiteql.parser import parse
from bridge.sandbox.netsuite.suiteql.tables import Tables
from tests.sandbox.netsuite.client import NOON

TABLES = Tables(
    default()
    .add_customers({f"C-{n}": f"Customer {n}" for n in range(5)})
    .open_account(SimulatedClock(NOON))
)


def found(query: str, *parameters: Any) -> list[tuple[str | None, ...]]:
    """Return the rows as the texts of their cells, in the order of their columns."""
    rows = run(parse(query), TABLES, parameters, NOON)
    return [tuple(text(cell) for cell in row.values()) for row in rows]


def column(query: str, *parameters: Any) -> str:
    """Return the last letters of the one column, one behind the other."""
    return "".join((cell or "-")[-1] for (cell,) in found(query, *parameters))


@pytest.mark.parametrize(
    ("query", "letters"),
    [
        ("SELECT externalid FROM customer WHERE ROWNUM <= 2", "01"),
        ("SELECT externalid FROM customer WHERE ROWNUM < 3 ORDER BY externalid DESC", "10"),
        ("SELECT externalid FROM customer WHERE ROWNUM = 2", ""),
        ("SELECT ROWNUM AS n FROM customer WHERE externalid > 'C-1'", "123"),
        ("SELECT TOP 2 externalid FROM customer ORDER BY externalid DESC", "43"),
        ("SELECT externalid FROM customer ORDER BY 1 DESC FETCH FIRST 1 ROW ONLY", "4"),
        ("SELECT externalid FROM customer ORDER BY 1 FETCH NEXT 2 ROWS ONLY", "01"),
        (
            (
                "SELECT externalid FROM (SELECT ROWNUM AS rn, c.externalid FROM"
                " (SELECT externalid FROM customer ORDER BY externalid DESC) c)"
                " WHERE rn BETWEEN 2 AND 3"
            ),
            "32",
        ),
        ("SELECT t.externalid FROM (SELECT * FROM customer) AS t WHERE ROWNUM = 1", "0"),
        ("SELECT last FROM (SELECT MAX(externalid) AS last FROM customer)", "4"),
        ("SELECT externalid FROM customer WHERE id = (SELECT MIN(id) FROM customer)", "0"),
        (
            (
                "SELECT externalid FROM customer c WHERE 2 >"
                " (SELECT COUNT(*) FROM customer d WHERE d.externalid < c.externalid)"
            ),
            "01",
        ),
        (
            (
                "SELECT externalid FROM customer c WHERE EXISTS (SELECT 1 FROM currency"
                " WHERE currency.id = c.currency AND c.externalid <> 'C-3')"
            ),
            "0124",
        ),
        (
            (
                "SELECT externalid FROM customer c WHERE c.id NOT IN"
                " (SELECT d.id FROM customer d WHERE d.externalid = c.externalid AND d.id > ?)"
            ),
            "012",
        ),
        ("SELECT 'b' AS x FROM dual UNION SELECT 'a' FROM dual UNION SELECT 'b' FROM dual", "ba"),
        ("SELECT 'b' x FROM dual UNION ALL SELECT 'b' FROM dual ORDER BY x", "bb"),
        ("SELECT 'b' x FROM dual UNION ALL SELECT 'a' FROM dual ORDER BY 1", "ab"),
        ("SELECT x FROM (SELECT 'b' x FROM dual UNION SELECT 'a' FROM dual) WHERE x > 'a'", "b"),
        ("SELECT NULL x FROM dual UNION ALL SELECT 'a' FROM dual ORDER BY x", "a-"),
        ("SELECT NULL x FROM dual UNION ALL SELECT 'a' FROM dual ORDER BY x NULLS FIRST", "-a"),
        ("SELECT NULL x FROM dual UNION ALL SELECT 'a' FROM dual ORDER BY x DESC", "-a"),
        ("SELECT NULL x FROM dual UNION ALL SELECT 'a' FROM dual ORDER BY x DESC NULLS LAST", "a-"),
        ("SELECT MAX(externalid) FROM customer HAVING COUNT(*) > 4", "4"),
        ("SELECT MAX(externalid) FROM customer HAVING COUNT(*) > 5", ""),
    ],
)
def test_a_query_gives_these_rows(query: str, letters: str) -> None:
    last = found("SELECT id FROM customer WHERE externalid = 'C-2'")[0]
    assert column(query, *(last if "?" in query else ())) == letters


def test_all_columns_of_one_table_stand_among_others() -> None:
    rows = run(
        parse("SELECT u.*, c.companyname FROM customer c JOIN currency u ON u.id = c.currency"),
        TABLES,
        [],
        NOON,
    )
    assert list(rows[0])[-1] == "companyname"
    assert {"symbol", "name"} <= set(rows[0])
    assert "email" not in rows[0]


def test_parameters_are_counted_from_the_first_letter_of_the_query_on() -> None:
    query = "SELECT ? FROM (SELECT ? AS x FROM dual) WHERE x IN (SELECT ? FROM dual)"
    assert found(query, "first", "b", "b") == [("first",)]
    assert found(query, "first", "b", "c") == []


@given(st.integers(0, 6), st.integers(1, 6))
def test_pages_by_row_number_are_those_of_the_whole(first: int, size: int) -> None:
    whole = found("SELECT externalid FROM customer ORDER BY externalid DESC")
    page = found(
        "SELECT externalid FROM (SELECT ROWNUM rn, c.* FROM (SELECT externalid FROM customer"
        " ORDER BY externalid DESC) c) WHERE rn > ? AND rn <= ?",
        str(first),
        str(first + size),
    )
    assert page == whole[first : first + size]


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abc"), max_size=6))
def test_a_union_is_that_of_sets_and_all_adds_up(left: list[str], right: list[str]) -> None:
    def select(letters: list[str]) -> str:
        ones = [f"SELECT '{letter}' AS x FROM dual" for letter in letters]
        return " UNION ALL ".join(ones) or "SELECT 'x' AS x FROM dual WHERE 1 = 2"

    both = f"SELECT x FROM ({select(left)}) UNION {{}} SELECT x FROM ({select(right)}) ORDER BY x"
    assert list(column(both.format("ALL"))) == sorted(left + right)
    assert list(column(both.format(""))) == sorted({*left, *right})
