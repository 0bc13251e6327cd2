"""What happened to documents during a pass."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bridge.adapters.store.documents import Standing
from bridge.model.ids import ContractId, DealId, ExternalId


class What(StrEnum):
    """What became of a document in one step."""

    ACKNOWLEDGED = "acknowledged"  #: NetSuite answered that it is done
    OBSERVED = "observed"  #: no answer came, but NetSuite holds it
    REFUSED = "refused"
    UNANSWERED = "unanswered"  #: sent; what became of it is not known yet
    PUT_BACK = "put_back"  #: surely not done; it is tried again
    WAITS = "waits"  #: for the end of a quiet time
    PAUSED = "paused"  #: an operator lets posting rest
    BLOCKED = "blocked"  #: waits for what comes before it in its contract
    NO_SLOT = "no_slot"  #: all requests that the account allows are in use
    LOST = "lost"  #: another worker took it
    NOT_FOUND_OUT = "not_found_out"  #: the look-up failed


#: What leaves a document in NetSuite.
POSTED = frozenset({What.ACKNOWLEDGED, What.OBSERVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One step of one document; `due` is when the next one can be taken, where time decides."""

    what: What
    document: ExternalId
    deal: DealId
    contract: ContractId
    says: str = ""
    due: datetime | None = None

    @classmethod
    def of(
        cls, document: Standing, what: What, *, says: str = "", due: datetime | None = None
    ) -> "Happened":
        """Return what happened to a document."""
        return cls(
            what=what,
            document=document.claim.external_id,
            deal=document.deal,
            contract=document.contract,
            says=says,
            due=due,
        )


@dataclass(frozen=True, slots=True)
class Report:
    """What happened, in order; `latest` are the steps of the last pass among them."""

    steps: tuple[Happened, ...]
    latest: tuple[Happened, ...]

    @property
    def posted_now(self) -> int:
        """How many documents NetSuite was found to hold."""
        return sum(step.what in POSTED for step in self.steps)

    @property
    def due_at(self) -> datetime | None:
        """When the first document of the last pass falls due again; None if none does by time."""
        return min((step.due for step in self.latest if step.due is not None), default=None)

    def then(self, later: "Report") -> "Report":
        """Return this report with a later pass behind it."""
        return Report((*self.steps, *later.steps), later.latest)
