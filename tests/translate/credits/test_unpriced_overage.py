"""Units beyond the credits of Revenue Cloud that no billing period item prices: never nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bridge.mappers.read import seeds
from bridge.model.flags import Flag
from bridge.model.record import Scalar
from bridge.translate import Awaited, Translation
from tests.mappers.scenarios import flagged, key, seed, translated, with_fields
from tests.translate.credits.packs import closed_until, result, without
from tests.translate.credits.prepaid import CLOUD, periods

ITEM = key("UsageBillingPeriodItem", "UBPI-FQ4")
GRANT = key("TransactionUsageEntitlement", "TUE-F")
SUMMARY = key("UsageSummary", "USM-FQ4")
DECEMBER, JANUARY = date(2026, 12, 31), date(2027, 1, 31)
CREDITS_ALONE = {
    "2026-03": "1600.00",
    "2026-06": "2400.00",
    "2026-09": "3200.00",
    "2026-12": "800.00",
}


def dropped() -> seeds.Seed:
    return without(seed(CLOUD), ("UsageBillingPeriodItem", "UBPI-FQ4"))


def changed(found: seeds.Seed, record: str, **fields: Scalar) -> seeds.Seed:
    return replace(found, records=with_fields(found.records, record, fields))


def unlinked() -> seeds.Seed:
    return changed(seed(CLOUD), ITEM, AssetId=None)


def inactive() -> seeds.Seed:
    return changed(seed(CLOUD), ITEM, Status="Inactive")


def begun() -> seeds.Seed:
    return changed(seed(CLOUD), ITEM, Status="InProgress")


def blank() -> seeds.Seed:
    return changed(seed(CLOUD), ITEM, OverageQuantity=None, OverageAmount=None)


UNPRICED = [dropped(), unlinked(), inactive(), begun(), blank()]
NAMES = ["dropped", "unlinked", "inactive", "begun", "blank"]


def at(found: seeds.Seed, closed: date | None) -> Translation:
    return result(found, periods=closed_until(closed) if closed else ())


def flags(found: Translation) -> Sequence[Flag]:
    return flagged(found).flags


@pytest.mark.parametrize("found", UNPRICED, ids=NAMES)
@pytest.mark.parametrize("closed", [None, date(2026, 11, 30), DECEMBER])
def test_units_over_the_credits_await_their_price_while_their_period_is_open_or_just_closed(
    found: seeds.Seed, closed: date | None
) -> None:
    awaited = at(found, closed)
    assert isinstance(awaited, Awaited)
    (says,) = awaited.missing
    assert "2026-10-01 to 2026-12-31 has 15000 units beyond the credits" in says


@pytest.mark.parametrize("found", UNPRICED, ids=NAMES)
def test_once_a_later_period_is_closed_they_are_a_flag_with_all_that_is_held(
    found: seeds.Seed,
) -> None:
    (flag,) = flags(at(found, JANUARY))
    assert (flag.code, flag.amount.text()) == ("OVERAGE_UNPRICED", "8000.00")
    assert flag.evidence[0] == f"UsageSummary {SUMMARY} OverageUnits = 15000"
    assert flag.nearest


def test_the_flag_says_what_an_item_comes_to_that_is_not_owed_yet() -> None:
    (flag,) = flags(at(begun(), JANUARY))
    assert flag.says.endswith(f"; UsageBillingPeriodItem {ITEM} is InProgress with 1500.00")


def test_an_item_of_nothing_says_that_nothing_is_owed() -> None:
    free = changed(seed(CLOUD), ITEM, OverageAmount="0")
    assert periods(translated(at(free, JANUARY))) == CREDITS_ALONE


def test_where_the_grant_charges_no_overage_nothing_is_awaited() -> None:
    free = changed(dropped(), GRANT, ChargeForOverage="No")
    assert periods(translated(at(free, None))) == CREDITS_ALONE


def test_an_item_that_must_be_corrected_is_a_flag_at_once_and_no_wait() -> None:
    (flag,) = flags(at(changed(seed(CLOUD), ITEM, Status="Parked"), None))
    assert flag.code == "USAGE_STATUS_UNKNOWN"
