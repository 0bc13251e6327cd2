"""
What quote, assets, quote lines and asset actions say of a Revenue Cloud order and its products.

The asset is made of the order product by its sources: their quantities are the delta that was
sold. The quote action asked for what the asset action did.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from bridge.mappers import nearest
from bridge.mappers.read.row import Row
from bridge.mappers.read.witnesses.agreement import agree

#: What an asset action of a category was asked for by; a quote line without an action adds.
_ASKED_BY: Mapping[str, tuple[str, ...]] = {
    "Initial Sale": ("Add",),
    "Cross-Sells": ("Add",),
    "Upsells": ("Amend",),
    "Downsells": ("Amend",),
    "Terms And Conditions Changes": ("Amend",),
    "Swaps": ("Add", "Amend"),
    "Renewals": ("Renew",),
    "Cancellations": ("Cancel",),
}
#: The subtypes of quote actions that swap one product for another.
_SWAPS = ("SwapIn", "SwapOut")
#: Whether an asset action of a category makes its asset (Type Generate) or changes it.
_MAKES = {
    **dict.fromkeys(("Initial Sale", "Cross-Sells"), True),
    **dict.fromkeys(("Upsells", "Downsells", "Renewals", "Cancellations"), False),
}


def of_order(order: Row, quote: Row | None, assets: Iterable[Row]) -> None:
    """Object where quote or assets are another customer's than the order."""
    witnesses = [
        *([(quote, "QuoteAccountId"), (quote, "AccountId")] if quote else []),
        *((asset, "AccountId") for asset in assets),
    ]
    agree(order, "AccountId", witnesses, "CUSTOMERS_DIFFER")


def of_item(item: Row, quoted: Sequence[Row], sources: Sequence[Row]) -> None:
    """Object where quote line, asset or its sources say something else than the order product."""
    actions = [row.to("AssetAction", "AssetActionId") for row in sources]
    assets = [asset for one in actions if one and (asset := one.to("Asset", "AssetId"))]
    products = [(row, "Product2Id") for row in (*quoted, *assets)]
    agree(item, "Product2Id", products, "PRODUCTS_DIFFER")
    ramps = [(row, "RampIdentifier") for row in quoted]
    agree(item, "RampIdentifier", ramps, "RAMP_UNSAID")
    _quantity(item, sources)
    _granted_to(item, assets)
    rhythms = [(row, "BillingFrequency") for row in quoted]
    agree(
        item,
        "BillingFrequency2",
        rhythms if item.offered("BillingFrequency2") else (),
        "BILLING_DIFFERS",
    )
    for line in quoted:
        _termless(item, line)
        for action in filter(None, actions):
            _asked_for(item, line, action)


def _termless(item: Row, line: Row) -> None:
    """Object where something is sold once and for a term: one of the two is typed over."""
    terms = [(row, "SubscriptionTerm") for row in (item, line)] + [(line, "PricingTermUnit")]
    stated = [row.names(field) for row, field in terms if row.offered(field) not in (None, "0")]
    if line.offered("SellingModelType") == "OneTime" and stated:
        item.reading.object(
            "CHARGES_DIFFER",
            "the line is sold once (OneTime), and it has a term that it is priced for",
            line.names("SellingModelType"),
            *stated,
            line=item.line,
            nearest="sell it for that term (TermDefined), or leave its term blank",
        )


def _granted_to(item: Row, assets: Sequence[Row]) -> None:
    """Object where credits were granted to another asset than the order product became."""
    made = {asset.id for asset in assets}
    granted = item.reading.where("TransactionUsageEntitlement", "OrderItemId", item.id)
    others = [row for row in granted if row.offered("AssetId") not in (None, *made)]
    if made and others:
        item.reading.object(
            "ASSETS_DIFFER",
            f"the order product became asset {', '.join(sorted(made))}, and its credits were "
            f"granted to {others[0].shown('AssetId')}",
            *[row.names("AssetId") for row in others],
            line=item.line,
            nearest=f"let the entitlement name asset {min(made)}",
        )


def _quantity(item: Row, sources: Sequence[Row]) -> None:
    stated = [row.number("Quantity") for row in sources if row.offered("Quantity") is not None]
    if not stated or len(stated) != len(sources):
        return
    held = sum((one or Decimal(0) for one in stated), Decimal(0))
    if held != item.number("Quantity"):
        item.reading.object(
            "QUANTITIES_DIFFER",
            f"the order product's quantity is {item.shown('Quantity')}, its asset's {held:f}",
            item.names("Quantity"),
            *[row.names("Quantity") for row in sources],
            line=item.line,
            nearest=f"let both say {held:f}, or both {item.shown('Quantity')}",
        )


def _asked_for(item: Row, line: Row, action: Row) -> None:
    """Object where an asset action does something else than the quote asked for."""
    category, kind = action.offered("CategoryEnum") or "", action.offered("Type")
    wanted = line.to("QuoteAction", "QuoteActionId")
    asked = (wanted.offered("Type") if wanted else None) or "Add"
    if asked not in _ASKED_BY.get(category, (asked,)):
        item.reading.object(
            "ACTION_CONTRADICTED",
            f"the quote asks to {asked.lower()}, and the asset action is {category}",
            action.names("CategoryEnum"),
            *([wanted.names("Type")] if wanted else []),
            line=item.line,
            nearest=nearest.one_of("Type of the quote action", _ASKED_BY[category]),
        )
    subtype = (wanted.offered("Subtype") if wanted else None) or "blank"
    if (category == "Swaps") != (subtype in _SWAPS):
        item.reading.object(
            "ACTION_CONTRADICTED",
            f"the subtype of the quote action is {subtype}, and the asset action is {category}",
            action.names("CategoryEnum"),
            *([wanted.names("Subtype")] if wanted else []),
            line=item.line,
        )
    if kind is not None and _MAKES.get(category, kind == "Generate") != (kind == "Generate"):
        item.reading.object(
            "ACTION_CONTRADICTED",
            f"the asset action is {category}, and its type is {kind}: whether the asset is new is "
            "not known",
            action.names("CategoryEnum"),
            action.names("Type"),
            line=item.line,
        )
