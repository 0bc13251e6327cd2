"""
One pass: poll what changed, judge each deal, post its documents, write back what came of it.

The pass may be stopped anywhere, also by `kill -9`: what was noted, judged or sent is on record
before the next step begins, and the next pass goes on from there.
"""

from dataclasses import dataclass

from bridge.adapters.store.deals import Summary
from bridge.errors import BridgeError
from bridge.flow import waking
from bridge.flow.outcomes import answered
from bridge.flow.posting.protocol import Posting
from bridge.flow.rulebook.editions import Edition
from bridge.flow.sync.batches import Batches, Progress, enduring, unseen
from bridge.flow.sync.ends import Ends
from bridge.flow.sync.noting import SOURCE, Noting
from bridge.flow.watching import pausing
from bridge.flow.writing_back import write_back
from bridge.ledger.pauses import Stream
from bridge.settings import SyncSettings


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a pass came to: the state of the books after it, and how much it posted."""

    summary: Summary
    posted_now: int


class Sync:
    """Runs passes, one after the other."""

    def __init__(
        self,
        ends: Ends,
        edition: Edition,
        posting: Posting,
        settings: SyncSettings,
        progress: Progress = unseen,
    ) -> None:
        self._ends = ends
        self._posting = posting
        self._settings = settings
        self._noting = Noting(ends, edition.rulebook, settings)
        self._batches = Batches(ends, edition, settings, progress)

    def run(self) -> Outcome:
        """
        Make one full pass.

        Raises the first BridgeError that it met, at its end: one system that is down does not stop
        the work on the other, and what was recorded stays recorded.
        """
        troubles: list[BridgeError] = []
        if not pausing.rests(self._ends.store, Stream.READING):
            with enduring(troubles):
                self._noting.saved()
            with enduring(troubles):
                self._noting.again(self._batches.wait)
                self._batches.judge_noted(troubles)
                answered.take_up(self._ends.store, self._ends.salesforce, SOURCE)
        report = self._posting.run(wait_s=self._settings.wait_for_unknown_s)
        if not pausing.rests(self._ends.store, Stream.WRITING_BACK):
            with enduring(troubles):
                write_back(self._ends.store, self._ends.salesforce)
        with enduring(troubles):
            waking.wake(self._ends.store, self._ends.clock, self._settings.overdue_after_days)
        if troubles:
            raise troubles[0]
        with self._ends.store.reading() as view:
            return Outcome(view.deals.summary(), report.posted_now)
