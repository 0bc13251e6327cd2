"""What stands of a deal: what was made of it, by which version, and who says so if not rules."""

from dataclasses import dataclass, field
from datetime import date

from bridge.ledger.judgement import DealState
from bridge.model.ids import DealId, ExternalId, RulebookVersion
from bridge.model.money import Money
from bridge.rulebooks.replay.result import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A deal as the books hold it."""

    deal: DealId
    name: str
    customer: str
    contract: str
    booked: Money
    booked_on: date | None
    mark: Mark
    #: The version that judged it last; None where nobody noted it.
    version: RulebookVersion | None = None
    #: What of it NetSuite has, or may have.
    posted: frozenset[ExternalId] = field(default_factory=frozenset)
    exception: int | None = None  #: the open one that holds it

    @property
    def is_held(self) -> bool:
        """Whether it is in suspense."""
        return self.mark.state is DealState.FLAGGED
