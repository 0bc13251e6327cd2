"""Records of scenario F and its variants, and what tests read of their translations."""

from collections.abc import Sequence

from bridge.model.document import Document, Kind
from bridge.model.record import Record, Scalar
from bridge.translate import Translated, Translation
from tests.mappers import rules
from tests.mappers.scenarios import all_of, key, planned, seed, with_fields

CPQ = "f-prepaid-credits-with-overage.cpq"
CLOUD = "f-prepaid-credits-with-overage.revenue-cloud"
BOTH = (CPQ, CLOUD)
USE = "blng__Usage__c"
Q4 = {
    "blng__StartDateTime__c": "2026-10-01T00:00:00.000+0000",
    "blng__EndDateTime__c": "2026-12-31T23:59:59.000+0000",
}


#: The shipped row of the rules for credits, by output.
DECIDED = {
    "product": "CRED",
    "treatment": "drawn_down",
    "drawdown": "EXPIRING_FIRST",
    "breakage": "AT_EXPIRY",
    "expected_breakage": "blank",
    "remote_after_days": "blank",
    "rollover": "NONE",
    "rolled_over": "blank",
    "bonus": "SPREAD",
    "cancelled": "LAPSES",
    "deferred_account": "DEFERRED-CREDITS",
    "revenue_account": "USAGE-REVENUE",
}


def deciding(**outputs: str) -> dict[str, str]:
    """The change of the shipped rules that lets them decide otherwise of credits."""
    old, new = (
        "".join(f"    - {value}\n" for value in row.values())
        for row in (DECIDED, {**DECIDED, **outputs})
    )
    assert len(new.splitlines()) == len(DECIDED)
    return {"file": "credits.yaml", "old": old, "new": new}


def of(result: Translated, kind: Kind) -> list[Document]:
    return [one for one in result.documents if one.kind is kind]


def journal(result: Translated, month: str) -> dict[str, object]:
    """What the proposed journal of a month says became revenue."""
    named = [one for one in of(result, Kind.PROPOSED_JOURNAL) if f"{one.dated:%Y-%m}" == month]
    ((line,),) = [one.lines for one in named]
    return {name: str(line.fields[name]) for name in ("used", "breakage")}


def periods(result: Translated) -> dict[str, str]:
    return {name: f"{amount:.2f}" for name, amount in planned(result.schedules).items()}


def only(records: Sequence[Record], name: str, text: dict[str, str] | None = None) -> Translation:
    (result,) = all_of(name, rules.changed(**text) if text else None, records=records)
    return result


def without(records: Sequence[Record], *gone: tuple[str, str]) -> tuple[Record, ...]:
    ids = {key(record_type, name) for record_type, name in gone}
    assert ids <= {one.id for one in records}
    return tuple(one for one in records if one.id not in ids)


def a_use(name: str, quantity: str, **fields: Scalar) -> Record:
    known: dict[str, Scalar] = {
        "blng__OrderProduct__c": key("OrderItem", "OI-F2"),
        "blng__Quantity__c": quantity,
        "blng__MatchingId__c": "ACME-API",
        "blng__ReferenceId__c": name,
        **Q4,
    }
    return Record(USE, key(USE, name), {**known, **fields, "Id": key(USE, name)})


def cpq_with_90_000() -> tuple[Record, ...]:
    return with_fields(seed(CPQ).records, key(USE, "U-FQ4"), {"blng__Quantity__c": "0.000"})


def cloud_with_90_000(*, expired: bool = True) -> tuple[Record, ...]:
    """The fourth quarter used nothing, and 10,000 credits expired."""
    kept = without(
        seed(CLOUD).records,
        ("UsageEntitlementEntry", "UEE-FQ4"),
        ("UsageBillingPeriodItem", "UBPI-FQ4"),
    )
    nothing: dict[str, Scalar] = {
        "ConsumptionUnits": "0",
        "DebitedUnits": "0",
        "OverageUnits": "0",
        "Status": "DrawdownComplete",
    }
    kept = with_fields(kept, key("UsageSummary", "USM-FQ4"), nothing)
    lapse: dict[str, Scalar] = {
        "Id": key("UsageEntitlementEntry", "UEE-FX"),
        "TransactionType": "Expired",
        "TransactionQuantity": "10000",
        "OpeningBalance": "10000",
        "ClosingBalance": "0",
        "TransactionUsageEntitlementId": key("TransactionUsageEntitlement", "TUE-F"),
        "TransactionDate": "2026-12-31T23:59:59.000+0000",
    }
    entry = Record("UsageEntitlementEntry", str(lapse["Id"]), lapse)
    return (*kept, entry) if expired else kept


def cancelled_in_july() -> tuple[Record, ...]:
    """Two quarters were used; on 15 July the contract was cancelled with 50,000 credits left."""
    kept = without(
        seed(CLOUD).records,
        *[("UsageSummary", f"USM-FQ{number}") for number in (3, 4)],
        *[("UsageEntitlementEntry", f"UEE-FQ{number}") for number in (3, 4)],
        ("UsageBillingPeriodItem", "UBPI-FQ4"),
    )
    name = key("UsageEntitlementEntry", "UEE-FC")
    entry = {
        "Id": name,
        "TransactionType": "Debit",
        "TransactionReason": "Cancel",
        "TransactionQuantity": "50000",
        "TransactionUsageEntitlementId": key("TransactionUsageEntitlement", "TUE-F"),
        "TransactionDate": "2026-07-15T00:00:00.000+0000",
    }
    return (*kept, Record("UsageEntitlementEntry", name, entry))
