"""What happens in a history, drawn by its seed: contracts, what befalls them, and strangers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from tests.stories.reconciling.drawing.fates import EDITED, FATES, Fate
from tests.stories.reconciling.drawing.sold.contracts import Seats, Shape, sold
from tests.stories.reconciling.drawing.sold.credits import Prepaid, prepaid
from tests.stories.reconciling.drawing.sold.packages import Package
from tests.stories.reconciling.drawing.sold.packages import drawn as packaged
from tests.stories.reconciling.drawing.sold.records import Records, records_of, renamed
from tests.stories.reconciling.drawing.worth.currencies import FOREIGN, LOTS

#: A call without an answer keeps its place until it must be over, and the bridge makes two at once:
#: after the second of a pass no other is made.
_UNANSWERED_MAX = 2
#: What people write beside a journal, and the class that it names.
MEMOS: Mapping[str, str] = {
    "": "MAN-2",
    "accrual of a licence": "MAN-2",
    "revaluation of March (FX-2)": "FX-2",
    "END-2 credit note": "END-2",
    "END-3 bad debt": "END-3",
    "rebate, TP-1": "TP-1",
    "PAT-4 shortfall of a minimum": "PAT-4",
    "MAN-1 accrual": "MAN-1",
    "RND-1 cents of the year": "MAN-1",
    "for DAT-3": "MAN-1",
}
#: What strangers' orders are made of, in cents.
LOT = 792_780
#: So many contracts, and there is a package beside them.
_A_PACKAGE, _SOME = 10, 3
#: So many lots, and what is shared comes to whole cents each day and month from February on.
_OF_SHARED = 334 * 11
#: No subsidiary sells in francs.
UNSOLD = "CHF"
#: How many contracts are in a currency that is not that of the books.
_ABROAD = 0.4
#: What becomes of them has no rate of NetSuite's: it is told in its own currency.
_WITHOUT_RATE = frozenset(
    {Fate.WAITING, Fate.EXCLUDED, Fate.NOT_SENT, Fate.UNANSWERED, Fate.UNREAD}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A contract and its fate."""

    name: str
    shape: Shape
    lots: int
    currency: str
    fate: Fate

    @property
    def lines(self) -> tuple[Seats, ...]:
        return sold(self.shape, self.lots)

    @property
    def is_suspended(self) -> bool:
        return self.currency == UNSOLD

    @property
    def left(self) -> int:
        """What the first line of its order has when somebody edits it: what was cut stays cut."""
        first, gone = self.lines[0], self.gone
        return first.minor * (gone.first.month - 1) // 12 if gone else first.minor

    @property
    def seats_left(self) -> Decimal:
        """The same in seats, which go with the amount."""
        first, gone = self.lines[0], self.gone
        part = Decimal(gone.first.month - 1 if gone else 12) / 12
        return (first.seats * part).quantize(Decimal("0.0001"))

    @property
    def edited_end(self) -> date:
        """On which day somebody lets it end: what ends before, in five months of its own."""
        return date(2026, 5, 31) if self.gone else date(2026, 6, 30)

    @property
    def dearer(self) -> int:
        """By how many cents somebody makes it dearer: what was cut, twice as dear."""
        if self.gone:
            return self.left
        return LOT * (LOTS if self.is_foreign else 1)

    @property
    def is_foreign(self) -> bool:
        """Whether its subsidiary keeps its books in another currency."""
        return self.currency == FOREIGN

    @property
    def orders(self) -> tuple[str, ...]:
        """Its orders in Salesforce that become orders in NetSuite, the first one first."""
        sells = (one.order for one in self.lines if one.seats > 0)
        return tuple(f"O-{order}-{self.name}" for order in dict.fromkeys(sells))

    @property
    def every_order(self) -> tuple[str, ...]:
        """Its orders in Salesforce, the first one first."""
        return tuple(f"O-{one}-{self.name}" for one in dict.fromkeys(x.order for x in self.lines))

    @property
    def amendments(self) -> tuple[str, ...]:
        """Its orders in Salesforce that change the first one."""
        return self.every_order[1:]

    @property
    def gone(self) -> Seats | None:
        """What of its first line is given up."""
        return next((one for one in self.lines if one.seats < 0), None)

    def records(self, orders: Sequence[str]) -> Records:
        """Return the records of some of its orders; the contract with the first of them."""
        own = [one.order for one in self.lines if f"O-{one.order}-{self.name}" in orders]
        said = _SAID.get(self.fate, {})
        return [
            renamed(one, self.name, self.currency, said)
            for one in records_of(self.shape, self.lines, own)
        ]


_SAID: Mapping[Fate, dict[str, object]] = {
    Fate.WAITING: {"SBQQ__Contracted__c": False},
    Fate.EXCLUDED: {"Deal_Purpose__c": "Evaluation"},
    Fate.MERGED: {"PoNumber": "PROSPECTIVE"},
    Fate.CAUGHT_UP: {"PoNumber": "CATCH-UP"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """A journal that a person makes in January or February."""

    minor: int  #: of revenue
    currency: str
    month: int
    memo: str  #: says its class, or nothing
    day: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that happens, in no order: the player knows when."""

    seed: int
    contracts: tuple[Told, ...]
    strangers: tuple[int, ...]  #: lots of orders that people make by hand in dollars
    journals: tuple[Journal, ...]
    prepaid: tuple[Prepaid, ...] = ()  #: credits that are used in the quarter
    packages: tuple[Package, ...] = ()


def drawn(seed: int, contracts: int = 5) -> History:
    """Return the history of a seed; the first fates go around, so that each one comes soon."""
    random = Random(seed)  # no secret hangs on it: a seed makes its history again
    return History(
        seed=seed,
        contracts=tuple(_contracts(random, seed, contracts)),
        strangers=tuple(random.randint(1, 9) for _ in range(random.randint(0, 2))),
        journals=tuple(_journal(random) for _ in range(random.randint(0, 3))),
        prepaid=tuple(prepaid(random, f"P{number}") for number in range(contracts // 5)),
        packages=tuple(
            packaged(random, f"K{number}") for number in range(_packages(seed, contracts))
        ),
    )


def _packages(seed: int, contracts: int) -> int:
    """One for each ten contracts; where there are fewer, in the histories of some seeds."""
    whole, rest = divmod(contracts, _A_PACKAGE)
    return whole + (rest > 0 and seed % _SOME == _SOME - 1)


def _contracts(random: Random, seed: int, count: int) -> Iterator[Told]:
    shapes, unanswered = tuple(FATES), 0
    for number in range(count):
        times, at = divmod(seed * count + number, len(shapes))
        shape = shapes[at]
        fate = FATES[shape][times % len(FATES[shape])]
        if fate is Fate.UNANSWERED:
            unanswered += 1
            fate = fate if unanswered <= _UNANSWERED_MAX else Fate.NOT_SENT
        currency, lots = _priced(random, shape, fate)
        yield Told(name=f"H{number}", shape=shape, lots=lots, currency=currency, fate=fate)


def _priced(random: Random, shape: Shape, fate: Fate) -> tuple[str, int]:
    if shape is Shape.SHARED:
        return random.choice(("USD", "EUR")), _OF_SHARED * random.randint(1, 5)
    if (shape, fate) == (Shape.PLAIN, Fate.NOTHING):
        return UNSOLD, random.randint(1, 20)
    at_home = fate in _WITHOUT_RATE or fate is Fate.RULED or _is_edited_change(shape, fate)
    if not at_home and random.random() < _ABROAD:
        return FOREIGN, LOTS * random.randint(1, 5)
    times = LOTS if fate is Fate.CLOSED else 1
    return random.choice(("USD", "USD", "EUR")), times * random.randint(1, 20)


def _is_edited_change(shape: Shape, fate: Fate) -> bool:
    """Whether somebody edits what was changed: at which rate that is told depends on both."""
    lines = sold(shape, 1)
    return fate in EDITED and any(one.seats < 0 for one in lines)


def _journal(random: Random) -> Journal:
    return Journal(
        minor=random.randint(-100_000, 100_000) or 1,
        currency=random.choice(("USD", "EUR")),
        month=random.choice((1, 2)),
        memo=random.choice(tuple(MEMOS)),
    )
