"""
Rule files as sheets: rows and cells that a person edits, written back without touching the rest.

A row stands on one line of its file. What is not edited stays as it was, comments included.
`rewritten(text, as_edited(sheet)) == text` holds for every sheet of a text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bridge.errors import Misconfigured
from bridge.rules.files.characters import strange
from bridge.rules.files.findings import Findings
from bridge.rules.files.nodes import Listing, Node, Section, Text
from bridge.rules.files.yaml_source import read

#: What YAML reads as the same text without quotes.
_PLAIN = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_ ./%+-]*[A-Za-z0-9_./%+-])?")
#: The kinds of files that are sheets, with where their columns stand.
_COLUMNS = {"table": ("inputs", "outputs"), "lookup": ("key", "gives")}
#: Fields that a page sends at most, some of which are none of the sheet's.
_FIELDS_MAX = 950
#: No cell is longer.
_CELL_MAX = 1_000


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its name in a table (None in a lookup), the texts of its cells, its line from 1."""

    id: str | None
    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A decision table or a lookup."""

    file: str
    kind: str  #: "table" or "lookup"
    name: str
    conditions: tuple[str, ...]  #: the names of the columns that are asked
    outcomes: tuple[str, ...]  #: the names of the columns that are given
    rows: tuple[SheetRow, ...]

    @property
    def is_named(self) -> bool:
        """Whether its rows have names."""
        return self.kind == "table"

    @property
    def fits_a_page(self) -> bool:
        """Whether a page can send it; longer sheets are edited as text."""
        beside = 2 if self.is_named else 1
        width = len(self.conditions) + len(self.outcomes) + beside
        return (len(self.rows) + 1) * width <= _FIELDS_MAX


@dataclass(frozen=True, slots=True)
class EditedRow:
    """A row as a person leaves it, and which one it was, counted from 0; None for a new one."""

    origin: int | None
    id: str | None
    cells: tuple[str, ...]


def sheet_of(file: str, text: str) -> Sheet | None:
    """Return the sheet of a rule file; None where it is none, or its rows take several lines."""
    body = read(file, text, Findings())
    if body is None:
        return None
    kind = next((one for one in _COLUMNS if body.get(one) is not None), None)
    name = body.get(kind) if kind else None
    if kind is None or not isinstance(name, Text):
        return None
    asked, given = (_names(body.get(part)) for part in _COLUMNS[kind])
    rows = _rows(body.get("rows"))
    if asked is None or given is None or rows is None:
        return None
    if any(len(row.cells) != len(asked) + len(given) for row in rows):
        return None
    above = body.key("rows")
    if above is None or any(row.line == above.place.line for row in rows):
        return None
    return Sheet(file=file, kind=kind, name=name.value, conditions=asked, outcomes=given, rows=rows)


def as_edited(sheet: Sheet) -> tuple[EditedRow, ...]:
    """Return the rows as somebody who changes nothing leaves them."""
    return tuple(EditedRow(n, row.id, row.cells) for n, row in enumerate(sheet.rows))


def rewritten(sheet: Sheet, text: str, rows: Sequence[EditedRow]) -> str:
    """
    Return the text of a sheet's file with these rows; Misconfigured for what no row can be.

    Rows that keep their order keep their comments; where the order changed, comments stay where
    they are and rows move between them.
    """
    for row in rows:
        _require_sound(sheet, row)
    if not rows:
        raise Misconfigured(
            "a sheet without rows decides nothing",
            where=sheet.file,
            act="keep a row, or edit the file as text",
        )
    origins = [row.origin for row in rows if row.origin is not None]
    is_in_order = origins == sorted(set(origins))
    return _spliced(sheet, text, rows if is_in_order else _in_slots(sheet, rows))


def _in_slots(sheet: Sheet, rows: Sequence[EditedRow]) -> tuple[EditedRow, ...]:
    """Let the rows take the places that there are, from the top, and then new ones."""
    return tuple(
        EditedRow(n if n < len(sheet.rows) else None, row.id, row.cells)
        for n, row in enumerate(rows)
    )


def _spliced(sheet: Sheet, text: str, rows: Sequence[EditedRow]) -> str:
    lines = text.split("\n")
    at = [row.line - 1 for row in sheet.rows]
    indent = lines[at[0]][: len(lines[at[0]]) - len(lines[at[0]].lstrip())] if at else "  "
    kept = {row.origin: row for row in rows if row.origin is not None}
    added: dict[int, list[str]] = {}
    place = at[0] - 1 if at else len(lines) - 1
    for row in rows:
        if row.origin is None:
            added.setdefault(place, []).append(indent + _written(sheet, row))
        else:
            place = at[row.origin]
    dropped = {line for number, line in enumerate(at) if number not in kept}
    for origin, row in kept.items():
        old = sheet.rows[origin]
        if (old.id, old.cells) != (row.id, row.cells):
            lines[at[origin]] = _replaced(lines[at[origin]], indent + _written(sheet, row))
    made: list[str] = []
    for number, line in enumerate(lines):
        made.extend([] if number in dropped else [line])
        made.extend(added.get(number, []))
    return "\n".join(made)


def _replaced(line: str, row: str) -> str:
    """Keep what stands behind the row on its line: a comment."""
    comment = re.search(r"\]\s*(#[^\]]*)$", line)
    return f"{row}  {comment[1]}" if comment else row


def _written(sheet: Sheet, row: EditedRow) -> str:
    cells = ", ".join(_quoted(cell) for cell in row.cells)
    return f"{_quoted(row.id or '')}: [{cells}]" if sheet.is_named else f"- [{cells}]"


def _quoted(cell: str) -> str:
    """
    Write a cell as YAML reads it back.

    >>> _quoted("SUB-ENT"), _quoted("> 100 USD"), _quoted("it's")
    ('SUB-ENT', "'> 100 USD'", "'it''s'")
    """
    if _PLAIN.fullmatch(cell):
        return cell
    return "'" + cell.replace("'", "''") + "'"


def _require_sound(sheet: Sheet, row: EditedRow) -> None:
    wanted = len(sheet.conditions) + len(sheet.outcomes)
    says = None
    if len(row.cells) != wanted:
        says = f"a row has {wanted} cells, this one {len(row.cells)}"
    elif sheet.is_named and not (row.id or "").strip():
        says = "a row of a table has a name"
    elif row.origin is not None and not 0 <= row.origin < len(sheet.rows):
        says = "this row is not in the file any more"
    elif any(_is_strange(cell) for cell in (*row.cells, row.id or "")):
        says = "a cell is one line of plain text, and not too long"
    if says is not None:
        name = row.id or ", ".join(row.cells)[:40]
        raise Misconfigured(says, where=f"{sheet.file}, row {name}", act="correct the row")


def _is_strange(cell: str) -> bool:
    return (
        len(cell) > _CELL_MAX or not cell.isprintable() or strange(f"[{_quoted(cell)}]") is not None
    )


def _names(node: Node | None) -> tuple[str, ...] | None:
    if not isinstance(node, Section):
        return None
    return tuple(name.value for name, _ in node)


def _rows(node: Node | None) -> tuple[SheetRow, ...] | None:
    if isinstance(node, Section):
        found = [_row(name, under) for name, under in node]
    elif isinstance(node, Listing):
        found = [_row(None, item) for item in node.items]
    else:
        return None
    whole = tuple(row for row in found if row is not None)
    lines = [row.line for row in whole]
    return whole if len(whole) == len(found) and len(set(lines)) == len(lines) else None


def _row(name: Text | None, node: Node) -> SheetRow | None:
    if not isinstance(node, Listing):
        return None
    cells = tuple(_texts(node))
    line = name.place.line if name else node.place.line
    places = [cell.place.line for cell in cells]
    if len(cells) != len(node.items) or any(place != line for place in places):
        return None
    return SheetRow(name.value if name else None, tuple(cell.value for cell in cells), line)


def _texts(node: Listing) -> Iterator[Text]:
    return (item for item in node.items if isinstance(item, Text) and "\n" not in item.written)
