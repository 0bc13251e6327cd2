"""Balances of a wallet: sums of its movements, in units and in money, at any moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.model.credits.events import Conflict, Grant, GrantId
from bridge.model.credits.lots import Cause, Movement
from bridge.model.credits.units import NONE, added, less, plus
from bridge.model.money import Currency, Money, total


@dataclass(frozen=True, slots=True)
class Credits:
    """Units with the money they carry."""

    units: Decimal
    money: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """
    Where the units of a wallet, or of one of its grants, are: what was granted is all the rest.

    `granted` counts what was rolled in where it is the balance of one grant.
    """

    granted: Credits
    drawn: Credits
    lapsed: Credits
    refunded: Credits
    rolled: Credits  #: carried over to another grant
    overage: Decimal  #: used beyond what was granted

    @property
    def left(self) -> Credits:
        """What can still be drawn: all that was granted and did not leave."""
        out = (self.drawn, self.lapsed, self.refunded, self.rolled)
        units = less(self.granted.units, added(one.units for one in out))
        money = self.granted.money - total((one.money for one in out), self.granted.money.currency)
        return Credits(units, money)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wallet:
    """
    A wallet as its events tell it, up to a day.

    `movements` are in the order in which they happened; all balances are sums of them. With
    conflicts the wallet is no basis for anything: events that contradict are left out of it.
    """

    currency: Currency
    through: date
    grants: tuple[Grant, ...]  #: those carried over included
    movements: tuple[Movement, ...]
    conflicts: tuple[Conflict, ...]

    def lineage(self, grant: GrantId) -> tuple[GrantId, ...]:
        """Return a grant and those to which what was left of it was carried over, in order."""
        heirs = [one.id for one in self.grants if one.carried_from == grant]
        return (grant, *(each for heir in heirs for each in self.lineage(heir)))

    def balance(self, *, on: date | None = None, grant: GrantId | None = None) -> Balance:
        """Return the balance at the end of a day (else of the last), of all grants or of one."""
        seen = [one for one in self.movements if on is None or one.on <= on]
        return balance_of(seen, self.currency, grant)


def balance_of(
    movements: Iterable[Movement], currency: Currency, grant: GrantId | None = None
) -> Balance:
    """Add movements up, of all grants or of one."""
    moved: dict[Cause, list[Movement]] = {}
    for one in movements:
        if grant is None or one.grant == grant:
            moved.setdefault(one.cause, []).append(one)
    # Most causes moved nothing.
    of = dict.fromkeys(Cause, Credits(NONE, Money(0, currency)))
    of.update((cause, _sum(those, currency)) for cause, those in moved.items())
    granted, back = of[Cause.GRANTED], of[Cause.ROLLED_IN]
    rolled = of[Cause.ROLLED_OUT]
    if grant is None:  # what is carried over stays in the wallet
        rolled = Credits(less(rolled.units, back.units), rolled.money - back.money)
    else:
        granted = Credits(plus(granted.units, back.units), granted.money + back.money)
    return Balance(
        granted=granted,
        drawn=of[Cause.DRAWN],
        lapsed=of[Cause.LAPSED],
        refunded=of[Cause.REFUNDED],
        rolled=rolled,
        overage=of[Cause.OVERAGE].units,
    )


def _sum(moved: Sequence[Movement], currency: Currency) -> Credits:
    money = total([one.money for one in moved], currency)
    return Credits(added([one.units for one in moved]), money)
