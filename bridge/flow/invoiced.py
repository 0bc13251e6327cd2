"""What NetSuite did with the orders of a contract: invoiced of them, and planned of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from bridge.flow.posting.far_end import Orders, Sold
from bridge.model.document import Kind
from bridge.model.dossier import EarlierDocument, Posted
from bridge.model.ids import ExternalId


class Invoiced:
    """
    What is invoiced, asked of NetSuite once for each order.

    It is as old as the first question: make a new one for every batch.
    """

    def __init__(self, netsuite: Orders) -> None:
        self._netsuite = netsuite
        self._lines: dict[str, list[Sold]] = {}

    def ask(self, orders: Iterable[ExternalId]) -> None:
        """Ask for all these orders together; raises a BridgeError as any read."""
        unknown = [one for one in dict.fromkeys(orders) if one not in self._lines]
        if not unknown:
            return
        found = self._netsuite.sold_lines(unknown)
        self._lines.update({one: [] for one in unknown})
        for line in found:
            self._lines[line.order].append(line)

    def told(self, earlier: Sequence[EarlierDocument]) -> tuple[EarlierDocument, ...]:
        """
        Return earlier documents with what is invoiced of their lines, and whether dates are kept.

        Asks for the orders among them that were not asked for yet. A document whose order is not
        there is not invoiced. Raises a BridgeError as any read: what is invoiced is never guessed.
        """
        self.ask(one.external_id for one in earlier if one.kind is Kind.SALES_ORDER)
        return tuple(
            replace(one, invoiced=self._of(one), keeps_dates=self._keeps_dates(one))
            for one in earlier
        )

    def of_own(self, posted: Posted) -> Posted:
        """
        Return a deal's own documents with what is invoiced of their lines, and what is approved.

        Asks for the orders that were not asked for yet. Raises a BridgeError as any read.
        """
        told = self.told([one.document for one in posted.documents])
        documents = (
            replace(one, document=document, approved=self._is_approved(document))
            for one, document in zip(posted.documents, told, strict=True)
        )
        return replace(posted, documents=tuple(documents))

    def _is_approved(self, document: EarlierDocument) -> bool:
        is_order = document.kind is Kind.SALES_ORDER
        return is_order and any(line.approved for line in self._lines[document.external_id])

    def _keeps_dates(self, document: EarlierDocument) -> bool:
        return not self._netsuite.dates_follow_lines and self._is_approved(document)

    def _of(self, document: EarlierDocument) -> dict[int, Decimal]:
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
        sold = sorted(self._lines.get(order or "", ()), key=lambda line: line.key)
        return {line.key: line.invoiced for line in sold if line.key in keys and line.invoiced}
