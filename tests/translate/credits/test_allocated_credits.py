"""Credits keep the amount that they were sold for: their use is journalled by it."""

from dataclasses import replace
from datetime import date

from bridge.model.document import Kind
from bridge.rulebooks.findings import recognition
from tests.mappers import rules
from tests.mappers.scenarios import flagged, translated
from tests.translate.credits.clouds import Sold, Summary, cloud
from tests.translate.credits.packs import result
from tests.translate.credits.prepaid import of, periods
from tests.translate.merging.contracts import BY_FAIR_VALUE, files

FIRST, HALF = date(2026, 1, 1), date(2026, 6, 30)
CALLS = Sold("O-1", 100_000, "8000.00", FIRST, date(2026, 12, 31))
STORAGE = replace(CALLS, resource="UR-GB", units=500, price="1000.00", asset="AS-2")
USED = {"AS/UR-API": [Summary(FIRST, HALF, 30_000)]}


def sharing(said: str) -> dict[str, str]:
    """Rules that say how credits share by fair value."""
    texts = files("separate_contract", BY_FAIR_VALUE)
    kept = "[CRED, PREPAID-CREDITS, ON_USE, EXCLUDE, blank]"
    assert kept in texts["items.yaml"]
    row = f"[CRED, PREPAID-CREDITS, ON_USE, {said}]"
    return texts | {"items.yaml": texts["items.yaml"].replace(kept, row)}


NORMAL = sharing("NORMAL, 5000")


def test_credits_that_would_share_by_fair_value_are_a_flag() -> None:
    """Two of one fair value for 9,000.00 are 4,500.00 each, and not 8,000.00 and 1,000.00."""
    seed = cloud([CALLS, STORAGE], USED)
    (flag,) = flagged(result(seed, rules.loaded(NORMAL))).flags
    assert (flag.code, flag.amount.text()) == ("CREDITS_ALLOCATED", "9000.00")
    assert "let PREPAID-CREDITS keep its own amount: EXCLUDE" in (flag.nearest or "")


def test_credits_whose_share_is_their_amount_are_drawn_as_they_were_sold() -> None:
    found = translated(result(cloud([CALLS], USED), rules.loaded(NORMAL)))
    assert [one.amount.text() for one in of(found, Kind.SALES_ORDER)] == ["8000.00"]
    assert periods(found) == {"2026-06": "2400.00"}  # 30,000 x 0.08


def test_rules_that_share_what_is_recognised_by_use_are_refused_where_they_say_so() -> None:
    (found,) = recognition.shared_by_use(NORMAL)
    line = NORMAL["items.yaml"].splitlines()[found.line - 1]
    assert line[found.column - 1 :].startswith("NORMAL, 5000]")
    assert (found.file, found.hint) == ("items.yaml", "write EXCLUDE")
    assert list(recognition.shared_by_use(sharing("EXCLUDE, blank"))) == []
