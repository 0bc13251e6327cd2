"""
The rates of an org's currencies, by which Salesforce shows bookings in its corporate currency.

Orders, contracts and quotes have the one static rate of their currency, whatever their day; dated
rates are of opportunities alone.
"""

from collections.abc import Mapping
from decimal import Decimal

from bridge.adapters.salesforce.client import Org, Salesforce

_QUERY = "SELECT IsoCode, ConversionRate FROM CurrencyType WHERE IsActive = true"


def rates(salesforce: Salesforce, org: Org) -> dict[str, Decimal]:
    """
    Return how many units of each currency are one of the corporate currency, by code.

    Nothing where the org has one currency, or says no rate. Raises as any read.
    """
    if not org.multi_currency:
        return {}
    rows = salesforce.query(_QUERY)
    found = {str(row["IsoCode"]): row.get("ConversionRate") for row in rows}
    return {code: Decimal(str(rate)) for code, rate in found.items() if rate}


def between(rates: Mapping[str, Decimal], code: str, base: str) -> Decimal | None:
    """
    Return the rate from one currency to another; None where no rate is known of one of them.

    >>> between({"EUR": Decimal("0.8"), "USD": Decimal(1)}, "EUR", "USD")
    Decimal('1.25')
    """
    if code not in rates or base not in rates:
        return None
    return rates[base] / rates[code]
