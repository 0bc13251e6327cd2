"""Columns of every type: what they tell apart, and what they take for impossible."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bridge.rules.check import check
from bridge.rules.compile import CompiledMatch, compile_all
from bridge.rules.compiler.choosing.matching import Matcher, Names
from bridge.rules.diagnostics import Severity
from bridge.rules.files.header import Effective
from bridge.rules.rulebook import Decision, Rulebook, RulebookInvalid, Undecided, load
from bridge.rules.tables.analysis.grid import Grid
from bridge.rules.tables.columns import Column
from bridge.rules.tables.decision_table import DecisionTable, Row
from bridge.rules.tables.otherwise import Otherwise
from bridge.rules.vocabulary import Vocabulary

ON = date(2026, 1, 1)


def words(**facts: str) -> Vocabulary:
    return Vocabulary(
        enums={}, records={"Line": facts}, treatments={}, targets={}, forbidden={}, models=()
    )


def table(inputs: str, *rows: str, hit: str = "unique") -> dict[str, str]:
    lines = [
        "language: 1\nowner: o\nwhy: w\neffective: '2020-01-01 ..'\ntable: t\nfor: Line",
        f"hit: {hit}",
        f"inputs: {inputs}",
        "outputs: {row: text}",
        "rows:",
        *(f"  r{number}: [{row}{', ' * bool(row)}r{number}]" for number, row in enumerate(rows)),
        "otherwise: {exception: NOTHING_HOLDS, say: '\"nothing\"'}",
    ]
    return {"t.yaml": "\n".join(lines)}


def decided(rulebook: Rulebook, value: object) -> str:
    answer = rulebook.table("t", {"x": value}, ON)
    return answer.code if isinstance(answer, Undecided) else str(answer.outputs["row"])


def findings(files: dict[str, str], vocabulary: Vocabulary) -> list[str]:
    with pytest.raises(RulebookInvalid) as caught:
        load(files, vocabulary)
    return [each.message for each in caught.value.diagnostics]


def test_texts_are_compared_exactly_and_any_other_text_is_a_case_of_its_own() -> None:
    files = table("{x: x}", "'US, CA'", "'\"Smith, Jones\"'", "'not US, CA, \"Smith, Jones\"'")
    rulebook = load(files, words(x="text"))
    assert [decided(rulebook, value) for value in ("US", "Smith, Jones", "us", "")] == [
        "r0",
        "r1",
        "r2",
        "r2",
    ]
    assert decided(rulebook, None) == "ASSUMPTION_BROKEN"


def test_two_rows_for_any_other_text_overlap() -> None:
    assert findings(table("{x: x}", "'not US'", "'not CA, US'"), words(x="text")) == [
        "row r1 overlaps row r0, and the table says 'hit: unique'; e.g. x is any other text"
    ]


def test_a_text_that_only_has_known_values_is_checked_against_them() -> None:
    inputs = """{x: 'IF(x, "ONE", "TWO")'}"""
    assert findings(table(inputs, "ONE", "THREE"), words(x="boolean")) == [
        "'THREE' is not a text that this column can have"
    ]
    rulebook = load(table(inputs, "ONE", "not ONE"), words(x="boolean"))
    assert decided(rulebook, value=False) == "r1"


@pytest.mark.parametrize(
    ("fact", "below", "above", "first", "last"),
    [
        ("integer", "'.. 4'", "'5 ..'", 4, 5),
        ("decimal(9,2)", "'< 5'", "'> 4.99'", Decimal("4.99"), Decimal("5.00")),
        ("date", "'< 2026-01-01'", "'> 2025-12-31'", date(2025, 12, 31), date(2026, 1, 1)),
    ],
)
def test_nothing_lies_between_neighbours(
    fact: str, below: str, above: str, first: object, last: object
) -> None:
    rulebook = load(table("{x: x}", below, above), words(x=fact))
    assert [decided(rulebook, value) for value in (first, last)] == ["r0", "r1"]
    with_rest = table("{x: x}", below, above, "'-'", hit="first")
    assert findings(with_rest, words(x=fact)) == [
        "row r2 can never decide: the assumptions and the rows above it take every case"
    ]
    assert decided(load(with_rest, words(x=f"{fact}?")), None) == "r2"


def test_a_range_bounds_the_cases_and_a_value_outside_is_left_open() -> None:
    inputs = "{x: {is: x, range: '2026-01-01 .. 2026-12-31'}}"
    files = table(inputs, "'< 2026-07-01'", "'>= 2026-07-01'")
    rulebook = load(files, words(x="date?"))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1), None]
    assert [decided(rulebook, day) for day in days] == [
        "ASSUMPTION_BROKEN",
        "r0",
        "r1",
        "ASSUMPTION_BROKEN",
        "NOTHING_HOLDS",
    ]
    assert findings(table(inputs, "'2027-01-01 ..'"), words(x="date")) == [
        "row r0 can never decide: no value satisfies its cells"
    ]


def test_an_input_that_is_always_blank_is_a_mistake() -> None:
    assert findings(table("{x: BLANK}", "'-'"), words(x="text")) == ["this is always blank"]


def test_two_rows_that_always_hold_have_the_same_cells() -> None:
    assert findings(table("{x: x}", "'-'", "'-'"), words(x="integer")) == [
        "row r1 overlaps row r0: it has the same cells"
    ]


def test_an_output_may_be_a_list_of_its_values() -> None:
    files = table("{x: x}", "'-'")
    files["t.yaml"] = files["t.yaml"].replace("{row: text}", "{row: [r1, r2]}")
    assert findings(files, words(x="integer")) == ["'r0' is not a value of row"]


def test_a_table_without_inputs_gives_what_always_holds() -> None:
    assert decided(load(table("{}", ""), words(x="text")), "y") == "r0"


def test_rows_that_only_look_alike_are_told_apart_at_a_glance() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(1000)]
    files = table("{x: x}", *(f"'{day}'" for day in days))
    rulebook = load(files, words(x="date"))
    assert decided(rulebook, days[567]) == "r567"
    assert len(rulebook.table("t", {"x": days[0]}, ON).trace) == 1000


def test_a_table_of_more_rows_is_sent_to_a_lookup() -> None:
    files = table("{x: x}", *(str(number) for number in range(1001)))
    assert findings(files, words(x="integer")) == [
        "a table has at most 1000 rows, this one has 1001"
    ]


def test_a_proof_that_takes_too_long_is_given_up_with_a_warning() -> None:
    # Whether the last row can decide is a random problem of satisfiability at its hardest ratio.
    dice = random.Random(7)
    names = [f"c{number}" for number in range(60)]
    rows = []
    for _ in range(280):
        cells = ["'-'"] * len(names)
        for column in dice.sample(range(len(names)), 3):
            cells[column] = dice.choice(["yes", "no"])
        rows.append(", ".join(cells))
    everything = ", ".join(["'-'"] * len(names))
    inputs = "{" + ", ".join(f"{name}: {name}" for name in names) + "}"
    files = table(inputs, *rows, everything, hit="first")
    rulebook = load(files, words(**dict.fromkeys(names, "boolean")))
    [note] = [each for each in rulebook.notes if each.severity is Severity.WARNING]
    assert note.message == (
        "the table is too large to prove that row r108 and those below it can decide"
    )
    answer = rulebook.table("t", dict.fromkeys(names, True), ON)
    assert isinstance(answer, Decision)


def test_two_rows_that_hold_under_unique_leave_the_case_open() -> None:
    both = Column("x", Names({}, 0b11), ())
    rows = tuple(Row(name, f"t#{name}", ("-",), {"row": name}) for name in ("a", "b"))
    unproved = DecisionTable(
        name="t",
        effective=Effective(None, None),
        inputs=CompiledMatch({"x": check("1", {})}, Matcher((both.index,), 0b11)),
        grid=Grid((both,), 2, 0),
        unique=True,
        rows=rows,
        assumptions=(),
        otherwise=Otherwise("NOTHING_HOLDS", "t#otherwise", compile_all({})),
        cells=(),
        limits=(None,),
        outputs=(),
    )
    answer = unproved.decide({}, ON)
    assert isinstance(answer, Undecided)
    assert (answer.code, answer.rule) == ("ROWS_DISAGREE", "t#a")
