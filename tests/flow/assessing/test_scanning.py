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


def test_orders_and_opportunities_have_their_share_of_a_sample_and_all_figures_add_up(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, WON) as stand:
        salesforce, rulebook = stand.ends.salesforce, stand.edition.rulebook
        every = scan(salesforce, None, rulebook, Wish(since=date(2020, 1, 1), limit=10))
        assert every.assessment.deals == 3
        orders, opportunities = every.sample.shares
        assert (orders.booked, opportunities.booked) == (1, 3)
        newest = scan(salesforce, None, rulebook, Wish(since=date(2020, 1, 1), limit=2))
        # a quarter and three quarters of two places; the opportunity of 20 February is ahead
        assert [one.taken for one in newest.sample.shares] == [1, 1]
        for found in (every, newest):
            parts = found.assessment.parts.values()
            assert sum(part.deals for part in parts) == found.assessment.deals
            looked_at = sum(one.taken for one in found.sample.shares)
            assert looked_at == found.assessment.deals + found.no_deals
