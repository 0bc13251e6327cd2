"""A table that loads decides every case as its rows say, and one that does not says why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bridge.rules.rulebook import Decision, RulebookInvalid, Undecided, load
from bridge.rules.vocabulary import Vocabulary

ON = date(2026, 1, 1)
COLOURS = ("RED", "GREEN", "BLUE")
#: Every case there is: three columns, all of which may be blank but the last.
DOMAIN: Mapping[str, tuple[object, ...]] = {
    "colour": (*COLOURS, None),
    "size": (*range(7), None),
    "urgent": (True, False),
}
WORDS = Vocabulary(
    enums={"Colour": COLOURS},
    records={"Line": {"colour": "Colour?", "size": "integer?", "urgent": "boolean"}},
    treatments={},
    targets={},
    forbidden={},
    models=(),
)


@dataclass(frozen=True)
class Piece:
    """A cell as written and the values that it accepts, told apart by the test alone."""

    text: str
    accepts: frozenset[object]


def piece(text: str, *accepts: object) -> Piece:
    return Piece(text, frozenset(accepts))


ANYTHING = {name: Piece("-", frozenset(values)) for name, values in DOMAIN.items()}
COLOUR_CELLS = st.sampled_from(
    [
        ANYTHING["colour"],
        piece("RED", "RED"),
        piece("RED, BLUE", "RED", "BLUE"),
        piece("not RED", "GREEN", "BLUE"),
        piece("blank", None),
        piece("GREEN, blank", "GREEN", None),
        piece("not blank", *COLOURS),
    ]
)
URGENT_CELLS = st.sampled_from(
    [ANYTHING["urgent"], Piece("yes", frozenset({True})), Piece("no", frozenset({False}))]
)


@st.composite
def size_cells(draw: st.DrawFn) -> Piece:
    low, high = sorted((draw(st.integers(0, 6)), draw(st.integers(0, 6))))
    return draw(
        st.sampled_from(
            [
                ANYTHING["size"],
                piece("blank", None),
                piece(str(low), low),
                piece(f"{low} .. {high}", *range(low, high + 1)),
                piece(f">= {low}", *range(low, 7)),
                piece(f"<= {high}, blank", *range(high + 1), None),
                piece(f".. {high}", *range(high + 1)),
                piece(f"not {low} .. {high}", *range(low), *range(high + 1, 7)),
                piece(f"{low}, {high}", low, high),
            ]
        )
    )


LINES = st.tuples(COLOUR_CELLS, size_cells(), URGENT_CELLS)
CASES = tuple(product(*DOMAIN.values()))


def holds(line: tuple[Piece, ...], case: tuple[object, ...]) -> bool:
    return all(value in cell.accepts for cell, value in zip(line, case, strict=True))


def written(hit: str, rows: list[tuple[Piece, ...]], assumed: list[tuple[Piece, ...]]) -> str:
    lines = [
        f"  r{n}: [{', '.join(repr(cell.text) for cell in row)}, {n}]" for n, row in enumerate(rows)
    ]
    cases = [
        "  - {"
        + ", ".join(f"{name}: '{cell.text}'" for name, cell in zip(DOMAIN, line, strict=True))
        + "}"
        for line in assumed
    ]
    return "\n".join(
        [
            'language: 1\nowner: o\nwhy: w\neffective: "2020-01-01 .."\ntable: t\nfor: Line',
            f"hit: {hit}",
            "inputs: {colour: colour, size: {is: size, range: '0 .. 6'}, urgent: urgent}",
            "outputs: {row: integer}",
            "rows:",
            *lines,
            *(["assume:", *cases] if cases else []),
            "otherwise: {exception: NOTHING_HOLDS, say: '\"nothing\"'}",
        ]
    )


def faults(hit: str, rows: list[tuple[Piece, ...]], assumed: list[tuple[Piece, ...]]) -> set[str]:
    """The rows that a load must refuse, found by trying every case."""
    left = [case for case in CASES if not any(holds(line, case) for line in assumed)]
    refused = set()
    for number, row in enumerate(rows):
        mine = [case for case in left if holds(row, case)]
        above = [case for case in mine if any(holds(other, case) for other in rows[:number])]
        if hit == "unique" and above:
            refused.add(f"row r{number} overlaps")
        elif len(above) == len(mine):
            refused.add(f"row r{number} can never decide")
    return refused


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(["unique", "first"]),
    st.lists(LINES, min_size=1, max_size=5),
    st.lists(LINES, max_size=2),
)
def test_a_table_is_refused_or_decides_every_case_as_its_rows_say(
    hit: str, rows: list[tuple[Piece, ...]], assumed: list[tuple[Piece, ...]]
) -> None:
    for line in assumed:  # an assumption of everything is a mistake of its own
        assume(any(cell != any_ for cell, any_ in zip(line, ANYTHING.values(), strict=True)))
    refused = faults(hit, rows, assumed)
    try:
        rulebook = load({"t.yaml": written(hit, rows, assumed)}, WORDS)
    except RulebookInvalid as invalid:
        told = {" ".join(each.message.split(" ")[:3]) for each in invalid.diagnostics}
        assert told == {" ".join(each.split(" ")[:3]) for each in refused}
        return
    assert refused == set()
    for case in CASES:
        answer = rulebook.table("t", dict(zip(DOMAIN, case, strict=True)), ON)
        held = [number for number, row in enumerate(rows) if holds(row, case)]
        if any(holds(line, case) for line in assumed):
            assert isinstance(answer, Undecided)
            assert answer.code == "ASSUMPTION_BROKEN"
        elif not held:
            assert isinstance(answer, Undecided)
            assert answer.code == "NOTHING_HOLDS"
            assert len(answer.trace) == len(rows)
        else:
            assert answer == Decision({"row": held[0]}, f"t#r{held[0]}")
            explained(answer.trace, rows, case, held)


def explained(
    trace: tuple[str, ...],
    rows: list[tuple[Piece, ...]],
    case: tuple[object, ...],
    held: list[int],
) -> None:
    """The trace names, for each row, the first cell that does not accept its value."""
    for number, (sentence, row) in enumerate(zip(trace, rows, strict=True)):
        if number == held[0]:
            assert sentence == f"row r{number} decided"
        elif number in held:
            assert sentence == f"row r{number}: holds too, but stands below"
        else:
            name, cell = next(
                (name, cell)
                for name, cell, value in zip(DOMAIN, row, case, strict=True)
                if value not in cell.accepts
            )
            assert sentence.startswith(f"row r{number}: {name} is ")
            assert sentence.endswith(f", the row needs {cell.text}")
