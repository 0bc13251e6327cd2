"""What the forms of the rules send."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bridge.adapters.store.rulebook.copies import WorkingCopy
from bridge.errors import Misconfigured
from bridge.rulebooks.sheets import EditedRow, Sheet

#: More cells than any sheet that is edited on a page has.
_CELLS_MAX = 20_000


class Reason(BaseModel):
    """Why something is done; what proves who does it is read before."""

    model_config = ConfigDict(extra="forbid")
    reason: Annotated[str, Field(max_length=2_000)] = ""
    proof: str = ""


class Agreement(Reason):
    """Why a draft is right, and the digest of the plan that was seen; blank: there was none."""

    # What is sent blank is taken for what is not sent: it must not become "whatever there is".
    plan: Annotated[str, Field(max_length=64)] = ""


class Revision(BaseModel):
    """Which revision of a working copy a person has seen."""

    model_config = ConfigDict(extra="forbid")
    revision: Annotated[int, Field(ge=1, le=10**9)]


class Drafted(Revision):
    """That a working copy is to be approved, and why."""

    reason: Annotated[str, Field(max_length=2_000)] = ""


class TypedText(Revision):
    """The text of a file."""

    file: Annotated[str, Field(max_length=200)]
    text: str


class TypedRows(Revision):
    """
    The rows of a sheet: each cell in the order of the sheet, and of each row its origin and name.

    An origin that is empty is a new row; a row whose cells are all empty is left out.
    """

    file: Annotated[str, Field(max_length=200)]
    origin: Annotated[list[str], Field(max_length=_CELLS_MAX)] = []
    id: Annotated[list[str], Field(max_length=_CELLS_MAX)] = []
    cell: Annotated[list[str], Field(max_length=_CELLS_MAX)] = []

    def rows(self, sheet: Sheet) -> tuple[EditedRow, ...]:
        """Return the rows; Misconfigured where the cells do not fill them."""
        width = len(sheet.conditions) + len(sheet.outcomes)
        names = self.id if sheet.is_named else [""] * len(self.origin)
        if len(self.cell) != width * len(self.origin) or len(names) != len(self.origin):
            raise Misconfigured(
                f"{len(self.cell)} cells do not fill {len(self.origin)} rows of {width}",
                where=self.file,
                act="open the sheet again, and save it from there",
            )
        found = []
        for number, origin in enumerate(self.origin):
            cells = tuple(one.strip() for one in self.cell[number * width : (number + 1) * width])
            name = names[number].strip() or None
            if any(cells):
                found.append(EditedRow(_number(origin), name, cells))
        return tuple(found)


def _number(origin: str) -> int | None:
    text = origin.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004 - no file has so many rows
        raise Misconfigured(f"{text[:20]!r} is no row", where="origin", act="open the sheet again")
    return int(text)


def path_of(copy: WorkingCopy, file: str, view: str) -> str:
    """Return the address of a file of a working copy."""
    return f"/rules/copies/{copy.number}?file={file}&as={view}"
