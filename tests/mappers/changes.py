"""Changes that tests of both models make alike."""

from bridge.model.record import Scalar
from tests.mappers.builders import Built


def item(place: int = 1) -> tuple[str, str]:
    return ("OrderItem", f"OI-O-1-{place}")


def total_of(deal: Built, place: int, total: Scalar) -> Built:
    """The total of a line, changed wherever either model states it."""
    deal = deal.with_fields(*item(place), TotalPrice=total)
    if any(one.type == "SBQQ__QuoteLine__c" for one in deal.records):
        return deal.with_fields(
            "SBQQ__QuoteLine__c", f"QL-O-1-{place}", SBQQ__NetTotal__c=total
        ).with_fields(*item(place), UnitPrice=total, Quantity="1")
    deal = deal.with_fields("QuoteLineItem", f"QLI-O-1-{place}", TotalPrice=total)
    return deal.with_fields("AssetActionSource", f"AAS-O-1-{place}", TotalPrice=total)
