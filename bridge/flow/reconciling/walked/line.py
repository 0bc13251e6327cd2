"""A line of a statement, walked again: what each source says of it, and what each step took."""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple

from bridge.model.ids import DealId, ExternalId, canonical
from bridge.reconcile.matching import Match
from bridge.reconcile.sides import Element, Entry, OrderKey, Standing, Terms
from bridge.reconcile.steps.move import Proof
from bridge.reconcile.valuing import Vector
from bridge.reconcile.walk import Walk

#: What is shown of terms, by the name under which it stands.
_SHOWN: Mapping[str, Callable[[Terms], str]] = {
    "item": lambda of: of.item,
    "quantity": lambda of: f"{of.quantity.normalize():f}",
    "unit price": lambda of: f"{of.unit_price.normalize():f}",
    "amount": lambda of: str(of.amount),
    "days": lambda of: f"{of.term.start} to {of.term.last}" if of.term else "at once",
    "method": lambda of: of.method.value,
    "rate": lambda of: f"{of.rate.normalize():f}",
}
#: What stands of a deal that the books do not know.
_UNKNOWN = frozenset(f"{standing.value}, new" for standing in (Standing.MISSING, Standing.UNREAD))
#: Packing is done for every line of a statement, and small lines gain little by more.
_LEVEL = 1


class Attribute(NamedTuple):
    """What sales, the translation and NetSuite say of one thing; "" where one says nothing."""

    name: str
    sold: str
    ruled: str
    held: str


class Taken(NamedTuple):
    """What a class took of the line, in minor units by period, and what shows why."""

    code: str
    amounts: Vector
    proof: Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkedLine:
    """A line from end to end; amounts are minor units by period, of all periods."""

    name: str  #: as statements call it
    customer: str
    subsidiary: str | None
    contract: str
    deal: DealId | None  #: None for what Salesforce has not
    order: str | None  #: in NetSuite, as people call it
    key: OrderKey | None
    standing: str | None  #: where sales have it, and why; None where they have no part in it
    treatment: str | None  #: what the translation chose, by which rule
    attributes: tuple[Attribute, ...]
    beside: tuple[tuple[str, str], ...]  #: elements and journals, as name and what it says
    start: Vector
    steps: tuple[Taken, ...]
    end: Vector

    @property
    def is_read(self) -> bool:
        """Whether the books have its deal."""
        return self.deal is not None and self.standing not in _UNKNOWN

    @property
    def ref(self) -> str | None:
        """What explains its document line; None where the books have none."""
        return f"{self.key.record}/{self.key.line}" if self.key and self.deal else None


def of(walked: Walk) -> WalkedLine:
    """Return what a walk says of its line."""
    match = walked.match
    booked = match.parts[0].booked if match.parts else None
    held, ruled = match.held, match.ruled
    named = booked.customer_name if booked else held.customer_name if held else ""
    reason = f", {booked.reason}" if booked and booked.reason else ""
    return WalkedLine(
        name=match.name,
        customer=named or match.customer,
        subsidiary=match.subsidiary,
        contract=match.contract,
        deal=booked.deal if booked else None,
        order=held.number if held else None,
        key=match.key,
        standing=f"{match.standing.value}{reason}" if match.standing else None,
        treatment=f"{ruled.treatment}, by {ruled.rule}" if ruled else None,
        attributes=tuple(_attributes(match)),
        beside=tuple(_beside(match)),
        start=walked.start,
        steps=tuple(Taken(*step) for step in walked.steps),
        end=walked.end,
    )


def _attributes(match: Match) -> Iterator[Attribute]:
    sold = [terms for part in match.parts for terms in part.sold]
    ruled = [match.ruled.terms] if match.ruled else []
    held = [match.held.terms] if match.held else []
    for name, says in _SHOWN.items():
        yield Attribute(name, *("; ".join(map(says, terms)) for terms in (sold, ruled, held)))


def _beside(match: Match) -> Iterator[tuple[str, str]]:
    elements: Iterable[Element] = match.held.elements if match.held else ()
    return chain(map(_element, elements), map(_entry, match.entries))


def _element(one: Element) -> tuple[str, str]:
    said = f"sells {one.sales}, allocated {one.allocated}, {one.state.value.lower()}"
    return f"element {one.id}", f"{said}, {len(one.rows)} rows of its plan"


def _entry(one: Entry) -> tuple[str, str]:
    tag = f", tagged {one.tag}" if one.tag else ""
    return f"journal {one.id}", f"{one.amount} on {one.account} in {one.period}{tag}"


def packed(one: WalkedLine) -> bytes:
    """Return a line in as few bytes as it needs: a statement may have a hundred thousand."""
    form = [
        [one.name, one.customer, one.subsidiary, one.contract, one.deal, one.order],
        [*(one.key or ())],
        [one.standing, one.treatment],
        one.attributes,
        one.beside,
        [one.start, one.end],
        [[code, amounts, *proof] for code, amounts, proof in one.steps],
    ]
    return zlib.compress(canonical(form), _LEVEL)


def unpacked(told: bytes) -> WalkedLine:
    """Return a line that was packed."""
    form: list[Any] = json.loads(zlib.decompress(told), parse_float=Decimal)
    named, key, placed, attributes, beside, ends, steps = form
    name, customer, subsidiary, contract, deal, order = named
    return WalkedLine(
        name=name,
        customer=customer,
        subsidiary=subsidiary,
        contract=contract,
        deal=DealId(deal) if deal else None,
        order=order,
        key=OrderKey(ExternalId(key[0]), key[1]) if key else None,
        standing=placed[0],
        treatment=placed[1],
        attributes=tuple(Attribute(*each) for each in attributes),
        beside=tuple((each[0], each[1]) for each in beside),
        start=ends[0],
        steps=tuple(
            Taken(code, amounts, Proof(tuple(records), was, became))
            for code, amounts, records, was, became in steps
        ),
        end=ends[1],
    )
