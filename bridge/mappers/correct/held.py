"""
What NetSuite holds of an order of the deal itself: what was sent, and what it was told since.

Computed anew from what was acknowledged, each time, and kept nowhere.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bridge.mappers.shape import standing
from bridge.mappers.shape.order_line import OrderLine
from bridge.mappers.write.order_change import NAME_FIELD
from bridge.mappers.write.sales_order import DIGEST_FIELD
from bridge.model.document import Kind, ordinal
from bridge.model.dossier import PostedDocument
from bridge.model.ids import ExternalId

#: A record or a line of it in the form of its body.
Told = Mapping[str, Any]
#: What a body says beside the fields of an order's header.
_APART = ("externalId", "item", NAME_FIELD, DIGEST_FIELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLine:
    """A line of an order of which something is still to be delivered, invoiced or given back."""

    stands: OrderLine
    told: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOrder:
    """An order of the deal as NetSuite holds it."""

    name: ExternalId
    header: Told
    lines: tuple[HeldLine, ...]
    next_key: int  #: the first line key that the order does not use yet
    approved: bool
    billed: bool  #: whether anything of it was invoiced

    @property
    def number(self) -> int:
        """Which order of the deal it is, from 1."""
        return ordinal(self.name)


def orders(documents: Sequence[PostedDocument]) -> tuple[HeldOrder, ...]:
    """Return the orders among documents of a deal, as they stand after all of these."""
    sold = [one for one in documents if one.document.kind is Kind.SALES_ORDER]
    return tuple(_order(one, documents) for one in sold)


def changes_of(name: ExternalId, documents: Iterable[PostedDocument]) -> Iterator[PostedDocument]:
    """Yield what was told of an order, in the order of its acknowledgement."""
    for one in documents:
        if one.document.kind is Kind.ORDER_CHANGE and one.document.target == name:
            yield one


def content(body: str) -> dict[str, Any]:
    """Return a body as JSON values; its numbers are exact."""
    found: dict[str, Any] = json.loads(body, parse_float=Decimal)
    return found


def header(body: Told) -> dict[str, Any]:
    """Return the fields of the header that a body tells."""
    return {name: value for name, value in body.items() if name not in _APART}


def lines(body: Told) -> dict[int, Told]:
    """Return the lines that a body tells, by key."""
    return {line["line"]: line for line in body.get("item", {"items": []})["items"]}


def _order(sold: PostedDocument, documents: Sequence[PostedDocument]) -> HeldOrder:
    name = sold.document.external_id
    told = content(sold.body)
    head, by_key = header(told), lines(told)
    for change in changes_of(name, documents):
        later = content(change.body)
        head = {**head, **header(later)}
        for key, line in lines(later).items():
            by_key[key] = {**by_key.get(key, {}), **line}
    stands = standing.of(one.document for one in documents)
    held = [HeldLine(stands=one, told=by_key[one.key]) for one in stands.lines if one.order == name]
    return HeldOrder(
        name=name,
        header={field: value for field, value in head.items() if value is not None},
        lines=tuple(line for line in held if not _is_gone(line)),
        next_key=1 + max(by_key, default=0),
        approved=sold.approved,
        billed=any(line.stands.invoiced for line in held),
    )


def _is_gone(line: HeldLine) -> bool:
    """Say whether a line is closed, or given back whole."""
    stands = line.stands
    given_back = (stands.returned_units, stands.returned) == (stands.units, stands.amount)
    return bool(line.told.get("isClosed")) or (bool(stands.returned_units) and given_back)
