"""Contracts drawn at random: what is sold, by which rules, and what becomes of it until August."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from random import Random

from bridge.model.calendar import Term
from bridge.model.money import Currency, Money
from bridge.model.schedule import Method
from bridge.model.schedules.changes import Impact
from bridge.model.schedules.rule import Custom, Percent, Rule, Step

#: Every story ends with the journals of August 2026.
LAST_MONTH = 8
EVEN, PRORATED = Method.STRAIGHT_LINE_EVEN, Method.STRAIGHT_LINE_PRORATED
RATE, DAYS = Method.STRAIGHT_LINE_PERIOD_RATE, Method.STRAIGHT_LINE_DAYS
PLAIN = ("EVEN", "PRORATED", "RATE", "DAYS")
STEPS = ((0, "12.5"), (1, "37.5"), (4, "16.66"), (7, "33.34"))
#: Code of an item -> by which rule it is recognised, and what a change of it does.
RULES: dict[str, tuple[Rule, Impact]] = {
    "EVEN": (Rule(spreading=EVEN), Impact.REMAINING),
    "PRORATED": (Rule(spreading=PRORATED), Impact.REMAINING),
    "RATE": (Rule(spreading=RATE), Impact.REMAINING),
    "DAYS": (Rule(spreading=DAYS), Impact.REMAINING),
    "EVEN-ALL": (Rule(spreading=EVEN), Impact.ALL),
    "DAYS-ALL": (Rule(spreading=DAYS), Impact.ALL),
    "INITIAL": (Rule(spreading=PRORATED, initial=Percent(Decimal(25))), Impact.REMAINING),
    "INITIAL-ALL": (Rule(spreading=EVEN, initial=Percent(Decimal(10))), Impact.ALL),
    "LATER": (Rule(spreading=PRORATED, period_offset=2), Impact.REMAINING),
    "SHORTER": (Rule(spreading=DAYS, start_offset=1), Impact.REMAINING),
    "CUSTOM": (
        Rule(spreading=Custom(tuple(Step(at, Percent(Decimal(part))) for at, part in STEPS))),
        Impact.REMAINING,
    ),
    "AT-ONCE": (Rule(spreading=Method.AT_ONCE), Impact.REMAINING),
}
CURRENCIES = tuple(map(Currency, ("USD", "USD", "EUR", "JPY", "KWD")))
#: What one of each item sells for alone, where it shares by fair value.
FAIR_PRICE = Decimal("7.31")


@dataclass(frozen=True, slots=True)
class Sale:
    """One line of an order."""

    rule: str  #: a code of RULES
    shares: bool  #: by fair value; else it keeps its own amount
    quantity: int
    amount: Money
    term: Term

    @property
    def item(self) -> str:
        return f"{self.rule}-{'SHARES' if self.shares else 'KEEPS'}"


class Ending(StrEnum):
    """How a contract is changed at last."""

    NONE = "NONE"
    RETURN = "RETURN"
    RETURN_MERGED = "RETURN_MERGED"
    PROSPECTIVE = "PROSPECTIVE"
    RETROSPECTIVE = "RETROSPECTIVE"


@dataclass(frozen=True, slots=True)
class Reprice:
    """New amounts of the lines, by their place; None leaves one as it is."""

    amounts: tuple[Money | None, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A new last day of one line."""

    place: int
    last: date


@dataclass(frozen=True, slots=True)
class Contract:
    """What is sold in which month, and what is changed in later ones."""

    number: int
    currency: Currency
    signed: int  #: month of 2026
    sales: tuple[Sale, ...]
    edits: dict[int, Reprice | Move]  #: month -> what is changed
    ending: Ending
    ends: int  #: the month of the ending
    added: Sale | None  #: what is merged with it
    taken_back: int  #: how much of the first line's quantity is returned


def first_of(month: int) -> date:
    return date(2026, month, 1)


def draw(random: Random, number: int) -> Contract:
    """Draw one contract."""
    ending = random.choice((*Ending, Ending.NONE))
    signed, ends = random.randint(1, 3), random.randint(4, LAST_MONTH)
    currency = random.choice(CURRENCIES)
    merges = ending in {Ending.PROSPECTIVE, Ending.RETROSPECTIVE}
    rules = PLAIN if ending is Ending.PROSPECTIVE else tuple(RULES)
    sales = tuple(
        _sale(random, currency, rules, signed, long=ending is Ending.PROSPECTIVE)
        for _ in range(random.randint(1, 3))
    )
    edits = {
        month: _edit(random, sales, month, long=ending is Ending.PROSPECTIVE)
        for month in range(signed + 1, LAST_MONTH + 1)
        if random.random() < 1 / 3 and (ending is Ending.NONE or month < ends)
    }
    added = _sale(random, currency, PLAIN, ends, long=True) if merges else None
    if added and ending is Ending.PROSPECTIVE:
        start = first_of(ends) + timedelta(days=random.randint(0, 40))
        added = Sale(added.rule, added.shares, added.quantity, added.amount, _from(start, added))
    # Returned in whole, an arrangement would have no fair value left to share by.
    back = random.randint(1, sales[0].quantity - 1)
    return Contract(number, currency, signed, sales, edits, ending, ends, added, back)


def _from(start: date, sale: Sale) -> Term:
    return Term(start, max(sale.term.end, start + timedelta(days=45)))


def _amount(random: Random, currency: Currency) -> Money:
    return Money(random.choice((random.randint(100, 10**5), random.randint(1, 10**8))), currency)


def _sale(
    random: Random, currency: Currency, rules: tuple[str, ...], month: int, *, long: bool
) -> Sale:
    start = first_of(month) + timedelta(days=random.randint(-45, 45))
    start = max(start, date(2025, 12, 1))
    days = random.choice((random.randint(1, 60), random.randint(60, 900), 365))
    rule = random.choice(rules)
    # A start offset needs a second period.
    end = start + timedelta(days=days + (62 if rule == "SHORTER" else 0))
    return Sale(
        rule=rule,
        shares=random.random() < 1 / 2,
        quantity=random.randint(2, 40),
        amount=_amount(random, currency),
        term=Term(start, max(end, date(2026, 11, 1) + timedelta(days=days)) if long else end),
    )


def _edit(random: Random, sales: tuple[Sale, ...], month: int, *, long: bool) -> Reprice | Move:
    currency = sales[0].amount.currency
    # What is recognised at once has no last day to move.
    movable = [place for place, sale in enumerate(sales) if sale.rule != "AT-ONCE"]
    if not movable or random.random() < 1 / 2:
        some = tuple(_amount(random, currency) if random.random() < 2 / 3 else None for _ in sales)
        return Reprice(some)
    earliest = first_of(LAST_MONTH) + timedelta(days=40) if long else first_of(month)
    return Move(random.choice(movable), earliest + timedelta(days=random.randint(0, 700)))
