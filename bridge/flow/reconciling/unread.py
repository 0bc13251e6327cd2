"""
What was unread when a statement was made, kept with it: it counts again until it is read.

Without it, a statement that is walked again would lack every booking that no pass had read, though
nothing changed.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bridge.adapters.store.database import Transaction
from bridge.flow.reconciling.between.population import Unread, missing, suspended, unread_line
from bridge.flow.reconciling.forms import Form
from bridge.model.ids import DealId
from bridge.model.money import Currency, Money
from bridge.reconcile.sides import Booked, Standing


def forms(view: Transaction, found: Unread) -> list[Form]:
    """Return the lines as JSON, each with what the books have of its deal."""
    return [
        {
            "deal": one.deal,
            "name": one.deal_name,
            "customer": one.customer_name,
            "day": one.close_on.isoformat(),
            "amount": one.sold[0].amount.text(),
            "currency": one.base.code,
            "unread": one.line.removeprefix(f"{one.deal}-"),
            "held": one.reason if one.standing is Standing.SUSPENSE else None,
            "next": one.standing is Standing.UNREAD,
            "books": _known(view, one.deal),
        }
        for one in found.lines
    ]


def still(view: Transaction, kept: Iterable[Mapping[str, Any]]) -> Unread:
    """Return of the kept lines those whose deals the books have as they had them then."""
    return Unread(
        lines=tuple(_line(one) for one in kept if _known(view, DealId(one["deal"])) == one["books"])
    )


def _line(kept: Mapping[str, Any]) -> Booked:
    line = unread_line(
        DealId(kept["deal"]),
        (kept["name"], kept["customer"]),
        date.fromisoformat(kept["day"]),
        Money.parse(kept["amount"], Currency(kept["currency"])),
        kept["unread"],
    )
    held = kept.get("held")  # statements that were kept before it was told have none
    if held:
        return suspended(line, held)
    return line if kept.get("next") else missing(line)  # older statements called all of it missing


def _known(view: Transaction, deal: DealId) -> str | None:
    """Return what tells whether the books have read a deal since; None where they lack it."""
    known = view.deals.one(deal)
    return None if known is None else f"{known.state.value} {known.booked}"
