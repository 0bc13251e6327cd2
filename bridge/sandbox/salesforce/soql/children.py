"""The names by which a record reaches its children."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bridge.sandbox.salesforce.objects import ObjectSchema

#: Parent, then name of the relationship -> object and field of the children.
_CHILDREN: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "Account": {
        "Assets": ("Asset", "AccountId"),
        "ChildAccounts": ("Account", "ParentId"),
        "Contacts": ("Contact", "AccountId"),
        "Contracts": ("Contract", "AccountId"),
        "Opportunities": ("Opportunity", "AccountId"),
        "Orders": ("Order", "AccountId"),
        "SBQQ__Subscriptions__r": ("SBQQ__Subscription__c", "SBQQ__Account__c"),
    },
    "Asset": {
        "AssetActions": ("AssetAction", "AssetId"),
        "AssetStatePeriods": ("AssetStatePeriod", "AssetId"),
    },
    "AssetAction": {"AssetActionSources": ("AssetActionSource", "AssetActionId")},
    "Contract": {
        "Orders": ("Order", "ContractId"),
        "SBQQ__Subscriptions__r": ("SBQQ__Subscription__c", "SBQQ__Contract__c"),
    },
    "Opportunity": {
        "OpportunityLineItems": ("OpportunityLineItem", "OpportunityId"),
        "Quotes": ("Quote", "OpportunityId"),
        "SBQQ__Quotes2__r": ("SBQQ__Quote__c", "SBQQ__Opportunity2__c"),
    },
    "OpportunityLineItem": {
        "OpportunityLineItemSchedules": ("OpportunityLineItemSchedule", "OpportunityLineItemId"),
    },
    "Order": {"OrderItems": ("OrderItem", "OrderId")},
    "Pricebook2": {"PricebookEntries": ("PricebookEntry", "Pricebook2Id")},
    "Product2": {"PricebookEntries": ("PricebookEntry", "Product2Id")},
    "Quote": {"QuoteLineItems": ("QuoteLineItem", "QuoteId")},
    "SBQQ__Quote__c": {"SBQQ__LineItems__r": ("SBQQ__QuoteLine__c", "SBQQ__Quote__c")},
}


@dataclass(frozen=True, slots=True)
class Link:
    """A way from a record to its children."""

    name: str
    schema: ObjectSchema
    field: str  #: of the children


def children_of(visible: Mapping[str, ObjectSchema], parent: ObjectSchema) -> Iterator[Link]:
    """Yield the ways that the caller may see."""
    for name, (child, field) in _CHILDREN.get(parent.name, {}).items():
        schema = visible.get(child)
        if schema is not None and field in schema.fields:
            yield Link(name, schema, field)


def child_of(visible: Mapping[str, ObjectSchema], parent: ObjectSchema, name: str) -> Link | None:
    """Find a way by its name, in any case of letters."""
    links = children_of(visible, parent)
    return next((link for link in links if link.name.lower() == name.lower()), None)
