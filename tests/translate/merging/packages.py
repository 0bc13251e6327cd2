"""Contracts that were sold as a package, told order by order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from bridge.model.dossier import Dossier
from bridge.rulebooks.telling import Told
from bridge.rules.rulebook import Rulebook
from bridge.translate import Translation, translate
from tests.mappers import rules
from tests.mappers.builders import Built, Sold, a_cpq_order
from tests.translate.merging.contracts import BY_FAIR_VALUE, JANUARY, files, periods

#: 100 seats of ENT at what they are worth, and 50 of ULT, worth 100,000.00, for 60,000.00.
FULL = Sold(product="ENT", quantity="100", unit_price="1200.00")
DISCOUNTED = Sold(product="ULT", quantity="50", unit_price="1200.00")


@cache
def book(how: str = "combine", amended: str = "separate_contract") -> Rulebook:
    """The rules of an account that merges, with a choice for packages and one for amendments."""
    texts = files(amended, BY_FAIR_VALUE)
    chosen = texts["combinations.yaml"].replace("[not blank, review]", f"[not blank, {how}]")
    return rules.loaded({**texts, "combinations.yaml": chosen})


def of_package(
    name: str,
    *lines: Sold,
    day: str = "2026-01-01",
    package: str | None = "P-7",
    contracts: int | None = 2,
) -> Built:
    """The first order of a contract of a package."""
    built = a_cpq_order(*lines, order=name)
    return built.with_fields(
        "Order", name, Package__c=package, Package_Contracts__c=contracts, EffectiveDate=day
    )


def a_package() -> tuple[Built, Built]:
    """Two contracts that were negotiated as one: the second is the last of them."""
    return of_package("O-1", FULL), of_package("O-2", DISCOUNTED, day="2026-01-15")


def told(
    deals: Sequence[Built], rulebook: Rulebook, opened: Sequence[date] = ()
) -> list[Translation]:
    """What becomes of deals, one after the other, each judged when a month is the first open."""
    return so_far(deals, rulebook, opened).done


def so_far(deals: Sequence[Built], rulebook: Rulebook, opened: Sequence[date] = ()) -> Told:
    """The same, to go on with."""
    found = Told()
    for number, deal in enumerate(deals):
        dossier = in_month(deal, opened[number] if opened else JANUARY)
        found.add(translate(found.before(dossier, rulebook), rulebook))
    return found


def in_month(deal: Built, since: date = JANUARY) -> Dossier:
    """The dossier of a deal while a month is the first open one."""
    return replace(deal.dossier, frame=replace(deal.frame, periods=periods(since)))
