"""A table that loads decides every case as its rows say, and one that does not says why."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bridge.rules.rulebook import Decision, RulebookInvalid, Undecided, load
from tests.examples import share
from tests.rules.tables.drawn import (
    ANYTHING,
    CASES,
    DOMAIN,
    LINES,
    ON,
    WORDS,
    Piece,
    holds,
    written,
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


@settings(deadline=None, max_examples=share(150))
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
