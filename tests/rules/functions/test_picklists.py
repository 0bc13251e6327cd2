"""Picklists can be asked for a value, also where they are blank."""

import pytest

from bridge.rules.compile import NotComputable
from bridge.rules.types import DATE, TEXT, decimal, enum, list_of, record
from tests.rules.expressions.evaluate import refused, value

KIND = enum("Kind", ("NEW", "OLD"))
SCOPE = {
    "k": KIND.optional(),
    "many": TEXT.optional(),
    "a": decimal(9, 2),
    "lines": list_of(record("Line", {"day": DATE})),
}


@pytest.mark.parametrize(
    ("source", "facts", "wanted"),
    [
        ("ISPICKVAL(k, 'NEW')", {"k": "NEW"}, True),
        ("ISPICKVAL(k, 'NEW')", {"k": "OLD"}, False),
        ("ISPICKVAL(k, 'NEW')", {"k": None}, False),
        ("INCLUDES(many, 'Gold')", {"many": "Silver;Gold"}, True),
        ("INCLUDES(many, 'Gold')", {"many": "Golden"}, False),
        ("INCLUDES(many, 'Gold')", {"many": None}, False),
        # where it has a value it is not blank
        ("IF(ISPICKVAL(k, 'NEW'), TEXT(k), 'none')", {"k": "NEW"}, "NEW"),
    ],
)
def test_a_picklist_is_asked_for_one_value(
    source: str, facts: dict[str, object], wanted: object
) -> None:
    assert value(source, SCOPE, facts) == wanted


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("ISPICKVAL(k, 'NEWER')", "'NEWER' is not a value of Kind"),
        ("ISPICKVAL(a, 'NEW')", "ISPICKVAL needs a picklist, but this is decimal(9,2)"),
        ("INCLUDES(many, many)", "INCLUDES takes a constant value"),
        ("ISPICKVAL(k, '')", "ISPICKVAL takes a constant value"),
        ("LPAD(many, 3, '')", "LPAD: 'many' may be blank"),
        ("LPAD('x', 3, '')", "LPAD needs a text to fill up with"),
        ("LOWEST(lines, TEXT(day))", "LOWEST needs exact numbers or dates, but this is text"),
    ],
)
def test_what_cannot_be_asked_is_refused(source: str, message: str) -> None:
    assert refused(source, SCOPE).message == message


@pytest.mark.parametrize("text", ["31.01.2026", "2026-02-30", "20260131", "", "2026-W05-6"])
def test_a_text_that_names_no_day_has_no_value(text: str) -> None:
    with pytest.raises(NotComputable):
        value("DATEVALUE(s)", {"s": TEXT}, {"s": text})


def test_the_longest_padding_is_a_text_that_may_be() -> None:
    assert len(str(value("LPAD('x', 131072)"))) == 131_072
    with pytest.raises(NotComputable, match="longer than 131072 characters"):
        value("LPAD('x', 131073)")


def test_the_lowest_of_no_records_is_blank() -> None:
    assert value("LOWEST(lines, day)", SCOPE, {"lines": []}) is None
    assert refused("HIGHEST(lines, day) + 1", SCOPE).message.endswith("may be blank")
