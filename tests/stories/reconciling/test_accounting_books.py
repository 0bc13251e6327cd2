"""Of an account with several accounting books, one is read: they say the same sale once each."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bridge.adapters.netsuite.revenue.reading import Revenue
from bridge.errors import Misconfigured, Refused
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.stating import Asked, Ends, Reconciled, Reconciling
from tests.stories.changes.test_a_year_told import approve, tell
from tests.stories.reconciling.test_held_deals import stated
from tests.stories.stand import RAMP, Stand, a_stand

PLANNED = Asked(as_of=date(2026, 12, 31), measure=Measures.PLAN)


def planned(found: Reconciled) -> int:
    """What NetSuite plans up to December, in cents; nothing is unexplained or wrong."""
    assert found.errors({}) == ()
    [one] = found.statements
    return sum(one.end.values())


def read_from(stand: Stand, book: int) -> list[str]:
    """Read what changed, with one of the books named in the settings; return its elements."""
    stand.later(4 * 86_400)
    ends = Ends(
        salesforce=stand.ends.salesforce,
        revenue=Revenue(stand.ends.netsuite._session, book),
        store=stand.ends.store,
        clock=stand.ends.clock,
    )
    found = Reconciling(ends, stand.edition.rulebook).run(PLANNED)
    return sorted(element.id for held in found.sides.held for element in held.elements)


def in_a_second_book(stand: Stand) -> None:
    """NetSuite's secondary book has an element of its own of the sale, for half of the price."""
    url = stand.world.netsuite.url
    [element] = stand._records(url, "revenueElement")[:1]
    half = {"salesAmount": 50_000, "discountedSalesAmount": 50_000, "allocationAmount": 50_000}
    other = {**dict(_said(element)), **half, "accountingBook": "2"}
    tell(stand, "records", {"records": [{"type": "revenueElement", **other}]})


def _said(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in record.items():
        if isinstance(value, dict) and "id" in value:
            yield name, {"id": value["id"]}
        elif name not in {"links", "id", "type", "recordNumber"}:
            yield name, str(value) if hasattr(value, "as_tuple") else value


def test_books_are_never_added_up(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.sync()
        for name in stand.orders():
            approve(stand, "salesOrder", name)
        tell(stand, "jobs", {"run": "update-arrangements"})
        # 100 seats at 1,080.00 for the first of three years.
        assert planned(stated(stand, PLANNED)) == 10_800_000
        in_a_second_book(stand)
        assert planned(stated(stand, PLANNED)) == 10_800_000
        assert sum(len(one.elements) for one in stated(stand, PLANNED).sides.held) == 3
        sight = stand.ends.netsuite.merges.seen([*stand.orders()], date(2026, 3, 1))
        assert [one.id for one in sight.elements] == ["1", "2", "3"], "a merge moves one book"
        third = Revenue(stand.ends.netsuite._session, 3)
        with pytest.raises(Misconfigured, match="accounting books 1, 2 alone") as caught:
            third.of_book()
        assert caught.value.where == "netsuite.accounting_book"


def test_nothing_of_one_book_stays_once_another_is_named(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.sync()
        for name in stand.orders():
            approve(stand, "salesOrder", name)
        tell(stand, "jobs", {"run": "update-arrangements"})
        for element in stand._records(stand.world.netsuite.url, "revenueElement"):
            # As many, and as much: it shows in no tally which of the books they are of.
            other = {"type": "revenueElement", **dict(_said(element)), "accountingBook": "2"}
            tell(stand, "records", {"records": [other]})
        assert read_from(stand, 1) == ["1", "2", "3"]
        assert read_from(stand, 2) == ["4", "5", "6"]
        assert read_from(stand, 1) == ["1", "2", "3"]
        stand.strike(fault="status", status=400, system="netsuite", path="suiteql", nth=1)
        with pytest.raises(Refused):
            read_from(stand, 1)
        assert read_from(stand, 1) == ["1", "2", "3"], (
            "a question that was refused adds no books up"
        )
