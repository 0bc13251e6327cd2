from collections.abc import Iterator, Mapping

from bridge.adapters.salesforce.collecting import Reader, collect
from bridge.adapters.salesforce.describing import description
from bridge.mappers.graph import Step
from bridge.model.record import ObjectDescription, Scalar
from tests.adapters.salesforce.answers import described

ORDER = "801000000000001AAA"
ITEMS = ("802000000000001AAA", "802000000000002AAA")
PRODUCT = "01t000000000001AAA"

ITEMS_OF_ORDERS = Step("OrderItem", "OrderId", (("Order", "Id"),))
PRODUCTS_OF_ITEMS = Step("Product2", "Id", (("OrderItem", "Product2Id"),))


class Org:
    """Three objects, whose queries are answered by the object's name, and kept."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.rows: dict[str, list[dict[str, Scalar]]] = {
            "Order": [{"Id": ORDER, "AccountId": None}],
            "OrderItem": [
                {"Id": item, "OrderId": ORDER, "Product2Id": PRODUCT, "N": "O'Brien"}
                for item in ITEMS
            ],
            "Product2": [{"Id": PRODUCT, "Name": "ENT"}],
        }

    def known(self, name: str) -> ObjectDescription | None:
        fields = self.rows.get(name, [{}])[0]
        return description(name, described(*fields)) if fields else None

    def query(self, text: str) -> Iterator[Mapping[str, Scalar]]:
        self.asked.append(text)
        (name,) = (name for name in self.rows if f" FROM {name} " in text)
        columns = text.removeprefix("SELECT ").partition(" FROM ")[0].split(",")
        return ({column: row[column] for column in columns} for row in self.rows[name])

    def collect(self, *graph: Step) -> list[str]:
        reader = Reader(self.known, self.query, self.query)
        return [record.id for record in collect(graph, (ORDER,), reader)]


def test_a_graph_is_walked_from_its_orders_with_one_query_a_step() -> None:
    org = Org()
    assert org.collect(ITEMS_OF_ORDERS, PRODUCTS_OF_ITEMS) == [ORDER, *ITEMS, PRODUCT]
    assert org.asked == [
        f"SELECT Id,AccountId FROM Order WHERE Id IN ('{ORDER}') ORDER BY Id",
        f"SELECT Id,N,OrderId,Product2Id FROM OrderItem WHERE OrderId IN ('{ORDER}') ORDER BY Id",
        f"SELECT Id,Name FROM Product2 WHERE Id IN ('{PRODUCT}') ORDER BY Id",
    ]


def test_an_id_of_fifteen_characters_is_the_same_order() -> None:
    org = Org()
    collect((), ("801000000000001", ORDER), Reader(org.known, org.query, org.query))
    assert org.asked == [f"SELECT Id,AccountId FROM Order WHERE Id IN ('{ORDER}') ORDER BY Id"]


def test_no_orders_need_no_query() -> None:
    org = Org()
    assert collect((ITEMS_OF_ORDERS,), (), Reader(org.known, org.query, org.query)) == ()
    assert org.asked == []


def test_a_step_that_has_nothing_to_look_for_needs_no_query() -> None:
    org = Org()
    assert org.collect(Step("Product2", "Id", (("Order", "AccountId"),))) == [ORDER]
    assert len(org.asked) == 1


def test_what_was_looked_for_is_not_looked_for_again() -> None:
    org = Org()
    org.collect(ITEMS_OF_ORDERS, ITEMS_OF_ORDERS, PRODUCTS_OF_ITEMS, PRODUCTS_OF_ITEMS)
    assert len(org.asked) == 3


def test_a_record_that_was_found_is_not_asked_for_by_its_id() -> None:
    org = Org()
    found = org.collect(ITEMS_OF_ORDERS, Step("Order", "Id", (("OrderItem", "OrderId"),)))
    assert found == [ORDER, *ITEMS]
    assert len(org.asked) == 2


def test_an_object_that_the_org_lacks_yields_nothing() -> None:
    assert Org().collect(Step("SBQQ__Quote__c", "Id", (("Order", "Id"),))) == [ORDER]


def test_a_field_that_the_org_lacks_yields_nothing() -> None:
    org = Org()
    assert org.collect(Step("Product2", "SBQQ__Old__c", (("Order", "Id"),))) == [ORDER]
    assert len(org.asked) == 1


def test_a_value_may_hold_a_quote() -> None:
    org = Org()
    org.collect(ITEMS_OF_ORDERS, Step("Product2", "Name", (("OrderItem", "N"),)))
    assert r"WHERE Name IN ('O\'Brien')" in org.asked[-1]


def test_columns_that_took_several_queries_are_one_record() -> None:
    org = Org()
    wide: dict[str, Scalar] = {f"A_field_with_a_rather_long_name_{n:03d}__c": n for n in range(300)}
    org.rows["Product2"] = [{"Id": PRODUCT, **wide}]
    reader = Reader(org.known, org.query, org.query)
    records = collect((ITEMS_OF_ORDERS, PRODUCTS_OF_ITEMS), (ORDER,), reader)
    assert len(org.asked) == 4
    assert records[-1].fields == {"Id": PRODUCT, **wide}
    assert len(records) == 4
