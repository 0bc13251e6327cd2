"""Rows of rule files, edited one by one: what nobody touched stays, to the character."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import Misconfigured
from bridge.rulebooks.sheets import EditedRow, Sheet, as_edited, rewritten, sheet_of
from bridge.rules.files.characters import strange

SHIPPED = sorted(Path("config/rules").glob("*.yaml"))
#: Their rows take several lines.
OVER_LINES = {"credits.yaml"}
LOOKUP = """lookup: items
key:
  product: product
gives:
  item: text
rows:
  - [ENT, SUB-ENT]
  # sold ahead
  - [CRED, PREPAID]  # by use
  - ['a, b', "it's"]
otherwise:
  exception: NONE
"""


def sheet(text: str = LOOKUP) -> Sheet:
    found = sheet_of("items.yaml", text)
    assert found is not None
    return found


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_whoever_changes_nothing_leaves_a_shipped_file_as_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = sheet_of(path.name, text)
    is_sheet = path.name not in OVER_LINES and ("\ntable:" in text or "\nlookup:" in text)
    assert (found is not None) == is_sheet
    if found is not None:
        assert rewritten(found, text, as_edited(found)) == text


def test_a_changed_cell_changes_its_line_alone_and_keeps_the_comment() -> None:
    one, two, three = as_edited(sheet())
    changed = EditedRow(two.origin, None, ("CRED", "PREPAID: 2"))
    assert rewritten(sheet(), LOOKUP, [one, changed, three]) == LOOKUP.replace(
        "[CRED, PREPAID]", "[CRED, 'PREPAID: 2']"
    )


def test_a_new_row_stands_where_it_was_put_and_a_dropped_one_is_gone() -> None:
    one, _, three = as_edited(sheet())
    added = EditedRow(None, None, ("ULT", "SUB-ULT"))
    assert rewritten(sheet(), LOOKUP, [one, added, three]) == LOOKUP.replace(
        "  - [ENT, SUB-ENT]\n", "  - [ENT, SUB-ENT]\n  - [ULT, SUB-ULT]\n"
    ).replace("  - [CRED, PREPAID]  # by use\n", "")


def test_rows_that_change_places_are_all_there_in_the_new_order() -> None:
    one, two, three = as_edited(sheet())
    text = rewritten(sheet(), LOOKUP, [three, one, two])
    assert [row.cells for row in sheet(text).rows] == [three.cells, one.cells, two.cells]
    assert "# sold ahead" in text


#: Characters that nobody sees, or that look like others, are refused in rule files altogether.
cells = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12).filter(
    lambda text: not strange(f"'{text}'")
)


@given(st.lists(st.tuples(st.sampled_from([None, 0, 1, 2]), cells, cells), min_size=1, max_size=6))
def test_whatever_is_typed_comes_back_as_it_was_typed(
    typed: list[tuple[int | None, str, str]],
) -> None:
    seen: set[int] = set()
    rows = []
    for origin, first, second in typed:
        kept = origin if origin not in seen else None
        seen.update([] if kept is None else [kept])
        rows.append(EditedRow(kept, None, (first, second)))
    text = rewritten(sheet(), LOOKUP, rows)
    assert [row.cells for row in sheet(text).rows] == [row.cells for row in rows]
    assert text.startswith(LOOKUP.partition("rows:")[0])
    assert text.endswith("otherwise:\n  exception: NONE\n")


@pytest.mark.parametrize(
    "row",
    [
        EditedRow(None, None, ("one",)),
        EditedRow(None, None, ("one", "two", "three")),
        EditedRow(9, None, ("one", "two")),
        EditedRow(-1, None, ("one", "two")),
        EditedRow(None, None, ("one", "two\nthree")),
        EditedRow(None, None, ("one", "\x00")),
        EditedRow(None, None, ("one", "A\u0370")),
        EditedRow(None, None, ("one", "x" * 1_001)),
    ],
)
def test_what_is_no_row_is_refused(row: EditedRow) -> None:
    with pytest.raises(Misconfigured, match="row"):
        rewritten(sheet(), LOOKUP, [row])


def test_a_row_of_a_table_has_a_name_and_a_sheet_has_rows() -> None:
    text = Path("config/rules/ramps.yaml").read_text(encoding="utf-8")
    found = sheet_of("ramps.yaml", text)
    assert found is not None
    with pytest.raises(Misconfigured, match="has a name"):
        rewritten(found, text, [EditedRow(None, " ", found.rows[0].cells)])
    with pytest.raises(Misconfigured, match="without rows"):
        rewritten(found, text, [])


@pytest.mark.parametrize(
    "text",
    [
        *("", "language: 1\n", "table: x\n", "rows: []\n", ":", "[", "\x00"),
        "lookup: x\nkey: {a: a}\ngives: {b: text}\nrows:\n  - [1,\n     2]\n",
        "lookup: x\nkey: {a: a}\ngives: {b: text}\nrows:\n  - [1]\n",
        "lookup: x\nkey: {a: a}\ngives: {b: text}\nrows: [[1, 2], [3, 4]]\n",
        "lookup: x\nkey: {a: a}\ngives: {b: text}\nrows: [[1, 2]]\n",
        "lookup: x\nkey: {a: a}\ngives: {b: text}\nrows:\n  - [1, [2]]\n",
    ],
)
def test_what_is_no_plain_sheet_is_edited_as_text(text: str) -> None:
    assert sheet_of("x.yaml", text) is None
