"""
A law: no number of Reconciliation or Schedules stands without a way to what explains it.

It is looked for in tables and lists of facts.

Every page of the two is looked at over a quarter in which people work by hand, in every state that
has a table of its own; a page that is new is missed here by its path.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote

import pytest

from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.rolls.making import Wanted, roll
from bridge.flow.reconciling.stating import Asked
from tests.console.building import Browser, a_console, a_reader, browser
from tests.console.pages.amounts import Amounts
from tests.console.showing import NO_PAGES, pages
from tests.stories.reconciling.rolls.test_reported_quarter import GBP, USD, in_one
from tests.stories.reconciling.test_a_quarter import MARCH, reconciled, reconciling
from tests.stories.stand import Stand

ROLLS = "/reconciliation/rolls"
STATES: Mapping[str, tuple[str, ...]] = {
    "/schedules": ("/schedules?from=2026-01", "/schedules?from=2026-07&currency=USD"),
    "/reconciliation": (
        *(f"/reconciliation?measure={one}" for one in Measures),
        "/reconciliation?measure=arr&definition=exit",
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
    asked = Asked(as_of=MARCH, measure=Measures.ARR)
    in_one(quarter, USD).run(asked)
    in_one(quarter, GBP, "exit").run(replace(asked, definition="exit"))
    roll(quarter.ends.store, making.rulebook, wanted, making.gather(None))
    with a_console(quarter.ends.store, a_reader()) as console:
        yield browser(console)


def test_every_page_is_looked_at() -> None:
    """But for parts of pages: the one of a reading counts rows."""
    ours = {path for path in pages() if path.startswith(("/schedules", "/reconciliation"))}
    assert ours - NO_PAGES == set(STATES)


@pytest.mark.parametrize("page", [one for each in STATES.values() for one in each])
def test_no_number_stands_without_a_way_to_what_explains_it(visitor: Browser, page: str) -> None:
    answer = visitor.get(page)
    assert answer.status_code == 200
    found = Amounts(answer.text)
    if page.partition("?")[0] in ALONE:
        assert found.bare, "it stands alone no more: take it off the list"
    else:
        assert (found.bare, found.alone) == ([], [])
        assert len(found.led) > 1


def test_amounts_of_all_currencies_in_one_lead_to_what_explains_each(visitor: Browser) -> None:
    """Converted ones and what they were; in pounds nothing has a rate, and all stays as it is."""
    page = "/reconciliation?measure=arr"
    in_dollars, in_pounds = (reported(visitor, each) for each in (page, f"{page}&definition=exit"))
    own = {"USD/USD", "EUR/EUR", "GBP/GBP"}
    assert in_dollars == {"all/USD", "EUR/USD", "GBP/USD", *own}
    assert in_pounds == {"all/GBP", *own}


def reported(visitor: Browser, page: str) -> set[str]:
    """Return which amounts of all currencies a page leads to the explanations of."""
    led = (
        unquote(href).partition("ref=reported:") for _, href in Amounts(visitor.get(page).text).led
    )
    return {name.partition("/")[2] for _, _, name in led if name}
