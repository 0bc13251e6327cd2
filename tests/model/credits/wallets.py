"""Wallets for tests: grants and uses in a few words."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bridge.model.calendar import Term
from bridge.model.credits.balance import Wallet
from bridge.model.credits.events import Event, Grant, GrantId, Use
from bridge.model.credits.terms import BonusPrice, DrawOrder, Rollover, Terms
from bridge.model.credits.wallet import fold
from bridge.model.money import Currency, Money

USD = Currency("USD")
FIRST = date(2026, 1, 1)
LAST = date(2026, 12, 31)
YEAR = Term.inclusive(FIRST, LAST)


def usd(amount: str) -> Money:
    return Money.parse(amount, USD)


def a_grant(
    name: str = "g1",
    units: str = "100000",
    paid: str = "8000.00",
    on: date = FIRST,
    valid: Term | None = YEAR,
) -> Grant:
    return Grant(id=GrantId(name), on=on, units=Decimal(units), paid=usd(paid), valid=valid)


def a_use(reference: str, units: str, on: date, meter: str = "") -> Use:
    return Use(reference=reference, on=on, units=Decimal(units), meter=meter)


def terms(
    order: DrawOrder = DrawOrder.FIRST_IN_FIRST_OUT,
    rollover: Rollover = Rollover.NONE,
    rolled: Fraction = Fraction(1),
    bonus: BonusPrice = BonusPrice.SPREAD,
) -> Terms:
    return Terms(order=order, rollover=rollover, rolled=rolled, bonus=bonus)


def told(events: Iterable[Event], agreed: Terms | None = None, through: date = LAST) -> Wallet:
    return fold(events, agreed or terms(), USD, through)


def left(wallet: Wallet, grant: str) -> str:
    return f"{wallet.balance(grant=GrantId(grant)).left.units:f}"
