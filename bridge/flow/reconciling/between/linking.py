"""
Which revenue elements come from which line of an order or return.

A line names one element. A prospective merge leaves behind what is recognised, and a return names
none at all: NetSuite tells the document of such elements, but not the line. They go to the lines of
that document with the same item, amount and quantity, in the order in which both were made; where
several lines are quite alike, one may get what is another's, and their sum is right.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from bridge.adapters.netsuite.revenue.held import Element, OrderLine
from bridge.model.ids import ExternalId
from bridge.model.money import Money
from bridge.reconcile.sides import OrderKey, Ruled


@dataclass(frozen=True, slots=True)
class Source:
    """A line with its elements; without a line, one element of what is no order."""

    line: OrderLine | None
    key: OrderKey | None  #: None for what the bridge did not write
    elements: tuple[Element, ...]
    is_credit: bool = True  #: whether the account shows what is sold with a minus

    @property
    def amount(self) -> Money:
        """What the line says, signed as sold: a return is negative."""
        line = self._line
        return -line.amount if self.is_credit else line.amount

    @property
    def quantity(self) -> Decimal:
        """How much, signed in the same way."""
        line = self._line
        return -line.quantity if self.is_credit else line.quantity

    @property
    def _line(self) -> OrderLine:
        if self.line is None:
            raise ValueError("an element by itself has no order line")
        return self.line


@dataclass(frozen=True, slots=True)
class Unlinked:
    """The lines that we wrote, by record and by our key."""

    ours: Mapping[ExternalId, Mapping[int, Ruled]]

    def keys(self, lines: Iterable[OrderLine]) -> dict[int, OrderKey]:
        """
        Return our key of each line of NetSuite's.

        Those of orders are the same. NetSuite gives lines of returns keys of its own: they are
        taken in their order.
        """
        found: dict[int, OrderKey] = {}
        returned: dict[ExternalId, list[OrderLine]] = defaultdict(list)
        for line in lines:
            record = ExternalId(line.external_id or "")
            if record not in self.ours:
                continue
            if line.is_return:
                returned[record].append(line)
            else:
                found[line.id] = OrderKey(record, line.key)
        for record, each in returned.items():
            for line, key in zip(_by_key(each), sorted(self.ours[record]), strict=False):
                found[line.id] = OrderKey(record, key)
        return found


def parts(elements: Sequence[Element]) -> Iterator[tuple[Element, Money]]:
    """
    Yield the elements of one line, each with what it sells of the line.

    Those that prospective merges truncate, and what was left of them, each say the whole line: the
    part of one ends where what was left for the next one begins.
    """
    is_cut = any(one.merged_from for one in elements)
    if len(elements) == 1 or not is_cut or len({one.sales for one in elements}) > 1:
        yield from ((one, one.sales) for one in elements)
        return
    made = sorted(elements, key=lambda one: one.id)
    left = [made[0].sales, *(one.discounted for one in made[1:])]
    for one, own, later in zip_longest(made, left, left[1:]):
        yield one, own - later if later is not None else own


def linked(
    lines: Iterable[OrderLine], elements: Iterable[Element], unlinked: Unlinked
) -> Iterator[Source]:
    """Yield every line with its elements, then every element that belongs to no line."""
    held, every = tuple(lines), tuple(elements)
    of_line = _named(held, every)
    taken = {one.id for found in of_line.values() for one in found}
    rest = [one for one in every if one.id not in taken]
    alike = _alike(held) if rest else {}  # of most accounts each element is named
    alone: list[Element] = []
    places: dict[tuple[object, ...], int] = defaultdict(int)
    for one in rest:
        look = _look(one.source, one.item, one.sales, one.quantity)
        among = alike.get(look, [])
        if not among:
            alone.append(one)
            continue
        place = places[look]
        places[look] += 1
        of_line[among[place % len(among)].id].append(one)
    keys, is_credit = unlinked.keys(held), _shows_credits(held, of_line)
    for line in held:
        yield Source(line, keys.get(line.id), tuple(of_line.get(line.id, ())), is_credit)
    yield from (Source(None, None, (one,)) for one in alone)


def _named(lines: Iterable[OrderLine], every: Iterable[Element]) -> dict[int, list[Element]]:
    by_id = {one.id: one for one in every}
    found: dict[int, list[Element]] = defaultdict(list)
    for line in lines:
        if line.element is not None and line.element in by_id:
            found[line.id].append(by_id[line.element])
    return found


def _alike(lines: Iterable[OrderLine]) -> dict[tuple[object, ...], list[OrderLine]]:
    found: dict[tuple[object, ...], list[OrderLine]] = defaultdict(list)
    for line in lines:
        found[_look(line.shown, line.item, line.amount, line.quantity)].append(line)
    return {look: _by_key(each) for look, each in found.items()}


def _look(source: str, item: str, amount: Money, quantity: Decimal) -> tuple[object, ...]:
    """What tells lines apart; accounts differ in the signs that they show."""
    return (source, item, abs(amount.minor), amount.currency.code, abs(quantity))


def _by_key(lines: Iterable[OrderLine]) -> list[OrderLine]:
    return sorted(lines, key=lambda one: one.key)


def _shows_credits(lines: Iterable[OrderLine], elements: Mapping[int, list[Element]]) -> bool:
    """
    Say whether the account shows what is sold with a minus, as most do.

    Elements have the sign of the sale. Without any, orders have more of what is sold.
    """
    same = other = 0
    for line in lines:
        named = elements.get(line.id, [])
        sold = named[0].sales.minor if named else 1
        if line.is_return or not line.amount or not sold:
            continue  # what is free has no sign
        agrees = (line.amount.minor > 0) == (sold > 0)
        same, other = same + agrees, other + (not agrees)
    return other >= same
