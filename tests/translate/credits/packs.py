"""Records of orders that sell packs of credits, in both models, as many as a test wants."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from bridge.mappers.read import seeds
from bridge.model.calendar import Period, months
from bridge.model.record import Record
from bridge.rulebooks import bookings
from bridge.rules.rulebook import Rulebook
from bridge.translate import Translation
from tests.mappers import rules
from tests.mappers.scenarios import FOLDER
from tests.translate.credits.prepaid import CPQ

Fields = dict[str, Any]
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
_CATALOGUE = ("Account", "Product2", "ProductSellingModel", "UsageResource")


@dataclass(frozen=True)
class Used:
    """Units used on the days from first to last, and what they are called."""

    name: str
    units: str
    last: date
    first: date | None = None  #: None for the last day alone


@dataclass(frozen=True)
class Pack:
    """Credits at 0.08 for a year, of which so many uses drew; beyond them 0.10 is owed."""

    name: str
    units: int
    uses: Sequence[Used] = ()
    bonus: int = 0
    months: int = 12  #: of a billing term

    @property
    def price(self) -> str:
        return f"{Decimal(self.units) * Decimal('0.08'):.2f}"


@cache
def _catalogue(name: str) -> tuple[Fields, ...]:
    held = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["records"]
    return tuple(one for one in held if one["type"] in _CATALOGUE)


def parsed(name: str, records: Iterable[Fields]) -> seeds.Seed:
    """The seed of these records beside the catalogue of a scenario."""
    org = {"currency": "USD", "multi_currency": True, "time_zone": "America/Los_Angeles"}
    form = {"org": org, "records": [*_catalogue(name), *records]}
    return seeds.parse(json.dumps(form), where="packs")


def result(
    seed: seeds.Seed, rulebook: Rulebook | None = None, periods: tuple[Period, ...] = ()
) -> Translation:
    """What becomes of the one booking of a seed."""
    (found,) = results(seed, rulebook, periods)
    return found


def results(
    seed: seeds.Seed, rulebook: Rulebook | None = None, periods: tuple[Period, ...] = ()
) -> list[Translation]:
    """What becomes of each booking of a seed, in the order of their days."""
    framed = replace(seed, frame=replace(seed.frame, periods=periods))
    return list(bookings.translations(framed, rulebook or rules.shipped()))


def closed_until(day: date) -> tuple[Period, ...]:
    """The months of two years, closed up to a day."""
    return tuple(
        replace(one, closed=one.term.last <= day) for one in months(FIRST, date(2027, 12, 31))
    )


def cpq(*packs: Pack) -> seeds.Seed:
    """An order of CPQ with a line of credits and a usage line for each pack."""
    whole = sum((Decimal(pack.price) for pack in packs), Decimal(0))
    records: list[Fields] = [
        {
            "type": "SBQQ__Quote__c",
            "key": "Q",
            "SBQQ__Type__c": "Quote",
            "SBQQ__Account__c": "@ACME",
            "CurrencyIsoCode": "USD",
            "SBQQ__NetAmount__c": f"{whole}",
            "SBQQ__SubscriptionTerm__c": 12,
        },
        {
            "type": "Order",
            "key": "O",
            "AccountId": "@ACME",
            "SBQQ__Quote__c": "@Q",
            "EffectiveDate": "2026-01-01",
            "Status": "Activated",
            "CurrencyIsoCode": "USD",
            "SBQQ__Contracted__c": True,
            "SBQQ__PriceCalcStatus__c": "Completed",
            "TotalAmount": f"{whole}",
        },
    ]
    for pack in packs:
        records += _cpq_pack(pack)
    return parsed(CPQ, records)


def _cpq_pack(pack: Pack) -> Iterator[Fields]:
    name, sold, free = pack.name, f"{pack.name}-1", pack.units + pack.bonus
    yield from _cpq_line(sold, "P-CRED", pack.units, "0.08", pack.price)
    if pack.bonus:
        yield from _cpq_line(f"{name}-3", "P-CRED", pack.bonus, "0.00", "0.00")
    yield from _cpq_line(f"{name}-2", "P-API", 1, "0.00", "0.00")
    schedule = f"OCS-{name}"
    yield {
        "type": "SBQQ__OrderItemConsumptionSchedule__c",
        "key": schedule,
        "SBQQ__OrderItem__c": f"@OI-{name}-2",
        "SBQQ__Type__c": "Slab",
        "SBQQ__RatingMethod__c": "Tier",
        "SBQQ__BillingTerm__c": pack.months,
        "SBQQ__BillingTermUnit__c": "Month",
    }
    for number, (lower, upper, price) in enumerate([(0, free, "0.00"), (free, None, "0.10")]):
        yield {
            "type": "SBQQ__OrderItemConsumptionRate__c",
            "key": f"OCR-{name}-{number}",
            "SBQQ__PricingMethod__c": "PerUnit",
            "SBQQ__OrderItemConsumptionSchedule__c": f"@{schedule}",
            "SBQQ__ProcessingOrder__c": number + 1,
            "SBQQ__Price__c": price,
            "SBQQ__LowerBound__c": f"{lower}",
            "SBQQ__UpperBound__c": upper and f"{upper}",
        }
    for number, use in enumerate(pack.uses):
        yield {
            "type": "blng__Usage__c",
            "key": f"U-{name}-{number}",
            "blng__OrderProduct__c": f"@OI-{name}-2",
            "blng__Quantity__c": use.units,
            "blng__StartDateTime__c": f"{use.first or use.last}T00:00:00.000+0000",
            "blng__EndDateTime__c": f"{use.last}T23:59:59.000+0000",
            "blng__ReferenceId__c": f"{name}-{use.name}",
        }


def _cpq_line(name: str, product: str, units: int, each: str, amount: str) -> Iterator[Fields]:
    charge = "One-Time" if product == "P-CRED" else "Usage"
    billed = {} if product == "P-CRED" else {"SBQQ__BillingFrequency__c": "Annual"}
    yield {
        "type": "SBQQ__QuoteLine__c",
        "key": f"QL-{name}",
        "SBQQ__Quote__c": "@Q",
        "SBQQ__Product__c": f"@{product}",
        "SBQQ__Quantity__c": f"{units}",
        "SBQQ__NetPrice__c": each,
        "SBQQ__NetTotal__c": amount,
        "SBQQ__EffectiveQuantity__c": f"{units}",
        "SBQQ__ChargeType__c": charge,
        "SBQQ__BillingType__c": "Advance" if product == "P-CRED" else "Arrears",
        **billed,
    }
    yield {
        "type": "OrderItem",
        "key": f"OI-{name}",
        "OrderId": "@O",
        "Product2Id": f"@{product}",
        "Quantity": f"{units}",
        "UnitPrice": each,
        "TotalPrice": amount,
        "ServiceDate": f"{FIRST}",
        "EndDate": f"{LAST}",
        "SBQQ__QuoteLine__c": f"@QL-{name}",
        "SBQQ__ChargeType__c": charge,
        "SBQQ__Activated__c": True,
    }


def without(seed: seeds.Seed, *names: tuple[str, str]) -> seeds.Seed:
    """The seed without some records."""
    gone = {seeds.seed_id(*one) for one in names}
    kept = tuple(one for one in seed.records if one.id not in gone)
    assert len(kept) == len(seed.records) - len(gone)
    return replace(seed, records=kept)


def shuffled(seed: seeds.Seed, order: Sequence[Record]) -> seeds.Seed:
    """The seed with its records in another order."""
    return replace(seed, records=tuple(order))
