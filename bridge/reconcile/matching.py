"""
Which line of Salesforce is which line of NetSuite.

What both sides say is brought together by the order line, and order lines by the contract line that
they belong to. What one side has alone is a match of its own, and so is what was loaded twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bridge.model.ids import LineId
from bridge.model.money import Currency, Money, total
from bridge.model.schedule import Method, Predicted
from bridge.reconcile.sides import Booked, Entry, Held, OrderKey, Ruled, Sides, Standing, Terms
from bridge.reconcile.valuing import Vector


@dataclass(frozen=True, slots=True)
class Part:
    """What a line of Salesforce has to do with one order line."""

    booked: Booked
    sold: tuple[Terms, ...]
    ruled: Ruled | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """
    What both sides say of one order line, or what one of them says alone.

    `standing` is where all of its parts stand; None where Salesforce has no part in it.
    """

    base: Currency
    subsidiary: str | None
    contract: str  #: "" where nobody knows
    customer: str
    root: LineId | None  #: the contract line
    key: OrderKey | None
    parts: tuple[Part, ...] = ()
    standing: Standing | None = None
    ruled: Ruled | None = None  #: all that was ruled of the order line together
    held: Held | None = None
    is_copy: bool = False  #: of a line that is matched elsewhere
    is_elsewhere: bool = False  #: the other side has it in another subsidiary
    allocation_ties: bool = True  #: whether the arrangement allocates no more than it sells
    expected: Predicted | None = None
    breakage: Vector | None = None
    entries: tuple[Entry, ...] = ()

    @property
    def name(self) -> str:
        """What a drill-down calls it: unique in a statement."""
        if self.held is not None:
            return f"{self.held.order}:{self.held.line}{':copy' if self.is_copy else ''}"
        if self.key is not None:
            return f"{self.key.record}:{self.key.line}"
        return self.parts[0].booked.line if self.parts else self.entries[0].id


def matches(sides: Sides) -> Iterator[Match]:
    """Bring the two sides together; every line and every entry stands in exactly one match."""
    matcher = _Matcher(sides)
    yield from matcher.by_order_line()
    yield from matcher.alone()


class _Matcher:
    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._ties = _ties(sides.held)
        self._held: dict[OrderKey, list[Held]] = defaultdict(list)
        for held in sides.held:
            if held.key is not None:
                self._held[held.key].append(held)
        self._parts: dict[OrderKey, list[Part]] = defaultdict(list)
        self._alone: list[tuple[Booked, bool]] = []
        self._gather()
        self._entries = _by_key(sides.entries, self._parts.keys() | self._held.keys())

    def by_order_line(self) -> Iterator[Match]:
        for key, parts in self._parts.items():
            helds = self._held.pop(key, [])
            yield from _by_entity(self._matched(key, tuple(parts), helds[0] if helds else None))
            yield from (self._copy(held, parts[0].booked) for held in helds[1:])
        for key, (known, *copies) in self._held.items():
            yield replace(_found(known), entries=self._entries.get(key, ()))
            yield from (replace(_found(held), is_copy=True) for held in copies)
        yield from (_found(held) for held in self._sides.held if held.key is None)

    def alone(self) -> Iterator[Match]:
        for booked, is_copy in self._alone:
            yield Match(
                base=booked.base,
                subsidiary=booked.subsidiary,
                contract=booked.contract,
                customer=booked.customer,
                root=booked.root,
                key=None,
                parts=(Part(booked, booked.sold, None),),
                standing=booked.standing,
                is_copy=is_copy,
            )
        for entry in self._entries.get(None, ()):
            yield Match(
                base=entry.amount.currency,
                subsidiary=entry.subsidiary,
                contract="",
                customer="",
                root=None,
                key=None,
                entries=(entry,),
            )

    def _gather(self) -> None:
        """Give each line that NetSuite acknowledged to its order lines, and keep the others."""
        seen: set[LineId] = set()
        for booked in self._sides.booked:
            is_copy = booked.line in seen
            seen.add(booked.line)
            if is_copy or booked.standing is not Standing.ORDERED or not booked.ruled:
                self._alone.append((booked, is_copy))
                continue
            for part in _parts(booked):
                if part.ruled is not None:
                    self._parts[part.ruled.key].append(part)

    def _matched(self, key: OrderKey, parts: tuple[Part, ...], held: Held | None) -> Match:
        booked, expected = parts[0].booked, self._sides.expected.get(key)
        ruled = _together([part.ruled for part in parts if part.ruled])
        return Match(
            base=booked.base,
            subsidiary=booked.subsidiary,
            contract=booked.contract,
            customer=booked.customer,
            root=booked.root,
            key=key,
            parts=parts,
            standing=Standing.ORDERED,
            ruled=_as_predicted(ruled, expected),
            held=held,
            allocation_ties=held is None or self._tied(held),
            expected=expected,
            breakage=self._sides.breakage.get(key),
            entries=self._entries.get(key, ()),
        )

    def _copy(self, held: Held, booked: Booked) -> Match:
        return replace(_found(held), contract=booked.contract, root=booked.root, is_copy=True)

    def _tied(self, held: Held) -> bool:
        return all(self._ties[element.arrangement] for element in held.elements)


def _by_entity(match: Match) -> Iterator[Match]:
    """A line that NetSuite has in another subsidiary is two matches: it leaves one, enters one."""
    held = match.held
    if held is None or match.subsidiary in {None, held.subsidiary}:
        yield match
        return
    yield replace(match, held=None, is_elsewhere=True, entries=())
    found = replace(_found(held), contract=match.contract, root=match.root)
    yield replace(found, is_elsewhere=True, entries=match.entries)


def _found(held: Held) -> Match:
    return Match(
        base=held.base,
        subsidiary=held.subsidiary,
        contract=held.contract or "",
        customer=held.customer,
        root=None,
        key=held.key,
        held=held,
    )


def _parts(booked: Booked) -> Iterator[Part]:
    """Step by step where each step is an order line, else all that was sold by the first one."""
    sold = booked.sold
    if len(booked.ruled) != len(sold) == 1:
        sold = tuple(_shared(sold[0], booked.ruled))
    if len(booked.ruled) == len(sold):
        for terms, ruled in zip(sold, booked.ruled, strict=True):
            yield Part(booked, (terms,), ruled)
        return
    for place, ruled in enumerate(booked.ruled):
        yield Part(booked, () if place else sold, ruled)


def _shared(sold: Terms, ruled: Sequence[Ruled]) -> Iterator[Terms]:
    """
    Share what was sold among its order lines, if they come to it; else leave it whole.

    A change in the middle of a term ends one order line and puts what stays into another one: what
    sales sold as 20 seats less is one line cut short, and a new line of the others.
    """
    if total((one.terms.amount for one in ruled), sold.amount.currency) != sold.amount:
        yield sold
        return
    for one in ruled:
        terms = one.terms
        yield replace(
            sold, amount=terms.amount, quantity=terms.quantity, unit_price=terms.unit_price
        )


def _together(ruled: Sequence[Ruled]) -> Ruled:
    """All that was ruled of one order line: amounts add up, the last one says the rest."""
    last = ruled[-1]
    if len(ruled) == 1:
        return last
    currency = last.terms.amount.currency
    said = [one.allocated for one in ruled]
    allocated = [one for one in said if one is not None]
    return replace(
        last,
        terms=replace(
            last.terms,
            quantity=sum((one.terms.quantity for one in ruled), start=0 * last.terms.quantity),
            amount=total((one.terms.amount for one in ruled), currency),
        ),
        allocated=total(allocated, currency) if len(allocated) == len(said) else None,
        dated=ruled[0].dated,
        is_drawn=any(one.is_drawn for one in ruled),
    )


def _as_predicted(ruled: Ruled, expected: Predicted | None) -> Ruled:
    """Let what is to be recognised be what the books predict: a merge allocates orders anew."""
    terms = ruled.terms
    if expected is None or terms.method is Method.ON_USE:
        return ruled
    predicted = Money(sum(expected.minors.values()), expected.currency)
    if predicted in {terms.amount, ruled.allocated}:
        return ruled
    return replace(ruled, allocated=predicted)


def _ties(held: Iterable[Held]) -> Mapping[str, bool]:
    """Whether what each arrangement allocates is what it sells."""
    more: Counter[str] = Counter()
    for line in held:
        for element in line.elements:
            more[element.arrangement] += element.allocated.minor - element.sales.minor
    return {name: not minor for name, minor in more.items()}


def _by_key(
    entries: Iterable[Entry], known: Iterable[OrderKey]
) -> Mapping[OrderKey | None, tuple[Entry, ...]]:
    """The entries by the order line that they are about; None for those about none that is here."""
    names = set(known)
    found: dict[OrderKey | None, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.key if entry.key in names else None].append(entry)
    return {key: tuple(each) for key, each in found.items()}
