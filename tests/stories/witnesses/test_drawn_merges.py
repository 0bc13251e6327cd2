"""
Two witnesses of contracts drawn at random, changed up to three times, and merged each time.

What is sold for one price is worth another; what comes back is invoiced, or never was and is taken
from the order before anything is merged. Each line has the same revenue in each month, to the cent.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from bridge.mappers.judge import Modified
from bridge.mappers.shape.arrangements import elements
from bridge.mappers.shape.assembling import Assembled
from bridge.model.deal import Action, Line, Modification
from bridge.model.document import Kind
from bridge.model.money import Money
from bridge.model.schedule import Method, PlannedRevenue
from bridge.model.schedules.closed import in_open_periods
from tests.mappers.shape.amending import USD, Contract, a_step, sold, taken
from tests.mappers.shape.arrangements.merged import KEEPS, closed_before, worth
from tests.stories.witnesses.merging import MergingAccount

CUSTOMER = "SFA-DRAWN"
HEADER = {"entity": CUSTOMER, "subsidiary": "US-INC"}
METHODS = {
    "SL-EVEN": Method.STRAIGHT_LINE_EVEN,
    "SL-PRORATE": Method.STRAIGHT_LINE_PRORATED,
    "SL-DAYS": Method.STRAIGHT_LINE_DAYS,
}
LAST_MONTH = 9


@dataclass(slots=True)
class Story:
    """One contract, told to both witnesses month by month."""

    random: Random
    contract: Contract
    invoiced: bool
    changes: tuple[int, ...]  #: months
    lines: list[tuple[str, int]] = field(default_factory=list)  #: what was sold, cents a seat-month
    became: Counter[str] = field(default_factory=Counter)

    def tell(self, account: MergingAccount, month: int) -> None:
        """Let a month come: the contract is signed in January, and changed later."""
        if month == 1:
            self._book(account, [self._sale(month, "ENT"), self._sale(month, "ULT")][: self._few()])
        elif month in self.changes:
            self.contract.periods = closed_before(month)
            gives = self._giving(month) if self.random.random() < 2 / 3 else []
            self._book(account, [*gives, self._sale(month, self.random.choice(("ENT", "ULT")))])

    def planned(self) -> dict[tuple[str, int], dict[str, Decimal]]:
        """What is predicted of each line by month; what is due in closed ones is so in October."""
        periods = closed_before(LAST_MONTH + 1)
        closed = {one.name for one in periods if one.closed}
        found: dict[tuple[str, int], dict[str, Decimal]] = {}
        for one in elements.of(self.contract.earlier, ()):
            done = [part for part in one.planned if part.period in closed]
            late = [part for part in one.planned if part.period not in closed]
            parts: list[PlannedRevenue] = [*done, *in_open_periods(late, periods)]
            found[one.name] = {
                part.period: part.amount.decimal() for part in sorted(parts, key=_at)
            }
        return found

    def _few(self) -> int:
        return self.random.randint(1, 2)

    def _sale(self, month: int, product: str) -> Line:
        name, cents = f"L{len(self.lines)}", self.random.randint(100, 30_000)
        self.lines.append((name, cents))
        seats = self.random.randint(2, 40)
        amount = Money(cents * seats * (13 - month), USD).text()
        days = (f"2026-{month:02}-01", "2026-12-31")
        return sold(a_step(name, str(seats), amount, days), product=product)

    def _giving(self, month: int) -> list[Line]:
        """A seat that is given up, of a line from which something can be taken; none without."""
        free = {
            one.source
            for one in self.contract.stands.lines
            if not one.is_allocated and (self.invoiced or not one.is_merged)
        }
        known = [(name, cents) for name, cents in self.lines if name in free]
        if not known:
            return []
        name, cents = self.random.choice(known)
        amount = Money(-cents * (13 - month), USD).text()
        days = (f"2026-{month:02}-01", "2026-12-31")
        return [taken(name, a_step(f"T{month}", "-1", amount, days), action=Action.DECREASE)]

    def _book(self, account: MergingAccount, lines: list[Line]) -> None:
        found = self.contract.found(*lines)
        if not isinstance(found, Assembled):
            self.became.update(flag.code for flag in found)
            return
        self.became.update(one.kind for one in found.documents)
        self.contract.books(*lines)
        if self.invoiced:
            self.contract.invoices(order=len(self.contract.orders))
        written = [replace(one, fields=HEADER) for one in found.documents]
        account.take(written, invoiced=self.invoiced)


def _at(part: PlannedRevenue) -> str:
    return part.period


def stories(seed: int, method: Method, how: Modification, count: int) -> list[Story]:
    random = Random(seed)
    keeping = seed % 4 == 0
    found = []
    for number in range(count):
        prices = [str(random.randint(1, 4000)) for _ in range(2)]
        alone = {
            product: KEEPS if keeping else worth(price)
            for product, price in zip(("ENT", "ULT"), prices, strict=True)
        }
        contract = Contract(
            method=method,
            modified=Modified(how, "modification#amended"),
            alone=alone,
            periods=closed_before(1),
            name=f"c{number}-",
        )
        changes = tuple(random.sample(range(2, LAST_MONTH), random.randint(1, 3)))
        found.append(Story(random, contract, random.random() < 1 / 2, changes))
    return found


def differing(
    seed: int, rule: str, how: Modification, count: int
) -> tuple[list[str], Counter[str]]:
    """Tell drawn stories to one account, and say on what the witnesses differ."""
    told = stories(seed, METHODS[rule], how, count)
    account = MergingAccount(CUSTOMER, rule, keeping=seed % 4 == 0)
    for month in range(1, LAST_MONTH + 1):
        account.post_until(date(2026, month, 1))
        for story in told:
            story.tell(account, month)
    account.post_until(date(2026, LAST_MONTH + 1, 1))
    planned = account.revenue()
    found = [
        f"{story.contract.name} {name}\n  {planned.get(name)}\n  {expected}"
        for story in told
        for name, expected in story.planned().items()
        if planned.get(name, {}) != expected
    ]
    return found, sum((story.became for story in told), Counter())


PROSPECTIVE, CATCH_UP = Modification.PROSPECTIVE, Modification.CUMULATIVE_CATCH_UP


@pytest.mark.parametrize(
    ("rule", "how"),
    [("SL-EVEN", PROSPECTIVE), ("SL-PRORATE", CATCH_UP), ("SL-DAYS", PROSPECTIVE)],
)
def test_both_witnesses_agree_on_drawn_merges(rule: str, how: Modification) -> None:
    found, became = differing(7, rule, how, 5)
    assert found == []
    assert became[Kind.MERGE_REQUEST] >= 5


@pytest.mark.on_demand
@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("how", [PROSPECTIVE, CATCH_UP])
@pytest.mark.parametrize("rule", METHODS)
def test_both_witnesses_agree_on_many_drawn_merges(rule: str, how: Modification, seed: int) -> None:
    assert differing(seed, rule, how, 20)[0] == []
