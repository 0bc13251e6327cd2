"""The packages of an org: without one, its objects and fields are not there."""

from collections.abc import Iterable, Mapping

from bridge.sandbox.salesforce.objects import Field, ObjectSchema

CPQ = "cpq"
BILLING = "billing"
REVENUE_CLOUD = "revenue_cloud"
PACKAGES = (CPQ, BILLING, REVENUE_CLOUD)

_PREFIXES = {CPQ: "SBQQ__", BILLING: "blng__"}
_OBJECTS = frozenset(
    {
        *("AssetAction", "AssetActionSource", "AssetStatePeriod", "AssetContractRelationship"),
        *("ProductSellingModel", "ProductSellingModelOption", "ProrationPolicy"),
        *("OrderAction", "OrderItemDetail", "QuoteAction", "QuoteLineGroup", "QuoteLineDetail"),
        *("BillingSchedule", "UsageResource", "ProductUsageResource", "ProductUsageGrant"),
        *("TransactionUsageEntitlement", "UsageEntitlementAccount", "UsageEntitlementBucket"),
        *("UsageEntitlementEntry", "UsageSummary", "UsageRatableSummary"),
        *("UsageBillingPeriodItem", "TransactionJournal"),
    }
)
_OF_HEADERS = frozenset(
    {"CalculationStatus", "OrchestrationSbmsStatus", "OriginalActionType", "TransactionType"}
)
_OF_LINES = frozenset(
    {
        *("BillingFrequency", "BillingFrequency2", "BillingReference", "BillingReference2"),
        *("BillingTreatmentId", "DoesAutomaticallyRenew", "EffectiveGrantDate", "EndDateTime"),
        *("EndQuantity", "IsPrimarySegment", "NetTotalPrice", "NetUnitPrice", "PeriodBoundary"),
        *("PeriodBoundaryDay", "PeriodBoundaryStartMonth", "PricingTerm", "PricingTermCount"),
        *("PricingTermUnit", "RampIdentifier", "RevenueCloudPackagingFlag", "SegmentIdentifier"),
        *("SegmentName", "SegmentType", "SellingModelType", "StartDateTime", "StartEndTimeZone"),
        *("StartQuantity", "SubscriptionTerm", "SubscriptionTermUnit", "SupplementalChangeType"),
        *("TaxTreatmentId", "UnitPriceUplift"),
    }
)
_FIELDS: Mapping[str, frozenset[str]] = {
    "Order": _OF_HEADERS | {"FulfillmentPlanId", "RelatedOrderType", "SalesTransactionTypeId"},
    "Quote": _OF_HEADERS | {"RelatedQuoteType", "SalesTransactionTypeId"},
    "OrderItem": _OF_LINES,
    "QuoteLineItem": _OF_LINES,
    "Asset": frozenset(
        {
            *("CurrentAmount", "CurrentLifecycleEndDate", "CurrentMrr", "CurrentQuantity"),
            *("HasLifecycleManagement", "LifecycleEndDate", "LifecycleStartDate", "PricingSource"),
            *("RenewalTerm", "RenewalTermUnit", "TotalLifecycleAmount", "UnitPriceUplift"),
        }
    ),
}


def with_packages(
    objects: Mapping[str, ObjectSchema], packages: Iterable[str]
) -> dict[str, ObjectSchema]:
    """Return the objects that an org with these packages has; billing is built on CPQ."""
    present = set(packages)
    missing = {name for name in PACKAGES if name not in present}
    if CPQ in missing:
        missing.add(BILLING)
    kept = {name: schema for name, schema in objects.items() if not _belongs(name, missing)}
    dropped = objects.keys() - kept.keys()
    return {
        name: schema.without(
            field.name
            for field in schema.fields.values()
            if _is_missing(schema.name, field, missing) or _leads_nowhere(field, dropped)
        )
        for name, schema in kept.items()
    }


def absent_prefixes(packages: Iterable[str]) -> tuple[str, ...]:
    """Return how the names of packages begin that the org does not have."""
    present = set(packages)
    return tuple(
        prefix
        for name, prefix in _PREFIXES.items()
        if name not in present or (name == BILLING and CPQ not in present)
    )


def _belongs(name: str, missing: set[str]) -> bool:
    prefixes = tuple(_PREFIXES[package] for package in missing if package in _PREFIXES)
    return name.startswith(prefixes) or (REVENUE_CLOUD in missing and name in _OBJECTS)


def _is_missing(owner: str, field: Field, missing: set[str]) -> bool:
    prefixes = tuple(_PREFIXES[package] for package in missing if package in _PREFIXES)
    of_cloud = REVENUE_CLOUD in missing and field.name in _FIELDS.get(owner, ())
    return field.name.startswith(prefixes) or of_cloud


def _leads_nowhere(field: Field, dropped: Iterable[str]) -> bool:
    return bool(field.targets) and set(field.targets) <= set(dropped)
