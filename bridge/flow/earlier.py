"""What NetSuite holds of the deals of a batch when they are judged: before them, and of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Protocol

from bridge.adapters.store.database import Store
from bridge.flow.invoiced import Invoiced
from bridge.flow.merging.far_end import RemoteMerges
from bridge.flow.posting.far_end import Orders
from bridge.mappers import dossiers
from bridge.model.document import Kind
from bridge.model.dossier import Dossier, Posted
from bridge.model.ids import ContractId, DealId
from bridge.translate import OURS


class Known(Orders, Protocol):
    """What is to be known of orders: what became of them, and of their revenue."""

    @property
    def merges(self) -> RemoteMerges:
        """Tells what is posted of the revenue of orders."""


class Earlier:
    """Gives the deals of one batch what came before them; asks NetSuite once for all of them."""

    def __init__(self, store: Store, netsuite: Known, today: date) -> None:
        self._store = store
        self._netsuite = netsuite
        self._today = today
        self._invoiced = Invoiced(netsuite)
        self._contracts: dict[DealId, ContractId] = {}

    def expect(self, deals: Iterable[Dossier]) -> None:
        """
        Ask what is invoiced of all orders of the contracts of these deals.

        Raises a BridgeError as any read. A deal whose contract cannot be told is left to `of`.
        """
        for alone in deals:
            try:
                self._contracts[alone.deal] = dossiers.contract_of(alone)
            except OURS:
                continue
        with self._store.reading() as view:
            orders = view.deals.orders_of(frozenset(self._contracts.values()))
        self._invoiced.ask(orders)

    def of(self, alone: Dossier) -> Dossier:
        """
        Return a dossier with the earlier documents of its contract, and what is invoiced.

        What NetSuite holds of the deal itself goes with it, and whether its revenue is posted.
        Asks for orders that were not expected. Raises what the reader of the deal raises.
        """
        contract = self._contracts.get(alone.deal) or dossiers.contract_of(alone)
        with self._store.reading() as view:
            earlier = view.dossiers.earlier_documents(contract, than=alone.deal)
            posted = view.posted.of(alone.deal)
            if posted is not None:
                since = view.posted.acknowledged_on(posted)
                posted = replace(posted, days=(self._today - since).days)
        own = self._with_revenue(self._invoiced.of_own(posted)) if posted else None
        return replace(alone, earlier=self._invoiced.told(earlier), posted=own)

    def _with_revenue(self, posted: Posted) -> Posted:
        """Say whether revenue of the orders is posted; before its approval an order has none."""
        orders = [one for one in posted.documents if one.document.kind is Kind.SALES_ORDER]
        asked = [one.document.external_id for one in orders if one.approved]
        found = self._netsuite.merges.posted(asked) if asked else ()
        return replace(posted, recognised=any(one.amount for one in found))
