"""Revenue Cloud's wallets: what is read of them, and what is refused."""

from collections.abc import Sequence

import pytest

from bridge.model.record import Record, Scalar
from bridge.translate import Awaited, Translation
from tests.mappers.scenarios import all_of, flagged, key, seed, translated, with_fields

NAME = "f-prepaid-credits-with-overage.revenue-cloud"
ENTITLEMENT = key("TransactionUsageEntitlement", "TUE-F")
SUMMARY = key("UsageSummary", "USM-FQ4")
ENTRY = key("UsageEntitlementEntry", "UEE-FQ4")
BILLED = key("UsageBillingPeriodItem", "UBPI-FQ4")
OTHER = "TransactionUsageEntitlement"


def only(records: Sequence[Record]) -> Translation:
    (result,) = all_of(NAME, records=records)
    return result


def changed(record: str, **fields: Scalar) -> Translation:
    return only(with_fields(seed(NAME).records, record, fields))


def codes(result: Translation) -> set[str]:
    return {flag.code for flag in flagged(result).flags}


@pytest.mark.parametrize(
    ("record", "fields", "code"),
    [
        (ENTITLEMENT, {"GrantType": "Commit"}, "GRANT_UNKNOWN"),
        (ENTITLEMENT, {"ActionType": "Amend"}, "GRANT_UNKNOWN"),
        (ENTITLEMENT, {"EntitlementQuantity": "0"}, "GRANT_UNKNOWN"),
        (ENTITLEMENT, {"AssetId": None}, "WALLET_SHARED"),
        (ENTITLEMENT, {"DrawdownOrder": "GrantedLast"}, "DRAW_ORDER_DIFFERS"),
        (ENTITLEMENT, {"UsageGrantRolloverPolicyId": "0zz"}, "UNREAD_FIELD"),
        (SUMMARY, {"Status": "Parked"}, "USAGE_STATUS_UNKNOWN"),
        (SUMMARY, {"OverageUnits": "14000"}, "USAGE_SUMMED_DIFFERENTLY"),
        (ENTITLEMENT, {"GrantBindingTargetId": "0zz"}, "WALLET_SHARED"),
        (ENTITLEMENT, {"UsageResourceId": "0zz"}, "USAGE_WITHOUT_GRANT"),
        (SUMMARY, {"UsageResourceId": "0zz"}, "USAGE_WITHOUT_GRANT"),
        (BILLED, {"UsageResourceId": "0zz"}, "USAGE_WITHOUT_GRANT"),
        (ENTRY, {"TransactionReason": "Refresh"}, "WALLET_ENTRY_UNKNOWN"),
        (BILLED, {"Status": "Parked"}, "USAGE_STATUS_UNKNOWN"),
        (BILLED, {"ErrorCode": "X"}, "UNREAD_FIELD"),
    ],
)
def test_what_is_no_simple_wallet_is_a_flag(
    record: str, fields: dict[str, Scalar], code: str
) -> None:
    assert code in codes(changed(record, **fields))


@pytest.mark.parametrize(
    ("fields", "nearest"),
    [
        (
            {"GrantType": "Commit", "EntitlementQuantity": "1000"},
            (
                "sell the 1000 units that are committed as prepaid credits that expire with the "
                "commitment, and what goes beyond them as overage"
            ),
        ),
        ({"ActionType": "Amend"}, "sell the credits by a new order, or with the renewal"),
        ({"EntitlementQuantity": "0"}, None),
    ],
)
def test_what_is_no_grant_names_the_nearest_one(
    fields: dict[str, Scalar], nearest: str | None
) -> None:
    found = flagged(changed(ENTITLEMENT, **fields)).flags
    assert [one.nearest for one in found if one.code == "GRANT_UNKNOWN"] == [nearest]


def test_an_entitlement_that_is_not_processed_is_awaited() -> None:
    result = changed(ENTITLEMENT, EntitlementProcessingStatus="PENDING")
    assert isinstance(result, Awaited)


def test_an_order_product_that_grants_two_resources_for_one_price_is_a_flag() -> None:
    held = next(one for one in seed(NAME).records if one.id == ENTITLEMENT)
    name = key(OTHER, "TUE-2")
    second = Record(OTHER, name, {**held.fields, "Id": name, "UsageResourceId": "0zz"})
    assert "WALLET_SHARED" in codes(only((*seed(NAME).records, second)))


@pytest.mark.parametrize("status", ["New", "InProgress", "Inactive"])
def test_what_is_not_owed_yet_or_no_longer_is_not_booked_and_awaited(status: str) -> None:
    result = changed(BILLED, Status=status)
    assert isinstance(result, Awaited)
    assert result.heading.booked.text() == "8000.00"


def test_a_summary_that_is_under_way_does_not_count_yet() -> None:
    records = [one for one in seed(NAME).records if one.id not in (ENTRY, BILLED)]
    result = translated(only(with_fields(records, SUMMARY, {"Status": "New"})))
    assert [f"{one.dated:%Y-%m}" for one in result.documents if one.kind == "proposed_journal"] == [
        "2026-03",
        "2026-06",
        "2026-09",
    ]


def test_a_rated_amount_becomes_money_once() -> None:
    result = translated(changed(BILLED, OverageAmount="1500.004999"))
    assert result.heading.booked.text() == "9500.00"


def test_reported_use_that_failed_is_a_flag_and_journals_of_accounting_are_none() -> None:
    fields: dict[str, Scalar] = {
        "Id": key("TransactionJournal", "TJ"),
        "ReferenceRecordId": key("Asset", "AS-F"),
        "UsageType": "UsageManagement",
        "Status": "Error",
        "ActivityDate": "2027-02-10T12:00:00.000+0000",
    }
    kind = "TransactionJournal"
    failed = Record(kind, str(fields["Id"]), fields)
    assert codes(only((*seed(NAME).records, failed))) == {"USAGE_NOT_PROCESSED"}
    harmless = (
        {"UsageType": "Billing"},
        {"Status": "Processed"},
        {"Status": "Cancelled"},
        {"Status": "Pending"},
    )
    for other in harmless:
        fine = Record(kind, failed.id, {**fields, **other})
        assert translated(only((*seed(NAME).records, fine)))
