"""Children of records, groups that are filtered and sorted, and parts of dates."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from bridge.sandbox.ids import record_id
from tests.sandbox.salesforce.client import Org, accounts, error_of, opened, seed_of


def order(key: str, day: str, account: str, *amounts: int) -> list[Mapping[str, object]]:
    head = {"type": "Order", "key": key, "AccountId": f"@{account}", "Status": "Draft"}
    items = [
        {"type": "OrderItem", "key": f"{key}-{at}", "OrderId": f"@{key}", "TotalPrice": amount}
        for at, amount in enumerate(amounts)
    ]
    return [{**head, "EffectiveDate": day, "Name": key}, *items]


@pytest.fixture(scope="module")
def trade() -> Iterator[Org]:
    """An org with three accounts and four orders, one without items."""
    orders = [
        *order("O1", "2026-01-15", "A00000", 10, 20),
        *order("O2", "2026-05-31", "A00000", 5),
        *order("O3", "2025-12-31", "A00001", 100, 1, 1),
        *order("O4", "2026-06-01", "A00001"),
    ]
    with opened(seed_of(*accounts(3), *orders)) as org:
        yield org


def test_children_are_a_page_of_their_own_in_each_record(trade: Org) -> None:
    rows = trade.rows(
        "SELECT Name, (SELECT TotalPrice FROM OrderItems WHERE TotalPrice < 50"
        " ORDER BY TotalPrice DESC) FROM Order ORDER BY Name"
    )
    prices = [
        [float(item["TotalPrice"]) for item in row["OrderItems"]["records"]]
        for row in rows
        if row["OrderItems"]
    ]
    assert prices == [[20, 10], [5], [1, 1]]
    assert rows[3]["OrderItems"] is None
    first = rows[0]["OrderItems"]
    assert (first["totalSize"], first["done"]) == (2, True)
    assert first["records"][0]["attributes"]["type"] == "OrderItem"


def test_a_limit_inside_holds_for_each_parent(trade: Org) -> None:
    rows = trade.rows("SELECT Id, (SELECT Id FROM OrderItems LIMIT 1) FROM Order ORDER BY Name")
    assert [len(row["OrderItems"]["records"]) for row in rows[:3]] == [1, 1, 1]


def test_children_can_have_children_and_parents(trade: Org) -> None:
    (row,) = trade.rows(
        "SELECT Name, (SELECT Name, (SELECT Order.Account.Name FROM OrderItems) FROM Orders"
        " WHERE Name = 'O2') FROM Account WHERE Name = 'Account 00000'"
    )
    (found,) = row["Orders"]["records"]
    assert found["OrderItems"]["records"][0]["Order"]["Account"]["Name"] == "Account 00000"


def test_many_children_come_in_pages() -> None:
    seed = seed_of(*accounts(1), *order("O", "2026-01-01", "A00000", *range(450)))
    with opened(seed) as org:
        org.session.headers["Sforce-Query-Options"] = "batchSize=200"
        page = org.ask("SELECT Id, (SELECT TotalPrice FROM OrderItems) FROM Order").json()
        assert page["done"] is True
        children: Any = page["records"][0]["OrderItems"]
        assert (children["totalSize"], children["done"]) == (450, False)
        sizes = [len(children["records"])]
        while not children["done"]:
            children = org.session.get(org.url + children["nextRecordsUrl"], timeout=5).json()
            sizes.append(len(children["records"]))
        assert sizes == [200, 200, 50]


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("HAVING COUNT(Id) > 1", ["O1", "O3"]),
        ("HAVING SUM(TotalPrice) >= 30 AND NOT Order.Name = 'O3'", ["O1"]),
        ("HAVING Order.Name LIKE '%2' OR MAX(TotalPrice) = 100", ["O2", "O3"]),
        ("HAVING COUNT(Id) IN (1, 3)", ["O2", "O3"]),
        ("ORDER BY COUNT(Id) DESC", ["O3", "O1", "O2"]),
        ("ORDER BY SUM(TotalPrice)", ["O2", "O1", "O3"]),
        ("HAVING COUNT(Id) > 1 ORDER BY Order.Name DESC LIMIT 1", ["O3"]),
    ],
)
def test_groups_are_filtered_and_sorted(trade: Org, condition: str, names: list[str]) -> None:
    rows = trade.rows(
        f"SELECT Order.Name n, COUNT(Id) FROM OrderItem GROUP BY Order.Name {condition}"
    )
    assert [row["n"] for row in rows] == names


def test_rows_are_grouped_by_parts_of_dates(trade: Org) -> None:
    rows = trade.rows(
        "SELECT CALENDAR_YEAR(EffectiveDate) y, CALENDAR_QUARTER(EffectiveDate), COUNT(Id)"
        " FROM Order GROUP BY CALENDAR_YEAR(EffectiveDate), CALENDAR_QUARTER(EffectiveDate)"
        " ORDER BY CALENDAR_YEAR(EffectiveDate) DESC"
    )
    assert rows == [
        {"y": 2026, "expr0": 1, "expr1": 1},
        {"y": 2026, "expr0": 2, "expr1": 2},
        {"y": 2025, "expr0": 4, "expr1": 1},
    ]


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("CALENDAR_MONTH(EffectiveDate) = 5", ["O2"]),
        ("DAY_IN_MONTH(EffectiveDate) IN (1, 15)", ["O1", "O4"]),
        ("DAY_IN_WEEK(EffectiveDate) = 1", ["O2"]),
        ("DAY_IN_YEAR(EffectiveDate) = 365", ["O3"]),
        ("WEEK_IN_YEAR(EffectiveDate) = 3", ["O1"]),
        ("DAY_ONLY(CreatedDate) = 2026-06-01", ["O1", "O2", "O3", "O4"]),
        ("HOUR_IN_DAY(CreatedDate) != 11", []),
        ("EffectiveDate = LAST_WEEK", []),
        ("EffectiveDate = THIS_WEEK", ["O2", "O4"]),
        ("EffectiveDate = THIS_QUARTER", ["O2", "O4"]),
        ("EffectiveDate = LAST_QUARTER", ["O1"]),
        ("EffectiveDate = N_DAYS_AGO:1", ["O2"]),
        ("EffectiveDate = LAST_N_MONTHS:5", ["O1", "O2"]),
        ("EffectiveDate = LAST_N_WEEKS:1", []),
        ("EffectiveDate < LAST_N_QUARTERS:1", ["O3"]),
        ("EffectiveDate = LAST_N_YEARS:2", ["O3"]),
        ("EffectiveDate = LAST_90_DAYS", ["O2", "O4"]),
    ],
)
def test_conditions_know_parts_of_dates_and_spans(
    trade: Org, condition: str, names: list[str]
) -> None:
    assert trade.column(f"SELECT Name FROM Order WHERE {condition} ORDER BY Name") == names


def test_a_label_is_the_value_itself(trade: Org) -> None:
    rows = trade.rows("SELECT toLabel(Status) FROM Order WHERE toLabel(Status) = 'Draft'")
    assert rows[0] == {"Status": "Draft"}


@pytest.mark.parametrize(
    ("soql", "code"),
    [
        ("SELECT Id, (SELECT Id FROM Nothings) FROM Order", "INVALID_TYPE"),
        ("SELECT Id, (SELECT Nothing FROM OrderItems) FROM Order", "INVALID_FIELD"),
        ("SELECT Id, (SELECT COUNT(Id) FROM OrderItems) FROM Order", "MALFORMED_QUERY"),
        ("SELECT Id, (SELECT Id FROM OrderItems GROUP BY Id) FROM Order", "MALFORMED_QUERY"),
        (
            "SELECT Status, (SELECT Id FROM OrderItems) FROM Order GROUP BY Status",
            "MALFORMED_QUERY",
        ),
        ("SELECT Id FROM Order HAVING COUNT(Id) > 1", "MALFORMED_QUERY"),
        ("SELECT Status FROM Order GROUP BY Status HAVING Name = 'x'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Order WHERE COUNT(Id) > 1", "MALFORMED_QUERY"),
        ("SELECT CALENDAR_YEAR(EffectiveDate) FROM Order", "MALFORMED_QUERY"),
        ("SELECT Id FROM Order WHERE CALENDAR_YEAR(Status) = 1", "INVALID_FIELD"),
        ("SELECT Id FROM Order WHERE HOUR_IN_DAY(EffectiveDate) = 1", "INVALID_FIELD"),
        ("SELECT convertCurrency(TotalAmount) FROM Order", "INVALID_FIELD"),
        ("SELECT Id name FROM Order", "MALFORMED_QUERY"),
    ],
)
def test_what_cannot_be_asked_is_refused(trade: Org, soql: str, code: str) -> None:
    assert error_of(trade.ask(soql)) == (400, code)


def test_a_job_cannot_read_children(trade: Org) -> None:
    query = "SELECT Id, (SELECT Id FROM OrderItems) FROM Order"
    body = {"operation": "query", "query": query}
    assert error_of(trade.call("POST", "/jobs/query", json=body))[1] == "FUNCTIONALITY_NOT_ENABLED"


def test_a_deleted_child_is_in_query_all_only() -> None:
    seed = seed_of(*accounts(1), *order("O", "2026-01-01", "A00000", 1, 2))
    with opened(seed) as org:
        org.call("DELETE", f"/sobjects/OrderItem/{record_id('OrderItem', 'O-0')}")
        query = "SELECT Id, (SELECT Id FROM OrderItems) FROM Order"
        assert org.rows(query)[0]["OrderItems"]["totalSize"] == 1
        assert org.rows(query, "queryAll")[0]["OrderItems"]["totalSize"] == 2
