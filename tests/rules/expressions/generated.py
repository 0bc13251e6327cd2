"""Random expressions of each type over one scope."""

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]

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
    "money": (
        "fee",
        "deal.paid",
        "yearly",
        "IF(ISBLANK(days), price_for, fee)",
        "BLANKVALUE(credit, 0)",
        "BLANKVALUE(credit, fee)",
        "SUM(lines, due)",
        "MAX(fee, 0)",
        'IF(deal.currency = "USD", MONEY(12.50, "USD"), fee)',
        'CASE(deal.currency, "EUR", MONEY(-3, "EUR"), "USD", MONEY(0, "USD"), fee)',
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
        "IF(fee <> 0, ROUND({money} / fee * {number}, {places}), {number})",
        "IF(deal.paid = 0, {number}, {money} / deal.paid)",
        "{integer}",
    ),
    "money": (
        "({money} + {money})",
        "({money} - {money})",
        "-{money}",
        "{money} * {number}",
        "{integer} * {money}",
        "seats * price_for",
        "ROUND({money}, {places})",
        "ROUND_EVEN({money} / 7, {places})",
        "TRUNC({number} * {money}, {places})",
        "({money} / 16)",
        "IF(seats > 0, {money} / seats, {money})",
        "MIN({money}, 0, {money})",
        "MAX({money}, {money})",
        "ABS({money})",
        "FLOOR({money})",
        "IF({boolean}, {money}, 0)",
        "SUM(lines, due * count)",
        "BLANKVALUE(HIGHEST(lines, due), {money})",
        'IF(deal.currency = "USD", {money} + MONEY(0.5, "USD") * {number}, {money})',
        'IF(ISPICKVAL(deal.currency, "EUR") AND {boolean}, MONEY(7, "EUR") - {money}, {money})',
        'CASE(deal.currency, "JPY", MIN(MONEY(100, "JPY"), {money}), {money})',
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
        "({money} < {money})",
        "({money} = {money})",
        "({money} >= 0)",
        "(price_for <= 1.5 * price_for)",
        '(deal.currency = "USD" AND {money} > MONEY(1000, "USD"))',
        '(deal.currency <> "EUR" OR {money} <= MONEY(2.5, "EUR"))',
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
    return f"ROUND({source}, 6)" if kind in {"number", "money"} else source
