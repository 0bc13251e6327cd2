"""The facts that random expressions read: their types, and random values for them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from bridge.rules.types import (
    BOOLEAN,
    CURRENCY,
    DATE,
    INTEGER,
    TEXT,
    Type,
    decimal,
    enum,
    list_of,
    money,
    quotient,
    record,
)

FAMILY = enum("Family", ("SEATS", "CREDITS", "SERVICE"))
LINE = record(
    "Line",
    {
        "amount": decimal(12, 2),
        "due": money(12, 2),
        "count": INTEGER,
        "note": TEXT.optional(),
        "open": BOOLEAN,
    },
)
OTHER = record(
    "Deal",
    {"rate": decimal(10, 6), "day": DATE.optional(), "currency": CURRENCY, "paid": money(9, 2)},
)
SCOPE: Mapping[str, Type] = {
    "price": decimal(14, 4),
    "cost": decimal(10, 2),
    "share": decimal(8, 6).optional(),
    "fee": money(14, 4),
    "credit": money(10, 2).optional(),
    "yearly": quotient(9).like(money(1, 0)),
    "price_for": replace(money(9, 2), over="days"),
    "days": INTEGER.optional(),
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
_OTHERS = st.fixed_dictionaries(
    {
        "rate": decimals(10, 6),
        "day": optional(_DAYS),
        "currency": st.sampled_from(("USD", "EUR", "JPY")),
        "paid": decimals(9, 2),
    }
)

FACTS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "price": decimals(14, 4),
        "cost": decimals(10, 2) | decimals(2, 0),
        "share": optional(decimals(8, 6)),
        "fee": decimals(14, 4) | decimals(2, 0),
        "credit": optional(decimals(10, 2)),
        "yearly": st.builds(Fraction, st.integers(-(10**6), 10**6), st.integers(1, 24)),
        "price_for": decimals(9, 2),
        "days": optional(_INTEGERS),
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
                    "due": decimals(12, 2),
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
