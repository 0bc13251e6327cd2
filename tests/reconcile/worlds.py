"""
Contract lines with known discrepancies, each with what it must come to, month by month.

Every line is worth the same in each whole month, so that all that is expected here follows from
multiplying and adding: nothing of the engine has a part in it.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from bridge.model.calendar import Term, add_months, months
from bridge.model.deal import Action, Charge, DealKind
from bridge.model.ids import ContractId, DealId, ExternalId, LineId
from bridge.model.money import Currency, Money
from bridge.model.schedule import Method, Predicted
from bridge.reconcile.sides import (
    Booked,
    Counted,
    Element,
    Entry,
    Held,
    OrderKey,
    PlanState,
    Row,
    Ruled,
    Sides,
    Standing,
    Terms,
)

USD, EUR = Currency("USD"), Currency("EUR")
PERIODS = months(date(2025, 1, 1), date(2028, 12, 31))
NAMES = tuple(period.name for period in PERIODS)
#: Code and period -> minor units.
Amounts = Counter[tuple[str, str]]


@dataclass(kw_only=True)
class Line:
    """One order line and what both sides have of it; injections change it."""

    number: int
    start: date
    count: int  #: whole months
    monthly: int  #: minor units
    posted: int = 6  #: how many months are recognised
    booked: list[Booked] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    expected: dict[OrderKey, dict[str, Money]] = field(default_factory=dict)
    breakage: dict[OrderKey, dict[str, int]] = field(default_factory=dict)
    amounts: Amounts = field(default_factory=Counter)

    @property
    def key(self) -> OrderKey:
        return OrderKey(ExternalId(f"bridge-D{self.number}-so-1"), 1)

    @property
    def term(self) -> Term:
        return Term(self.start, add_months(self.start, self.count))

    @property
    def total(self) -> int:
        return self.monthly * self.count

    def month(self, place: int) -> str:
        return add_months(self.start, place).isoformat()[:7]

    def served(self) -> list[str]:
        return [self.month(place) for place in range(self.count)]

    def by_month(self, minor: int) -> dict[str, int]:
        """As much in each month that is served."""
        return dict.fromkeys(self.served(), minor)

    def add(self, code: str, amounts: dict[str, int]) -> None:
        for period, minor in amounts.items():
            self.amounts[code, period] += minor


def money(minor: int, currency: Currency = USD) -> Money:
    return Money(minor, currency)


def terms(line: Line, **changes: object) -> Terms:
    made = Terms(
        item="SEAT",
        quantity=Decimal(10),
        unit_price=Decimal(line.total) / 1000,
        amount=money(line.total),
        term=line.term,
        method=Method.STRAIGHT_LINE_EVEN,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a test names the fields it changes


def rows(line: Line, monthly: dict[str, int]) -> tuple[Row, ...]:
    known = line.served()[: line.posted]
    return tuple(
        Row(period, period, minor, period in known, "J-1" if period in known else None)
        for period, minor in monthly.items()
    )


def a_line(number: int, start: date, count: int = 12, monthly: int = 10_000) -> Line:
    """Return a line without a discrepancy; what is booked at once is due over its months."""
    line = Line(number=number, start=start, count=count, monthly=monthly)
    said = Ruled(
        key=line.key,
        terms=terms(line),
        dated=start,
        treatment="as_sold",
        rule="flat_treatment#all",
    )
    line.booked.append(_booked(line, said))
    line.held.append(_held(line))
    line.expected[line.key] = {one: money(monthly) for one in line.served()}
    line.add("PER-1", line.by_month(monthly))
    line.add("PER-1", {line.month(0): -line.total})
    line.add("JRN-2", dict.fromkeys(line.served()[line.posted :], -monthly))
    return line


def _booked(line: Line, said: Ruled) -> Booked:
    number = line.number
    return Booked(
        line=LineId(f"L{number}"),
        root=LineId(f"L{number}"),
        deal=DealId(f"D{number}"),
        deal_name=f"Deal {number}",
        contract=ContractId(f"C{number // 3}"),
        customer=f"A{number // 3}",
        customer_name=f"Customer {number // 3}",
        product="SEAT",
        base=USD,
        subsidiary="US-INC",
        kind=DealKind.NEW,
        action=Action.ADD,
        charge=Charge.RECURRING,
        booked_on=line.start,
        close_on=line.start,
        sold=(terms(line),),
        standing=Standing.ORDERED,
        ruled=(said,),
    )


def _held(line: Line) -> Held:
    number = line.number
    return Held(
        order=f"9{number:04}",
        number=f"SO{number}",
        line=1,
        key=line.key,
        customer=f"A{number // 3}",
        customer_name=f"Customer {number // 3}",
        subsidiary="US-INC",
        base=USD,
        dated=line.start,
        is_approved=True,
        is_closed=False,
        terms=terms(line),
        elements=(an_element(line, line.by_month(line.monthly)),),
    )


def an_element(line: Line, monthly: dict[str, int], **changes: object) -> Element:
    whole = money(sum(monthly.values()))
    made = Element(
        id=f"E{line.number}",
        arrangement=f"AR{line.number}",
        sales=whole,
        allocated=whole,
        rate=Decimal(1),
        state=PlanState.PLANNED,
        rows=rows(line, monthly),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a test names the fields it changes


def rebook(line: Line, **changes: object) -> None:
    line.booked[0] = replace(line.booked[0], **changes)  # type: ignore[arg-type]  # as above


def rule(line: Line, **changes: object) -> None:
    [said] = line.booked[0].ruled
    rebook(line, ruled=(replace(said, **changes),))  # type: ignore[arg-type]  # as above


def rehold(line: Line, **changes: object) -> None:
    line.held[0] = replace(line.held[0], **changes)  # type: ignore[arg-type]  # as above


def plan(line: Line, monthly: dict[str, int], **changes: object) -> None:
    """Let NetSuite plan otherwise; what is not posted of it changes with it."""
    rehold(line, elements=(an_element(line, monthly, **changes),))
    known = line.served()[: line.posted]
    for period in [period for code, period in line.amounts if code == "JRN-2"]:
        del line.amounts["JRN-2", period]
    line.add("JRN-2", {one: -minor for one, minor in monthly.items() if one not in known})


def predicted(amounts: Mapping[str, Money]) -> Predicted:
    """Return amounts by month as the books predict them; of none there is no other currency."""
    [currency] = {one.currency for one in amounts.values()} or {USD}
    return Predicted({period: one.minor for period, one in amounts.items()}, currency)


def sides(*lines: Line) -> Sides:
    return Sides(
        booked=tuple(one for line in lines for one in line.booked),
        held=tuple(one for line in lines for one in line.held),
        periods=PERIODS,
        expected={key: predicted(each) for line in lines for key, each in line.expected.items()},
        entries=tuple(one for line in lines for one in line.entries),
        breakage={key: each for line in lines for key, each in line.breakage.items()},
        counted=tuple(
            Counted(one.deal, one.close_on, terms.amount)
            for line in lines
            for one in line.booked
            for terms in one.sold
        ),
    )


Injection = Callable[[Line], None]
