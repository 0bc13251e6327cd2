"""What the orders of a contract serve on each day is what Revenue Cloud says of its assets."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bridge.mappers.shape import assembling, standing
from bridge.model.record import Record
from bridge.rules.rulebook import Rulebook
from tests.mappers import rules
from tests.mappers.scenarios import all_of, key, seed, translated

SCENARIOS = ("b-upsell-mid-term", "c-downsell-then-cancel", "d-swap", "e-early-renewal")
LATEST = rules.shipped()
EARLIEST = rules.changed("decreases.yaml", "take_latest_first", "take_earliest_first")


def held_on(name: str, day: date, item: str, rulebook: Rulebook) -> Decimal:
    """The units of an item that the order lines of all documents serve on a day."""
    made = [
        one
        for each in map(translated, all_of(name, rulebook))
        for one in assembling.earlier(each.documents, each.schedules)
    ]
    return sum(
        (
            line.left
            for line in standing.of(made).lines
            if line.item == item and line.service and line.service.start <= day < line.service.end
        ),
        Decimal(0),
    )


def states(name: str) -> list[Record]:
    return [one for one in seed(name).records if one.type == "AssetStatePeriod"]


@pytest.mark.parametrize("rulebook", [LATEST, EARLIEST], ids=["latest first", "earliest first"])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_units_of_every_asset_state_are_held_from_its_first_to_its_last_day(
    scenario: str, rulebook: Rulebook
) -> None:
    name = f"{scenario}.revenue-cloud"
    sold = {key("Product2", f"P-{code}"): f"SUB-{code}" for code in ("ENT", "ULT")}
    assets = {
        one.id: sold[str(one.fields["Product2Id"])]
        for one in seed(name).records
        if one.type == "Asset"
    }
    assert states(name)
    for one in states(name):
        item = assets[str(one.fields["AssetId"])]
        first, last = (
            date.fromisoformat(str(one.fields[end])[:10]) for end in ("StartDate", "EndDate")
        )
        wanted = Decimal(str(one.fields["Quantity"]))
        assert {held_on(name, day, item, rulebook) for day in (first, last)} == {wanted}


def test_nothing_is_held_behind_the_last_state_of_a_cancelled_asset() -> None:
    name = "c-downsell-then-cancel.revenue-cloud"
    last = max(date.fromisoformat(str(one.fields["EndDate"])[:10]) for one in states(name))
    assert held_on(name, last + timedelta(days=1), "SUB-ENT", LATEST) == 0


def test_lots_are_credited_as_the_details_of_revenue_cloud_say() -> None:
    """The cancellation is split by lot there: 10 seats of the upsell, 100 of the first sale."""
    name = "c-downsell-then-cancel.revenue-cloud"
    details = [
        (-Decimal(str(one.fields["Quantity"])), Decimal(str(one.fields["TotalPrice"])))
        for one in seed(name).records
        if one.type == "OrderItemDetail"
    ]
    *_, cancelled = map(translated, all_of(name))
    given = {document.target: document.amount.decimal() for document in cancelled.documents}
    assert sorted(given.values()) == sorted(amount for _, amount in details)
