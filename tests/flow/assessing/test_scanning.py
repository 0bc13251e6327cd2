"""Scans of an org: read-only, with few calls, and contracts that are older than the months."""

from datetime import date
from pathlib import Path

from bridge.flow.assessing.scanning import Wish, scan
from bridge.rulebooks.assessing.assessment import Standing
from tests.stories.sales.test_won_opportunities import WON
from tests.stories.stand import SCENARIOS, UPSELL, a_stand

SEEN: list[tuple[int, int]] = []


def heard(done: int, total: int) -> None:
    SEEN.append((done, total))


def test_an_amendment_is_assessed_with_the_contract_that_it_changes(tmp_path: Path) -> None:
    with a_stand(tmp_path, UPSELL) as stand:
        salesforce, rulebook = stand.ends.salesforce, stand.edition.rulebook
        wish = Wish(since=date(2026, 5, 1), limit=10, progress=heard)
        found = scan(salesforce, None, rulebook, wish)
        assert (found.assessment.deals, found.beside, found.unasked) == (1, 1, True)
        represented = found.assessment.parts[Standing.REPRESENTED]
        assert {one.text() for one in represented.booked.values()} == {"22479.60"}
        assert SEEN == [(0, 1), (1, 1)]
        assert 0 < found.calls < 80  # the objects are described once
        asked = scan(salesforce, stand.ends.netsuite, rulebook, wish)
        assert asked.assessment.parts == found.assessment.parts
        newest = scan(salesforce, None, rulebook, Wish(since=date(2020, 1, 1), limit=1))
        assert newest.assessment == found.assessment
        assert stand.known() == ()
        assert stand.effects() == []


def test_what_changed_an_older_contract_before_the_months_is_known_to_what_changes_it_in_them(
    tmp_path: Path,
) -> None:
    cancelled = SCENARIOS / "c-downsell-then-cancel.cpq.json"
    with a_stand(tmp_path, cancelled) as stand:
        salesforce, rulebook = stand.ends.salesforce, stand.edition.rulebook
        found = scan(salesforce, None, rulebook, Wish(since=date(2026, 10, 1), limit=10))
        # the order of January, the upsell of May and the downsell of August stand before it
        assert (found.assessment.deals, found.beside) == (1, 3)
        represented = found.assessment.parts[Standing.REPRESENTED]
        assert {one.text() for one in represented.booked.values()} == {"-33000.00"}


def test_the_newest_deals_are_taken_whether_an_order_or_an_opportunity_books_them(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, WON) as stand:
        salesforce, rulebook = stand.ends.salesforce, stand.edition.rulebook
        every = scan(salesforce, None, rulebook, Wish(since=date(2020, 1, 1), limit=10))
        assert every.assessment.deals == 3
        # closed on 20 February and 15 January as opportunities, and ordered on 2 February
        newest = scan(salesforce, None, rulebook, Wish(since=date(2020, 1, 1), limit=1))
        booked = newest.assessment.parts[Standing.REPRESENTED].booked
        assert {one.code: money.text() for one, money in booked.items()} == {"EUR": "19000.00"}
