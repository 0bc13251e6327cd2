"""What NetSuite did with the orders of a contract: invoiced of them, and planned of them."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bridge.adapters.netsuite.client import NetSuite
from bridge.model.document import Kind
from bridge.model.dossier import EarlierDocument
from bridge.model.ids import ExternalId


def told(earlier: Sequence[EarlierDocument], netsuite: NetSuite) -> tuple[EarlierDocument, ...]:
    """
    Return earlier documents with what is invoiced of their lines, and whether dates are kept.

    Asks NetSuite once, if there is an order among them. A document whose order is not there yet is
    not invoiced. Raises a BridgeError as any read: what is invoiced is never guessed.
    """
    orders = [one.external_id for one in earlier if one.kind is Kind.SALES_ORDER]
    if not orders:
        return tuple(earlier)
    lines = netsuite.sold_lines(orders)
    invoiced = {(line.order, line.key): line.invoiced for line in lines if line.invoiced}
    approved = {line.order for line in lines if line.approved}
    kept = frozenset[str]() if netsuite.dates_follow_lines else frozenset(approved)
    return tuple(
        replace(
            one,
            invoiced=_of(one, invoiced),
            keeps_dates=one.kind is Kind.SALES_ORDER and one.external_id in kept,
        )
        for one in earlier
    )


def _of(document: EarlierDocument, invoiced: dict[tuple[str, int], Decimal]) -> dict[int, Decimal]:
    """Return what is invoiced of the order lines that a document sold or changed, by key."""
    order: ExternalId | None
    match document.kind:
        case Kind.SALES_ORDER:
            order = document.external_id
        case Kind.ORDER_CHANGE:
            order = document.target
        case _:
            order = None
    keys = {line.key for line in document.lines} if order else set()
    return {key: found for key in sorted(keys) if (found := invoiced.get((order or "", key)))}
