"""
What is recognised of a contract that may be merged: NetSuite is asked, so that nobody assumes it.

A merge leaves what is recognised where it is, and plans the rest anew. What was posted by the end
of a month depends on when orders were approved and when journals ran.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bridge.adapters.netsuite.merging.postings import PostedRevenue
from bridge.adapters.store.database import Store
from bridge.adapters.store.deals import WholeDeal
from bridge.flow.merging.far_end import RemoteMerges
from bridge.mappers.shape.standing import element_of
from bridge.model.calendar import Period
from bridge.model.document import Kind, State
from bridge.model.dossier import Dossier, EarlierDocument
from bridge.model.ids import ExternalId
from bridge.model.money import Currency, Money
from bridge.model.schedule import PlannedRevenue, Recognised, by_period


def added(dossier: Dossier, store: Store, merges: RemoteMerges) -> Dossier:
    """
    Return a dossier with what is recognised in closed periods of the orders of its contract.

    Nothing where there is nothing to merge with, where the account cannot merge, and of orders that
    were merged before or are planned in another currency: these go by what the books predict.
    Raises a BridgeError as any read.
    """
    known = (*dossier.earlier, *(dossier.package.documents if dossier.package else ()))
    if not known or not merges.is_set_up:
        return dossier
    with store.reading() as view:
        own = view.deals.whole(dossier.deal)
    orders = {**_own_orders(own), **_earlier_orders(known)}
    return replace(dossier, recognised=_told(orders, merges, dossier.frame.periods))


def _told(
    orders: Mapping[ExternalId, Currency], merges: RemoteMerges, periods: Sequence[Period]
) -> Recognised:
    found: dict[ExternalId, list[PostedRevenue]] = {order: [] for order in orders}
    for one in merges.posted([*orders]):
        found[ExternalId(one.order)].append(one)
    closed = {period.term.start: period.name for period in periods if period.closed}
    return {
        order: _by_line((one for one in rows if one.began in closed), orders[order], closed)
        for order, rows in found.items()
        if all(one.currency == orders[order].code for one in rows)
    }


def _earlier_orders(earlier: Sequence[EarlierDocument]) -> dict[ExternalId, Currency]:
    merged = {
        element_of(line)[0]
        for one in earlier
        if one.kind is Kind.MERGE_REQUEST
        for line in one.lines
    }
    return {
        one.external_id: one.lines[0].amount.currency
        for one in earlier
        if one.kind is Kind.SALES_ORDER and one.external_id not in merged
    }


def _own_orders(own: WholeDeal | None) -> dict[ExternalId, Currency]:
    documents = own.documents if own else ()
    return {
        one.external_id: one.amount.currency
        for one in documents
        if one.kind is Kind.SALES_ORDER and one.state is State.ACKNOWLEDGED
    }


def _by_line(
    rows: Iterable[PostedRevenue], currency: Currency, names: Mapping[date, str]
) -> dict[int, tuple[PlannedRevenue, ...]]:
    lines: dict[int, list[PlannedRevenue]] = {}
    for one in sorted(rows, key=lambda row: (row.key, row.began)):
        amount = Money.parse(f"{one.amount:f}", currency)
        lines.setdefault(one.key, []).append(PlannedRevenue(names[one.began], amount))
    return {key: by_period(parts) for key, parts in lines.items()}
