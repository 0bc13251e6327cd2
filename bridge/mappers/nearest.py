"""
What change of a deal would make it representable, said with the figures of the deal.

A sentence names fields as Salesforce does and values as a person would type them. Where no change
of the deal alone would do, a flag has none: it is not made up.
"""

from collections.abc import Iterable
from decimal import Decimal, localcontext

from bridge.model.money import Money, TooPrecise

#: The digits behind the point that the unit price of an order product may have.
_PRICE_DECIMALS = 6
_EXACT_DIGITS = 60


def one_of(field: str, values: Iterable[str]) -> str:
    """
    Say which values would be understood.

    >>> one_of("SBQQ__Type__c", ["Quote", "Amendment", "Renewal"])
    'set SBQQ__Type__c to Quote, Amendment or Renewal'
    """
    *others, last = values
    return f"set {field} to {', '.join(others)} or {last}" if others else f"set {field} to {last}"


def price(quantity: Decimal, amount: Money, product: Money) -> str:
    """
    Say which unit price gives a total, and else which total the price and the quantity give.

    Only a price that gives the total exactly is said: `amount` is the total, `product` what
    quantity times unit price come to now.

    >>> from bridge.model.money import Currency
    >>> usd = Currency("USD")
    >>> price(Decimal(30), Money(2247960, usd), Money(2247900, usd))
    'set the unit price to 749.32, or the total to 22479.00'
    >>> price(Decimal(3), Money(10000, usd), Money(9999, usd))
    'set the total to 99.99'
    """
    given = f"the total to {product.text()}"
    with localcontext(prec=_EXACT_DIGITS):
        each = amount.decimal() / quantity if quantity else None
        if each is None or each.scaleb(_PRICE_DECIMALS) % 1:
            return f"set {given}"
    try:
        shown = Money.parse(each, amount.currency).text()
    except TooPrecise:
        shown = f"{each.normalize():f}"
    return f"set the unit price to {shown}, or {given}"
