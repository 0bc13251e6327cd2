"""All that the books and NetSuite know of a deal, put to what was read of it alone."""

from dataclasses import dataclass

from bridge.adapters.store.database import Store
from bridge.flow.earlier import Earlier, Known
from bridge.flow.merging import packages, recognised
from bridge.flow.merging.packages import Wait
from bridge.flow.outcomes import overriding
from bridge.flow.sales import unaltered
from bridge.model.dossier import Dossier
from bridge.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowing:
    """Tells passes and checks the same of a deal."""

    store: Store
    netsuite: Known
    rulebook: Rulebook
    wait: Wait

    def of(self, alone: Dossier, earlier: Earlier) -> Dossier:
        """
        Return a dossier with what came before it, and what was decided for it alone.

        Raises what the reader of the deal raises, and a BridgeError as any read.
        """
        known = unaltered.told(earlier.of(alone), self.store, self.rulebook)
        known = packages.added(known, self.store, self.rulebook, self.wait)
        known = recognised.added(known, self.store, self.netsuite.merges)
        with self.store.reading() as view:
            return overriding.applied(view, known, self.rulebook, self.wait.now.date())
