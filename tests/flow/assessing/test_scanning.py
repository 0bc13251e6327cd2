"""Scans of an org: read-only, with few calls, and contracts that are older than the months."""

from datetime import date
from pathlib import Path

from bridge.flow.assessing.scanning import Wish, scan
from bridge.rulebooks.assessing.assessment import Standing
from tests.stories.stand import UPSELL, a_stand

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
