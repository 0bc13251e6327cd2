"""Records of Revenue Cloud orders that grant credits: wallets, renewed or side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bridge.mappers.read import seeds
from tests.translate.credits.packs import Fields, parsed
from tests.translate.credits.prepaid import CLOUD


@dataclass(frozen=True)
class Summary:
    """What a usage summary says of a quarter, or any other time until its last day."""

    first: date
    last: date
    used: int
    over: int = 0


#: What an order, an asset action and a quote are called, by the action of the entitlement.
_CALLED = {
    "New": ("Add", "Initial Sale", ""),
    "Renewal": ("Renew", "Renewals", "Renew"),
    "Amend": ("Amend", "Downsells", "Amend"),
}


@dataclass(frozen=True)
class Sold:
    """Credits of a resource on an asset, granted by an order product for a price."""

    order: str
    units: int
    price: str
    first: date
    last: date
    asset: str = "AS"
    resource: str = "UR-API"
    kind: str = "New"
    quantity: str = "1"

    @property
    def name(self) -> str:
        return f"{self.order}-{self.asset}-{self.resource}"


@dataclass(frozen=True)
class Expired:
    """Credits that Salesforce let expire, or carried over, on a day."""

    of: Sold
    units: int
    on: date
    reason: str | None = None  #: "Rollover" for what was credited anew


@dataclass(frozen=True)
class Owed:
    """A billing period item: units beyond the credits, and their price."""

    summary: Summary
    units: int
    amount: str
    name: str = "1"


def cloud(
    sold: Sequence[Sold],
    summed: Mapping[str, Sequence[Summary]],
    *,
    left: Sequence[Expired] = (),
    owed: Mapping[str, Sequence[Owed]] | None = None,
) -> seeds.Seed:
    """Orders with what they granted; use, and what is owed, by "asset/resource"."""
    records: list[Fields] = [
        {"type": "UsageResource", "key": "UR-GB", "Name": "Storage", "Code": "API"}
    ]
    for name in dict.fromkeys(one.order for one in sold):
        records += _order(name, [one for one in sold if one.order == name])
    for place, summaries in summed.items():
        records += [_summary(place, one) for one in summaries]
    for number, one in enumerate(left):
        records.append(_expired(f"{number}", one))
    for place, items in (owed or {}).items():
        records += [_owed(place, one) for one in items]
    return parsed(CLOUD, records)


def _order(name: str, sold: Sequence[Sold]) -> Iterator[Fields]:
    first = sold[0]
    total = sum(int(one.price.replace(".", "")) for one in sold)
    yield {
        "type": "Order",
        "key": name,
        "AccountId": "@ACME",
        "EffectiveDate": f"{first.first}",
        "Status": "Activated",
        "CurrencyIsoCode": "USD",
        "OriginalActionType": _CALLED[first.kind][0],
        "TotalAmount": f"{total // 100}.{total % 100:02}",
        "OrchestrationSbmsStatus": "Completed",
        "QuoteId": f"@Q-{name}",
    }
    yield {"type": "Quote", "key": f"Q-{name}", "CalculationStatus": "CompletedWithPricing"}
    for one in sold:
        yield from _item(one)


def _item(one: Sold) -> Iterator[Fields]:
    name, new = one.name, one.kind == "New"
    yield {
        "type": "OrderItem",
        "key": f"OI-{name}",
        "OrderId": f"@{one.order}",
        "Product2Id": "@P-CRED",
        "Quantity": one.quantity,
        "ServiceDate": f"{one.first}",
        "EndDate": f"{one.last}",
        "UnitPrice": one.price.lstrip("-"),
        "NetUnitPrice": one.price.lstrip("-"),
        "TotalPrice": one.price,
        "PricingTermCount": "1.00",
        "BillingFrequency2": "Annual",
        "QuoteLineItemId": f"@QLI-{name}",
    }
    if not new:
        yield {"type": "QuoteAction", "key": f"QA-{name}", "Type": _CALLED[one.kind][2]}
    yield {
        "type": "QuoteLineItem",
        "key": f"QLI-{name}",
        "QuoteId": f"@Q-{one.order}",
        "QuoteActionId": None if new else f"@QA-{name}",
        "SellingModelType": "TermDefined",
        "Quantity": one.quantity,
        "BillingFrequency": "Annual",
    }
    yield from _asset(one)
    yield _entitlement(one)


def _asset(one: Sold) -> Iterator[Fields]:
    name, new = one.name, one.kind == "New"
    days = {"StartDate": f"{one.first}T00:00:00Z", "EndDate": f"{one.last}T23:59:59Z"}
    yield {
        "type": "AssetAction",
        "key": f"AA-{name}",
        "AssetId": f"@{one.asset}",
        "Type": "Generate" if new else "Change",
        "CategoryEnum": _CALLED[one.kind][1],
        "QuantityChange": "0" if one.kind == "Renewal" else one.quantity,
        "Amount": one.price,
    }
    yield {
        "type": "AssetActionSource",
        "key": f"AAS-{name}",
        "AssetActionId": f"@AA-{name}",
        "ReferenceEntityItemId": f"@OI-{name}",
        "Quantity": one.quantity,
        "TotalPrice": one.price,
        **days,
    }
    if new:
        yield {
            "type": "Asset",
            "key": one.asset,
            "AccountId": "@ACME",
            "Product2Id": "@P-CRED",
            "HasLifecycleManagement": True,
        }


def _entitlement(one: Sold) -> Fields:
    return {
        "type": "TransactionUsageEntitlement",
        "key": f"TUE-{one.name}",
        "ActionType": one.kind,
        "EntitlementProcessingStatus": "PROCESSED",
        "AssetId": f"@{one.asset}",
        "OrderItemId": f"@OI-{one.name}",
        "GrantType": "Grant",
        "EntitlementQuantity": f"{one.units}",
        "UsageResourceId": f"@{one.resource}",
        "DrawdownOrder": "ExpiringFirst",
        "EffectiveStartDateTime": f"{one.first}T00:00:00Z",
        "EffectiveEndDateTime": f"{one.last}T23:59:59Z",
    }


def _of(place: str) -> Fields:
    asset, resource = place.split("/")
    return {"AssetId": f"@{asset}", "UsageResourceId": f"@{resource}"}


def _summary(place: str, one: Summary) -> Fields:
    return {
        "type": "UsageSummary",
        "key": f"USM-{place}-{one.last}",
        "StartDateTime": f"{one.first}T00:00:00Z",
        "EndDateTime": f"{one.last}T23:59:59Z",
        "ConsumptionUnits": f"{one.used}",
        "DebitedUnits": f"{one.used - one.over}",
        "OverageUnits": f"{one.over}",
        "Status": "Rated" if one.over else "DrawdownComplete",
        **_of(place),
    }


def _expired(name: str, one: Expired) -> Fields:
    return {
        "type": "UsageEntitlementEntry",
        "key": f"UEE-{name}",
        "TransactionType": "Credit" if one.reason else "Expired",
        "TransactionReason": one.reason,
        "TransactionQuantity": f"{one.units}",
        "TransactionUsageEntitlementId": f"@TUE-{one.of.name}",
        "TransactionDate": f"{one.on}T03:10:00Z",
    }


def _owed(place: str, one: Owed) -> Fields:
    return {
        "type": "UsageBillingPeriodItem",
        "key": f"UBPI-{place}-{one.summary.last}-{one.name}",
        "StartDateTime": f"{one.summary.first}T00:00:00Z",
        "EndDateTime": f"{one.summary.last}T23:59:59Z",
        "OverageQuantity": f"{one.units}",
        "OverageAmount": one.amount,
        "Status": "ReadyForInvoicing",
        **_of(place),
    }
