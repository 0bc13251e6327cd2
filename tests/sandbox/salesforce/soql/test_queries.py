"""The query language, one row a statement, over the CPQ scenarios A and B."""

from decimal import Decimal

import pytest

from bridge.sandbox.ids import record_id
from tests.sandbox.salesforce.client import Org, error_of, opened, seed_of

OI_B1 = record_id("OrderItem", "OI-B1")
O_A = record_id("Order", "O-A")

ITEMS = ["OI-A1", "OI-A2", "OI-A3", "OI-B0", "OI-B1"]

# (condition on OrderItem, keys of the items that it finds)
CONDITIONS = [
    ("Quantity = 30", ["OI-B1"]),
    ("Quantity != 30", ["OI-A1", "OI-A2", "OI-A3", "OI-B0"]),
    ("Quantity <> 30 AND Quantity < 150", ["OI-A1", "OI-B0"]),
    ("Quantity >= 150", ["OI-A2", "OI-A3"]),
    ("TotalPrice = 22479.60", ["OI-B1"]),
    ("TotalPrice > 1.08e5 AND TotalPrice <= 189000", ["OI-A2", "OI-B0"]),
    ("UnitPrice = +749.32", ["OI-B1"]),
    ("SBQQ__ContractAction__c = 'quantity increase'", ["OI-B1"]),
    ("SBQQ__ContractAction__c LIKE 'Quant%'", ["OI-B1"]),
    ("SBQQ__ContractAction__c LIKE 'Ne_'", ["OI-A1", "OI-A2", "OI-A3", "OI-B0"]),
    (r"SBQQ__ContractAction__c LIKE 'Ne\_'", []),
    ("SBQQ__SegmentKey__c = null", ["OI-B0", "OI-B1"]),
    ("SBQQ__SegmentKey__c != null", ["OI-A1", "OI-A2", "OI-A3"]),
    ("SBQQ__SegmentKey__c != 'SEG-A-ENT'", ["OI-B0", "OI-B1"]),
    ("SBQQ__SegmentIndex__c IN (1, 3)", ["OI-A1", "OI-A3"]),
    ("SBQQ__SegmentIndex__c NOT IN (1, 3)", ["OI-A2", "OI-B0", "OI-B1"]),
    ("SBQQ__Activated__c = true", ITEMS),
    ("SBQQ__Activated__c = FALSE", []),
    ("NOT SBQQ__Activated__c = true", []),
    ("NOT NOT Quantity = 30", ["OI-B1"]),
    ("ServiceDate = 2026-05-17", ["OI-B1"]),
    ("ServiceDate > 2026-05-17 AND EndDate < 2028-12-31", ["OI-A2"]),
    ("ServiceDate < TODAY", ["OI-A1", "OI-B0", "OI-B1"]),
    ("ServiceDate = LAST_MONTH", ["OI-B1"]),
    ("ServiceDate = THIS_YEAR", ["OI-A1", "OI-B0", "OI-B1"]),
    ("ServiceDate = LAST_N_DAYS:15", ["OI-B1"]),
    ("ServiceDate != LAST_N_DAYS:15", ["OI-A1", "OI-A2", "OI-A3", "OI-B0"]),
    ("ServiceDate = NEXT_YEAR", ["OI-A2"]),
    ("CreatedDate = TODAY", ITEMS),
    ("CreatedDate >= 2026-06-01T11:00:00Z", ITEMS),
    ("CreatedDate >= 2026-06-01T13:00:00+02:00", ITEMS),
    ("CreatedDate > 2026-06-01T11:00:00.000+0000", []),
    ("CreatedDate = YESTERDAY", []),
    ("Product2.ProductCode = 'ENT' AND Order.Type = 'Amendment'", ["OI-B1"]),
    ("SBQQ__QuoteLine__r.SBQQ__Quote__r.SBQQ__Type__c = 'Amendment'", ["OI-B1"]),
    ("SBQQ__RevisedOrderProduct__r.Quantity = 100", ["OI-B1"]),
    ("SBQQ__RevisedOrderProduct__r.Quantity = null", ["OI-A1", "OI-A2", "OI-A3", "OI-B0"]),
    ("(Quantity = 30 OR Quantity = 200) AND (NOT UnitPrice = 1323)", ["OI-B1"]),
    ("Quantity = 30 OR Quantity = 200 OR Quantity = 150", ["OI-A2", "OI-A3", "OI-B1"]),
    (f"Id = '{OI_B1}'", ["OI-B1"]),
    (f"Id = '{OI_B1[:15]}'", ["OI-B1"]),
    (f"OrderId IN ('{O_A}', '{O_A[:15]}')", ["OI-A1", "OI-A2", "OI-A3"]),
    ("OrderId IN (SELECT Id FROM Order WHERE Type = 'Amendment')", ["OI-B1"]),
    ("OrderId NOT IN (SELECT Id FROM Order WHERE Type = 'Amendment')", ITEMS[:4]),
    ("sbqq__activated__C = True aNd qUANTITY = 30", ["OI-B1"]),
]

NOT_ANSWERED = [
    ("SELECT Foo FROM Order", "INVALID_FIELD", "'Foo'"),
    ("SELECT Product2.Foo FROM OrderItem", "INVALID_FIELD", "'Foo'"),
    ("SELECT Foo.Name FROM OrderItem", "INVALID_FIELD", "'Foo'"),
    ("SELECT Id, Id FROM Order", "INVALID_FIELD", "Id"),
    ("SELECT Id FROM Foo", "INVALID_TYPE", "'Foo'"),
    ("SELECT Id FROM Order WHERE Quux = 1", "INVALID_FIELD", "'Quux'"),
    ("SELECT Id FROM Order ORDER BY Quux", "INVALID_FIELD", "'Quux'"),
    ("SELECT Id FROM Order WHERE TotalAmount = '1'", "INVALID_FIELD", "TotalAmount"),
    ("SELECT Id FROM Order WHERE Type = 1", "INVALID_FIELD", "Type"),
    ("SELECT Id FROM Order WHERE EffectiveDate = '2026-01-01'", "INVALID_FIELD", "EffectiveDate"),
    ("SELECT Id FROM Order WHERE CreatedDate = 2026-01-01", "INVALID_FIELD", "CreatedDate"),
    ("SELECT Id FROM Order WHERE SBQQ__Contracted__c = 'true'", "INVALID_FIELD", "Contracted"),
    ("SELECT Id FROM Order WHERE Description = 'x'", "INVALID_FIELD", "Description"),
    ("SELECT Id FROM Order WHERE Id = 'abc'", "INVALID_QUERY_FILTER_OPERATOR", "abc"),
    ("SELECT Id FROM Order WHERE Id LIKE '801%'", "INVALID_QUERY_FILTER_OPERATOR", "Id"),
    ("SELECT Id FROM Order WHERE SBQQ__Contracted__c > true", "INVALID_QUERY_FILTER_OPERATOR", ">"),
    ("SELECT SUM(Type) FROM Order", "INVALID_FIELD", "Type"),
    ("SELECT Type, COUNT(Id) FROM Order", "MALFORMED_QUERY", "Type"),
    ("SELECT Id FROM Order WHERE Id = '1' AND Id = '2' OR Id = '3'", "MALFORMED_QUERY", "'OR'"),
    ("SELECT Id FROM Order WHERE", "MALFORMED_QUERY", "Row:1:Column:27"),
    ("SELECT Id FROM Order WHERE Type = 'open", "MALFORMED_QUERY", "'open"),
    (r"SELECT Id FROM Order WHERE Type = '\x'", "MALFORMED_QUERY", r"\x"),
    ("SELECT Id FROM Order LIMIT 1 WHERE Id = null", "MALFORMED_QUERY", "'WHERE'"),
    ("SELECT Id FROM Order OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE", "2000"),
    ("SELECT FIELDS(ALL) FROM Order", "MALFORMED_QUERY", "LIMIT"),
    ("SELECT Id FROM Order WHERE EffectiveDate = 2026-02-30", "MALFORMED_QUERY", "2026-02-30"),
    ("SELECT COUNT(Id) FROM Order ORDER BY Type", "MALFORMED_QUERY", "grouped or aggregated: Type"),
    ("SELECT Type, COUNT(Id) FROM Order GROUP BY Type ORDER BY Id", "MALFORMED_QUERY", "Id"),
    ("SELECT COUNT(Id) n, SUM(TotalAmount) n FROM Order", "MALFORMED_QUERY", "n"),
    ("SELECT FIELDS(ALL), COUNT(Id) FROM Order", "MALFORMED_QUERY", "FIELDS(ALL)"),
    ("SELECT FIELDS(SOME) FROM Order LIMIT 1", "MALFORMED_QUERY", "SOME"),
    ("SELECT MEDIAN(Id) FROM Order", "MALFORMED_QUERY", "MEDIAN"),
    ("SELECT Id FROM Order WHERE Id IN (SELECT COUNT(Id) FROM Order)", "MALFORMED_QUERY", "COUNT"),
    ("SELECT Id FROM Order WHERE Id IN (SELECT Type FROM Order)", "MALFORMED_QUERY", "one id"),
    ("SELECT Id FROM Order WHERE Type IN (SELECT Id FROM Order)", "MALFORMED_QUERY", "Type"),
    ("SELECT Id FROM Order WHERE Type = TODAY", "INVALID_FIELD", "Type"),
    ("SELECT Id FROM Order WHERE EffectiveDate LIKE TODAY", "INVALID_QUERY_FILTER_OPERATOR", ""),
    ("SELECT Id FROM Order WHERE EffectiveDate > null", "INVALID_QUERY_FILTER_OPERATOR", ">"),
    ("SELECT Id FROM Order WHERE CreatedDate = LAST_N_DAYS:99999999", "MALFORMED_QUERY", "range"),
    ("SELECT Id FROM Order WHERE CreatedDate = LAST_N_DAYS:x", "MALFORMED_QUERY", "'x'"),
    ("SELECT Id FROM Order WHERE Type IS null", "MALFORMED_QUERY", "'IS'"),
    ("SELECT A.B.C.D.E.F.Id FROM Order", "MALFORMED_QUERY", "5 relationships"),
    ("UPDATE Order SET Type = 'x'", "MALFORMED_QUERY", "'UPDATE'"),
    (
        "SELECT Id FROM Order WHERE " + "(" * 400 + "Id = null" + ")" * 400,
        "MALFORMED_QUERY",
        "deep",
    ),
]


@pytest.mark.parametrize(("condition", "keys"), CONDITIONS)
def test_a_condition_finds_its_rows(shared_org: Org, condition: str, keys: list[str]) -> None:
    found = shared_org.column(f"SELECT Id FROM OrderItem WHERE {condition}")
    assert sorted(found) == sorted(record_id("OrderItem", key) for key in keys)


@pytest.mark.parametrize(("soql", "code", "named"), NOT_ANSWERED)
def test_a_wrong_query_is_refused_by_name(
    shared_org: Org, soql: str, code: str, named: str
) -> None:
    answer = shared_org.ask(soql)
    assert error_of(answer) == (400, code)
    assert named in answer.json()[0]["message"]


def test_parents_are_records_of_their_own(shared_org: Org) -> None:
    (row,) = shared_org.rows(
        f"SELECT Product2.ProductCode, SBQQ__RevisedOrderProduct__r.OrderId, Order.Account.Name"
        f" FROM OrderItem WHERE Id = '{OI_B1}'"
    )
    assert row["Product2"]["attributes"]["type"] == "Product2"
    assert row["Product2"]["ProductCode"] == "ENT"
    assert row["SBQQ__RevisedOrderProduct__r"]["OrderId"] == record_id("Order", "O-B0")
    assert row["Order"]["Account"]["Name"] == "ACME Corp"


def test_a_missing_parent_is_null(shared_org: Org) -> None:
    identifier = record_id("OrderItem", "OI-B0")
    (row,) = shared_org.rows(
        f"SELECT SBQQ__RevisedOrderProduct__r.OrderId FROM OrderItem WHERE Id = '{identifier}'"
    )
    assert row == {"SBQQ__RevisedOrderProduct__r": None}


def test_an_alias_and_the_name_of_the_object_may_lead_a_field(shared_org: Org) -> None:
    found = shared_org.column("SELECT o.Id FROM Order o WHERE Order.Type = 'Amendment'")
    assert found == [record_id("Order", "O-B1")]


def test_rows_are_sorted_by_several_fields(shared_org: Org) -> None:
    quantities = shared_org.column("SELECT Quantity FROM OrderItem ORDER BY Quantity DESC, Id")
    assert quantities == [200, 150, 100, 100, 30]


def test_empty_values_come_first_unless_asked_for_last(shared_org: Org) -> None:
    select = "SELECT SBQQ__SegmentIndex__c FROM OrderItem ORDER BY SBQQ__SegmentIndex__c"
    assert shared_org.column(select) == [None, None, 1, 2, 3]
    assert shared_org.column(f"{select} DESC NULLS LAST") == [3, 2, 1, None, None]


def test_limit_and_offset_cut_a_window(shared_org: Org) -> None:
    soql = "SELECT Quantity FROM OrderItem ORDER BY Quantity LIMIT 2 OFFSET 3"
    assert shared_org.column(soql) == [150, 200]


def test_count_alone_gives_the_total_without_rows(shared_org: Org) -> None:
    answer = shared_org.ask("SELECT COUNT() FROM OrderItem").json()
    assert answer == {"totalSize": 5, "done": True, "records": []}


def test_functions_compute_exactly_and_by_group(shared_org: Org) -> None:
    rows = shared_org.rows(
        "SELECT OrderId, COUNT(Id), SUM(TotalPrice) total, MIN(ServiceDate), MAX(Quantity)"
        " FROM OrderItem WHERE SBQQ__SegmentIndex__c != null GROUP BY OrderId"
    )
    assert rows == [
        {
            "OrderId": O_A,
            "expr0": 3,
            "total": Decimal("561600.00"),
            "expr1": "2026-01-01",
            "expr2": 200,
        }
    ]


def test_groups_come_in_the_order_asked_for(shared_org: Org) -> None:
    rows = shared_org.rows(
        "SELECT SBQQ__SegmentIndex__c, Product2.ProductCode, COUNT(Id) n FROM OrderItem"
        " GROUP BY Product2.ProductCode, SBQQ__SegmentIndex__c ORDER BY SBQQ__SegmentIndex__c"
    )
    assert [(row["SBQQ__SegmentIndex__c"], row["ProductCode"], row["n"]) for row in rows] == [
        (None, "ENT", 2),
        (1, "ENT", 1),
        (2, "ENT", 1),
        (3, "ENT", 1),
    ]


def test_functions_over_nothing_are_null_and_counts_are_zero(shared_org: Org) -> None:
    rows = shared_org.rows("SELECT COUNT(Id), SUM(TotalPrice) FROM OrderItem WHERE Quantity < 0")
    assert rows == [{"expr0": 0, "expr1": None}]


def test_an_average_is_divided_in_decimals(shared_org: Org) -> None:
    rows = shared_org.rows("SELECT AVG(Quantity), COUNT_DISTINCT(Quantity) FROM OrderItem")
    assert rows == [{"expr0": 116, "expr1": 4}]


def test_all_fields_can_be_asked_for_up_to_200_rows(shared_org: Org) -> None:
    (row,) = shared_org.rows("SELECT FIELDS(ALL) FROM Order WHERE Type = 'Amendment' LIMIT 1")
    assert row["TotalAmount"] == Decimal("22479.60")
    assert "CurrencyIsoCode" in row


def test_only_custom_fields_can_be_asked_for(shared_org: Org) -> None:
    (row,) = shared_org.rows("SELECT FIELDS(CUSTOM) FROM Order WHERE Type = 'Amendment' LIMIT 1")
    assert all(name.endswith("__c") for name in row)
    assert row["SBQQ__PriceCalcStatus__c"] == "Completed"


def test_escaped_quotes_and_newlines_match_what_was_seeded() -> None:
    account = {"type": "Account", "key": "A", "Name": 'O\'Neill "&" Söhne\n100%'}
    with opened(seed_of(account)) as org:
        name = r"O\'Neill \"&\" Söhne\n100%"
        assert len(org.column(f"SELECT Id FROM Account WHERE Name = '{name}'")) == 1
        assert len(org.column(r"SELECT Id FROM Account WHERE Name LIKE 'o\'n%100\%'")) == 1


def test_currency_is_a_field_only_of_an_org_with_several() -> None:
    with opened(seed_of({"type": "Account", "key": "A", "Name": "A"})) as org:
        assert error_of(org.ask("SELECT CurrencyIsoCode FROM Account")) == (400, "INVALID_FIELD")
        assert error_of(org.ask("SELECT IsoCode FROM CurrencyType")) == (400, "INVALID_TYPE")


def test_a_hidden_field_is_as_if_it_were_not_there() -> None:
    with opened(seed_of(hidden_fields=["OrderItem.TotalPrice"])) as org:
        answer = org.ask("SELECT TotalPrice FROM OrderItem")
        assert error_of(answer) == (400, "INVALID_FIELD")
        described = org.get("/sobjects/OrderItem/describe").json()["fields"]
        assert "TotalPrice" not in {field["name"] for field in described}
