"""
At which records deals begin: an order, or an opportunity that was won and has none.

Salesforce tells the object of a record by the first three characters of its id; those of standard
objects are the same in every org. So a deal says by its id alone where it began.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """An object at which deals begin, and the fields in which it states what every deal has."""

    object: str
    prefix: str  #: of the ids of its records
    total: str
    name: str
    day: str  #: of the booking


ORDER = Root(
    object="Order", prefix="801", total="TotalAmount", name="OrderNumber", day="EffectiveDate"
)
OPPORTUNITY = Root(object="Opportunity", prefix="006", total="Amount", name="Name", day="CloseDate")
ROOTS: Mapping[str, Root] = {one.object: one for one in (ORDER, OPPORTUNITY)}
#: What people call the records that a deal and its lines come from.
_NOUNS: Mapping[str, str] = {
    "Order": "order",
    "OrderItem": "order product",
    "Opportunity": "opportunity",
    "OpportunityLineItem": "opportunity product",
}
_LINES: Mapping[str, str] = {
    "00k": "OpportunityLineItem",
    "00o": "OpportunityLineItemSchedule",
}
_PREFIX = 3


def root_of(deal: str) -> Root:
    """
    Say at which object a deal begins.

    >>> root_of("006000000000001AAA").object, root_of("801000000000001AAA").object
    ('Opportunity', 'Order')
    """
    return OPPORTUNITY if deal.startswith(OPPORTUNITY.prefix) else ORDER


def of(root: Root, deals: Iterable[str]) -> tuple[str, ...]:
    """Return those of some deals that begin at an object."""
    return tuple(deal for deal in deals if root_of(deal) is root)


def noun(object_: str) -> str:
    """Return what people call a record of an object."""
    return _NOUNS.get(object_, object_)


def named(deal: str) -> str:
    """Name the record at which a deal begins, for evidence."""
    return f"{root_of(deal).object} {deal}"


def line_named(line: str) -> str:
    """
    Name the record that a line comes from, for evidence.

    >>> line_named("00k000000000001AAA"), line_named("802000000000001AAA")
    ('OpportunityLineItem 00k000000000001AAA', 'OrderItem 802000000000001AAA')
    """
    return f"{_LINES.get(line[:_PREFIX], 'OrderItem')} {line}"
