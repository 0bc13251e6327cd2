"""What merging needs of the system at the far end."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bridge.adapters.netsuite.merging.arrangements import Sight
from bridge.adapters.netsuite.merging.postings import PostedRevenue
from bridge.adapters.netsuite.merging.restlet import Task
from bridge.model.calendar import Period
from bridge.model.document import Merging


class RemoteMerges(Protocol):
    """Merges of one account; errors as in `bridge.errors`."""

    @property
    def is_set_up(self) -> bool:
        """Whether there is a script without which nothing can be merged."""

    def seen(self, sources: Sequence[str], since: date) -> Sight:
        """Return how the revenue of records stands, and what of it is posted since."""

    def posted(self, orders: Sequence[str]) -> tuple[PostedRevenue, ...]:
        """Return what is posted of the revenue of orders, by external id."""

    def periods(self) -> tuple[Period, ...]:
        """Return the accounting periods, in order."""

    def submit(self, reference: str, ids: Sequence[str], merging: Merging) -> str:
        """Ask for a merge of arrangements, by internal id; return the number of the task."""

    def task(self, number: str) -> Task | None:
        """Return how far a task is; None if there is none of this number."""

    def task_of(self, reference: str) -> Task | None:
        """Return the task of a reference; None if none is remembered."""
