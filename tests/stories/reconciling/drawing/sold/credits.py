"""
Prepaid credits of the first quarter: what is used is posted by people, month by month, or not yet.

A lot is 9,000 units for 900.00, 10.00 a day. What goes beyond the credits costs half as much again,
and is ordered when the quarter is over.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from bridge.flow.reconciling.definitions import Measures
from tests.stories.reconciling.drawing.sold.records import Records, renamed, scenario
from tests.stories.reconciling.drawing.worth.months import (
    OPEN,
    QUARTER,
    Months,
    Steps,
    add_up,
    less,
)

UNITS = 9_000
_CENTS, _BEYOND = 10, 15
_LAST_DAYS = ("2026-01-31", "2026-02-28", "2026-03-31")
#: Days of the quarter's months, of 90.
_DAYS = (31, 28, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepaid:
    """Credits that one order sells, and what is used of them."""

    name: str
    lots: int
    currency: str
    used: tuple[int, ...]  #: units by month
    posted: frozenset[int]  #: the months of which somebody posts the journal, from 0

    @property
    def order(self) -> str:
        return f"O-F-{self.name}"

    @property
    def units(self) -> int:
        return UNITS * self.lots

    @property
    def beyond(self) -> tuple[int, ...]:
        """What of the units of each month is beyond the credits."""
        return tuple(use - drawn for use, drawn in zip(self.used, self._drawn(), strict=True))

    @property
    def lapsed(self) -> int:
        """The cents of the units that lapse on the last day."""
        return max(self.units - sum(self.used), 0) * _CENTS

    @property
    def proposed(self) -> tuple[int, ...]:
        """The cents of each month's journal, what lapses with March."""
        cents = [drawn * _CENTS for drawn in self._drawn()]
        return (*cents[:-1], cents[-1] + self.lapsed)

    def _drawn(self) -> tuple[int, ...]:
        left, found = self.units, []
        for use in self.used:
            found.append(min(use, left))
            left -= found[-1]
        return tuple(found)

    def stated(self, measure: Measures) -> Steps:
        """What a statement must say of it."""
        whole = {QUARTER[0]: Fraction(self.units * _CENTS)}
        yield "START", whole
        beyond = _by_month(each * _BEYOND for each in self.beyond)
        ordered = {OPEN: sum(beyond.values(), Fraction(0))}
        if measure is Measures.BOOKINGS:
            yield "SCP-4", ordered
            return
        by_days = _by_month(days * self.lots * 1000 for days in _DAYS)
        lapsed = {OPEN: Fraction(self.lapsed)}
        used = less(_by_month(self.proposed), lapsed)
        yield "PER-1", less(by_days, whole)
        yield "PAT-3", less(used, by_days)
        yield "PAT-4", lapsed
        yield "JRN-1", less({}, self._unposted(add_up(used, lapsed)))
        yield "SCP-4", beyond
        yield "TIM-3", less(ordered, beyond)
        if measure is Measures.REVENUE:
            yield "JRN-2", less({}, ordered)

    def _unposted(self, journals: Months) -> Months:
        return {month: journals[month] for at, month in enumerate(QUARTER) if at not in self.posted}


def _by_month(amounts: Iterable[int]) -> Months:
    return {month: Fraction(each) for month, each in zip(QUARTER, amounts, strict=True)}


def prepaid(random: Random, name: str) -> Prepaid:
    """Draw credits: of some a part lapses, some are used up before the quarter is."""
    lots = random.randint(1, 20)
    return Prepaid(
        name=name,
        lots=lots,
        currency=random.choice(("USD", "EUR")),
        used=tuple(random.randint(1, 6_500) * lots for _ in QUARTER),
        posted=frozenset(at for at in range(len(QUARTER)) if random.random() < 0.7),
    )


def records(told: Prepaid) -> Records:
    """Return the records of credits under a name of their own."""
    return [
        renamed({**record, **_said(record, told)}, told.name, told.currency, {})
        for record in _kept()
    ]


def _kept() -> Iterator[dict[str, object]]:
    """Those of the order; of use the records of three quarters, which become those of months."""
    for record in scenario("f-prepaid-credits-with-overage"):
        shared = record["type"] in {"Account", "Product2", "blng__UsageSummary__c"}
        if not shared and record["key"] != "U-FQ4":
            yield record


def _said(record: Mapping[str, object], told: Prepaid) -> dict[str, object]:
    """Return what is other than in the scenario."""
    key, last = str(record["key"]), _LAST_DAYS[-1]
    whole, units = f"{told.units * _CENTS / 100:.2f}", str(told.units)
    said: dict[str, dict[str, object]] = {
        "Q-F": {
            "SBQQ__EndDate__c": last,
            "SBQQ__SubscriptionTerm__c": 3,
            "SBQQ__NetAmount__c": whole,
        },
        "O-F": {"TotalAmount": whole},
        "QL-F1": {
            "SBQQ__EndDate__c": last,
            "SBQQ__Quantity__c": units,
            "SBQQ__EffectiveQuantity__c": units,
            "SBQQ__ListPrice__c": "0.10",
            "SBQQ__NetPrice__c": "0.10",
            "SBQQ__NetTotal__c": whole,
        },
        "QL-F2": {"SBQQ__EndDate__c": last},
        "OI-F1": {"EndDate": last, "Quantity": units, "UnitPrice": "0.10", "TotalPrice": whole},
        "OI-F2": {"EndDate": last},
        "OCR-F1": {"SBQQ__UpperBound__c": units},
        "OCR-F2": {"SBQQ__LowerBound__c": units, "SBQQ__Price__c": "0.15"},
    }
    used = _used(int(key[-1]) - 1, told) if record["type"] == "blng__Usage__c" else {}
    return {**said.get(key, {}), **used, "CurrencyIsoCode": told.currency}


def _used(at: int, told: Prepaid) -> dict[str, object]:
    return {
        "blng__Quantity__c": str(told.used[at]),
        "blng__StartDateTime__c": f"{QUARTER[at]}-01T00:00:00.000+0000",
        "blng__EndDateTime__c": f"{_LAST_DAYS[at]}T23:59:59.000+0000",
        "blng__MatchingId__c": f"ACME-API-{told.name}",
        "blng__ReferenceId__c": f"{told.name}-{at}",
    }
