"""Mutations of the worked scenarios: one record of a valid set changed, dropped or copied."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from bridge.mappers.read import seeds
from bridge.model.dossier import Frame
from bridge.model.record import Record, Scalar
from tests.mappers.scenarios import seed

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T.*)?")
#: Records that no deal of the scenarios is about, for references to lead to.
STRANGERS = (
    ("Account", "OTHER", {"Name": "Other Inc"}),
    ("Product2", "P-OTHER", {"Name": "Stranger", "ProductCode": "ONBOARDING"}),
)
#: What else than the worked scenarios say a person could have chosen, by the end of a field's name.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "BillingFrequency__c": ("Monthly", "Quarterly", "Invoice Plan"),
    "BillingFrequency2": ("Monthly", "Quarterly", "MilestonePlan"),
    "BillingFrequency": ("Monthly", "Quarterly"),
    "BillingType__c": ("Arrears",),
    "ChargeType__c": ("One-Time", "Recurring", "Usage"),
    "ContractAction__c": ("New", "Quantity Increase", "Quantity Decrease", "Cancel", "Renew"),
    "SellingModelType": ("OneTime", "Evergreen", "TermDefined"),
    "CategoryEnum": ("Initial Sale", "Upsells", "Downsells", "Cancellations", "Renewals", "Swaps"),
    "SubscriptionType__c": ("Evergreen", "One-time"),
    "PaymentTerm__c": ("Net 60",),
    "OriginalActionType": ("Add", "Amend", "Renew", "Cancel"),
    "SBQQ__Type__c": ("Quote", "Amendment", "Renewal"),
    "CurrencyIsoCode": ("EUR",),
    "Status": ("Draft",),
}
#: What the catalogue alone says, so that another known value is simply another product.
ALONE = ("ProductCode",)
#: What in a plain order one record says alone: it has no subscription and no asset beside it, so
#: that another day or product there is another deal. Its amounts and customer are stated twice.
PLAIN = "g-plain-order"
ALONE_IN_PLAIN = {
    ("Order", "EffectiveDate"),
    ("OrderItem", "ServiceDate"),
    ("OrderItem", "EndDate"),
    ("OrderItem", "Product2Id"),
    ("Contract", "StartDate"),
    ("Product2", "Family"),
    ("OpportunityLineItemSchedule", "ScheduleDate"),
}
#: What in a won opportunity one record says alone, in the same way.
WON = "h-won-opportunity"
ALONE_IN_WON = {
    ("Opportunity", "CloseDate"),
    ("OpportunityLineItem", "ServiceDate"),
    ("OpportunityLineItem", "Service_End__c"),
    ("OpportunityLineItem", "Product2Id"),
    ("OpportunityLineItemSchedule", "ScheduleDate"),
    ("Contract", "StartDate"),
    ("Product2", "Family"),
    # the order that books one of the sales
    ("Order", "AccountId"),
    ("Order", "EffectiveDate"),
    ("OrderItem", "ServiceDate"),
    ("OrderItem", "EndDate"),
    ("OrderItem", "Product2Id"),
}
#: What in prepaid credits one record says alone: when the use of a summary ended, what is owed for
#: a period, and which days it is for.
CREDITS = ("f-prepaid-credits-with-overage.cpq", "f-prepaid-credits-with-overage.revenue-cloud")
ALONE_IN_CREDITS = {
    ("blng__Usage__c", "blng__EndDateTime__c"),
    ("UsageSummary", "EndDateTime"),
    ("UsageBillingPeriodItem", "StartDateTime"),
    ("UsageBillingPeriodItem", "EndDateTime"),
    ("UsageBillingPeriodItem", "OverageAmount"),
}
#: How far a day is moved.
DAYS = (-1, 1, 30, 365)


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change of one record: `field` None drops the record, "Id" copies it under another id."""

    record: str
    field: str | None
    value: Scalar = None

    def applied(self, records: Sequence[Record]) -> tuple[Record, ...]:
        """The records with this change."""
        if self.field is None:
            return tuple(one for one in records if one.id != self.record)
        changed = [
            Record(one.type, self._id(one), {**one.fields, self.field: self.value})
            for one in records
            if one.id == self.record
        ]
        kept = [one for one in records if one.id != self.record or self.field == "Id"]
        return (*kept, *changed)

    def _id(self, one: Record) -> str:
        return str(self.value) if self.field == "Id" else one.id


@cache
def told(name: str) -> tuple[Record, ...]:
    """
    The records of a scenario.

    Its usage records name the summary that sums them up, as they do once Salesforce made it.
    """
    known = seed(name).records
    summary = next((one.id for one in known if one.type == "blng__UsageSummary__c"), None)
    return tuple(
        Record(one.type, one.id, {**one.fields, "blng__UsageSummary__c": summary})
        if one.type == "blng__Usage__c"
        else one
        for one in known
    )


@cache
def records(name: str) -> tuple[Record, ...]:
    """The records of a scenario, and strangers beside them."""
    known = told(name)
    strangers = [
        Record(kind, seeds.seed_id(kind, key), {**fields, "Id": seeds.seed_id(kind, key)})
        for kind, key, fields in STRANGERS
    ]
    return (*known, *strangers)


def frame(name: str) -> Frame:
    """The org of a scenario."""
    return seed(name).frame


@cache
def of_scenario(name: str) -> tuple[Mutation, ...]:
    """Every mutation of every record of a scenario."""
    return tuple(change for one in told(name) for change in _of_record(name, one))


def _of_record(name: str, one: Record) -> Iterator[Mutation]:
    yield Mutation(one.id, None)
    yield Mutation(one.id, "Id", seeds.seed_id(one.type, f"copy of {one.id}"))
    for field, value in one.fields.items():
        if field != "Id" and not _is_alone(name, one, field):
            changes = dict.fromkeys(_of_value(name, one, field, value))
            yield from (Mutation(one.id, field, new) for new in changes if new != value)


def _is_alone(name: str, one: Record, field: str) -> bool:
    """Whether nothing else of the scenario says what a field of a record says."""
    place = (one.type, field)
    alone = {PLAIN: ALONE_IN_PLAIN, WON: ALONE_IN_WON, **dict.fromkeys(CREDITS, ALONE_IN_CREDITS)}
    return place in alone.get(name, set())


def _of_value(name: str, one: Record, field: str, value: Scalar) -> Iterator[Scalar]:
    """What a field may hold instead: nothing, another of its kind, or what nobody knows."""
    yield None
    text = str(value)
    if isinstance(value, bool):
        yield not value
    elif NUMBER.fullmatch(text):
        yield from ("0", str(-Decimal(text)), str(Decimal(text) + 1), str(Decimal(text) * 2))
    elif day := DAY.fullmatch(text):
        first = date.fromisoformat(day[1])
        yield from (f"{first + timedelta(days=days)}{day[2] or ''}" for days in DAYS)
    else:
        yield "Unheard of"
        if field not in ALONE:
            yield from _choices(field)
            yield from _others(name, one, field, value)


def _choices(field: str) -> Iterator[str]:
    for end, choices in CHOICES.items():
        if field.endswith(end):
            yield from choices


def _others(name: str, one: Record, field: str, value: Scalar) -> Iterator[str]:
    """What other records of the type say, and for a reference whatever else it may lead to."""
    same = {str(other.fields.get(field)) for other in records(name) if other.type == one.type}
    kinds = {other.type for other in records(name) if other.id == value}
    alike = {other.id for other in records(name) if other.type in kinds}
    yield from sorted((same | alike) - {"None"})
