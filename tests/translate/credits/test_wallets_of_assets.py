"""Wallets of Revenue Cloud: renewed, side by side, expired late; every figure by hand."""

from dataclasses import replace
from datetime import date

import pytest

from bridge.model.document import Kind
from bridge.translate import Awaited, Translated, Translation
from tests.mappers import rules
from tests.mappers.scenarios import flagged, translated
from tests.translate.credits.clouds import Expired, Owed, Sold, Summary, cloud
from tests.translate.credits.packs import result, results, without
from tests.translate.credits.prepaid import deciding, of, periods

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
HALF = date(2026, 6, 30)
ONE = Sold("O-1", 100_000, "8000.00", FIRST, LAST)
NEXT = Sold("O-2", 50_000, "4500.00", date(2027, 1, 1), date(2027, 12, 31), kind="Renewal")
H1, H2 = Summary(FIRST, HALF, 30_000), Summary(date(2026, 7, 1), LAST, 60_000)
THEN = Summary(date(2027, 1, 1), date(2027, 6, 30), 20_000)
PLACE = "AS/UR-API"
FIRST_OF_2027 = date(2027, 1, 1)


def both(results: list[Translation]) -> tuple[Translated, Translated]:
    first, second = (translated(one) for one in results)
    return first, second


@pytest.mark.parametrize("on", [LAST, date(2027, 1, 1), date(2027, 1, 2)])
def test_what_expires_in_a_run_after_the_last_day_was_lost_on_the_last_day(on: date) -> None:
    seed = cloud([ONE], {PLACE: [H1, H2]}, left=[Expired(ONE, 10_000, on)])
    # 60,000 x 0.08, and 10,000 x 0.08 of breakage
    assert periods(translated(result(seed))) == {"2026-06": "2400.00", "2026-12": "5600.00"}


def test_a_renewed_wallet_is_drawn_grant_by_grant() -> None:
    left = [Expired(ONE, 10_000, LAST)]
    first, second = both(results(cloud([ONE, NEXT], {PLACE: [H1, H2, THEN]}, left=left)))
    assert periods(first) == {"2026-06": "2400.00", "2026-12": "5600.00"}
    assert periods(second) == {"2027-06": "1800.00"}  # 20,000 x 0.09
    assert [one.amount.text() for one in of(second, Kind.SALES_ORDER)] == ["4500.00"]


def test_a_renewal_that_salesforce_let_roll_over_is_a_flag_unless_a_rule_says_so() -> None:
    seed = cloud(
        [ONE, NEXT],
        {PLACE: [H1, H2, THEN]},
        left=[Expired(NEXT, 10_000, FIRST_OF_2027, "Rollover")],
    )
    for one in results(seed):
        assert {flag.code for flag in flagged(one).flags} == {"WALLET_DIFFERS"}


@pytest.mark.parametrize("rollover", ["ON_RENEWAL", "ONE_PERIOD"])
def test_what_rolls_over_is_revenue_of_the_deal_that_was_paid_for_it(rollover: str) -> None:
    carried = rules.changed(**deciding(rollover=rollover, rolled_over="1"))
    left = [Expired(NEXT, 10_000, FIRST_OF_2027, "Rollover")]
    seed = cloud([ONE, NEXT], {PLACE: [H1, H2, THEN]}, left=left)
    first, second = both(results(seed, carried))
    # 10,000 of the 20,000 used in 2027 are those carried over, which are older: 800.00 and 900.00
    assert periods(first) == {"2026-06": "2400.00", "2026-12": "4800.00", "2027-06": "800.00"}
    assert periods(second) == {"2027-06": "900.00"}


def test_a_part_that_rolls_over_leaves_the_rest_to_lapse() -> None:
    half = rules.changed(**deciding(rollover="ON_RENEWAL", rolled_over="0.5"))
    left = [Expired(NEXT, 5_000, FIRST_OF_2027, "Rollover"), Expired(ONE, 5_000, FIRST_OF_2027)]
    seed = cloud([ONE, NEXT], {PLACE: [H1, H2, THEN]}, left=left)
    first, second = both(results(seed, half))
    assert periods(first) == {"2026-06": "2400.00", "2026-12": "5200.00", "2027-06": "400.00"}
    assert periods(second) == {"2027-06": "1350.00"}  # 15,000 x 0.09


def test_overage_is_owed_to_the_order_whose_credits_were_valid_then() -> None:
    over = replace(THEN, used=70_000, over=20_000)
    owed = {PLACE: [Owed(over, 20_000, "2000.00")]}
    left = [Expired(ONE, 10_000, LAST)]
    seed = cloud([ONE, NEXT], {PLACE: [H1, H2, over]}, left=left, owed=owed)
    first, second = both(results(seed))
    assert (first.heading.booked.text(), second.heading.booked.text()) == ("8000.00", "6500.00")
    assert periods(second) == {"2027-06": "6500.00"}


STORAGE = replace(ONE, resource="UR-GB", units=500, price="1000.00", asset="AS-2")


def test_two_wallets_of_one_order_are_drawn_each_by_itself() -> None:
    used = {PLACE: [H1], "AS-2/UR-GB": [Summary(FIRST, HALF, 100)]}
    found = translated(result(cloud([ONE, STORAGE], used)))
    assert periods(found) == {"2026-06": "2600.00"}  # 30,000 x 0.08 and 100 x 2.00
    assert len(of(found, Kind.PROPOSED_JOURNAL)) == 2


def test_two_resources_of_one_asset_are_two_wallets() -> None:
    """The second order product granted storage on the asset of the first."""
    beside = replace(STORAGE, asset="AS", order="O-1")
    used = {PLACE: [H1], "AS/UR-GB": [Summary(FIRST, HALF, 100)]}
    assert periods(translated(result(cloud([ONE, beside], used)))) == {"2026-06": "2600.00"}


def test_two_items_that_are_owed_for_one_term_are_two_orders() -> None:
    over = replace(H1, used=130_000, over=30_000)
    twice = [Owed(over, 20_000, "2000.00"), Owed(over, 10_000, "900.00", name="2")]
    found = translated(result(cloud([ONE], {PLACE: [over]}, owed={PLACE: twice})))
    _, *orders = of(found, Kind.SALES_ORDER)
    assert sorted(one.amount.text() for one in orders) == ["2000.00", "900.00"]
    first, second = (one.external_id for one in orders)
    assert second == f"{first}0001"


def test_what_is_left_of_a_renewed_wallet_is_awaited_until_it_expires() -> None:
    first, _ = results(cloud([ONE, NEXT], {PLACE: [H1, H2, THEN]}))
    assert isinstance(first, Awaited)


FEWER = Sold("O-2", 20_000, "-1600.00", date(2026, 7, 1), LAST, kind="Amend", quantity="-1")


def test_credits_that_an_amendment_takes_back_hold_both_deals() -> None:
    """Whether what was drawn is of the credits that stay or of those that go, nobody says."""
    for one in results(cloud([ONE, FEWER], {PLACE: [H1]})):
        assert "GRANT_UNKNOWN" in {flag.code for flag in flagged(one).flags}


def test_a_reduction_of_credits_without_an_entitlement_is_held_and_draws_go_on() -> None:
    seed = cloud([ONE, FEWER], {PLACE: [H1]})
    name = ("TransactionUsageEntitlement", f"TUE-{FEWER.name}")
    first, second = results(without(seed, name))
    assert periods(translated(first)) == {"2026-06": "2400.00"}
    assert "METHOD_NEEDS_USE" in {flag.code for flag in flagged(second).flags}


def test_what_is_owed_for_an_asset_without_any_entitlement_is_a_flag() -> None:
    over = replace(H1, used=130_000, over=30_000)
    seed = cloud([ONE], {PLACE: [over]}, owed={PLACE: [Owed(over, 30_000, "3000.00")]})
    name = ("TransactionUsageEntitlement", f"TUE-{ONE.name}")
    (flag,) = flagged(result(without(seed, name))).flags
    assert flag.code == "USAGE_WITHOUT_GRANT"
