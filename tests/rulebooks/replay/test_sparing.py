"""A deal of which no row is another comes out as it stands: it need not be tried."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.flow.rulebook.editions import Edition, of_files
from bridge.ledger.judgement import DealState
from bridge.mappers import dossiers
from bridge.mappers.graph import Index
from bridge.mappers.read import seeds
from bridge.model.dossier import Dossier
from bridge.rulebooks.replay import result, sparing
from bridge.rulebooks.replay.result import Result
from bridge.rulebooks.telling import Told
from bridge.rules.diagnostics import RulebookInvalid
from bridge.translate import Awaited, translate
from tests.stories.stand import SCENARIOS, SHIPPED, edition_of

Edit = Callable[[str, str], str]

FILES = {
    name: text for name, text in edition_of(SHIPPED).files.items() if not name.startswith("golden/")
}


@cache
def in_force() -> Edition:
    return of_files(FILES)


@cache
def cases() -> tuple[Dossier, ...]:
    """The dossiers of all scenarios, with what the rules in force made of the deals before."""
    return tuple(dossier for path in sorted(SCENARIOS.glob("*.json")) for dossier in of_file(path))


def of_file(path: Path) -> Iterator[Dossier]:
    seed, told = seeds.parse(path.read_text(), where=path.stem), Told()
    rulebook, index = in_force().rulebook, Index(seed.records)
    for root in filter(dossiers.is_booking, dossiers.beginnings(seed.records)):
        dossier = told.before(dossiers.of_order(root, index, (), seed.frame), rulebook)
        told.add(translate(dossier, rulebook))
        yield dossier


@cache
def standing() -> tuple[tuple[Result, tuple[str, ...]], ...]:
    """What the deals of all scenarios come to, and the rows that decided each."""
    found = (translate(one, in_force().rulebook) for one in cases())
    return tuple(
        (result.of(one), () if isinstance(one, Awaited) else tuple(step.rule for step in one.trace))
        for one in found
    )


def removable() -> list[tuple[str, str]]:
    """Each row of a lookup, and of a table that chooses treatments, by its file and its line."""
    treating = {one.name for tables in in_force().rulebook.deciding.values() for one in tables}
    found = []
    for file, text in FILES.items():
        content = yaml.load(text, Loader=yaml.CSafeLoader)
        if "lookup" in content or content.get("table") in treating:
            rows = text.partition("\nrows:\n")[2].partition("\notherwise:")[0]
            lines = (line for line in rows.split("\n") if line.startswith("  ") and "[" in line)
            found += [(file, line) for line in lines if line.rstrip().endswith("]")]
    return found


#: Where the rows of a file end.
ENDING = "\notherwise:"
DONE = DealState.TRANSLATED
ROWS = removable()


def without(file: str, line: str) -> str:
    """A row less."""
    return FILES[file].replace(f"{line}\n", "", 1)


def reworded(file: str, line: str) -> str:
    """A row with the outcome of another one of its file."""
    others = [one for name, one in ROWS if name == file and one != line]
    for other in others:
        mine, theirs = line.rpartition(","), other.rpartition(",")
        if mine[2] != theirs[2]:
            return FILES[file].replace(line, f"{mine[0]},{theirs[2]}", 1)
    return FILES[file]


def added(file: str, line: str) -> str:
    """A row more, which comes before a row and is for what no row was for before."""
    head, bracket, cells = line.partition("[")
    key, comma, rest = cells.partition(",")
    return FILES[file].replace(line, f"{head}{bracket}{key}-MORE{comma}{rest}\n{line}", 1)


def moved(file: str, line: str) -> str:
    """A row that comes last, behind all others."""
    return without(file, line).replace(ENDING, f"\n{line}{ENDING}", 1)


#: How a draft differs from the rules in force in one row.
EDITS = (without, reworded, added, moved)


def spared_deals_are_the_same(edit: Edit, file: str, line: str) -> int:
    """Prove it for a draft with one row less, more or otherwise; return how many were spared."""
    files = {**FILES, file: edit(file, line)}
    try:
        draft = of_files(files)
    except RulebookInvalid:  # what is left of the table has a gap that may not be
        return -1
    found = sparing.sparing(FILES, files, in_force().rulebook)
    assert found.is_narrow
    spared = [found.spares(one.mark.state, rows) for one, rows in standing()]
    for is_spared, (before, _), dossier in zip(spared, standing(), cases(), strict=True):
        after = result.of(translate(dossier, draft.rulebook))
        assert not is_spared or after.mark == before.mark
    return sum(spared)


def test_a_draft_without_a_row_spares_the_deals_that_others_decided() -> None:
    (ent,) = ((file, line) for file, line in ROWS if "[ENT," in line and file == "items.yaml")
    (api,) = ((file, line) for file, line in ROWS if "[API," in line and file == "items.yaml")
    fewer, more = (spared_deals_are_the_same(without, *one) for one in (ent, api))
    assert 0 < fewer < more < len(standing())
    assert spared_deals_are_the_same(reworded, *ent) == fewer
    assert spared_deals_are_the_same(added, *ent) > fewer  # deals that no row covers are tried


@pytest.mark.parametrize("edit", EDITS)
def test_whatever_is_done_to_a_row_of_the_items_spared_deals_come_out_the_same(edit: Edit) -> None:
    rows = [(file, line) for file, line in ROWS if file == "items.yaml"]
    assert max(spared_deals_are_the_same(edit, *one) for one in rows[::3]) > 0


@pytest.mark.on_demand
@settings(max_examples=120, deadline=None)
@given(st.sampled_from(EDITS), st.sampled_from(ROWS))
def test_whatever_is_done_to_a_row_spared_deals_come_out_the_same(
    edit: Edit, row: tuple[str, str]
) -> None:
    spared_deals_are_the_same(edit, *row)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("scope.yaml", "EXCLUDE", "INCLUDE"),
        ("orders.yaml", "effective: 2020", "effective: 2019"),
        ("items.yaml", "exception: ITEM_UNMAPPED", "exception: ITEM_UNKNOWN"),
    ],
)
def test_a_draft_that_changes_more_than_rows_spares_no_deal(file: str, old: str, new: str) -> None:
    assert old in FILES[file]
    files = {**FILES, file: FILES[file].replace(old, new, 1)}
    found = sparing.sparing(FILES, files, in_force().rulebook)
    assert not found.is_narrow
    assert not found.spares(DONE, ())


def test_a_comment_changes_nothing_and_a_file_more_may_change_all() -> None:
    said = {**FILES, "scope.yaml": f"# read again\n{FILES['scope.yaml']}"}
    assert sparing.sparing(FILES, said, in_force().rulebook).spares(
        DONE, ["scope#sale", "items#ENT"]
    )
    more = {**FILES, "more.yaml": FILES["items.yaml"]}
    assert not sparing.sparing(FILES, more, in_force().rulebook).is_narrow


def test_a_row_that_is_added_concerns_the_deals_that_none_covers() -> None:
    row = "  - [ONBOARDING, ONBOARDING, AT_ONCE]"
    more = FILES["items.yaml"].replace(row, f"{row}\n  - [GPU, SUB-ULT, STRAIGHT_LINE_EVEN]")
    found = sparing.sparing(FILES, {**FILES, "items.yaml": more}, in_force().rulebook)
    assert found.spares(DONE, ["scope#sale", "items#ENT"])
    assert not found.spares(DONE, ["scope#sale", "items#otherwise"])
    assert not found.spares(DealState.FLAGGED, ["scope#sale", "items#ENT"])
    assert not found.spares(DONE, ["", "items#ENT"])  # nobody knows which rule that was
