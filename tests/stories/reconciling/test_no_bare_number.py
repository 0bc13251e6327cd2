"""
A law: no number stands in a table of Reconciliation or Schedules without a way to what explains it.

Every page of the two is looked at over a quarter in which people work by hand, in every state that
has a table of its own; a page that is new is missed here by its path.
"""

from collections.abc import Iterator, Mapping

import pytest

from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.rolls.making import Wanted, roll
from tests.console.building import Browser, a_console, a_reader, browser
from tests.console.pages.amounts import Amounts
from tests.console.showing import NO_PAGES, pages
from tests.stories.reconciling.test_a_quarter import MARCH, reconciled, reconciling
from tests.stories.stand import Stand

ROLLS = "/reconciliation/rolls"
STATES: Mapping[str, tuple[str, ...]] = {
    "/schedules": ("/schedules?from=2026-01", "/schedules?from=2026-07&currency=USD"),
    "/reconciliation": (
        *(f"/reconciliation?measure={one}" for one in Measures),
        "/reconciliation?measure=plan&totals=no",
        "/reconciliation?measure=plan&period=2026-02&class=DAT-1",
        "/reconciliation?measure=plan&currency=EUR&period=2026-01&class=ORD-1",
    ),
    ROLLS: (
        *(f"{ROLLS}?currency={one}" for one in ("USD", "EUR", "GBP")),
        *(
            f"{ROLLS}?currency=USD&measure={measure}&period=2026-02&line={line}"
            for measure, line in (
                ("bookings", "opening"),
                ("arr", "closing"),
                ("obligations", "revenue"),
                ("deferred", "journals"),
                ("unbilled", "recognised_ahead"),
            )
        ),
    ),
    "/reconciliation/pairs": ("/reconciliation/pairs?look=yes",),
}
#: Where amounts may stand alone, and why.
ALONE: Mapping[str, str] = {
    "/reconciliation/pairs": "what a record of NetSuite says, as it was read: nothing made it",
}


@pytest.fixture(scope="module")
def visitor(quarter: Stand) -> Iterator[Browser]:
    for measure in Measures:
        reconciled(quarter, measure)
    making = reconciling(quarter)
    wanted = Wanted(as_of=MARCH, definition="current")
    roll(quarter.ends.store, making.rulebook, wanted, making.gather(None))
    with a_console(quarter.ends.store, a_reader()) as console:
        yield browser(console)


def test_every_page_is_looked_at() -> None:
    """But for parts of pages: the one of a reading counts rows."""
    ours = {path for path in pages() if path.startswith(("/schedules", "/reconciliation"))}
    assert ours - NO_PAGES == set(STATES)


@pytest.mark.parametrize("page", [one for each in STATES.values() for one in each])
def test_no_number_stands_in_a_table_without_a_way_to_what_explains_it(
    visitor: Browser, page: str
) -> None:
    answer = visitor.get(page)
    assert answer.status_code == 200
    found = Amounts(answer.text)
    if page.partition("?")[0] in ALONE:
        assert found.bare, "it stands alone no more: take it off the list"
    else:
        assert (found.bare, found.alone) == ([], [])
        assert len(found.led) > 1
