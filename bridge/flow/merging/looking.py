"""How a merge request stands: what NetSuite shows of it, and what people still have to do."""

from collections.abc import Iterator
from dataclasses import dataclass

from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.documents import Standing
from bridge.errors import BridgeError
from bridge.flow.merging.far_end import RemoteMerges
from bridge.flow.merging.readiness import (
    Lacks,
    Merged,
    Moved,
    Otherwise,
    Readiness,
    Ready,
    readiness,
)
from bridge.flow.merging.wanted import merging_of
from bridge.ledger.merges import Approval, approval_of
from bridge.model.document import Merging, State
from bridge.model.schedules.closed import first_open

NOT_SET_UP = (
    "netsuite.merge_script is not set: deploy the script and name it, or merge by hand in NetSuite"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """Looks at merge requests, in the books and in NetSuite."""

    store: Store
    merges: RemoteMerges

    def wanted(self, document: Standing) -> Merging:
        """Return what a document asks for."""
        with self.store.reading() as view:
            return merging_of(view.documents.body(document.claim.external_id))

    def readiness(self, document: Standing) -> Readiness:
        """
        Say how a merge stands; raises a BridgeError as any read.

        What NetSuite would take still lacks something as long as a person has not approved it.
        """
        merging = self.wanted(document)
        periods = self.merges.periods()
        if all(period.closed for period in periods):
            return Lacks(("an open accounting period: every one is closed",))
        begins = first_open(periods).term.start
        found = readiness(merging, self.merges.seen(merging.sources, merging.on), begins)
        ours = tuple(self._lacks(document))
        match found:
            case Ready() if ours:
                return Lacks(ours)
            case Lacks(says=says):
                return Lacks((*ours, *says))
            case _:
                return found

    def waits_for(self, document: Standing) -> tuple[str, ...]:
        """Say what a merge request waits for, whatever the state of NetSuite; () if for nothing."""
        match document.claim.state:
            case State.PREPARED | State.BLOCKED:
                try:
                    return _waits_for(self.readiness(document))
                except BridgeError as error:
                    return (f"NetSuite could not be asked: {error}",)
            case State.SENDING:
                return ("the end of its task in NetSuite",)
            case State.REFUSED:
                return ("a person: see its exception",)
            case _:
                return ()

    def _lacks(self, document: Standing) -> Iterator[str]:
        if not self.merges.is_set_up:
            yield NOT_SET_UP
        with self.store.reading() as view:
            if approval(view, document) is None:
                name = document.claim.external_id
                yield f"the approval of a revenue accountant: `bridge merges approve {name}`"


def _waits_for(found: Readiness) -> tuple[str, ...]:
    match found:
        case Lacks(says=says):
            return says
        case Moved(begins=begins):
            told = f"the first open period begins on {begins}: the deal is judged again"
            return (told,)
        case Otherwise(says=says):
            return (says,)
        case Merged() | Ready():
            return ("the next pass",)


def approval(view: Transaction, document: Standing) -> Approval | None:
    """Return who approved a merge request as it stands; None if nobody did."""
    entries = view.ledger.entries(deal=document.deal)
    return approval_of(entries, document.claim.external_id, document.digest)
