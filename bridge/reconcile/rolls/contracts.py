"""
Which order lines, invoices and journals are one contract for netting, and its running balances.

NetSuite nets by revenue arrangement (help section 157238716549), the standard by contract (ASC
606-10-45-1): orders and arrangements that share a line are one contract here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bridge.model.money import Currency
from bridge.reconcile.rolls.accounts import Accounting, BilledLine
from bridge.reconcile.rolls.roll import Part
from bridge.reconcile.rolls.span import Known, Stretch
from bridge.reconcile.rows import rows_of
from bridge.reconcile.sides import Held, OrderKey, Sides

#: Journals by hand that name no contract.
UNNAMED = "journals of no contract"


@dataclass(slots=True)
class Flow:
    """
    What moved a contract, by rolled period and movement; what lay before them all is one sum.

    A contract asset and a contract liability exclude each other: what is billed beyond what is
    recognised is deferred, and the other way round.
    """

    name: str
    before: int = 0
    moved: dict[int, list[tuple[str, Part]]] = field(default_factory=lambda: defaultdict(list))
    is_netted: bool = True  #: no for journals that say no contract: they stay with what is deferred
    first: Part | None = None  #: the first part that says a deal, or else the first one

    def add(self, at: int, name: str, part: Part) -> None:
        """Note that something moved it in a period."""
        if self.first is None or (part.deal and not self.first.deal):
            self.first = part
        if at < 0:
            self.before += part.minor
        else:
            self.moved[at].append((name, part))

    def part(self, minor: int) -> Part:
        """Return what the whole contract has, under its name and by the deal that it began with."""
        if not self.is_netted or self.first is None:
            return Part(UNNAMED, "", None, None, minor)
        return self.first._replace(name=f"contract {self.name}", minor=minor)

    def running(self, count: int) -> Sequence[int]:
        """Return what is billed beyond what is recognised, at the end of each period."""
        found = [self.before]
        for at in range(count):
            found.append(found[-1] + sum(part.minor for _, part in self.moved.get(at, ())))
        return found


class Groups:
    """Names that belong together, brought together pair by pair."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}

    def of(self, name: str) -> str:
        """Return by what the group of a name is called."""
        path = []
        while (above := self._of.get(name, name)) != name:
            path.append(name)
            name = above
        self._of.update(dict.fromkeys(path, name))
        return name

    def join(self, one: str, other: str) -> None:
        """Let two names belong together; the oldest order of a group names it."""
        first, later = sorted((self.of(one), self.of(other)), key=_age)
        self._of[later] = first


def _age(name: str) -> tuple[bool, int, str]:
    """Order names as NetSuite gives ids, and what is no id behind them."""
    return not name.isdigit(), len(name), name


def flows(sides: Sides, told: Accounting, base: Currency, over: Stretch) -> Iterable[Flow]:
    """Return what moved each contract with books in a currency, up to the end of the stretch."""
    making = _Making(sides, base, over)
    for held in making.held:
        making.recognise(held)
    for billed in told.billed:
        if billed.base == base:
            making.bill(billed)
    for posted in told.posted:
        if posted.base == base:
            part = Part(posted.journal, "", None, posted.key, posted.minor)
            making.post(posted.period, posted.key, part)
    return making.found.values()


class _Making:
    def __init__(self, sides: Sides, base: Currency, over: Stretch) -> None:
        self.held = [one for one in sides.held if one.base == base]
        self.found: dict[str, Flow] = {}
        self._base, self._count = base, len(over.periods)
        self._place, self._known = over.place(), Known(sides)
        self._groups = Groups()
        self._orders: dict[OrderKey, str] = {}
        self._line: dict[tuple[str, int], Held] = {}
        for one in self.held:
            self._line[one.order, one.line] = one
            if one.key is not None:
                self._orders[one.key] = one.order
            for element in one.elements:
                self._groups.join(one.order, f"arrangement {element.arrangement}")

    def recognise(self, held: Held) -> None:
        """Take what journals recognised of a line from its contract."""
        flow = self._flow(held.order)
        for period, minor in rows_of(held, self._base).recognised.items():
            self._add(flow, period, "revenue", self._known.part(held, -minor))

    def bill(self, billed: BilledLine) -> None:
        """Give what was billed to the contract of its order."""
        held = self._line.get((billed.order, billed.order_line or 0))
        name = f"{billed.document}:{billed.line}"
        part = Part(name, billed.customer, None, None, billed.minor)
        if held is not None:
            part = self._known.part(held, billed.minor)._replace(name=name)
        self._add(self._flow(billed.order), billed.period, "billings", part)

    def post(self, period: str, key: OrderKey | None, part: Part) -> None:
        """Give a journal to its contract, or keep it by itself."""
        order = self._orders.get(key) if key else None
        if order is None:
            flow = self.found.setdefault("", Flow("", is_netted=False))
        else:
            flow = self._flow(order)
        self._add(flow, period, "journals", part)

    def _flow(self, order: str) -> Flow:
        name = self._groups.of(order)
        return self.found.setdefault(name, Flow(name))

    def _add(self, flow: Flow, period: str, name: str, part: Part) -> None:
        at = self._place[period]
        if part.minor and at < self._count:
            flow.add(at, name, part)
