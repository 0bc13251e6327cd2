"""The one function of a mapping gives what its rules and fields give one by one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, getcontext, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.rules.compile import NotComputable
from bridge.rules.mappings.mapping import FieldMapping
from bridge.rules.outcomes import Mapped, Undecided
from bridge.rules.rulebook import Rulebook, load
from bridge.rules.vocabulary import Vocabulary

ON = date(2026, 1, 1)
HEAD = "language: 1\nowner: o\nwhy: w\neffective: 2020-01-01 ..\n"
FILES = {
    "first.yaml": f"""{HEAD}
table: first
for: Line
hit: first
inputs: {{family: family, price: price, months: months}}
outputs: {{row: integer, rate: "decimal(6,2)"}}
rows:
  a: [A, 0 .. 9.99, -, 1, 0.5]
  b: ["A, B", ">= 5", "< 13", 2, 1.25]
  c: [-, -, -, 3, 2]
assume: [{{family: A, price: "< -20"}}, {{family: C, months: 7}}]
otherwise: {{exception: NO_ROW, say: '"no row"'}}
""",
    "only.yaml": f"""{HEAD}
table: only
for: Deal
inputs: {{region: region, start: start, extra: extra}}
outputs: {{seller: text}}
rows:
  north: [N, "< 2026-01-01", ">= 0", X]
  later: [N, ">= 2026-01-01", ">= 0", Y]
  south: [S, -, -, Z]
otherwise: {{exception: NO_SELLER, say: '"no seller"'}}
""",
    "items.yaml": f"""{HEAD}
lookup: items
for: Line
key: {{code: code, family: family}}
gives: {{item: text, factor: "decimal(6,4)"}}
rows: [[P-1, A, ONE, 0.85], [P-1, B, TWO, 1], [P-2, C, TWO, 1.2]]
otherwise: {{exception: NO_ITEM, say: '"no item " & code'}}
""",
    "line.yaml": f"""{HEAD}
mapping: line
for: Line
uses:
  first: {{table: first}}
  only: {{table: only}}
  known: {{lookup: items}}
fields:
  row: first.row
  maybe: IF(months = 0, extra, 0)
  amount: ROUND(quantity * price, 2)
  half: ROUND_EVEN(quantity * price / 2, 2)
  less: ROUND(quantity * price, 2) - ROUND(quantity * known.factor, 2)
  rated: ROUND(quantity * first.rate, 2)
  again: ROUND(quantity * price, 2) - ROUND(quantity * first.rate, 2)
  plain: extra
  monthly: IF(months = 0, 0, ROUND(price / months, 4))
  item: known.item & "-" & only.seller
  last: EDATE(deal.start, months) - 1
  sticky: ADDMONTHS(deal.start, months)
  lasts: MONTHS_BETWEEN(deal.start, deal.start + 40)
check:
  - {{that: months < 40, otherwise: TOO_LONG, say: '"long"'}}
""",
}
RECORDS: Mapping[str, Mapping[str, str]] = {
    "Deal": {"region": "Region", "start": "date", "extra": "decimal(9,2)"},
    "Line": {
        "deal": "Deal",
        "code": "text",
        "family": "Family",
        "price": "decimal(9,2)",
        "extra": "decimal(9,2)",
        "quantity": "decimal(9,2)",
        "months": "integer",
    },
}
TARGETS = {
    "row": "integer",
    **dict.fromkeys(("maybe", "amount", "half", "less", "rated", "again"), "decimal(30,2)"),
    "plain": "decimal(9,2)",
    "monthly": "decimal(30,4)",
    "item": "text",
    "last": "date",
    "sticky": "date",
    "lasts": "integer",
}
WORDS = Vocabulary(
    enums={"Family": ("A", "B", "C"), "Region": ("N", "S", "W")},
    records=RECORDS,
    treatments={},
    targets={"line": TARGETS},
    forbidden={},
    models=(),
)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load(FILES, WORDS)


NUMBERS = st.decimals(-200, 200, places=2)
FACTS = st.fixed_dictionaries(
    {
        "deal": st.fixed_dictionaries(
            {
                "region": st.sampled_from("NS"),
                "start": st.dates(date(2025, 11, 1), date(2026, 3, 31)),
                "extra": st.just(Decimal(1)),
            }
        ),
        "code": st.just("P-1"),
        "family": st.sampled_from("AB"),
        "price": NUMBERS,
        "extra": NUMBERS,
        "quantity": NUMBERS,
        "months": st.integers(0, 24),
    }
)
#: Values that are rare, or none of the declared type, or that some rule has no row for.
ODD_NUMBERS = st.sampled_from(
    [Decimal("-0.00"), Decimal(0), Decimal("NaN"), Decimal("1.005"), Decimal(10**9)]
)
ODD = st.fixed_dictionaries(
    {},
    optional={
        "deal": st.fixed_dictionaries(
            {
                "region": st.sampled_from("NWQ"),
                "start": st.sampled_from([date.min, date.max]),
                "extra": st.just(Decimal(-1)),
            }
        ),
        "code": st.sampled_from(["P-2", "P-3"]),
        "family": st.sampled_from("CQ"),
        "price": ODD_NUMBERS,
        "extra": ODD_NUMBERS,
        "quantity": ODD_NUMBERS,
        "months": st.sampled_from([-1, 7, 45, 10**9, 10**11]),
    },
)


def told(mapping: FieldMapping, facts: Mapping[str, object]) -> object:
    """What a mapping says, and how the numbers are written; or why it says nothing."""
    try:
        answer = mapping.apply(facts, ON)
    except NotComputable as error:
        return str(error)
    if isinstance(answer, Undecided):
        return answer, answer.trace
    return {name: str(value) for name, value in answer.fields.items()}, answer.rules, answer.trace


@given(plain=FACTS, odd=ODD, changed=st.sets(st.sampled_from(sorted(RECORDS["Line"])), max_size=2))
def test_the_one_function_gives_what_the_careful_way_gives(
    book: Rulebook, plain: Mapping[str, object], odd: Mapping[str, object], changed: set[str]
) -> None:
    mapping = book.mappings["line"]
    facts = {**plain, **{name: value for name, value in odd.items() if name in changed}}
    assert mapping.at_once
    assert told(mapping, facts) == told(replace(mapping, at_once=None), facts)


FACTS_OF_ONE: Mapping[str, object] = {
    "deal": {"region": "N", "start": date(2026, 1, 31), "extra": Decimal(0)},
    "code": "P-1",
    "family": "A",
    "price": Decimal("4.05"),
    "extra": Decimal("4.05"),
    "quantity": Decimal("3.00"),
    "months": 1,
}


def test_it_gives_all_fields_with_the_rows_that_decided(book: Rulebook) -> None:
    found = book.map("line", FACTS_OF_ONE, ON)
    assert isinstance(found, Mapped)
    assert {name: str(value) for name, value in found.fields.items()} == {
        "row": "1",
        "maybe": "0.00",
        "amount": "12.15",  # 3 x 4.05
        "half": "6.08",  # 6.075, to the even neighbour
        "less": "9.60",  # 12.15 - 3 x 0.85
        "rated": "1.50",  # 3 x 0.50
        "again": "10.65",  # 12.15 - 1.50
        "plain": "4.05",
        "monthly": "4.0500",
        "item": "ONE-Y",
        "last": "2026-02-27",
        "sticky": "2026-02-28",
        "lasts": "1",  # to 12 March: 28 February is reached, 31 March is not
    }
    assert found.rules == ("first#a", "only#later", "items#P-1/A")
    assert found.trace[0] == "first: row a decided"


def test_what_it_cannot_give_it_leaves_to_the_careful_way(book: Rulebook) -> None:
    at_once = book.mappings["line"].at_once
    assert at_once
    assert at_once(FACTS_OF_ONE, ON)
    for changed in (
        {"months": 40},  # the check does not hold
        {"family": "Q"},  # no value of the column
        {"code": "P-3"},  # no row of the lookup
        {"price": Decimal("1.005")},  # more decimals than declared
        {"price": Decimal("NaN")},
    ):
        assert at_once({**FACTS_OF_ONE, **changed}, ON) is None
    assert at_once(FACTS_OF_ONE, date(2019, 12, 31)) is None


def test_it_leaves_the_decimal_context_of_the_caller_as_it_was(book: Rulebook) -> None:
    with localcontext(prec=3) as before:
        found = book.map("line", FACTS_OF_ONE, ON)
        assert getcontext() is before
    assert found == book.map("line", FACTS_OF_ONE, ON)
