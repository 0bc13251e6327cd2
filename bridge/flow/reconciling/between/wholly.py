"""Deals without a look at their lines: as one line each, and as the ledger counts them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.deals import KnownDeal
from bridge.flow.reconciling.between.selling import SoldDeal
from bridge.ledger.accounts import Family
from bridge.ledger.balance import Balances, amount_in
from bridge.model.deal import Action, Charge, DealKind
from bridge.model.ids import DealId, LineId
from bridge.model.money import total
from bridge.model.schedule import Method
from bridge.reconcile.sides import Booked, Counted, Standing, Terms


def as_one(known: KnownDeal, standing: Standing, reason: str | None) -> Booked:
    """Return a deal that cannot be read line by line; one without a day counts when it came."""
    terms = Terms(
        item="",
        quantity=Decimal(1),
        unit_price=known.booked.decimal(),
        amount=known.booked,
        term=None,
        method=Method.AT_ONCE,
    )
    day = day_of(known)
    return Booked(
        line=LineId(known.id),
        root=LineId(known.id),
        deal=known.id,
        deal_name=known.name,
        contract=known.contract,
        customer="",
        customer_name=known.account_name,
        product="",
        base=known.booked.currency,
        subsidiary=None,
        kind=DealKind(known.kind),
        action=Action.ADD,
        charge=Charge.ONE_TIME,
        booked_on=day,
        close_on=day,
        sold=(terms,),
        standing=standing,
        reason=reason,
    )


def day_of(known: KnownDeal) -> date:
    """Return the day on which a deal was booked, or else the one on which it came."""
    return known.booked_on or known.first_seen_at.date()


def in_ledger(view: Transaction) -> Mapping[DealId, Balances]:
    """Return what the ledger has booked of each deal."""
    return view.ledger.balances_by_deal(of=Family.BOOKED)


def counted(known: KnownDeal, sold: SoldDeal | None, held: Balances) -> Iterator[Counted]:
    """
    Count a deal as the ledger has it, in each currency; `held` are the balances of the deal.

    Use that was rated since is taken off: the ledger has it, and it is no booking.
    """
    steps = tuple(step for line in sold.lines for step in line.steps) if sold else ()
    own = known.booked.currency
    for currency in sorted({own, *(currency for _, currency in held)}):
        rated = (one.amount for one in steps if currency == own and not one.is_agreed)
        amount = -amount_in(held, Family.BOOKED, currency) - total(rated, currency)
        yield Counted(known.id, day_of(known), amount)


def unread(lines: Iterable[Booked]) -> Iterator[Counted]:
    """Count what the books do not know of Salesforce yet."""
    for line in lines:
        yield from (Counted(line.deal, line.close_on, one.amount) for one in line.sold)
