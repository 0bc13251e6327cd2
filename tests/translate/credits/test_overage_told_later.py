"""What becomes owed late for a term that was rated before, as an order beside that one."""

from dataclasses import replace
from datetime import date

import pytest

from bridge.mappers.read.seeds import Seed
from bridge.model.document import Kind
from tests.mappers.scenarios import key, translated, with_fields
from tests.translate.credits.clouds import Owed, Sold, Summary, cloud
from tests.translate.credits.packs import result
from tests.translate.credits.prepaid import of

FIRST, HALF = date(2026, 1, 1), date(2026, 6, 30)
ONE = Sold("O-1", 100_000, "8000.00", FIRST, date(2026, 12, 31))
PLACE = "AS/UR-API"
OVER = Summary(FIRST, HALF, 120_000, over=20_000)
MORE = replace(OVER, used=130_000, over=30_000)


def owing(summary: Summary, *items: Owed) -> Seed:
    return cloud([ONE], {PLACE: [summary]}, owed={PLACE: items})


def orders(seed: Seed) -> dict[str, str]:
    """What is owed beyond the credits by the name of its order."""
    _, *found = of(translated(result(seed)), Kind.SALES_ORDER)
    return {one.external_id: one.amount.text() for one in found}


@pytest.mark.parametrize("late", ["1", "2"])
def test_an_item_that_becomes_owed_late_renames_no_order_of_its_term(late: str) -> None:
    """Whichever of the two Salesforce made first: it is under way while the other is owed."""
    (soon,) = {"1", "2"} - {late}
    told = Owed(OVER, 20_000, "2000.00", name=soon)
    waits = owing(OVER, told, Owed(OVER, 0, "0.00", name=late))
    status = {"Status": "InProgress"}
    name = key("UsageBillingPeriodItem", f"UBPI-{PLACE}-{HALF}-{late}")
    before = orders(replace(waits, records=with_fields(waits.records, name, status)))
    after = orders(owing(MORE, told, Owed(MORE, 10_000, "900.00", name=late)))
    assert list(before.values()) == ["2000.00"]
    assert sorted(after.values()) == ["2000.00", "900.00"]
    assert before.items() <= after.items()
