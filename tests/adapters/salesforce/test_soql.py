import re
import string
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import quote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bridge.adapters.salesforce import soql
from bridge.adapters.salesforce.soql import (
    IDS_MAX,
    QUERY_BYTES_MAX,
    Window,
    changes,
    moment,
    name,
    row,
    selectable,
    selects,
    text,
    window,
)
from bridge.model.record import FieldDescription, ObjectDescription

NOW = datetime(2026, 11, 2, 9, 0, 30, 999, tzinfo=UTC)
NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,38}", fullmatch=True)
IDS = [f"{number:018d}" for number in range(1000)]


def an_in_list(query: str) -> list[str]:
    found = re.search(r" IN \((.*)\) ORDER BY Id$", query)
    assert found
    return re.findall(r"'((?:[^'\\]|\\.)*)'", found[1])


def columns(query: str) -> list[str]:
    found = re.match(r"SELECT (.*?) FROM ", query)
    assert found
    return found[1].split(",")


def test_a_query_reads_the_named_fields_of_the_given_records() -> None:
    assert list(selects("Order", ("Id", "Status"), "Id", ["801a", "801b"])) == [
        "SELECT Id,Status FROM Order WHERE Id IN ('801a','801b') ORDER BY Id"
    ]


def test_two_hundred_values_go_into_one_query() -> None:
    assert [len(an_in_list(one)) for one in selects("Order", ("Id",), "Id", IDS[:401])] == [
        200,
        200,
        1,
    ]


def test_no_values_need_no_query() -> None:
    assert list(selects("Order", ("Id",), "Id", [])) == []


@given(st.sets(NAMES, max_size=700), st.lists(st.text(max_size=60), unique=True, max_size=450))
def test_every_query_fits_a_request_line_and_nothing_is_left_out(
    fields: set[str], values: list[str]
) -> None:
    wanted = ("Id", *sorted(fields - {"Id"}))
    queries = list(selects("SBQQ__QuoteLine__c", wanted, "Name", values))
    assert all(len(quote_plus(query)) <= QUERY_BYTES_MAX for query in queries)
    asked = {
        (field, value)
        for query in queries
        for field in columns(query)
        for value in an_in_list(query)
    }
    assert asked == {(field, literal(value)) for field in wanted for value in values}
    assert all(columns(query)[0] == "Id" for query in queries)
    assert all(len(an_in_list(query)) <= IDS_MAX for query in queries)


def literal(value: str) -> str:
    return text(value)[1:-1]


@given(st.text())
@example("O'Brien, 100 % of a+b/c~d_e.f-g (ü €)")
def test_a_text_is_as_long_as_it_is_sent(written: str) -> None:
    assert soql._bytes(written) == len(quote_plus(written))


def test_columns_that_are_too_long_for_one_line_are_spread_over_queries() -> None:
    fields = ("Id", *(f"A_custom_field_of_some_length_{number:03d}__c" for number in range(400)))
    queries = list(selects("OrderItem", fields, "OrderId", IDS[:200]))
    assert [len(an_in_list(query)) for query in queries] == [200] * 2
    # 36 characters and a comma, which takes three bytes in a request line
    assert [len(columns(query)) for query in queries] == [213, 189]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("801", "'801'"),
        ("O'Brien", r"'O\'Brien'"),
        ("a\\' OR Id != '", r"'a\\\' OR Id != \''"),
        ("line\nline\r\t", r"'line\nline\r\t'"),
    ],
)
def test_a_text_cannot_end_its_literal(value: str, written: str) -> None:
    assert text(value) == written


@given(st.text(alphabet=string.printable))
def test_no_literal_holds_a_bare_quote(value: str) -> None:
    assert re.fullmatch(r"'(?:[^'\\]|\\.)*'", text(value))


@pytest.mark.parametrize("written", ["Order", "SBQQ__Quote__c", "Quote__r.Account__r.Name"])
def test_names_and_paths_of_names_are_taken(written: str) -> None:
    assert name(written) == written


@pytest.mark.parametrize(
    "written", ["", "Order/../User", "Id FROM User", "a.", "1a", "ä", "x,y", "Id\n", "a..b"]
)
def test_what_is_no_name_stands_in_no_query_and_no_address(written: str) -> None:
    with pytest.raises(ValueError, match="is not the name"):
        name(written)


def test_a_moment_is_written_in_utc_and_whole_seconds() -> None:
    berlin = timezone(timedelta(hours=1))
    assert moment(datetime(2026, 1, 1, 0, 30, 0, 5, tzinfo=berlin)) == "2025-12-31T23:30:00Z"


def test_the_first_window_reads_everything_up_to_the_lag() -> None:
    assert window(None, NOW, 300, 600) == Window(
        datetime(1970, 1, 1, tzinfo=UTC), datetime(2026, 11, 2, 8, 55, 30, tzinfo=UTC)
    )


def test_the_next_window_begins_before_the_end_of_the_last() -> None:
    last = datetime(2026, 11, 2, 8, 54, 30, tzinfo=UTC)
    assert window(last, NOW, 300, 600) == Window(
        datetime(2026, 11, 2, 8, 44, 30, tzinfo=UTC), datetime(2026, 11, 2, 8, 55, 30, tzinfo=UTC)
    )


MOMENTS = st.integers(946684800, 4102444800).map(lambda s: datetime.fromtimestamp(s, UTC))


@given(MOMENTS, MOMENTS, st.integers(0, 86400), st.integers(0, 86400))
def test_no_moment_falls_between_two_windows(
    last: datetime, now: datetime, lag_s: int, overlap_s: int
) -> None:
    within = window(last, now, lag_s, overlap_s)
    assert within.lower <= last
    assert within.lower <= within.upper <= now


def test_a_round_of_a_window_begins_behind_the_last_row_of_the_one_before() -> None:
    within = Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC))
    after = (datetime(2026, 1, 1, 12, tzinfo=UTC), "802000000000001AAA")
    assert changes("OrderItem", ("OrderId",), within, after) == (
        "SELECT Id,IsDeleted,SystemModstamp,OrderId FROM OrderItem"
        " WHERE SystemModstamp >= 2026-01-01T00:00:00Z AND SystemModstamp < 2026-01-02T00:00:00Z"
        " AND (SystemModstamp > 2026-01-01T12:00:00Z"
        " OR (SystemModstamp = 2026-01-01T12:00:00Z AND Id > '802000000000001AAA'))"
        " ORDER BY SystemModstamp, Id LIMIT 2000"
    )


def test_the_path_to_the_order_itself_is_not_read_twice() -> None:
    within = Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC))
    assert changes("Order", ("Id",), within, None).startswith(
        "SELECT Id,IsDeleted,SystemModstamp FROM Order WHERE"
    )


def test_everything_described_is_selected_but_what_soql_cannot_give() -> None:
    types = {
        "Id": "id",
        "BillingAddress": "address",
        "BillingCity": "string",
        "Place__c": "location",
        "Place__Latitude__s": "double",
        "Body": "base64",
        "Amount": "currency",
    }
    fields = {
        field: FieldDescription(name=field, type=type_, custom=False)
        for field, type_ in types.items()
    }
    assert selectable(ObjectDescription("X", fields)) == (
        "Id",
        "Amount",
        "BillingCity",
        "Place__Latitude__s",
    )


def test_a_row_is_flat_and_has_no_attributes() -> None:
    received = {
        "attributes": {"type": "OrderItem", "url": "/x"},
        "Id": "802",
        "Product2": {"attributes": {"type": "Product2"}, "Name": "ENT", "Owner": {"Name": "Ann"}},
        "Asset": None,
    }
    assert row(received) == {
        "Id": "802",
        "Product2.Name": "ENT",
        "Product2.Owner.Name": "Ann",
        "Asset": None,
    }


def test_a_subquery_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="OrderItems is a subquery"):
        row({"Id": "801", "OrderItems": {"totalSize": 1, "done": True, "records": []}})
