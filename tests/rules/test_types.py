"""Declared types, and the messages for those that cannot be read."""

from dataclasses import replace

import pytest

from bridge.rules.diagnostics import Problem
from bridge.rules.types import (
    BOOLEAN,
    CURRENCY,
    DATE,
    INTEGER,
    TEXT,
    Kind,
    Type,
    decimal,
    enum,
    list_of,
    money,
    parse_type,
    quotient,
    record,
)

ENUMS = {"Status": ("OPEN", "SHUT")}
LINE = record("Line", {"amount": decimal(18, 2)})
RECORDS = {"Line": LINE}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("text", TEXT),
        ("boolean", BOOLEAN),
        ("date?", DATE.optional()),
        (" integer ? ", INTEGER.optional()),
        ("decimal(18,2)", decimal(18, 2)),
        ("decimal( 50 , 0 )?", decimal(50, 0).optional()),
        ("money(20,4)?", money(20, 4).optional()),
        ("money(18, 2, EUR)", money(18, 2, "EUR")),
        ("money(15)?", quotient(15).like(money(1, 0)).optional()),
        ("money(20,6) over days", replace(money(20, 6), over="days")),
        ("currency", CURRENCY),
        ("Status", enum("Status", ("OPEN", "SHUT"))),
        ("Line?", LINE.optional()),
        ("list(Line)", list_of(LINE)),
    ],
)
def test_a_declared_type_is(text: str, wanted: Type) -> None:
    assert parse_type(text, ENUMS, RECORDS) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "text",
        "date?",
        "decimal(18,2)?",
        "money(18,2)?",
        "money(18,2,USD)",
        "money(20,6) over days?",
        "Status?",
        "Line",
        "list(Line)",
    ],
)
def test_a_type_is_shown_as_it_is_declared(text: str) -> None:
    assert str(parse_type(text, ENUMS, RECORDS)) == text


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("txt", "unknown type 'txt'", "did you mean 'text'?"),
        ("status", "unknown type 'status'", "did you mean 'Status'?"),
        (
            "",
            "unknown type ''",
            "types: Line, Status, boolean, currency, date, decimal(18,2), integer, text",
        ),
        ("money(a,2)", "write money(digits, decimals)", "money(18,2) or money(18,2,USD)"),
        (
            "money(18,2,EURO)",
            "'EURO' is not an ISO 4217 currency code",
            "three capitals, such as USD",
        ),
        ("decimal(18,2,USD)", "write decimal(digits, decimals)", "decimal(18,2)"),
        ("decimal", "unknown type 'decimal'", "such as decimal(18,2)"),
        ("decimal(18)", "write decimal(digits, decimals)", "decimal(18,2)"),
        ("decimal(a,b)", "write decimal(digits, decimals)", "decimal(18,2)"),
        ("decimal(1²,2)", "write decimal(digits, decimals)", "decimal(18,2)"),
        (
            "decimal(51,2)",
            "a decimal has 1 to 50 digits, of which some may be decimals",
            "decimal(18,2) has 16 digits before the point and 2 after it",
        ),
        (
            "decimal(2,3)",
            "a decimal has 1 to 50 digits, of which some may be decimals",
            "decimal(18,2) has 16 digits before the point and 2 after it",
        ),
        ("list(Lane)", "unknown type 'list(Lane)'", "decimal(18,2) or list(Record)"),
        ("x" * 201, "a type is at most 200 characters long", None),
    ],
)
def test_a_type_that_cannot_be_read_is_refused(text: str, message: str, hint: str | None) -> None:
    with pytest.raises(Problem) as caught:
        parse_type(text, ENUMS, RECORDS)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_the_place_of_a_wrong_type_is_in_its_text() -> None:
    with pytest.raises(Problem) as caught:
        parse_type("  txt? ", ENUMS)
    assert (caught.value.start, caught.value.end) == (2, 6)


def test_records_may_refer_to_one_another() -> None:
    deal_fields: dict[str, Type] = {}
    deal = record("Deal", deal_fields)
    deal_fields["parent"] = deal.optional()
    assert deal.fields["parent"].fields["parent"] == deal.optional()
    assert hash(deal) == hash(record("Deal", {}))


def test_digits_before_the_point_are_counted() -> None:
    assert decimal(18, 2).whole_digits == 16
    assert quotient(7).whole_digits == 7
    assert decimal(4, 0).is_whole
    assert not quotient(4).is_whole
    assert Type(Kind.BLANK, blank=True).required().blank is False
