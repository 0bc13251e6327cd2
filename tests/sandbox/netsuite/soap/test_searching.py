"""Searches: which records meet the criteria, page by page, as records or as columns."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sandbox.netsuite.client import an_order, opened
from tests.sandbox.netsuite.client import line as rest_line
from tests.sandbox.netsuite.soap.messages import Soap, customer

CUSTOM = (
    '<common:customFieldList><core:customField xsi:type="core:SearchStringCustomField" '
    'scriptId="custbody_bridge_deal" operator="is"><core:searchValue>deal-C</core:searchValue>'
    "</core:customField></common:customFieldList>"
)
NAMED_DAY = (
    '<common:tranDate operator="on"><core:predefinedSearchValue>someday'
    "</core:predefinedSearchValue></common:tranDate>"
)
PREFER = "<msgs:searchPreferences>{}</msgs:searchPreferences>"


def text(name: str, operator: str, wanted: str) -> str:
    value = f"<core:searchValue>{wanted}</core:searchValue>"
    return f'<common:{name} operator="{operator}">{value}</common:{name}>'


def between(name: str, operator: str, *wanted: str) -> str:
    tags = ("searchValue", "searchValue2")
    inner = "".join(
        f"<core:{tag}>{one}</core:{tag}>" for tag, one in zip(tags, wanted, strict=False)
    )
    return f'<common:{name} operator="{operator}">{inner}</common:{name}>'


def refs(name: str, operator: str, *attributes: str) -> str:
    inner = "".join(f"<core:searchValue {one}/>" for one in attributes)
    return f'<common:{name} operator="{operator}">{inner}</common:{name}>'


@pytest.fixture(scope="module")
def shop() -> Iterator[Soap]:
    """Three orders of 2026, and three customers besides ACME; no test changes them."""
    with opened() as netsuite:
        soap = Soap(netsuite)
        _fill(soap)
        yield soap


def _fill(soap: Soap) -> None:
    rows = (
        ("A", "2026-01-10", 10, "B"),
        ("B", "2026-02-10", 20, "A"),
        ("C", "2026-03-10", 30, "B"),
    )
    for name, day, amount, status in rows:
        body = an_order(
            rest_line(name, amount=amount),
            tranDate=day,
            orderStatus={"id": status},
            memo=f"Memo {name}",
            custbody_bridge_deal=f"deal-{name}",
        )
        assert soap.netsuite.put(name, body).status_code == 204
    records = (
        customer("X-1", "Alpha Works") + customer("X-2", "Beta Works") + customer("X-3", "Gamma")
    )
    assert all(soap.call("addList", records).succeeded)


def found(soap: Soap, criteria: str, kind: str = "Transaction", home: str = "sales") -> list[str]:
    answer = soap.search(kind, criteria, home)
    assert answer.succeeded == [True], answer.text
    return [one.get("externalId") or "" for one in answer.all("record") if one.get("internalId")]


@pytest.mark.parametrize(
    ("criteria", "names"),
    [
        ("", ["A", "B", "C"]),
        (text("memo", "is", "memo b"), ["B"]),
        (text("memo", "isNot", "memo b"), ["A", "C"]),
        (text("memo", "startsWith", "MEMO"), ["A", "B", "C"]),
        (text("memo", "doesNotStartWith", "x"), ["A", "B", "C"]),
        (text("memo", "contains", "o c"), ["C"]),
        (text("memo", "hasKeywords", "a memo"), ["A"]),
        (text("otherRefNum", "equalTo", "7"), []),
        (text("memo", "empty", ""), []),
        (between("tranDate", "on", "2026-02-10T00:00:00Z"), ["B"]),
        (between("tranDate", "after", "2026-02-10T00:00:00Z"), ["C"]),
        (between("tranDate", "onOrAfter", "2026-02-10T00:00:00Z"), ["B", "C"]),
        (between("tranDate", "before", "2026-02-10T00:00:00Z"), ["A"]),
        (between("tranDate", "notOnOrBefore", "2026-02-10T00:00:00Z"), ["C"]),
        (between("tranDate", "within", "2026-01-01T00:00:00Z", "2026-02-28T00:00:00Z"), ["A", "B"]),
        (between("lastModifiedDate", "after", "2026-06-01T00:00:00Z"), ["A", "B", "C"]),
        (between("lastModifiedDate", "after", "2026-06-02T00:00:00Z"), []),
        (between("amount", "between", "15", "30"), ["B", "C"]),
        (between("amount", "greaterThan", "10"), ["B", "C"]),
        (between("amount", "notEqualTo", "20"), ["A", "C"]),
        (text("type", "anyOf", "_salesOrder"), ["A", "B", "C"]),
        (text("type", "noneOf", "_salesOrder"), []),
        (text("recordType", "contains", "SalesOrder"), ["A", "B", "C"]),
        (text("status", "anyOf", "_salesOrderPendingApproval"), ["B"]),
        (text("status", "anyOf", "_salesOrderPendingFulfillment"), ["A", "C"]),
        (refs("externalId", "anyOf", 'externalId="A"', 'externalId="C"'), ["A", "C"]),
        (refs("internalId", "noneOf", 'internalId="5001"'), ["B", "C"]),
        (refs("item", "anyOf", 'externalId="SUB-ENT"'), ["A", "B", "C"]),
        (refs("item", "anyOf", 'externalId="SUB-ULT"'), []),
        (refs("department", "anyOf", 'internalId="@NONE@"'), ["A", "B", "C"]),
        (
            "<common:mainLine><core:searchValue>true</core:searchValue></common:mainLine>",
            ["A", "B", "C"],
        ),
        (between("internalIdNumber", "greaterThan", "5001"), ["B", "C"]),
        (text("memo", "contains", "memo") + between("amount", "lessThan", "15"), ["A"]),
        (
            CUSTOM,
            ["C"],
        ),
    ],
)
def test_records_meet_all_criteria(shop: Soap, criteria: str, names: list[str]) -> None:
    assert found(shop, criteria) == names


def test_customers_are_found_by_what_they_are(shop: Soap) -> None:
    works = found(shop, text("companyName", "contains", "works"), "Customer", "rel")
    assert works == ["X-1", "X-2"]
    active = "<common:isInactive><core:searchValue>false</core:searchValue></common:isInactive>"
    assert len(found(shop, active, "Customer", "rel")) == 4


def test_a_basic_search_may_stand_alone(shop: Soap) -> None:
    inner = (
        '<msgs:searchRecord xsi:type="common:CustomerSearchBasic">'
        f"{text('companyName', 'is', 'gamma')}</msgs:searchRecord>"
    )
    assert shop.call("search", inner).texts("companyName") == ["Gamma"]


def test_pages_stay_as_they_were_found(soap: Soap) -> None:
    soap.call("addList", "".join(customer(f"P-{n}", f"Paged {n}") for n in range(12)))
    prefer = PREFER.format("<msgs:pageSize>5</msgs:pageSize>")
    first = soap.search("Customer", text("companyName", "startsWith", "Paged"), header=prefer)
    numbers = [first.texts(name)[0] for name in ("totalRecords", "pageSize", "totalPages")]
    assert numbers == ["12", "5", "3"]
    soap.call("add", customer("P-NEW", "Paged later"))
    seen = first.texts("companyName")
    search_id = first.texts("searchId")[0]
    more = f"<msgs:searchId>{search_id}</msgs:searchId><msgs:pageIndex>{{}}</msgs:pageIndex>"
    for page in (2, 3):
        seen += soap.call("searchMoreWithId", more.format(page)).texts("companyName")
    assert sorted(seen) == sorted(f"Paged {n}" for n in range(12))
    beyond = soap.call("searchMoreWithId", more.format(4))
    assert beyond.codes == ["INVALID_SEARCH_PAGE_INDEX"]


def test_a_search_that_was_never_made_has_no_more_pages(shop: Soap) -> None:
    more = "<msgs:searchId>WEBSERVICES_1_2</msgs:searchId><msgs:pageIndex>1</msgs:pageIndex>"
    assert shop.call("searchMoreWithId", more).codes == ["INVALID_SEARCH_MORE"]


@pytest.mark.parametrize("size", ["4", "1001", "0", "-5"])
def test_a_page_has_from_5_to_1000_records(shop: Soap, size: str) -> None:
    prefer = PREFER.format(f"<msgs:pageSize>{size}</msgs:pageSize>")
    assert shop.search("Customer", "", header=prefer).codes == ["INVALID_SEARCH_PAGE_SIZE"]


def test_lines_come_only_when_they_are_asked_for(shop: Soap) -> None:
    assert not shop.search("Transaction", "", "sales").all("itemList")
    whole = PREFER.format("<msgs:bodyFieldsOnly>false</msgs:bodyFieldsOnly>")
    assert len(shop.search("Transaction", "", "sales", whole).all("itemList")) == 3


def test_an_advanced_search_answers_columns(shop: Soap) -> None:
    inner = (
        '<msgs:searchRecord xsi:type="sales:TransactionSearchAdvanced"><sales:criteria>'
        f"<sales:basic>{text('memo', 'is', 'Memo B')}</sales:basic></sales:criteria>"
        "<sales:columns><sales:basic><common:tranId/><common:internalId/><common:status/>"
        "<common:type/><common:entity><core:customLabel>buyer</core:customLabel></common:entity>"
        "</sales:basic></sales:columns></msgs:searchRecord>"
    )
    answer = shop.call("search", inner)
    basic = answer.one("basic")
    cells = {cell.tag.rpartition("}")[2]: cell for cell in basic}
    # In the order of the schema, whatever the order asked for.
    assert list(cells) == ["entity", "internalId", "status", "tranId", "type"]
    assert [one.text for one in cells["status"]] == ["pendingApproval"]
    assert [one.text for one in cells["type"]] == ["_salesOrder"]
    assert cells["entity"][0].text == "buyer"
    assert cells["internalId"][0].get("internalId") == "5002"


@pytest.mark.parametrize(
    ("criteria", "code"),
    [
        (text("memo", "sounds", "x"), "INVALID_SEARCH_OPERATOR"),
        (
            "<common:memo><core:searchValue>x</core:searchValue></common:memo>",
            "INVALID_SEARCH_OPERATOR",
        ),
        (
            NAMED_DAY,
            "INVALID_SEARCH_VALUE",
        ),
    ],
)
def test_a_wrong_criterion_fails_the_search(shop: Soap, criteria: str, code: str) -> None:
    answer = shop.search("Transaction", criteria, "sales")
    assert (answer.succeeded, answer.codes) == ([False], [code])


def test_a_day_may_be_named(shop: Soap) -> None:
    today = (
        '<common:dateCreated operator="on"><core:predefinedSearchValue>{}'
        "</core:predefinedSearchValue></common:dateCreated>"
    )
    assert found(shop, today.format("today")) == ["A", "B", "C"]
    assert found(shop, today.format("yesterday")) == []


def test_saved_searches_and_joins_are_refused(shop: Soap) -> None:
    saved = '<msgs:searchRecord xsi:type="rel:CustomerSearchAdvanced" savedSearchId="7"/>'
    assert shop.call("search", saved).codes == ["INVALID_SEARCH_CRITERIA"]
    join = '<msgs:searchRecord xsi:type="rel:CustomerSearch"><rel:jobJoin/></msgs:searchRecord>'
    assert shop.call("search", join).codes == ["INVALID_SEARCH_CRITERIA"]
    unknown = (
        '<msgs:search><msgs:searchRecord xsi:type="common:CustomerSearchBasic"><common:hat/>'
        "</msgs:searchRecord></msgs:search>"
    )
    assert "<<hat>> not found on" in shop.fault(unknown).texts("faultstring")[0]
