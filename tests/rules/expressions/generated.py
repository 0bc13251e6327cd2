"""Random expressions of each type over one scope, and random facts for it."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from bridge.rules.types import (
    BOOLEAN,
    DATE,
    INTEGER,
    TEXT,
    Type,
    decimal,
    enum,
    list_of,
    record,
)

FAMILY = enum("Family", ("SEATS", "CREDITS", "SERVICE"))
LINE = record(
    "Line", {"amount": decimal(12, 2), "count": INTEGER, "note": TEXT.optional(), "open": BOOLEAN}
)
OTHER = record("Deal", {"rate": decimal(10, 6), "day": DATE.optional()})
SCOPE: Mapping[str, Type] = {
    "price": decimal(14, 4),
    "cost": decimal(10, 2),
    "share": decimal(8, 6).optional(),
    "seats": INTEGER,
    "months": INTEGER.optional(),
    "name": TEXT,
    "note": TEXT.optional(),
    "first": DATE,
    "last": DATE,
    "signed": DATE.optional(),
    "open": BOOLEAN,
    "urgent": BOOLEAN.optional(),
    "family": FAMILY,
    "former": FAMILY.optional(),
    "lines": list_of(LINE),
    "deal": OTHER,
    "prior": OTHER.optional(),
}

Draw = Callable[[st.SearchStrategy[Any]], Any]


def decimals(digits: int, places: int) -> st.SearchStrategy[Decimal]:
    bound = 10**digits - 1
    return st.integers(-bound, bound).map(
        lambda number: Decimal((number < 0, tuple(map(int, str(abs(number)))), -places))
    )


def optional(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


_INTEGERS = st.integers(-40, 40) | st.integers(-(10**9), 10**9)
_TEXTS = st.text(alphabet='aB ß"\\é-', max_size=6)
_DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31)) | st.dates()
_OTHERS = st.fixed_dictionaries({"rate": decimals(10, 6), "day": optional(_DAYS)})

FACTS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "price": decimals(14, 4),
        "cost": decimals(10, 2) | decimals(2, 0),
        "share": optional(decimals(8, 6)),
        "seats": _INTEGERS,
        "months": optional(_INTEGERS),
        "name": _TEXTS,
        "note": optional(_TEXTS),
        "first": _DAYS,
        "last": _DAYS,
        "signed": optional(_DAYS),
        "open": st.booleans(),
        "urgent": optional(st.booleans()),
        "family": st.sampled_from(FAMILY.members),
        "former": optional(st.sampled_from(FAMILY.members)),
        "lines": st.lists(
            st.fixed_dictionaries(
                {
                    "amount": decimals(12, 2),
                    "count": _INTEGERS,
                    "note": optional(_TEXTS),
                    "open": st.booleans(),
                }
            ),
            max_size=4,
        ),
        "deal": _OTHERS,
        "prior": optional(_OTHERS),
    }
)

LEAVES: Mapping[str, tuple[str, ...]] = {
    "number": (
        "price",
        "cost",
        "seats",
        "deal.rate",
        "0",
        "2",
        "0.85",
        "10.00",
        "-1.5",
        "BLANKVALUE(share, 0.5)",
        "BLANKVALUE(months, 12)",
        "IF(ISBLANK(prior), 1, prior.rate)",
    ),
    "integer": ("seats", "3", "-7", "BLANKVALUE(months, 1)", "COUNT(lines)", "LEN(name)"),
    "boolean": ("open", "TRUE", "BLANKVALUE(urgent, FALSE)", "ISBLANK(note)", "former = BLANK"),
    "text": ("name", '"x"', "'é\\\"'", "BLANKVALUE(note, name)", "family", "TEXT(family)", '""'),
    "date": ("first", "last", "DATE(2024, 2, 29)", "BLANKVALUE(signed, first)"),
}

#: Each form of each type; {number} and so on stand for an expression of that type.
FORMS: Mapping[str, tuple[str, ...]] = {
    "number": (
        "({number} + {number})",
        "({number} - {number})",
        "{number} * {number}",
        "-{number}",
        "ROUND({number}, {places})",
        "ROUND_EVEN({number}, {places})",
        "ROUND({number} / 7, {places})",
        "ROUND({number} / 3 * {number} / 0.75, {places})",
        "({number} / 16)",
        "IF({number} = 0, {number}, {number} / MAX(ABS(cost), 0.01))",
        "IF(price <> 0, {number} / price, {number})",
        "IF(seats > 2 AND {boolean}, ROUND({number} / seats, 3), {number})",
        "IF(first < last, ROUND({number} / (last - first), 2), {number})",
        "IF(ISBLANK(share), {number}, share * {number})",
        "IF({boolean}, {number}, {number})",
        "CASE(months, BLANK, {number}, 12, {number}, months * {number})",
        "CASE({integer}, 0, {number}, 1, {number}, {number})",
        'CASE(family, "SEATS", {number}, "CREDITS", {number}, {number})',
        "MAX({number}, {number})",
        "TRUNC({number}, {places})",
        "TRUNC({number} / 7, {places})",
        "BLANKVALUE(LOWEST(lines, amount * 2), {number})",
        "IF(ISBLANK(HIGHEST(lines, count)), {number}, 0.5)",
        "MIN({number}, {number}, {number})",
        "ABS({number})",
        "MOD(ROUND({number}, 4), {places} + 1.5)",
        "SUM(lines, amount)",
        "SUM(lines, amount * count - IF(open, 1, 0.005))",
        "{integer}",
    ),
    "integer": (
        "({integer} + {integer})",
        "({integer} - {integer})",
        "FLOOR({number})",
        "CEILING({number})",
        "MFLOOR({number})",
        "MCEILING({number})",
        "FIND({text}, {text})",
        "FIND('B', {text}, {integer})",
        "WEEKDAY({date})",
        "ROUND({number}, 0)",
        "MOD({integer}, 12)",
        "MONTHS_BETWEEN({date}, {date})",
        "DAYS({date}, {date})",
        "({date} - {date})",
        "YEAR({date})",
        "MONTH({date})",
        "DAY({date})",
        "LEN({text})",
        "COUNT(lines, open)",
        "COUNT(lines, BLANKVALUE(note, '') = '')",
    ),
    "boolean": (
        "({boolean} AND {boolean})",
        "({boolean} OR {boolean})",
        "NOT({boolean})",
        "OR({boolean}, {boolean}, {boolean})",
        "({number} < {number})",
        "({number} >= {number})",
        "({number} = {number})",
        "({number} <> {number})",
        "({date} <= {date})",
        "(({text} & name) = {text})",
        "(LEFT({text}, 2) <> {text})",
        "({text} = BLANK)",
        'family IN ("SEATS", "SERVICE")',
        "{number} IN (0, 1, -1.5)",
        "TRIM({text}) NOT IN ('x', '')",
        "(former <> BLANK AND former = family)",
        "(months = BLANK OR months > {number})",
        "ISBLANK({text})",
        "ISPICKVAL(former, 'SEATS')",
        "INCLUDES(note, 'B')",
        "(ISPICKVAL(former, 'SEATS') AND former = family)",
        "CONTAINS({text}, {text})",
        "BEGINS({text}, {text})",
        "ANY(lines, amount > 0)",
        "ALL(lines, note = BLANK OR LEN(note) > 2)",
        "IF({boolean}, {boolean}, {boolean})",
    ),
    "text": (
        "({text} & {text})",
        "UPPER({text})",
        "LOWER({text})",
        "TRIM({text})",
        "LPAD({text}, {places}, 'aß')",
        "RPAD({text}, {places})",
        "LEFT({text}, {integer})",
        "RIGHT({text}, {integer})",
        "MID({text}, {integer}, {integer})",
        "SUBSTITUTE({text}, name, {text})",
        "SUBSTITUTE({text}, 'B', {text})",
        "TEXT(ROUND({number}, {places}))",
        "TEXT({integer})",
        "TEXT({date})",
        "IF({boolean}, {text}, {text})",
        "BLANKVALUE({text}, {text})",
        "CASE(UPPER({text}), 'X', {text}, BLANK, {text}, {text})",
    ),
    "date": (
        "ADDMONTHS({date}, {integer})",
        "EDATE({date}, {integer})",
        "({date} + {integer})",
        "({date} - {integer})",
        "MAX({date}, {date})",
        "MIN({date}, {date})",
        "DATEVALUE(TEXT({date}))",
        "DATEVALUE({text})",
        "IF({boolean}, {date}, {date})",
        "DATE(YEAR({date}), MONTH({date}), 28)",
        "IF(ISBLANK(prior), {date}, BLANKVALUE(prior.day, {date}))",
    ),
}


@st.composite
def expressions(draw: Draw, kind: str | None = None, depth: int = 4) -> str:
    """Draw the source of an expression of that type, or of any."""
    kind = kind or draw(st.sampled_from(sorted(FORMS)))
    if depth == 0 or draw(st.integers(0, 5)) == 0:
        return str(draw(st.sampled_from(LEAVES[kind])))
    source = str(draw(st.sampled_from(FORMS[kind])))
    while "{" in source:
        start = source.index("{")
        end = source.index("}", start)
        hole = source[start + 1 : end]
        inner = (
            str(draw(st.integers(0, 6)))
            if hole == "places"
            else draw(expressions(hole, depth - 1 - draw(st.integers(0, 1)) * (depth > 1)))
        )
        source = source[:start] + inner + source[end + 1 :]
    return source


@st.composite
def results(draw: Draw) -> str:
    """Draw an expression that is a result: its numbers are rounded."""
    kind = draw(st.sampled_from(sorted(FORMS)))
    source = str(draw(expressions(kind)))
    return f"ROUND({source}, 6)" if kind == "number" else source
