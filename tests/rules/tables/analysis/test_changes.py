"""The boxes that are told are the cases whose outcome changes: all of them, each once."""

import random
from collections.abc import Mapping
from time import process_time

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bridge.rules.rulebook import load
from bridge.rules.tables.analysis.changes import Box, Changes, of_lookups, of_tables
from bridge.rules.tables.analysis.merging import comparable
from bridge.rules.tables.cells import parse_cell
from bridge.rules.tables.decision_table import DecisionTable
from bridge.rules.tables.lookup import Lookup
from bridge.rules.types import BOOLEAN, INTEGER, Type, enum
from bridge.rules.vocabulary import Vocabulary
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
RED = (piece("RED", "RED"), *ANY_TWO)
ELSE = (ANYTHING["colour"], *ANY_TWO)
Lines = list[tuple[Piece, ...]]
#: hit policy, rows, assumptions, the range of the size
Drawn = tuple[str, Lines, Lines, tuple[int, int]]
RANGES = st.sampled_from([(0, 6), (0, 6), (1, 5)])


def outside(size: object, limits: tuple[int, int]) -> bool:
    return isinstance(size, int) and not limits[0] <= size <= limits[1]


def sound(hit: str, rows: Lines, assumed: Lines, limits: tuple[int, int]) -> Drawn:
    """Leave out what a table must not have: rows that never decide, or share a case of `unique`."""
    assumed = [line for line in assumed if line != tuple(ANYTHING.values())]
    taken = {case for case in CASES if outside(case[1], limits)}
    taken |= {case for case in CASES for line in assumed if holds(line, case)}
    seen: set[tuple[object, ...]] = set()
    kept: Lines = []
    for row in rows:
        cases = {case for case in CASES if holds(row, case)}
        if not cases <= taken | seen and not (hit == "unique" and cases & seen):
            seen |= cases
            kept.append(row)
    return hit, kept, assumed, limits


@st.composite
def versions(draw: st.DrawFn, rows_max: int = 6) -> tuple[Drawn, Drawn]:
    """Draw a table, and what somebody made of it: rows moved, dropped, changed and added."""
    hit = draw(st.sampled_from(["unique", "first", "first"]))
    rows: Lines = draw(st.lists(LINES, min_size=1, max_size=rows_max))
    assumed: Lines = draw(st.lists(LINES, max_size=2))
    kept: Lines = draw(st.lists(st.sampled_from([*rows, draw(LINES)]), max_size=rows_max))
    held: Lines = draw(st.lists(st.sampled_from([*assumed, draw(LINES)]), max_size=2))
    other = draw(st.sampled_from([hit, hit, "unique", "first"]))
    return sound(hit, rows, assumed, draw(RANGES)), sound(other, kept, held, draw(RANGES))


def texts(drawn: Drawn, otherwise: str = "NOTHING_HOLDS") -> str:
    """The table as a file; what a row gives is a function of its cells, so that rows can move."""
    hit, rows, assumed, (low, high) = drawn
    text = written(hit, rows, assumed)
    for number, row in enumerate(rows):
        text = text.replace(f", {number}]\n", f", {outcome(row)}]\n")
    text = text.replace("range: '0 .. 6'", f"range: '{low} .. {high}'")
    return text.replace("NOTHING_HOLDS", otherwise)


def outcome(row: tuple[Piece, ...]) -> int:
    return 100 + len(row[0].accepts) + 10 * len(row[1].accepts)


def table(text: str, words: Vocabulary = WORDS) -> DecisionTable:
    found = load({"t.yaml": text}, words).tables["t"]
    assert isinstance(found, DecisionTable)
    return found


def expected(drawn: Drawn, case: tuple[object, ...], otherwise: str) -> str:
    """What a table says of a case, found by trying its lines."""
    _, rows, assumed, limits = drawn
    if outside(case[1], limits) or any(holds(line, case) for line in assumed):
        return "the exception ASSUMPTION_BROKEN"
    decided = [row for row in rows if holds(row, case)]
    return f"row is {outcome(decided[0])}" if decided else f"the exception {otherwise}"


def within(box: Box, case: tuple[object, ...]) -> bool:
    if box.case == "any case":
        return True
    cells = dict(part.split(" is ") for part in box.case.split(" and "))
    return all(
        name not in cells or parse_cell(cells[name], TYPES[name]).accepts(value)
        for name, value in zip(DOMAIN, case, strict=True)
    )


def agree(old: Drawn, new: Drawn, otherwise: str) -> None:
    assume(old[1] and new[1])  # a table has a row
    found = of_tables(table(texts(old)), table(texts(new, otherwise)))
    assert found.complete
    possible = [case for case in CASES if old[3] != new[3] or not outside(case[1], old[3])]
    for case in possible:
        said, says = expected(old, case, "NOTHING_HOLDS"), expected(new, case, otherwise)
        told = [(box.old, box.new) for box in found.boxes if within(box, case)]
        assert told == ([(said, says)] if said != says else [])


CODES = st.sampled_from(["NOTHING_HOLDS", "NOTHING_HOLDS", "NO_ROW"])


@settings(deadline=None, max_examples=share(60))
@given(versions(), CODES)
@example((("first", [RED, ELSE], [], (0, 6)), ("first", [ELSE], [], (0, 6))), "NOTHING_HOLDS")
def test_the_boxes_hold_just_the_cases_whose_outcome_changes(
    both: tuple[Drawn, Drawn], otherwise: str
) -> None:
    agree(*both, otherwise)


@pytest.mark.on_demand
@settings(deadline=None)
@given(versions(rows_max=10), CODES)
def test_the_boxes_hold_just_the_changed_cases_in_a_long_campaign(
    both: tuple[Drawn, Drawn], otherwise: str
) -> None:
    agree(*both, otherwise)


def test_a_box_says_what_both_versions_make_of_it() -> None:
    old = table(written("first", [RED, ELSE], []))
    new = table(written("first", [ELSE], []))
    assert of_tables(old, new).boxes == (
        Box("colour is GREEN, BLUE, blank", "row is 1", "row is 0"),
    )


def test_columns_that_only_changed_places_and_unique_rows_that_moved_change_nothing() -> None:
    text = written("unique", [RED, (piece("BLUE", "BLUE"), *ANY_TWO)], [])
    moved = text.replace(
        "{colour: colour, size: {is: size, range: '0 .. 6'}, urgent: urgent}",
        "{urgent: urgent, colour: ( colour ), size: {is: size, range: '0 .. 6'}}",
    ).replace(
        "  r0: ['RED', '-', '-', 0]\n  r1: ['BLUE', '-', '-', 1]",
        "  r1: ['-', 'BLUE', '-', 1]\n  r0: ['-', 'RED', '-', 0]",
    )
    assert moved != text
    assert of_tables(table(text), table(moved)) == Changes((), complete=True)


def test_tables_that_ask_something_else_are_not_compared() -> None:
    text = written("first", [RED], [])
    other = text.replace("urgent: urgent", "urgent: NOT urgent")
    assert not comparable(table(text).inputs, table(other).inputs)
    assert comparable(table(text).inputs, table(text).inputs)


def wide(change: int) -> DecisionTable:
    """A random table of 200 rows and 12 columns; the first `change` rows give something else."""
    dice = random.Random(3)
    kinds = tuple("ABCDEF")
    columns = [f"c{number}" for number in range(12)]
    cells = [[dice.choice(kinds) for _ in columns] for _ in range(200)]
    for row in cells:
        for column in dice.sample(range(12), 6):
            row[column] = "-"
    rows = "\n".join(
        f"  r{n}: [{', '.join(repr(cell) for cell in row)}, {n + (1000 if n < change else 0)}]"
        for n, row in enumerate(cells)
    )
    words = Vocabulary(
        enums={"Kind": kinds},
        records={"Line": dict.fromkeys(columns, "Kind")},
        treatments={},
        targets={},
        forbidden={},
        models=(),
    )
    inputs = ", ".join(f"{name}: {name}" for name in columns)
    head = written("first", [], []).split("inputs:")[0]
    return table(
        f"{head}inputs: {{{inputs}}}\noutputs: {{row: integer}}\nrows:\n{rows}\n"
        "otherwise: {exception: NOTHING_HOLDS, say: '\"nothing\"'}\n",
        words,
    )


def test_the_widest_tables_stop_at_the_limit_with_at_least_some_boxes() -> None:
    old, new = wide(0), wide(200)
    began = process_time()
    found = of_tables(old, new, steps_max=20_000)
    assert process_time() - began < 5
    assert not found.complete
    assert found.boxes


def test_one_changed_row_of_a_wide_table_is_told_exactly() -> None:
    found = of_tables(wide(0), wide(1))
    assert found.complete
    assert {(box.old, box.new) for box in found.boxes} == {("row is 0", "row is 1000")}


def lookup(rows: str, code: str = "NO_ITEM") -> Lookup:
    text = (
        "language: 1\nowner: o\nwhy: w\neffective: 2020-01-01 ..\nlookup: l\nfor: Line\n"
        "key: {colour: colour, size: size}\ngives: {item: text}\n"
        f"rows:\n{rows}"
        f"otherwise: {{exception: {code}, say: '\"nothing\"'}}\n"
    )
    found = load({"l.yaml": text}, WORDS).lookups["l"]
    assert isinstance(found, Lookup)
    return found


def test_lookups_are_compared_by_key() -> None:
    old = lookup("  - [RED, 1, A]\n  - [RED, 2, B]\n  - [BLUE, blank, C]\n")
    new = lookup("  - [BLUE, blank, C]\n  - [RED, 2, X]\n  - [GREEN, 1, D]\n")
    assert of_lookups(old, new) == Changes(
        (
            Box("colour is RED and size is 1", "item is A", "the exception NO_ITEM"),
            Box("colour is RED and size is 2", "item is B", "item is X"),
            Box("colour is GREEN and size is 1", "the exception NO_ITEM", "item is D"),
        ),
        complete=True,
    )
    assert not of_lookups(old, new, boxes_max=2).complete


def test_another_exception_of_a_lookup_is_told_for_all_other_keys() -> None:
    rows = "  - [RED, 1, A]\n"
    (box,) = of_lookups(lookup(rows), lookup(rows, "UNKNOWN")).boxes
    assert box == Box("any other key", "the exception NO_ITEM", "the exception UNKNOWN")
