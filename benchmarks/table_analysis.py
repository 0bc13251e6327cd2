"""
How long a table's overlaps, rows that never decide, and gaps take to find, beside brute force.

Tables that cover every case just once are the hard ones: that nothing is open must be proved. Brute
force tries each case of a small table; of the large ones it could not try them all in a lifetime.
"""

import time
from collections.abc import Callable
from functools import partial
from itertools import product
from random import Random

from bridge.rules.tables.analysis.gaps import gaps
from bridge.rules.tables.analysis.grid import Grid, Steps
from bridge.rules.tables.cells import Cell, parse_cell
from bridge.rules.tables.columns import build_column
from bridge.rules.types import enum

VALUES = tuple("ABCDEFGH")
COLUMN = enum("Kind", VALUES)
Box = list[tuple[str, ...]]


def partition(rows: int, columns: int) -> list[Box]:
    """Return boxes that cover every case once, cut from the whole at random."""
    chance = Random(2)  # noqa: S311 - the same table in each run, no secret
    boxes: list[Box] = [[VALUES] * columns]
    while len(boxes) < rows:
        number, column = chance.randrange(len(boxes)), chance.randrange(columns)
        values = boxes[number][column]
        if len(values) > 1:
            cut = chance.randint(1, len(values) - 1)
            other = list(boxes[number])
            boxes[number][column], other[column] = values[:cut], values[cut:]
            boxes.append(other)
    return boxes


def cells(box: Box) -> list[Cell]:
    """Return the cells of a row."""
    return [parse_cell("-" if values == VALUES else ", ".join(values), COLUMN) for values in box]


def grid_of(boxes: list[Box]) -> Grid:
    """Return the grid of rows, one for each box."""
    rows = [cells(box) for box in boxes]
    columns = (
        build_column(f"c{number}", COLUMN, None, [row[number] for row in rows])
        for number in range(len(boxes[0]))
    )
    return Grid(tuple(columns), len(boxes), 0)


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU time of a piece of work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def overlapping(grid: Grid) -> int:
    """Count the rows that share a case with one above."""
    steps = Steps()
    return sum(grid.overlap(row, steps) is not None for row in range(grid.rows))


def idle(grid: Grid) -> int:
    """Count the rows that the rows above leave nothing."""
    steps = Steps()
    return sum(grid.idle(row, steps, alone=False) is not None for row in range(grid.rows))


def open_cases(boxes: list[Box]) -> int:
    """Count the cases without a row by trying each of them."""
    rows = [[frozenset(values) for values in box] for box in boxes]
    return sum(
        not any(all(map(frozenset.__contains__, row, case)) for row in rows)
        for case in product(VALUES, repeat=len(boxes[0]))
    )


def main() -> None:
    """Measure, and print one line for each table."""
    print("rows x columns   overlaps    idle rows   no gap      one gap     brute force")
    for rows, columns in ((30, 4), (100, 8), (300, 8), (300, 12), (1000, 8)):
        boxes = partition(rows, columns)
        whole, holed = grid_of(boxes), grid_of(boxes[:-1])
        assert gaps(whole).boxes == ()
        assert len(gaps(holed).boxes) == 1
        tasks: list[Callable[[], object]] = [
            partial(overlapping, whole),
            partial(idle, whole),
            partial(gaps, whole),
            partial(gaps, holed),
        ]
        times = [f"{seconds(task) * 1000:>8.1f} ms" for task in tasks]
        is_small = len(VALUES) ** columns <= len(VALUES) ** 4
        tried = seconds(partial(open_cases, boxes)) * 1000 if is_small else None
        times.append(f"{tried:>8.1f} ms" if tried is not None else f"{len(VALUES)}^{columns} cases")
        print(f"{rows:>5} x {columns:<4} " + " ".join(times))


if __name__ == "__main__":
    main()
