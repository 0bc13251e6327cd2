"""Columns of money: each cell names its currency, and no amount of another one meets it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.rules.rulebook import Decision, Rulebook, RulebookInvalid, Undecided, load
from bridge.rules.tables.analysis.changes import of_tables
from bridge.rules.tables.decision_table import DecisionTable
from bridge.rules.vocabulary import Vocabulary

ON = date(2026, 1, 1)
WORDS = Vocabulary(
    enums={},
    records={
        "Deal": {"currency": "currency", "booked": "money(6,2)"},
        "Line": {
            "amount": "money(4,0)?",
            "floor": "money(6,2,USD)",
            "price": "money(6,2) over days",
            "days": "integer?",
            "deal": "Deal",
        },
    },
    treatments={},
    targets={},
    forbidden={},
    models=(),
)
#: Amounts that no cell below tells from a neighbour are left out; GBP stands for all others.
DOMAIN = [None, *((code, n) for code in ("USD", "EUR", "GBP") for n in range(-1, 5))]


@dataclass(frozen=True)
class Piece:
    """A cell as written and the cases that it accepts, told apart by the test alone."""

    text: str
    accepts: frozenset[tuple[str, int] | None]


def piece(text: str, *spans: tuple[str, int, int]) -> Piece:
    """A cell that accepts amounts from one to another, `*` being any currency."""
    return Piece(
        text,
        frozenset(
            case
            for case in DOMAIN
            if case
            and any(code in {"*", case[0]} and low <= case[1] <= high for code, low, high in spans)
        ),
    )


CELLS = st.sampled_from(
    [
        Piece("-", frozenset(DOMAIN)),
        Piece("blank", frozenset({None})),
        piece("> 1 USD", ("USD", 2, 9)),
        piece("1 .. 2 USD", ("USD", 1, 2)),
        piece("<= 2 EUR", ("EUR", -9, 2)),
        piece("3 USD, 1 EUR", ("USD", 3, 3), ("EUR", 1, 1)),
        piece("USD", ("USD", -9, 9)),
        piece("not USD", ("EUR", -9, 9), ("GBP", -9, 9)),
        piece("not USD, EUR", ("GBP", -9, 9)),
        piece("not blank", ("*", -9, 9)),
        piece("> 0", ("*", 1, 9)),
        piece("0", ("*", 0, 0)),
        piece("< 0, > 2 EUR", ("*", -9, -1), ("EUR", 3, 9)),
        piece("0 .. 3 EUR", ("EUR", 0, 3)),
    ]
)


def written(cells: list[Piece], hit: str, of: str = "amount") -> dict[str, str]:
    rows = "".join(f'  r{n}: ["{each.text}", "{n}"]\n' for n, each in enumerate(cells))
    return {
        "t.yaml": "language: 1\nowner: a\nwhy: b\neffective: 2020-01-01 ..\n"
        f"table: t\nfor: Line\nhit: {hit}\ninputs: {{{of}: {of}}}\noutputs: {{row: text}}\n"
        f"rows:\n{rows}otherwise: {{exception: NONE_OF_THEM, say: '\"x\"'}}\n"
    }


def facts(case: tuple[str, int] | None) -> Mapping[str, object]:
    code, amount = case or ("USD", None)
    return {
        "amount": None if amount is None else Decimal(amount),
        "deal": {"currency": code, "booked": Decimal(0)},
    }


@settings(max_examples=70)
@given(cells=st.lists(CELLS, min_size=1, max_size=4))
def test_the_first_row_that_accepts_an_amount_in_its_currency_decides(cells: list[Piece]) -> None:
    try:
        rulebook = load(written(cells, "first"), WORDS)
    except RulebookInvalid:
        taken = [
            frozenset().union(*(each.accepts for each in cells[:n])) for n in range(len(cells))
        ]
        assert any(each.accepts <= above for each, above in zip(cells, taken, strict=True))
        return
    for case in DOMAIN:
        holding = [str(n) for n, each in enumerate(cells) if case in each.accepts]
        found = rulebook.table("t", facts(case), ON)
        if holding:
            assert isinstance(found, Decision)
            assert found.outputs["row"] == holding[0]
        else:
            assert isinstance(found, Undecided)
            assert found.code == "NONE_OF_THEM"
    covered = frozenset().union(*(each.accepts for each in cells))
    told = [note for note in rulebook.notes if "no row holds" in note.message]
    assert bool(told) is (covered != frozenset(DOMAIN))


@settings(max_examples=70)
@given(cells=st.lists(CELLS, min_size=2, max_size=3))
def test_rows_overlap_just_where_they_share_an_amount(cells: list[Piece]) -> None:
    share = any(one.accepts & other.accepts for one, other in combinations(cells, 2))
    try:
        load(written(cells, "unique"), WORDS)
        overlap = False
    except RulebookInvalid:
        overlap = True
    assert overlap is share


def book(*cells: str, of: str = "amount") -> Rulebook:
    return load(written([Piece(cell, frozenset()) for cell in cells], "unique", of), WORDS)


def test_a_gap_is_told_in_each_currency() -> None:
    (note,) = [one for one in book("> 1 USD", "<= 2 EUR", "blank").notes if "no row" in one.message]
    assert note.message == (
        "no row holds where amount is 3 .. EUR, .. 1 USD, in another currency: that becomes "
        "NONE_OF_THEM"
    )


def test_a_trace_shows_an_amount_with_its_currency() -> None:
    found = book("> 1 USD", "<= 2 EUR").table("t", facts(("USD", 3)), ON)
    assert isinstance(found, Decision)
    assert found.trace == ("row r0 decided", "row r1: amount is 3 USD, the row needs <= 2 EUR")


def test_a_change_of_a_limit_is_told_in_its_currency() -> None:
    old, new = (book(cell, "<= 2 EUR").tables["t"] for cell in ("> 1 USD", "> 3 USD"))
    assert isinstance(old, DecisionTable)
    assert isinstance(new, DecisionTable)
    (box,) = of_tables(old, new).boxes
    assert box.case == "amount is 2 .. 3 USD"


def test_two_rows_that_meet_say_in_which_currency() -> None:
    with pytest.raises(RulebookInvalid) as refused:
        book("> 1 USD", "2 .. 3 USD")
    assert refused.value.diagnostics[0].message.endswith("amount is 2 USD")


@pytest.mark.parametrize(
    ("cell", "message", "hint"),
    [
        ("> 100", "an amount needs its currency", "> 100 USD"),
        ("100", "an amount needs its currency", "100 USD"),
        ("0 .. 100", "an amount needs its currency", "0 .. 100 USD"),
        (
            "> 100 DOLLARS",
            "'DOLLARS' is not an ISO 4217 currency code",
            "three capitals, such as USD",
        ),
        ("> 1.5 USD", "'1.5' has 1 decimals, the column has 0", None),
    ],
)
def test_a_cell_without_a_currency_is_refused(cell: str, message: str, hint: str | None) -> None:
    with pytest.raises(RulebookInvalid) as refused:
        book(cell)
    (found,) = refused.value.diagnostics
    assert (found.line, found.message, found.hint) == (11, message, hint)


def test_a_column_of_one_currency_takes_no_other() -> None:
    with pytest.raises(RulebookInvalid) as refused:
        book("> 100 EUR", of="floor")
    (found,) = refused.value.diagnostics
    assert found.message == "the amounts of this column are in USD"
    rulebook = book("> 100 USD", of="floor")
    known = {**facts(("EUR", 1)), "floor": Decimal("100.01")}
    assert isinstance(rulebook.table("t", known, ON), Decision)


def test_a_price_for_a_time_is_not_asked_for_by_itself() -> None:
    with pytest.raises(RulebookInvalid) as refused:
        book("> 100 USD", of="price")
    assert refused.value.diagnostics[0].message.startswith("this is a price for a time")


def test_an_amount_is_no_key_of_a_lookup() -> None:
    lookup = (
        "language: 1\nowner: a\nwhy: b\neffective: 2020-01-01 ..\nlookup: t\nfor: Line\n"
        "key: {amount: deal.booked}\ngives: {row: text}\nrows:\n  - [5, A]\n"
        "otherwise: {exception: NONE_OF_THEM, say: '\"x\"'}\n"
    )
    with pytest.raises(RulebookInvalid) as refused:
        load({"t.yaml": lookup}, WORDS)
    assert refused.value.diagnostics[0].message == "this is money(6,2), and no key"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("money(6,2)", "what a row gives cannot be of the deal's currency"),
        ("currency", "what a row gives cannot be of the deal's currency"),
    ],
)
def test_a_row_gives_nothing_of_the_deals_currency(given: str, message: str) -> None:
    files = written([Piece("USD", frozenset())], "unique")
    with pytest.raises(RulebookInvalid) as refused:
        load({"t.yaml": files["t.yaml"].replace("{row: text}", f'{{row: "{given}"}}')}, WORDS)
    assert refused.value.diagnostics[0].message == message


def test_a_range_holds_in_every_currency() -> None:
    text = written([Piece("> 5 USD", frozenset())], "unique")["t.yaml"]
    bounded = text.replace("{amount: amount}", '{amount: {is: amount, range: "0 .."}}')
    found = load({"t.yaml": bounded}, WORDS).table("t", facts(("EUR", -1)), ON)
    assert isinstance(found, Undecided)
    assert found.code == "ASSUMPTION_BROKEN"
    assert "amount is -1 EUR" in found.says
    with pytest.raises(RulebookInvalid) as refused:
        load({"t.yaml": bounded.replace("0 ..", ".. 5 USD")}, WORDS)
    assert refused.value.diagnostics[0].message == "a range holds in every currency"
