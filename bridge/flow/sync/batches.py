"""Reads and judges what is noted, batch by batch; a batch that cannot be read stays noted."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from bridge.adapters.store.deals import KnownDeal
from bridge.adapters.store.notes import Note, ToRead
from bridge.errors import BridgeError
from bridge.flow import frames, rereading
from bridge.flow.defects import defect
from bridge.flow.earlier import Earlier
from bridge.flow.judging import Patience, judge
from bridge.flow.merging import packages
from bridge.flow.rulebook.editions import Edition
from bridge.flow.sales import claims
from bridge.flow.sales.knowing import Knowing
from bridge.flow.sync.ends import Ends
from bridge.flow.sync.noting import Noting
from bridge.flow.sync.recording import Recording
from bridge.flow.watching import pausing
from bridge.ledger.judgement import Flagged
from bridge.ledger.pauses import Stream
from bridge.mappers import dossiers
from bridge.mappers.graph import Index
from bridge.model.dossier import Dossier, Frame
from bridge.model.ids import DealId
from bridge.model.record import Record
from bridge.settings import SyncSettings
from bridge.telemetry import log
from bridge.translate import OURS

#: Hears how many of how many deals were judged.
Progress = Callable[[int, int], None]


def unseen(_done: int, _total: int) -> None:
    """Show nothing."""


@contextmanager
def enduring(troubles: list[BridgeError]) -> Iterator[None]:
    """Note what the world does not let us do, and go on with what it does."""
    try:
        yield
    except BridgeError as error:
        log().error("pass.hindered", error=type(error).__name__, says=str(error))
        troubles.append(error)


class Batches:
    """Judges the deals that are noted; a mistake of ours ends one deal's pass and no other's."""

    def __init__(
        self, ends: Ends, edition: Edition, settings: SyncSettings, progress: Progress
    ) -> None:
        self._ends = ends
        self._edition = edition
        self._settings = settings
        self._progress = progress
        self._noting = Noting(ends, edition.rulebook, settings)
        self._recording = Recording(ends.store, edition.rulebook)
        self._earlier = self._new_earlier()
        self._more_follow = False

    @property
    def wait(self) -> packages.Wait:
        """How long packages wait for what belongs to them."""
        return packages.Wait(now=self._ends.clock(), days=self._settings.package_waits_days)

    def judge_noted(self, troubles: list[BridgeError]) -> None:
        """
        Read and judge every noted or waiting deal.

        What is judged may mend a later deal of its contract, and an amendment may be read before
        what it amends: both are judged in a second round.
        """
        noted = self._noting.to_read({})
        if not noted:
            return
        source = self._edition.rulebook.source(dossiers.BY_OPPORTUNITY)
        frame = frames.read(self._ends.salesforce, self._ends.netsuite, source)
        with self._ends.store.transaction("rulebook") as tx:
            tx.dossiers.keep_rulebook(self._edition.rulebook.version, self._edition.files)
        self._judge_all(noted, frame, troubles, rounds_left=1)
        judged = {one.deal: one.noted.number for one in noted}
        self._judge_all(self._noting.to_read(judged), frame, troubles, rounds_left=0)

    def _judge_all(
        self, noted: Sequence[ToRead], frame: Frame, troubles: list[BridgeError], rounds_left: int
    ) -> None:
        size = self._settings.batch_size
        for start in range(0, len(noted), size):
            if pausing.rests(self._ends.store, Stream.READING):
                return
            batch = noted[start : start + size]
            self._more_follow = rounds_left > 0 and start + size < len(noted)
            with enduring(troubles):
                self._judge_batch(batch, frame)
            self._progress(start + len(batch), len(noted))

    def _judge_batch(self, batch: Sequence[ToRead], frame: Frame) -> None:
        noted = {one.deal: one.noted for one in batch}
        records = claims.collected(self._ends.salesforce, noted)
        there = (one for one in dossiers.beginnings(records) if not one.fields.get("IsDeleted"))
        orders = {DealId(one.id): one for one in there if one.id in noted}
        index = Index(records)
        self._earlier = self._new_earlier()
        alone = {deal: dossiers.of_order(order, index, (), frame) for deal, order in orders.items()}
        noted |= rereading.read(noted, alone, self._edition.rulebook, self._ends.salesforce.user)
        same = {deal: one for deal, one in noted.items() if one.tells_nothing_new}
        if same:
            self._recording.passed_over(same)
        self._earlier.expect(one for deal, one in alone.items() if deal not in same)
        for deal in noted.keys() - orders.keys():
            self._recording.vanished(deal, noted[deal])
        for deal in [one for one in orders if one not in same]:
            self._judge_order(orders[deal], alone[deal], noted[deal])

    def _judge_order(self, order: Record, alone: Dossier, noted: Note) -> None:
        deal = DealId(order.id)
        known = self._recording.known(deal)
        source = self._edition.rulebook.source(alone.model)
        alone = claims.added(self._ends.store, alone)
        if known is None and claims.is_passed_over(order, alone, source):
            self._recording.passed_over({deal: replace(noted, reading=None)}, alone)
            return
        patience = self._patience(known)
        try:
            dossier = self._knowing.of(alone, self._earlier)
            judged = judge(dossier, self._edition.rulebook, patience)
            if self._more_follow and isinstance(judged, Flagged) and judged.deal.place:
                self._recording.put_off(deal)  # what it amends may be among those
            else:
                self._recording.judged(judged, dossier, noted)
        except OURS as error:
            # A mistake of ours ends this deal's pass and no other's; its amount is held.
            log().exception("deal.defect", deal=deal)
            self._recording.held(defect(order, alone, error, known), noted)

    def _patience(self, known: KnownDeal | None) -> Patience:
        now = self._ends.clock()
        return Patience(
            now=now,
            since=(known.waiting_since if known else None) or now,
            limit=timedelta(seconds=self._settings.incomplete_after_s),
        )

    @property
    def _knowing(self) -> Knowing:
        ends, rules = self._ends, self._edition.rulebook
        return Knowing(store=ends.store, netsuite=ends.netsuite, rulebook=rules, wait=self.wait)

    def _new_earlier(self) -> Earlier:
        return Earlier(self._ends.store, self._ends.netsuite, self._ends.clock().date())
