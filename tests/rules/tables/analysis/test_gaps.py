"""The gaps that are told are the cases that no row holds for: all of them, each once."""

import random
from collections.abc import Mapping
from time import process_time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bridge.rules.rulebook import RulebookInvalid, load
from bridge.rules.tables.analysis.gaps import gaps
from bridge.rules.tables.analysis.grid import Grid
from bridge.rules.tables.cells import Cell, parse_cell
from bridge.rules.tables.columns import build_column
from bridge.rules.types import BOOLEAN, INTEGER, TEXT, Type, decimal, enum
from tests.examples import share
from tests.rules.tables.drawn import (
    ANYTHING,
    CASES,
    COLOURS,
    DOMAIN,
    LINES,
    WORDS,
    Piece,
    holds,
    piece,
    written,
)

TYPES: Mapping[str, Type] = {
    "colour": enum("Colour", COLOURS).optional(),
    "size": INTEGER.optional(),
    "urgent": BOOLEAN,
}
ANY_TWO = (ANYTHING["size"], ANYTHING["urgent"])
Lines = list[tuple[Piece, ...]]


def boxes(hit: str, rows: Lines, assumed: Lines) -> list[Mapping[str, Cell]]:
    """Read the gaps that a load tells; each is written in cells of the table."""
    notes = load({"t.yaml": written(hit, rows, assumed)}, WORDS).notes
    told = [note.message for note in notes if note.message.startswith("no row holds")]
    return [box(each.removeprefix("no row holds where ").split(": that")[0]) for each in told]


def box(words: str) -> Mapping[str, Cell]:
    if words == "any case":
        return {}
    parts = (part.split(" is ") for part in words.split(" and "))
    return {name: parse_cell(cell, TYPES[name]) for name, cell in parts}


def within(box: Mapping[str, Cell], case: tuple[object, ...]) -> bool:
    return all(
        name not in box or box[name].accepts(value)
        for name, value in zip(DOMAIN, case, strict=True)
    )


def agree(hit: str, rows: Lines, assumed: Lines) -> None:
    for line in assumed:  # an assumption of everything is a mistake of its own
        assume(any(cell != any_ for cell, any_ in zip(line, ANYTHING.values(), strict=True)))
    try:
        found = boxes(hit, rows, assumed)
    except RulebookInvalid:
        return
    for case in CASES:
        covered = any(holds(line, case) for line in (*rows, *assumed))
        assert sum(within(each, case) for each in found) == (not covered)


@settings(deadline=None, max_examples=share(120))
@given(
    st.sampled_from(["unique", "first", "first"]),
    st.lists(LINES, min_size=1, max_size=6),
    st.lists(LINES, max_size=2),
)
def test_the_boxes_hold_just_the_cases_that_no_row_holds_for(
    hit: str, rows: Lines, assumed: Lines
) -> None:
    agree(hit, rows, assumed)


@pytest.mark.on_demand
@settings(deadline=None)
@given(
    st.sampled_from(["unique", "first", "first"]),
    st.lists(LINES, min_size=1, max_size=12),
    st.lists(LINES, max_size=3),
)
def test_the_boxes_hold_just_the_open_cases_in_a_long_campaign(
    hit: str, rows: Lines, assumed: Lines
) -> None:
    agree(hit, rows, assumed)


def column_grid(types: list[Type], rows: list[list[str]]) -> Grid:
    columns = [
        build_column(f"c{number}", found, None, [parse_cell(row[number], found) for row in rows])
        for number, found in enumerate(types)
    ]
    return Grid(tuple(columns), len(rows), 0)


def test_neighbouring_numbers_and_dates_are_told_as_one_stretch() -> None:
    rows = [["0 .. 4.99"], ["20 .. 49.99, 60"]]
    found = gaps(column_grid([decimal(5, 2)], rows))
    assert found.boxes == ("c0 is .. -0.01, 5.00 .. 19.99, 50.00 .. 59.99, 60.01 ..",)
    assert found.complete


def test_any_other_text_is_told_by_those_that_have_rows() -> None:
    grid = column_grid([TEXT.optional()], [["US"], ['CA, "a, b"']])
    assert gaps(grid).boxes == ('c0 is not CA, US, "a, b" or blank',)


def test_under_first_an_upper_row_that_takes_cases_with_another_outcome_is_told() -> None:
    rows: Lines = [(piece("RED", "RED"), *ANY_TWO), (ANYTHING["colour"], *ANY_TWO)]
    [note] = load({"t.yaml": written("first", rows, [])}, WORDS).notes
    assert note.text() == (
        "t.yaml:12:3: note: row r0 above takes cases from row r1 and gives something else;"
        " e.g. colour is RED"
    )


def test_a_row_with_the_cells_of_one_above_is_refused_under_both_policies() -> None:
    row = (piece("RED", "RED"), *ANY_TWO)
    told = {}
    for hit in ("unique", "first"):
        with pytest.raises(RulebookInvalid) as caught:
            load({"t.yaml": written(hit, [row, row], [])}, WORDS)
        told[hit] = caught.value.diagnostics[0].message
    assert told == {
        "unique": "row r1 overlaps row r0: it has the same cells",
        "first": "row r1 can never decide: row r0 above has the same cells",
    }


def test_a_table_without_a_row_for_anything_has_one_gap() -> None:
    assert gaps(column_grid([BOOLEAN, INTEGER], [])).boxes == ("any case",)


def test_a_table_of_many_gaps_tells_some_of_them_and_says_so() -> None:
    grid = column_grid([INTEGER] * 3, [[str(n), str(n), str(n)] for n in range(40)])
    found = gaps(grid, boxes_max=5)
    assert len(found.boxes) == 5
    assert not found.complete


def wide(rows: int, columns: int) -> Grid:
    """A random table: half of its cells accept anything, the others one value of six."""
    dice = random.Random(3)
    kind = enum("Kind", tuple("ABCDEF"))
    cells = [[dice.choice([*kind.members, *"------"]) for _ in range(columns)] for _ in range(rows)]
    return column_grid([kind] * columns, cells)


def test_the_widest_table_stops_at_the_limit_with_at_least_some_gaps() -> None:
    grid = wide(300, 14)
    began = process_time()
    found = gaps(grid, steps_max=50_000)
    assert process_time() - began < 5
    assert not found.complete
    assert found.boxes
