"""Contracts that are amended order by order, in the records of either model."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bridge.mappers.read import seeds
from bridge.mappers.read.seeds import Seed
from bridge.model.record import Scalar
from bridge.rulebooks import bookings
from bridge.rules.rulebook import Rulebook
from bridge.translate import Flagged, Translated, Translation
from tests.mappers import rules

MODELS = ("cpq", "revenue-cloud")
_CONTRACT_ACTIONS = {
    "new": "New",
    "beside": "New",
    "more": "Quantity Increase",
    "fewer": "Quantity Decrease",
    "cancel": "Cancel",
    "renew": "Renew",
    "swap": "Product Swap",
}
_CATEGORIES = {
    "new": "Initial Sale",
    "more": "Upsells",
    "fewer": "Downsells",
    "cancel": "Cancellations",
    "renew": "Renewals",
    "swap": "Swaps",
    "beside": "Cross-Sells",
    "terms": "Terms And Conditions Changes",
}
_ASKED = {"new": "Add", "beside": "Add", "cancel": "Cancel", "renew": "Renew"}
Rows = list[dict[str, Scalar]]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One order product: what it does, to which earlier one, and for which days."""

    does: str
    name: str
    quantity: str
    unit_price: str
    first: str
    last: str
    of: str | None = None  #: the order product that it changes
    product: str = "ENT"
    charge: str = "Recurring"
    ramp: str | None = None
    step: int | None = None  #: its place in the ramp, where it has one

    @property
    def total(self) -> str:
        return f"{Decimal(self.quantity) * Decimal(self.unit_price):.2f}"


@dataclass(frozen=True, kw_only=True)
class Order:
    """One order of the contract; it takes effect on the first day of its first line."""

    name: str
    lines: tuple[Change, ...]
    kind: str = "Amendment"
    dated: str | None = None


def a_contract(model: str, *orders: Order) -> Seed:
    """The records of a contract, whose first order is its root."""
    rows: Rows = [{"type": "Account", "key": "ACME", "Name": "ACME Corp"}]
    for code in sorted({line.product for order in orders for line in order.lines}):
        rows.append({"type": "Product2", "key": f"P-{code}", "ProductCode": code, "Name": code})
    write = _cpq if model == "cpq" else _revenue_cloud
    made = {line.name: line for order in orders for line in order.lines}
    for order in orders:
        rows += write(order, orders[0].name, made)
    org = {"currency": "USD", "multi_currency": False, "time_zone": "UTC"}
    return seeds.parse(json.dumps({"org": org, "records": rows}), where="test")


def _head(order: Order) -> dict[str, Scalar]:
    return {
        "type": "Order",
        "key": order.name,
        "AccountId": "@ACME",
        "Status": "Activated",
        "EffectiveDate": order.dated or order.lines[0].first,
        "TotalAmount": f"{sum((Decimal(one.total) for one in order.lines), Decimal(0)):.2f}",
    }


def _cpq(order: Order, root: str, _made: dict[str, Change]) -> Iterator[dict[str, Scalar]]:
    kind = "Quote" if order.name == root else order.kind
    yield {
        "type": "SBQQ__Quote__c",
        "key": f"Q-{order.name}",
        "SBQQ__Type__c": kind,
        "SBQQ__Account__c": "@ACME",
        "SBQQ__MasterContract__c": None if kind == "Quote" else f"@C-{root}",
        "SBQQ__Primary__c": True,
    }
    yield {
        **_head(order),
        "SBQQ__Quote__c": f"@Q-{order.name}",
        "SBQQ__PriceCalcStatus__c": "Completed",
        "SBQQ__Contracted__c": True,
    }
    if kind != "Amendment":
        yield {
            "type": "Contract",
            "key": f"C-{order.name}",
            "AccountId": "@ACME",
            "SBQQ__Order__c": f"@{order.name}",
            "SBQQ__Quote__c": f"@Q-{order.name}",
            "Status": "Activated",
        }
    for line in order.lines:
        yield from _cpq_line(order, line, root)


def _cpq_line(order: Order, line: Change, root: str) -> Iterator[dict[str, Scalar]]:
    alike: dict[str, Scalar] = {
        "SBQQ__ChargeType__c": line.charge,
        "SBQQ__BillingFrequency__c": "Annual",
    }
    steps: dict[str, Scalar] = {
        "SBQQ__SegmentKey__c": line.ramp,
        "SBQQ__SegmentIndex__c": line.step,
    }
    renews = f"@SUB-{line.of}" if line.does == "renew" else None
    amends = f"@SUB-{line.of}" if line.of and not renews else None
    yield {
        "type": "SBQQ__QuoteLine__c",
        "key": f"QL-{line.name}",
        "SBQQ__Quote__c": f"@Q-{order.name}",
        "SBQQ__Product__c": f"@P-{line.product}",
        "SBQQ__EffectiveQuantity__c": line.quantity,
        "SBQQ__NetTotal__c": line.total,
        "SBQQ__UpgradedSubscription__c": amends,
        "SBQQ__RenewedSubscription__c": renews,
        **alike,
        **steps,
    }
    yield {
        "type": "OrderItem",
        "key": f"OI-{line.name}",
        "OrderId": f"@{order.name}",
        "Product2Id": f"@P-{line.product}",
        "SBQQ__QuoteLine__c": f"@QL-{line.name}",
        "Quantity": line.quantity,
        "UnitPrice": line.unit_price,
        "TotalPrice": line.total,
        "ServiceDate": line.first,
        "EndDate": line.last,
        "SBQQ__Activated__c": True,
        "SBQQ__ContractAction__c": _CONTRACT_ACTIONS[line.does],
        "SBQQ__RevisedOrderProduct__c": f"@OI-{line.of}" if amends else None,
        **alike,
        **steps,
    }
    yield {
        "type": "SBQQ__Subscription__c",
        "key": f"SUB-{line.name}",
        "SBQQ__OrderProduct__c": f"@OI-{line.name}",
        "SBQQ__Contract__c": f"@C-{root}",
        "SBQQ__Quantity__c": line.quantity,
    }


def _revenue_cloud(order: Order, root: str, made: dict[str, Change]) -> Iterator[dict[str, Scalar]]:
    kind = {"Amendment": "Amend", "Renewal": "Renew", "Cancel": "Cancel"}[order.kind]
    kind = "Add" if order.name == root else kind
    yield {"type": "Quote", "key": f"Q-{order.name}", "OriginalActionType": kind}
    yield {
        **_head(order),
        "QuoteId": f"@Q-{order.name}",
        "OriginalActionType": kind,
        "OrchestrationSbmsStatus": "Completed",
    }
    for line in order.lines:
        yield from _cloud_line(order, line, made)


def _asset(line: Change, made: dict[str, Change]) -> str:
    """The asset of a line: that of the first line of its chain, or of its ramp."""
    first = line
    while first.of:
        first = made[first.of]
    return first.ramp or first.name


def _cloud_line(order: Order, line: Change, made: dict[str, Change]) -> Iterator[dict[str, Scalar]]:
    yield from _quoted(order, line)
    yield from _assetized(order, line, _asset(line, made))


def _quoted(order: Order, line: Change) -> Iterator[dict[str, Scalar]]:
    """The quote line with its action, and the order product."""
    subtype = None
    if line.does == "swap":
        subtype = "SwapOut" if Decimal(line.quantity) < 0 else "SwapIn"
    yield {
        "type": "QuoteAction",
        "key": f"QA-{line.name}",
        "Type": "Add" if subtype == "SwapIn" else _ASKED.get(line.does, "Amend"),
        "Subtype": subtype,
    }
    yield {
        "type": "QuoteLineItem",
        "key": f"QLI-{line.name}",
        "QuoteId": f"@Q-{order.name}",
        "QuoteActionId": f"@QA-{line.name}",
        "SellingModelType": "TermDefined",
        "Quantity": line.quantity,
        "TotalPrice": line.total,
        "RampIdentifier": line.ramp,
    }
    yield {
        "type": "OrderItem",
        "key": f"OI-{line.name}",
        "OrderId": f"@{order.name}",
        "Product2Id": f"@P-{line.product}",
        "QuoteLineItemId": f"@QLI-{line.name}",
        "Quantity": line.quantity,
        "NetUnitPrice": line.unit_price,
        "TotalPrice": line.total,
        "ServiceDate": line.first,
        "EndDate": line.last,
        "RampIdentifier": line.ramp,
        "BillingFrequency2": "Annual",
    }


def _assetized(order: Order, line: Change, asset: str) -> Iterator[dict[str, Scalar]]:
    """What the asset says of an order product; a new one is made with it."""
    action = f"AA-{order.name}-{line.ramp or line.name}"
    if not line.of:
        yield {"type": "Asset", "key": f"AS-{asset}", "AccountId": "@ACME"}
    yield {
        "type": "AssetAction",
        "key": action,
        "AssetId": f"@AS-{asset}",
        "Type": "Change" if line.of else "Generate",
        "CategoryEnum": _CATEGORIES[line.does],
    }
    yield {
        "type": "AssetActionSource",
        "key": f"AAS-{line.name}",
        "AssetActionId": f"@{action}",
        "ReferenceEntityItemId": f"@OI-{line.name}",
        "TotalPrice": line.total,
        "Quantity": line.quantity,
        "StartDate": f"{line.first}T00:00:00.000+0000",
        "EndDate": f"{line.last}T23:59:59.000+0000",
    }


def translations(seed: Seed, rulebook: Rulebook | None = None) -> list[Translation]:
    """What becomes of every order, in the order of the contract."""
    return list(bookings.translations(seed, rulebook or rules.shipped()))


def all_translated(seed: Seed, rulebook: Rulebook | None = None) -> list[Translated]:
    """What becomes of every order; none of them is held."""
    found = translations(seed, rulebook)
    assert all(isinstance(one, Translated) for one in found), found
    return [one for one in found if isinstance(one, Translated)]


def codes(found: Sequence[Translation]) -> list[str]:
    """The codes of everything that is held."""
    return [flag.code for one in found if isinstance(one, Flagged) for flag in one.flags]
