"""
Agreement: a figure that several records state must be the same on all of them.

A record that says nothing contradicts nothing. One that says something else makes the deal
unreadable: which of the two was typed over, nobody can tell from the records.
"""

from collections.abc import Sequence

from bridge.mappers.read.row import Reading, Row
from bridge.mappers.read.values import exact
from bridge.model.ids import ContractId
from bridge.model.record import Scalar

#: Records beside the one that is read, each with the field in which it states the same.
Witnesses = Sequence[tuple[Row, str]]


def agree(row: Row, field: str, witnesses: Witnesses, code: str) -> None:
    """Object where a witness states something else than a record's field, under a code."""
    stated = row.offered(field)
    others = [
        (other, name)
        for other, name in witnesses
        if other.offered(name) is not None and not _same(other.raw(name), stated)
    ]
    if others:
        other, name = others[0]
        row.reading.object(
            code,
            f"{field} of {row.record.type} {row.id} is {row.shown(field)}, and {name} of "
            f"{other.record.type} {other.id} is {other.shown(name)}",
            row.names(field),
            *[one.names(named) for one, named in others],
            line=row.line,
            nearest=f"let all of them say the same, {row.shown(field)} or {other.shown(name)}",
        )


def _same(told: Scalar, stated: Scalar) -> bool:
    """Say whether two values are one: equal texts, or equal numbers however they are written."""
    if told == stated:
        return True
    number = exact(told)
    return number is not None and number == exact(stated)


def with_contract(reading: Reading, order: Row, contract: ContractId) -> None:
    """Object where an order has another customer or currency than the first of its contract."""
    first = reading.one("Order", contract)
    if first is None or first.id == order.id:
        return
    agree(order, "AccountId", [(first, "AccountId")], "CUSTOMER_MOVED")
    agree(order, "CurrencyIsoCode", [(first, "CurrencyIsoCode")], "CONTRACT_OF_TWO_CURRENCIES")
