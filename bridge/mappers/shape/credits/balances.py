"""Why a wallet is no basis for documents: it contradicts itself, its source, or the rules."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from bridge.mappers.shape.credits.agreed import Agreed
from bridge.model.credits.balance import Wallet
from bridge.model.credits.events import Void
from bridge.model.credits.lots import Cause
from bridge.model.credits.terms import Cancelled, Rollover
from bridge.model.credits.units import added
from bridge.model.flags import Flag
from bridge.model.money import Money
from bridge.model.usage.metering import Pool


def objections(wallet: Wallet, pool: Pool, held: Money) -> Iterator[Flag]:
    """Yield each conflict within a wallet, and the first day on which its source differs."""
    for conflict in wallet.conflicts:
        yield Flag(conflict.code, conflict.says, conflict.references, held)
    for told in pool.stated:
        own = wallet.balance(on=told.on)
        figures = (own.drawn.units, own.lapsed.units, _carried(wallet, told.on), own.overage)
        theirs = (told.drawn, told.lapsed, told.rolled, told.overage)
        if figures != theirs:
            shown = "{:f} drawn, {:f} lapsed, {:f} carried over and {:f} over the credits"
            yield Flag(
                "WALLET_DIFFERS",
                f"on {told.on} Salesforce has {shown.format(*theirs)}, by its usage summaries and "
                f"the rules it is {shown.format(*figures)}",
                (told.evidence,),
                held,
            )
            return


def _carried(wallet: Wallet, on: date) -> Decimal:
    """Return how many units were carried over to another grant until the end of a day."""
    return added(
        one.units for one in wallet.movements if one.cause is Cause.ROLLED_IN and one.on <= on
    )


def refunds(terms: Agreed, pool: Pool, held: Money) -> Iterator[Flag]:
    """Credits that are to be refunded need a deal that takes them back: nothing here does."""
    cancelled = [event for event in pool.events if isinstance(event, Void)]
    if cancelled and terms.cancelled is Cancelled.REFUNDED:
        units = added(event.units for event in cancelled if event.units)
        yield Flag(
            "CREDITS_TO_REFUND",
            f"{units:f} credits were cancelled, and by the rules they are refunded; no order takes "
            "them back",
            tuple(event.reference for event in cancelled),
            held,
        )


def uncarried(terms: Agreed, pool: Pool, held: Money) -> Iterator[Flag]:
    """What is left can be carried over only where the source keeps a wallet that takes it."""
    if terms.terms.rollover is not Rollover.NONE and not pool.is_kept_by_source:
        units = added(grant.units for grant in pool.grants)
        yield Flag(
            "ROLLOVER_WITHOUT_WALLET",
            f"by the rules what is left of {units:f} credits is carried over "
            f"({terms.terms.rollover}), and Salesforce keeps no wallet of this order to carry it "
            "to: it would lapse",
            tuple(f"OrderItem {grant.id}" for grant in pool.grants),
            held,
            "let the rules carry nothing of these credits over, rollover NONE, or sell them by an "
            "order of Revenue Cloud, which keeps their wallet",
        )
