"""What stands before the deals of a batch: earlier documents, and what is invoiced of them."""

from collections.abc import Iterable
from dataclasses import replace

from bridge.adapters.store.database import Store
from bridge.flow.defects import OURS
from bridge.flow.invoiced import Invoiced
from bridge.flow.posting.far_end import Orders
from bridge.mappers import dossiers
from bridge.model.dossier import Dossier
from bridge.model.ids import ContractId, DealId


class Earlier:
    """Gives the deals of one batch what came before them; asks NetSuite once for all of them."""

    def __init__(self, store: Store, netsuite: Orders) -> None:
        self._store = store
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

        Asks for orders that were not expected. Raises what the reader of the deal raises.
        """
        contract = self._contracts.get(alone.deal) or dossiers.contract_of(alone)
        with self._store.reading() as view:
            earlier = view.dossiers.earlier_documents(contract, than=alone.deal)
        return replace(alone, earlier=self._invoiced.told(earlier))
