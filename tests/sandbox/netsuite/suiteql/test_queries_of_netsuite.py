"""SuiteQL over HTTP: what queries give, in which form, and how wrong ones are refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.sandbox.netsuite.client import (
    ACME,
    SUITEQL,
    NetSuite,
    an_order,
    line,
    opened,
)


@pytest.fixture(scope="module")
def reader() -> Iterator[NetSuite]:
    """An account with orders A (two lines) and B (one line, with a memo), not to be changed."""
    with opened() as netsuite:
        yield with_orders(netsuite)


@pytest.fixture
def orders(netsuite: NetSuite) -> NetSuite:
    """The same, to be changed."""
    return with_orders(netsuite)


def with_orders(netsuite: NetSuite) -> NetSuite:
    first = line("one", custcol_bridge_line="L1", quantity=2)
    netsuite.put("A", an_order(first, line("two", amount=250), custbody_bridge_digest="abc"))
    netsuite.put("B", an_order(line("three"), memo="hello", tranDate="2026-03-01"))
    return netsuite


def test_periods_are_months_quarters_and_years_all_open(netsuite: NetSuite) -> None:
    months = netsuite.rows(
        "SELECT periodname, TO_CHAR(startdate, 'YYYY-MM-DD') AS first, enddate, closed "
        "FROM accountingperiod WHERE isquarter = 'F' AND isyear = 'F' AND isadjust = 'F' "
        "ORDER BY startdate"
    )
    assert len(months) == 9 * 12
    assert months[0] == {
        "periodname": "Jan 2024",
        "first": "2024-01-01",
        "enddate": "1/31/2024",
        "closed": "F",
    }
    assert months[-1]["periodname"] == "Dec 2032"
    assert len(netsuite.rows("SELECT id FROM accountingperiod WHERE isyear = 'T'")) == 9


def test_codes_of_items_subsidiaries_and_currencies_are_external_ids(netsuite: NetSuite) -> None:
    def codes(table: str) -> set[str]:
        query = f"SELECT id, ExternalID FROM {table} WHERE isinactive = 'F' ORDER BY id"
        return {row["externalid"] for row in netsuite.rows(query)}

    assert codes("item") == {
        *("SUB-ENT", "SUB-ULT", "CREDITS", "PREPAID-CREDITS", "API-CALLS", "ONBOARDING")
    }
    assert codes("subsidiary") == {"US-INC", "DE-GMBH"}
    assert codes("currency") == {"USD", "EUR", "GBP", "JPY", "KWD"}
    assert codes("customer") == {ACME}


def test_lines_join_their_orders_and_stand_on_the_credit_side(orders: NetSuite) -> None:
    rows = orders.rows(
        "SELECT t.externalid, l.id AS line, l.quantity, l.foreignamount, l.custcol_bridge_line "
        "FROM transaction t JOIN transactionline l ON l.transaction = t.id "
        "WHERE t.type = 'SalesOrd' AND l.mainline = 'F' AND l.taxline = 'F' ORDER BY t.id, l.id"
    )
    assert rows == [
        {
            "externalid": "A",
            "line": "1",
            "quantity": "-2",
            "foreignamount": "-100",
            "custcol_bridge_line": "L1",
        },
        {"externalid": "A", "line": "2", "quantity": "-1", "foreignamount": "-250"},
        {"externalid": "B", "line": "1", "quantity": "-1", "foreignamount": "-100"},
    ]


def test_the_main_line_carries_the_total(orders: NetSuite) -> None:
    rows = orders.rows(
        "SELECT l.foreignamount, t.foreigntotal FROM transactionline l "
        "INNER JOIN transaction t ON t.id = l.transaction "
        "WHERE l.mainline = 'T' AND t.externalid = ?",
        "A",
    )
    assert rows == [{"foreignamount": "350", "foreigntotal": "350"}]


def test_a_join_may_stand_in_the_where_clause(orders: NetSuite) -> None:
    rows = orders.rows(
        "SELECT t.externalid FROM transaction t, transactionline l "
        "WHERE l.transaction = t.id AND l.memo = 'three'"
    )
    assert rows == [{"externalid": "B"}]


def test_a_left_join_keeps_what_has_no_partner(orders: NetSuite) -> None:
    orders.call("PUT", "/customer/eid:LONE", json={"companyName": "L", "subsidiary": {"id": 1}})
    rows = orders.rows(
        "SELECT c.externalid c, COUNT(t.id) n FROM customer c "
        "LEFT OUTER JOIN transaction t ON t.entity = c.id GROUP BY c.externalid ORDER BY n"
    )
    assert rows == [{"c": "LONE", "n": "0"}, {"c": ACME, "n": "2"}]


def test_names_stand_for_ids_on_request(orders: NetSuite) -> None:
    rows = orders.rows(
        "SELECT BUILTIN.DF(entity) AS customer, BUILTIN.DF(status) AS status, status AS letter, "
        "BUILTIN.DF(currency) AS currency FROM transaction WHERE externalid = 'A'"
    )
    assert rows == [
        {
            "customer": "ACME",
            "status": "Sales Order : Pending Approval",
            "letter": "A",
            "currency": "US Dollar",
        }
    ]


def test_null_columns_are_left_out_of_a_row(orders: NetSuite) -> None:
    rows = orders.rows("SELECT externalid, memo FROM transaction ORDER BY externalid")
    assert rows == [{"externalid": "A"}, {"externalid": "B", "memo": "hello"}]


CONDITIONS: list[tuple[str, list[Any], str]] = [
    ("externalid = 'A'", [], "A"),
    ("externalid <> 'A'", [], "B"),
    ("externalid != ?", ["A"], "B"),
    ("id > ?", [5001], "B"),
    ("id > ?", ["5001"], "B"),
    ("id >= 5001 AND id < 5002", [], "A"),
    ("id IN (5001, 5002)", [], "AB"),
    ("externalid IN (?, ?)", ["B", "C"], "B"),
    ("externalid NOT IN ('B')", [], "A"),
    ("memo IS NULL", [], "A"),
    ("memo IS NOT NULL", [], "B"),
    ("memo = ''", [], ""),
    ("memo <> 'x'", [], "B"),
    ("NOT memo = 'x'", [], "B"),
    ("memo LIKE 'h%'", [], "B"),
    ("memo LIKE 'h_llo'", [], "B"),
    ("memo NOT LIKE '%z%'", [], "B"),
    ("memo = 'hello' OR custbody_bridge_digest = 'abc'", [], "AB"),
    ("(memo IS NULL OR memo = 'hello') AND externalid = 'B'", [], "B"),
    ("trandate >= TO_DATE('2026-02-01', 'YYYY-MM-DD')", [], "B"),
    ("trandate < TO_DATE(?, 'YYYY-MM-DD')", ["2026-02-01"], "A"),
    ("trandate = '3/1/2026'", [], "B"),
    ("trandate BETWEEN '1/1/2026' AND '1/31/2026'", [], "A"),
    ("lastmodifieddate > TO_DATE('2026-06-01 11:00:00', 'YYYY-MM-DD HH24:MI:SS')", [], "AB"),
    ("NVL(memo, 'none') = 'none'", [], "A"),
    ("UPPER(memo) = 'HELLO'", [], "B"),
    ("foreigntotal * 2 = 700", [], "A"),
    ("memo || '!' = 'hello!'", [], "B"),
    ("CASE WHEN memo IS NULL THEN 1 ELSE 2 END = 2", [], "B"),
    ("DECODE(externalid, 'A', 'x', 'y') = 'x'", [], "A"),
    ("SUBSTR(memo, 2, 3) = 'ell'", [], "B"),
    ("ROUND(foreigntotal / 3, 1) = 33.3", [], "B"),
    ("-id < -5001", [], "B"),
    ("externalid = 'it''s'", [], ""),
]


@pytest.mark.parametrize(("condition", "params", "found"), CONDITIONS)
def test_a_condition_chooses_rows(
    reader: NetSuite, condition: str, params: list[Any], found: str
) -> None:
    rows = reader.rows(f"SELECT externalid FROM transaction WHERE {condition} ORDER BY id", *params)
    assert "".join(row["externalid"] for row in rows) == found


def test_groups_are_counted_and_summed_exactly(orders: NetSuite) -> None:
    orders.put("C", an_order(line("x", amount=0.1), line("y", amount=0.2)))
    rows = orders.rows(
        "SELECT transaction, COUNT(*) n, SUM(foreignamount) total, MIN(memo) first "
        "FROM transactionline WHERE mainline = 'F' GROUP BY transaction "
        "HAVING COUNT(*) > 1 ORDER BY transaction"
    )
    assert rows == [
        {"transaction": "5001", "n": "2", "total": "-350", "first": "one"},
        {"transaction": "5003", "n": "2", "total": "-0.3", "first": "x"},
    ]
    assert orders.rows("SELECT COUNT(*) AS n FROM transaction WHERE id = 0") == [{"n": "0"}]


def test_rows_are_sorted_by_several_keys_and_nulls_come_last(orders: NetSuite) -> None:
    orders.put("C", an_order(memo="abc"))
    rows = orders.rows("SELECT externalid FROM transaction ORDER BY memo, externalid DESC")
    assert [row["externalid"] for row in rows] == ["C", "B", "A"]
    rows = orders.rows("SELECT DISTINCT entity FROM transaction ORDER BY entity DESC")
    assert rows == [{"entity": "1001"}]


def test_all_columns_come_by_a_star(netsuite: NetSuite) -> None:
    rows = netsuite.rows("SELECT * FROM currency WHERE symbol = 'JPY'")
    assert rows[0]["currencyprecision"] == "0"
    assert rows[0]["isbasecurrency"] == "F"


def test_a_result_comes_in_pages_with_links(netsuite: NetSuite) -> None:
    query = "SELECT id FROM currency ORDER BY id"
    first = netsuite.ask(query, page="?limit=2&offset=0").json()
    assert [row["id"] for row in first["items"]] == ["1", "2"]
    assert (first["count"], first["hasMore"], first["offset"]) == (2, True, 0)
    assert first["totalResults"] == 5
    hrefs = {link["rel"]: link["href"] for link in first["links"]}
    assert hrefs == {
        "next": f"{netsuite.url}{SUITEQL}?limit=2&offset=2",
        "last": f"{netsuite.url}{SUITEQL}?limit=2&offset=4",
        "self": f"{netsuite.url}{SUITEQL}?limit=2&offset=0",
    }
    last = netsuite.ask(query, page="?limit=2&offset=4").json()
    assert (last["count"], last["hasMore"]) == (1, False)
