"""
One pass: poll what changed, judge each deal, post its documents, write back what came of it.

The pass may be stopped anywhere, also by `kill -9`: what was noted, judged or sent is on record
before the next step begins, and the next pass goes on from there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from bridge.adapters.netsuite.client import NetSuite
from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.salesforce.soql import window
from bridge.adapters.store.database import Store
from bridge.adapters.store.deals import KnownDeal, Summary
from bridge.adapters.store.notes import Note, ToRead
from bridge.errors import BridgeError
from bridge.flow import deciding, frames, rereading, waking
from bridge.flow.defects import defect, vanished
from bridge.flow.earlier import Earlier
from bridge.flow.judging import Patience, judge
from bridge.flow.merging import packages
from bridge.flow.outcomes import answered
from bridge.flow.polling import poll
from bridge.flow.posting.protocol import Posting
from bridge.flow.rulebook.editions import Edition
from bridge.flow.sales import claims, reach
from bridge.flow.sales.knowing import Knowing
from bridge.flow.watching import pausing
from bridge.flow.watching.judged import log_judgement
from bridge.flow.writing_back import write_back
from bridge.ledger.judgement import DealState, Flagged, Judgement
from bridge.ledger.pauses import Stream
from bridge.ledger.transition import Transition
from bridge.mappers import dossiers
from bridge.mappers.graph import Index
from bridge.model.calendar import Clock
from bridge.model.dossier import Dossier, Frame
from bridge.model.ids import DealId, digest
from bridge.model.record import Record
from bridge.queue.decision import decided
from bridge.settings import SyncSettings
from bridge.telemetry import log
from bridge.translate import OURS

#: The one cursor: it moves when every polled object of a window is noted.
SOURCE = "salesforce"

#: Hears how many of how many deals were judged.
Progress = Callable[[int, int], None]


def unseen(_done: int, _total: int) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The two systems, the store between them, and the present."""

    salesforce: Salesforce
    netsuite: NetSuite
    store: Store
    clock: Clock


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
        self._edition = edition
        self._posting = posting
        self._settings = settings
        self._progress = progress
        self._earlier = self._new_earlier()
        self._more_follow = False

    def run(self) -> Outcome:
        """
        Make one full pass.

        Raises the first BridgeError that it met, at its end: one system that is down does not stop
        the work on the other, and what was recorded stays recorded.
        """
        troubles: list[BridgeError] = []
        if not pausing.rests(self._ends.store, Stream.READING):
            with _noting(troubles):
                self._poll()
            with _noting(troubles):
                self._note_again()
                self._judge_noted(troubles)
                answered.take_up(self._ends.store, self._ends.salesforce, SOURCE)
        report = self._posting.run(wait_s=self._settings.wait_for_unknown_s)
        if not pausing.rests(self._ends.store, Stream.WRITING_BACK):
            with _noting(troubles):
                write_back(self._ends.store, self._ends.salesforce)
        with _noting(troubles):
            waking.wake(self._ends.store, self._ends.clock, self._settings.overdue_after_days)
        if troubles:
            raise troubles[0]
        with self._ends.store.reading() as view:
            return Outcome(view.deals.summary(), report.posted_now)

    def _poll(self) -> None:
        """Note the orders of all that was saved since the last pass, and move the cursor."""
        store, salesforce = self._ends.store, self._ends.salesforce
        source = self._edition.rulebook.source(dossiers.BY_OPPORTUNITY)
        frames.check_sight(salesforce, source)
        with store.reading() as view:
            last = view.turns.cursor(SOURCE)
            far = reach.of(view, source, last)
        now, pace = salesforce.ping(), self._settings
        within = window(last, now, pace.safety_lag_s, pace.overlap_s)
        seen = poll(salesforce, within, first=last is None, reach=far)
        with store.transaction("polled") as tx:
            held = {one.id for one in tx.deals.all(DealState.FLAGGED)} if seen.touched else set()
            orders = dict.fromkeys((*seen.concerned, *[one for one in seen.touched if one in held]))
            tx.notes.saved(orders)
            tx.turns.move_cursor(SOURCE, within.upper)
            reach.move(tx, source, within.upper)
        log().info("salesforce.polled", changes=seen.changes, orders=len(orders))

    def _note_again(self) -> None:
        """Note the flagged deals that something else than Salesforce may have mended."""
        ends, version = self._ends, self._edition.rulebook.version
        packages.note_overdue(ends.store, self._wait)
        rereading.note_flagged(ends.store, "rules", version, ends.clock)
        rereading.note_flagged(ends.store, "bridge", rereading.bridge_version(), ends.clock)
        if rereading.misses_a_code(ends.store):
            codes = digest({kind: sorted(held) for kind, held in frames.codes(ends.netsuite)})
            rereading.note_flagged(ends.store, "codes", codes, ends.clock)

    def _judge_noted(self, troubles: list[BridgeError]) -> None:
        """
        Read and judge every noted or waiting deal; a batch that cannot be read stays noted.

        What is judged may mend a later deal of its contract, and an amendment may be read before
        what it amends: both are judged in a second round.
        """
        noted = self._noted({})
        if not noted:
            return
        source = self._edition.rulebook.source(dossiers.BY_OPPORTUNITY)
        frame = frames.read(self._ends.salesforce, self._ends.netsuite, source)
        with self._ends.store.transaction("rulebook") as tx:
            tx.dossiers.keep_rulebook(self._edition.rulebook.version, self._edition.files)
        self._judge_all(noted, frame, troubles, rounds_left=1)
        judged = {one.deal: one.noted.number for one in noted}
        self._judge_all(self._noted(judged), frame, troubles, rounds_left=0)

    def _noted(self, judged: Mapping[DealId, int]) -> Sequence[ToRead]:
        """Return the deals to be read, without those judged by the note that they still have."""
        with self._ends.store.reading() as view:
            waiting = view.deals.notes.to_read()
        return [one for one in waiting if judged.get(one.deal) != one.noted.number]

    def _judge_all(
        self, noted: Sequence[ToRead], frame: Frame, troubles: list[BridgeError], rounds_left: int
    ) -> None:
        size = self._settings.batch_size
        for start in range(0, len(noted), size):
            if pausing.rests(self._ends.store, Stream.READING):
                return
            batch = noted[start : start + size]
            self._more_follow = rounds_left > 0 and start + size < len(noted)
            with _noting(troubles):
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
            self._pass_over(same)
        self._earlier.expect(one for deal, one in alone.items() if deal not in same)
        for deal in noted.keys() - orders.keys():
            self._judge_vanished(deal, noted[deal])
        for deal in [one for one in orders if one not in same]:
            self._judge_order(orders[deal], alone[deal], noted[deal])

    @property
    def _wait(self) -> packages.Wait:
        return packages.Wait(now=self._ends.clock(), days=self._settings.package_waits_days)

    def _new_earlier(self) -> Earlier:
        return Earlier(self._ends.store, self._ends.netsuite, self._ends.clock().date())

    def _judge_order(self, order: Record, alone: Dossier, noted: Note) -> None:
        deal = DealId(order.id)
        known = self._known(deal)
        source = self._edition.rulebook.source(alone.model)
        alone = claims.added(self._ends.store, alone)
        if known is None and claims.is_passed_over(order, alone, source):
            self._pass_over({deal: replace(noted, reading=None)}, alone)
            return
        patience = self._patience(known)
        try:
            dossier = self._knowing.of(alone, self._earlier)
            judged = judge(dossier, self._edition.rulebook, patience)
            if self._more_follow and isinstance(judged, Flagged) and judged.deal.place:
                self._put_off(deal)  # what it amends may be among those
            else:
                self._record(judged, dossier, noted)
        except OURS as error:
            # A mistake of ours ends this deal's pass and no other's; its amount is held.
            log().exception("deal.defect", deal=deal)
            self._hold(defect(order, alone, error, known), replace(noted, reading=None))

    def _put_off(self, deal: DealId) -> None:
        with self._ends.store.transaction("put_off") as tx:
            tx.judgements.note([deal])

    def _hold(self, judged: Flagged, noted: Note) -> None:
        """Record a defect, without the dossier: it may be what cannot be recorded."""
        try:
            self._record(judged, None, noted)
        except OURS:
            # Nothing of it can be stored. It stays noted, so that every pass says so again.
            log().exception("deal.not_held", deal=judged.deal.id)

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
        return Knowing(store=ends.store, netsuite=ends.netsuite, rulebook=rules, wait=self._wait)

    def _record(self, judged: Judgement, dossier: Dossier | None, noted: Note) -> None:
        source = self._edition.rulebook.source(dossiers.BY_OPPORTUNITY)
        with self._ends.store.transaction("judged") as tx:
            if dossier is not None:
                tx.dossiers.keep(dossier)
                claims.remember(tx, dossier)
            settled = decided(judged, deciding.standing(tx, judged, self._edition.rulebook))
            decision = tx.judgements.record(settled, noted=noted)
            if isinstance(decision, Transition):
                tx.judgements.note(claims.released(tx, settled, source))
                tx.judgements.note(claims.unlinked(tx, dossier))
        log_judgement(settled, decision)

    def _judge_vanished(self, deal: DealId, noted: Note) -> None:
        """A root that the org no longer shows: an exception if it was booked, else nothing."""
        known = self._known(deal)
        if known is None or claims.is_out_by_a_rule(self._ends.store, known):
            self._pass_over({deal: noted})
        else:
            self._record(vanished(known, claims.made_of(self._ends.store, known)), None, noted)

    def _pass_over(self, noted: Mapping[DealId, Note], *alone: Dossier) -> None:
        with self._ends.store.transaction("passed_over") as tx:
            for one in alone:
                claims.remember(tx, one)
                tx.judgements.note(claims.unlinked(tx, one))
            for deal, note in noted.items():
                tx.judgements.answer(deal, note)

    def _known(self, deal: DealId) -> KnownDeal | None:
        with self._ends.store.reading() as view:
            return view.deals.one(deal)


@contextmanager
def _noting(troubles: list[BridgeError]) -> Iterator[None]:
    """Note what the world does not let us do, and go on with what it does."""
    try:
        yield
    except BridgeError as error:
        log().error("pass.hindered", error=type(error).__name__, says=str(error))
        troubles.append(error)
