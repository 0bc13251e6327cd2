"""Valid deals in the record forms of both models; a test changes only what it is about."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Self

from bridge.mappers import dossiers
from bridge.mappers.read import seeds
from bridge.model.dossier import Dossier, Frame
from bridge.model.record import Record, Scalar
from bridge.rules.rulebook import Rulebook
from bridge.translate import Awaited, Flagged, Translated, Translation, translate
from tests.mappers import rules

Rows = list[dict[str, Scalar]]
PRODUCTS = {"ENT": "Enterprise seat", "ULT": "Ultimate seat", "ONBOARDING": "Onboarding"}


@dataclass(frozen=True, kw_only=True)
class Sold:
    """One order product; those with the same `ramp` are the steps of one line, in their order."""

    product: str = "ENT"
    quantity: str = "10"
    unit_price: str = "120.00"
    first: str | None = "2026-01-01"
    last: str | None = "2026-12-31"
    ramp: str | None = None

    @property
    def recurring(self) -> bool:
        return self.product != "ONBOARDING"

    @property
    def total(self) -> str:
        return f"{Decimal(self.quantity) * Decimal(self.unit_price):.2f}"


@dataclass(frozen=True)
class Built:
    """The records of one order, or opportunity, with the frame of its org."""

    order: str
    records: tuple[Record, ...]
    frame: Frame = field(
        default_factory=lambda: (
            seeds.parse(
                '{"org": {"currency": "USD", "time_zone": "UTC"}, "records": []}', where="test"
            ).frame
        )
    )
    root: str = "Order"

    def with_fields(self, record_type: str, key: str, /, **fields: Scalar) -> Self:
        named = seeds.seed_id(record_type, key)
        assert any(one.id == named for one in self.records), key
        records = tuple(
            Record(one.type, one.id, {**one.fields, **fields}) if one.id == named else one
            for one in self.records
        )
        return replace(self, records=records)

    def without(self, record_type: str, key: str | None = None) -> Self:
        """The deal before a record, or any record of a type, was written."""
        named = seeds.seed_id(record_type, key) if key else None
        kept = tuple(
            one
            for one in self.records
            if one.type != record_type or (named is not None and one.id != named)
        )
        assert len(kept) < len(self.records), (record_type, key)
        return replace(self, records=kept)

    def in_frame(self, frame: Frame) -> Self:
        return replace(self, frame=frame)

    @property
    def dossier(self) -> Dossier:
        root = next(one for one in self.records if one.id == seeds.seed_id(self.root, self.order))
        return dossiers.of_order(root, self.records, (), self.frame)

    def result(self, rulebook: Rulebook | None = None) -> Translation:
        return translate(self.dossier, rulebook or rules.shipped())

    def translated(self) -> Translated:
        result = self.result()
        assert isinstance(result, Translated), result
        return result

    def flagged(self) -> Flagged:
        result = self.result()
        assert isinstance(result, Flagged), result
        return result

    def awaited(self) -> Awaited:
        result = self.result()
        assert isinstance(result, Awaited), result
        return result

    def codes(self) -> set[str]:
        return {flag.code for flag in self.flagged().flags}

    def flag(self, code: str) -> tuple[str, tuple[str, ...], str]:
        """What the only flag of a code says, its evidence and its amount."""
        found = [flag for flag in self.flagged().flags if flag.code == code]
        assert len(found) == 1, self.flagged().flags
        return found[0].says, found[0].evidence, found[0].amount.text()


def built(order: str, rows: Rows, org: Mapping[str, object] | None = None) -> Built:
    """Read rows as a seed file is read, so that the builder cannot make what no file can hold."""
    settings = {"currency": "USD", "multi_currency": False, "time_zone": "UTC", **(org or {})}
    seed = seeds.parse(json.dumps({"org": settings, "records": rows}), where="test")
    return Built(order, seed.records, seed.frame)


def a_cpq_order(*lines: Sold, order: str = "O-1") -> Built:
    """An activated, contracted CPQ order of a new deal; one plain line where none is given."""
    sold = lines or (Sold(),)
    total = f"{sum((Decimal(one.total) for one in sold), Decimal(0)):.2f}"
    rows: Rows = [
        *_catalogue(sold),
        {
            "type": "SBQQ__Quote__c",
            "key": f"Q-{order}",
            "SBQQ__Type__c": "Quote",
            "SBQQ__Account__c": "@ACME",
            "SBQQ__Primary__c": True,
        },
        {
            "type": "Order",
            "key": order,
            "AccountId": "@ACME",
            "SBQQ__Quote__c": f"@Q-{order}",
            "Status": "Activated",
            "EffectiveDate": "2026-01-01",
            "TotalAmount": total,
            "SBQQ__PriceCalcStatus__c": "Completed",
            "SBQQ__Contracted__c": True,
        },
        {
            "type": "Contract",
            "key": f"C-{order}",
            "AccountId": "@ACME",
            "SBQQ__Order__c": f"@{order}",
            "Status": "Activated",
        },
    ]
    for place, one in enumerate(sold, start=1):
        rows += _cpq_line(order, f"{order}-{place}", one, _index(sold, one, place))
    return built(order, rows)


def a_revenue_cloud_order(*lines: Sold, order: str = "O-1") -> Built:
    """An activated Revenue Cloud order of a new deal whose assets are made."""
    sold = lines or (Sold(),)
    total = f"{sum((Decimal(one.total) for one in sold), Decimal(0)):.2f}"
    rows: Rows = [
        *_catalogue(sold),
        {"type": "Quote", "key": f"Q-{order}", "OriginalActionType": "Add", "TotalPrice": total},
        {
            "type": "Order",
            "key": order,
            "AccountId": "@ACME",
            "QuoteId": f"@Q-{order}",
            "Status": "Activated",
            "EffectiveDate": "2026-01-01",
            "TotalAmount": total,
            "OriginalActionType": "Add",
            "OrchestrationSbmsStatus": "Completed",
        },
    ]
    for place, one in enumerate(sold, start=1):
        rows += _revenue_cloud_line(order, f"{order}-{place}", one)
    return built(order, rows)


def _catalogue(sold: Sequence[Sold]) -> Rows:
    rows: Rows = [{"type": "Account", "key": "ACME", "Name": "ACME Corp"}]
    for code in dict.fromkeys(one.product for one in sold):
        name = PRODUCTS.get(code, "Other")
        rows.append({"type": "Product2", "key": f"P-{code}", "ProductCode": code, "Name": name})
    return rows


def _index(sold: Sequence[Sold], one: Sold, place: int) -> int | None:
    if one.ramp is None:
        return None
    return sum(other.ramp == one.ramp for other in sold[:place])


def _cpq_line(order: str, key: str, one: Sold, index: int | None) -> Rows:
    priced: dict[str, Scalar] = (
        {"SBQQ__ChargeType__c": "Recurring", "SBQQ__BillingFrequency__c": "Annual"}
        if one.recurring
        else {"SBQQ__ChargeType__c": "One-Time"}
    )
    steps: dict[str, Scalar] = {"SBQQ__SegmentKey__c": one.ramp, "SBQQ__SegmentIndex__c": index}
    rows: Rows = [
        {
            "type": "SBQQ__QuoteLine__c",
            "key": f"QL-{key}",
            "SBQQ__Quote__c": f"@Q-{order}",
            "SBQQ__Product__c": f"@P-{one.product}",
            "SBQQ__EffectiveQuantity__c": one.quantity,
            "SBQQ__NetTotal__c": one.total,
            **priced,
            **steps,
        },
        {
            "type": "OrderItem",
            "key": f"OI-{key}",
            "OrderId": f"@{order}",
            "Product2Id": f"@P-{one.product}",
            "SBQQ__QuoteLine__c": f"@QL-{key}",
            "Quantity": one.quantity,
            "UnitPrice": one.unit_price,
            "TotalPrice": one.total,
            "ServiceDate": one.first,
            "EndDate": one.last,
            "SBQQ__Activated__c": True,
            "SBQQ__ContractAction__c": "New",
            **priced,
            **steps,
        },
    ]
    if one.recurring:
        rows.append(
            {
                "type": "SBQQ__Subscription__c",
                "key": f"SUB-{key}",
                "SBQQ__OrderProduct__c": f"@OI-{key}",
                "SBQQ__Contract__c": f"@C-{order}",
                "SBQQ__Quantity__c": one.quantity,
            }
        )
    return rows


def _revenue_cloud_line(order: str, key: str, one: Sold) -> Rows:
    asset = f"{order}-{one.ramp}" if one.ramp else key
    return [
        {
            "type": "QuoteLineItem",
            "key": f"QLI-{key}",
            "QuoteId": f"@Q-{order}",
            "SellingModelType": "TermDefined" if one.recurring else "OneTime",
            "Quantity": one.quantity,
            "TotalPrice": one.total,
            "RampIdentifier": one.ramp,
        },
        {
            "type": "OrderItem",
            "key": f"OI-{key}",
            "OrderId": f"@{order}",
            "Product2Id": f"@P-{one.product}",
            "QuoteLineItemId": f"@QLI-{key}",
            "Quantity": one.quantity,
            "NetUnitPrice": one.unit_price,
            "TotalPrice": one.total,
            "ServiceDate": one.first,
            "EndDate": one.last,
            "RampIdentifier": one.ramp,
            "BillingFrequency2": "Annual" if one.recurring else None,
        },
        {"type": "Asset", "key": f"AS-{asset}", "AccountId": "@ACME"},
        {
            "type": "AssetAction",
            "key": f"AA-{asset}",
            "AssetId": f"@AS-{asset}",
            "Type": "Generate",
            "CategoryEnum": "Initial Sale",
        },
        {
            "type": "AssetActionSource",
            "key": f"AAS-{key}",
            "AssetActionId": f"@AA-{asset}",
            "ReferenceEntityItemId": f"@OI-{key}",
            "TotalPrice": one.total,
            "Quantity": one.quantity,
            "StartDate": _moment(one.first, "00:00:00"),
            "EndDate": _moment(one.last, "23:59:59"),
        },
    ]


def _moment(day: str | None, time: str) -> str | None:
    return f"{day}T{time}.000+0000" if day else None
