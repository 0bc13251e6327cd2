"""What differs between two rulebooks, as people wrote it."""

from pathlib import Path

import pytest

from bridge.flow.rulebook.editions import read_rules
from bridge.rulebooks.difference import Change, changes

SHIPPED = read_rules(Path("config/rules"))


def changed(file: str, old: str, new: str) -> list[tuple[str, str | None, str | None]]:
    assert old in SHIPPED[file]
    after = {**SHIPPED, file: SHIPPED[file].replace(old, new, 1)}
    found = changes(SHIPPED, after)
    assert {one.file for one in found} <= {file}
    assert [(one.place, one.new, one.old) for one in changes(after, SHIPPED)] == [
        (one.place, one.old, one.new) for one in found
    ]
    return [(one.place, one.old, one.new) for one in found]


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        (
            "items.yaml",
            "  - [ULT, SUB-ULT, STRAIGHT_LINE_EVEN]\n",
            "",
            [("rows.ULT", "SUB-ULT, STRAIGHT_LINE_EVEN", None)],
        ),
        (
            "items.yaml",
            "[ULT, SUB-ULT,",
            "[ULT, SUB-ENT,",
            [
                (
                    "rows.ULT",
                    "SUB-ULT, STRAIGHT_LINE_EVEN",
                    "SUB-ENT, STRAIGHT_LINE_EVEN",
                )
            ],
        ),
        (
            "billing.yaml",
            "[RECURRING, Annual, Advance, ANNUAL-ADVANCE]",
            "[RECURRING, Annual, Advance, YEARLY]",
            [("rows.RECURRING, Annual, Advance", "ANNUAL-ADVANCE", "YEARLY")],
        ),
        (
            "ramps.yaml",
            "free-trial: ['-', '-', no, yes, as_segments]",
            "free-trial: ['-', '-', no, yes, straight_line_total]",
            [
                (
                    "rows.free-trial",
                    "-, -, no, yes, as_segments",
                    "-, -, no, yes, straight_line_total",
                )
            ],
        ),
        (
            "orders.yaml",
            "orderStatus: {is: '\"A\"'}",
            "orderStatus: {is: '\"B\"'}",
            [("fields.orderStatus.is", '"A"', '"B"')],
        ),
        ("scope.yaml", "language: 1", "# a remark\nlanguage: 1", []),
        ("scope.yaml", "effective: 2020-01-01 ..", "effective: 2021-01-01 ..", [
            ("effective", "2020-01-01 ..", "2021-01-01 .."),
        ]),
    ],
)  # fmt: skip
def test_a_change_is_named_by_its_row_or_its_name(
    file: str, old: str, new: str, found: list[tuple[str, str | None, str | None]]
) -> None:
    assert changed(file, old, new) == found


def test_cells_that_hold_commas_are_not_taken_for_several() -> None:
    old = "key: {a: x, b: y}\nrows:\n  - ['A, B', C, D]\n"
    new = "key: {a: x, b: y}\nrows:\n  - [A, 'B, C', D]\n"
    assert changes({"l.yaml": old}, {"l.yaml": new}) == (
        Change("l.yaml", 'rows."A, B", C', "D", None),
        Change("l.yaml", 'rows.A, "B, C"', None, "D"),
    )


def test_rows_that_only_moved_do_not_differ() -> None:
    first, second = (
        "  - [ENT, SUB-ENT, STRAIGHT_LINE_EVEN]\n",
        "  - [ULT, SUB-ULT, STRAIGHT_LINE_EVEN]\n",
    )
    assert changed("items.yaml", first + second, second + first) == []


def test_new_and_missing_files_and_examples_are_one_change_each() -> None:
    after = {file: text for file, text in SHIPPED.items() if file != "terms.yaml"}
    after["more.yaml"] = "one\ntwo"
    after["golden/evaluation.json"] += " "
    assert changes(SHIPPED, after) == (
        Change("golden/evaluation.json", "", "as it was", "changed"),
        Change("more.yaml", "", None, "2 lines"),
        Change("terms.yaml", "", f"{SHIPPED['terms.yaml'].count(chr(10)) + 1} lines", None),
    )


def test_nothing_differs_from_itself() -> None:
    assert changes(SHIPPED, dict(SHIPPED)) == ()
