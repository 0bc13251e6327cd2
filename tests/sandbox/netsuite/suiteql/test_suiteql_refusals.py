"""Queries that cannot be run: refused in NetSuite's form, whatever they are made of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.netsuite.seeds import default
from bridge.sandbox.netsuite.suiteql.execution import run
from bridge.sandbox.netsuite.suiteql.parser import parse
from bridge.sandbox.netsuite.suiteql.syntax import QueryInvalid
from bridge.sandbox.netsuite.suiteql.tables import Tables
from tests.sandbox.netsuite.client import NOON, SUITEQL, NetSuite, detail, opened


@pytest.fixture(scope="module")
def reader() -> Iterator[NetSuite]:
    """An account that only answers."""
    with opened() as netsuite:
        yield netsuite


@pytest.mark.parametrize(
    ("page", "param"),
    [
        ("?limit=2&offset=3", "offset"),
        ("?limit=1001", "limit"),
        ("?limit=0", "limit"),
        ("?limit=-1", "limit"),
        ("?limit=ten", "limit"),
        ("?limit=1000&offset=100000", "offset"),
    ],
)
def test_a_page_that_is_none_is_refused(reader: NetSuite, page: str, param: str) -> None:
    refused = reader.ask("SELECT id FROM currency", page=page)
    assert (refused.status_code, detail(refused)["o:errorQueryParam"]) == (400, param)


def test_without_the_transient_preference_a_query_is_refused(netsuite: NetSuite) -> None:
    refused = netsuite.call("POST", netsuite.url + SUITEQL, json={"q": "SELECT id FROM item"})
    assert (refused.status_code, detail(refused)["o:errorHeader"]) == (400, "Prefer")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT foo FROM item", "Field 'foo' not found."),
        ("SELECT i.foo FROM item i", "Field 'i.foo' not found."),
        ("SELECT id FROM nowhere", "Record 'nowhere' was not found."),
        ("SELECT subsidiary FROM transaction", "Field 'subsidiary' not found."),
        ("SELECT id FROM item JOIN customer ON item.id = customer.id", "'id' is ambiguous"),
        ("SELECT id FROM item, item", "'item' is used twice"),
        ("SELECT FROM item", "a name was expected, not 'from'"),
        ("SELECT id item", "near 'the end'"),
        ("DELETE FROM item", "near 'delete'"),
        ("SELECT id FROM item WHERE", "a name was expected, not ''"),
        ("SELECT id FROM item; SELECT 1", "near '; SELECT 1'"),
        ("SELECT id FROM item WHERE id = 'x'", "Invalid number 'x'."),
        ("SELECT id FROM item WHERE id = ?", "1 parameters, 0 were given"),
        ("SELECT FOO(id) FROM item", "unsupported function 'FOO'"),
        ("SELECT NVL(id) FROM item", "Wrong number of arguments for 'NVL'"),
        ("SELECT BUILTIN.DF(1) FROM item", "BUILTIN.DF takes one field."),
        ("SELECT id / 0 FROM item", "Invalid calculation"),
        ("SELECT TO_DATE('x', 'YYYY') FROM item", "Invalid date 'x'"),
        ("SELECT TO_DATE('2', 'YYYY YYYY') FROM item", "Invalid calculation or format"),
        ("SELECT ROUND(id, 99) FROM item", "Invalid number of places"),
        ("SELECT periodname FROM accountingperiod WHERE startdate > 'x'", "Invalid date 'x'"),
        ("SELECT id FROM item LIMIT 5", "near '5'"),
        ("SELECT id FROM item UNION SELECT id, itemid FROM item", "as many columns each"),
        ("SELECT id FROM item UNION", "near 'the end'"),
        ("SELECT id FROM item FETCH FIRST x ROWS ONLY", "near 'x'"),
        ("SELECT TOP id FROM item", "near 'id'"),
        ("SELECT x.* FROM item", "Field 'x.*' not found."),
        ("SELECT id FROM item ORDER BY 2", "ORDER BY a position"),
        ("SELECT id FROM (SELECT itemid FROM item)", "Field 'id' not found."),
        ("SELECT id FROM item WHERE id = (SELECT id FROM currency)", "more than one row"),
        ("SELECT id FROM item WHERE id IN (SELECT id, name FROM currency)", "has one column"),
        ("SELECT id FROM item WHERE EXISTS (SELECT foo FROM currency)", "Field 'foo' not found."),
        ("SELECT id FROM item WHERE 'a' LIKE 'a!' ESCAPE '!'", "needs none"),
        ("SELECT id FROM item WHERE 'a' LIKE 'a' ESCAPE 'ab'", "ESCAPE takes one character"),
        ("SELECT id FROM " + "(SELECT id FROM " * 60 + "item" + ")" * 60, "nested too deep"),
        ("SELECT " + "(" * 5000 + "id" + ")" * 5000 + " FROM item", "nested too deep"),
        ("SELECT " + "+".join(["id"] * 2000) + " FROM item", "nested too deep"),
        ("SELECT id FROM item -- " + "x" * 100_000, "too long"),
    ],
)
def test_a_query_that_cannot_be_run_is_refused_in_netsuites_form(
    reader: NetSuite, query: str, says: str
) -> None:
    refused = reader.ask(query)
    assert (refused.status_code, refused.json()["title"]) == (400, "Invalid search query")
    found = detail(refused)
    assert found["o:errorCode"] == "INVALID_PARAMETER"
    assert found["detail"].startswith("Search error occurred: ")
    assert says in found["detail"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"query": "x"}', b'{"q": 5}', b'{"q": "x", "params": "y"}']
)
def test_a_body_that_holds_no_query_is_refused(reader: NetSuite, body: bytes) -> None:
    url, headers = reader.url + SUITEQL, {"Prefer": "transient"}
    refused = reader.session.post(url, data=body, headers=headers, timeout=5)
    assert (refused.status_code, detail(refused)["o:errorCode"]) == (400, "INVALID_CONTENT")


VOCABULARY = """
    select from where and or not in is null like between order by group case when then end as
    union all exists rownum top fetch first rows only escape dual desc nulls
    id itemid item currency ( ) , . * + - / = <> < ? 'x' 1 0 count to_char nvl round
"""
WORDS = st.sampled_from(VOCABULARY.split())
TABLES = Tables(default().open_account(SimulatedClock(NOON)))


def nested(condition: str, depth: int) -> str:
    """Return a query with SELECTs inside each other, each of which refers to the one around it."""
    query = "SELECT id FROM currency c0"
    for level in range(1, depth):
        query = f"SELECT id FROM currency c{level} WHERE {condition.format(level)} ({query})"
    return query.replace("c0", "c0 WHERE c0.id = c1.id", 1)


@pytest.mark.parametrize("condition", ["EXISTS", "c{0}.id IN", "c{0}.id ="])
def test_queries_for_each_row_of_queries_come_to_an_end(condition: str) -> None:
    with suppress(QueryInvalid):
        run(parse(nested(condition, 40)), TABLES, [], NOON)


def test_a_query_that_looks_at_too_many_rows_is_refused() -> None:
    united = " UNION ".join(["SELECT id FROM accountingperiod"] * 2000)
    with pytest.raises(QueryInvalid, match="takes too long"):
        run(parse(united), TABLES, [], NOON)


@given(st.lists(WORDS, max_size=14))
def test_no_order_of_words_breaks_the_executor(words: list[str]) -> None:
    with suppress(QueryInvalid):
        run(parse(" ".join(["select", *words])), TABLES, [], NOON)
