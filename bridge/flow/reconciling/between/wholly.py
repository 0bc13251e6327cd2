"""A deal that cannot be read line by line, as one line."""

from datetime import date
from decimal import Decimal

from bridge.adapters.store.deals import KnownDeal
from bridge.model.deal import Action, Charge, DealKind
from bridge.model.ids import LineId
from bridge.model.schedule import Method
from bridge.reconcile.sides import Booked, Standing, Terms


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
