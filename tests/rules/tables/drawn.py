"""Random tables over a domain so small that every case can be tried."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from hypothesis import strategies as st

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
