"""The history of deals as a rulebook would translate it: every dossier that the books keep."""

from collections.abc import Iterator

from bridge.adapters.store.database import Transaction
from bridge.model.ids import DealId
from bridge.rules.rulebook import Rulebook
from bridge.translate import Translation, translate


def translations(view: Transaction, rulebook: Rulebook) -> Iterator[Translation]:
    """Translate each deal's latest dossier anew, one after the other; nothing is recorded."""
    for known in view.deals.all():
        if known.dossier is not None:
            yield translate(view.dossiers.read(known.dossier), rulebook)


def without_dossier(view: Transaction) -> tuple[DealId, ...]:
    """Return the deals whose records could not be kept: no rulebook can be tried on them."""
    return tuple(known.id for known in view.deals.all() if known.dossier is None)
