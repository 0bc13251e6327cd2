"""The fair value price list: what an element would sell for alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Line, Record
from bridge.sandbox.netsuite.revenue.book import Book, amount, day


@dataclass(frozen=True, slots=True)
class FairValue:
    """What an element would sell for alone."""

    amount: Decimal  #: for its whole quantity
    vsoe: bool  #: "Is VSOE Price" of the list


def fair_value(book: Book, element: Record) -> FairValue | None:
    """
    Return the fair value of an element for its whole quantity; None without a price.

    The price is the last in the list for its item that holds on its date, in its currency or in
    any.
    """
    on = day(element.fields["elementDate"])
    prices = [
        price.fields
        for price in book.fair_values
        if price.fields["item"] == element.fields["item"]
        and price.fields.get("currency") in {None, element.fields["currency"]}
        and _holds(price.fields, on)
    ]
    if not prices:
        return None
    price = amount(prices[-1], "fairValue") * amount(element.fields, "quantity")
    return FairValue(price, prices[-1].get("isVsoePrice") is True)


def value_of_return(book: Book, element: Record) -> FairValue | None:
    """
    Return the fair value of what a return takes back; None if it takes nothing back.

    It is the returned part, by quantity, of the original one, whatever the price of the return
    (section_4381033932).
    """
    origin = element.fields.get("returnOfElement")
    if origin is None:
        return None
    original = target(origin, book.account.store).fields
    whole, value = amount(original, "quantity"), original.get("calculatedFairValue")
    if not whole or not isinstance(value, Decimal):
        return None
    back = value * amount(element.fields, "quantity") / whole
    return FairValue(back, original.get("isVsoe") is True)


def _holds(price: Line, on: date) -> bool:
    first, last = price.get("startDate"), price.get("endDate")
    return (first is None or day(first) <= on) and (last is None or on <= day(last))
