"""
Posting: brings every document to NetSuite exactly once, whatever breaks on the way.

A document is marked SENDING and committed before the call; a call whose outcome is not known is
left alone until the remote cannot be at work on it any more, and then looked up by its external id
before anything is repeated. The protocol does not assume that this process is alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from bridge.adapters.store.database import Store
from bridge.adapters.store.documents import Claim, Marked, Standing
from bridge.errors import (
    Misconfigured,
    OutcomeUnknown,
    Refused,
    RemoteError,
    Throttled,
    Unavailable,
)
from bridge.flow.posting.comparing import holds
from bridge.flow.posting.far_end import FoundRecord, Remote
from bridge.flow.posting.limits import Limits
from bridge.flow.posting.posted import POSTED, Happened, Report, What
from bridge.flow.posting.settling import Settling
from bridge.flow.posting.steps import Block, LookAgain, LookUp, Rest, Send, Step, Wait, next_step
from bridge.flow.posting.targets import AsJudged, Done, JudgeAgain, NotTold, Targets, Verdict
from bridge.flow.posting.turned_down import foreign, refusal
from bridge.flow.watching import pausing
from bridge.ledger.pauses import Stream
from bridge.model.calendar import Sleep
from bridge.model.document import Kind, State
from bridge.model.flags import Flag
from bridge.model.ids import DealId, Digest

#: Before what was surely not done is tried again, unless the remote named a time.
RETRY_AFTER_S = 5.0
#: What falls due at once is not asked for in a tight loop.
SHORTEST_PAUSE_S = 0.05
_NOT_ALL_LINES = "not all lines were told"


def _unheard(_happened: Happened) -> None:
    """Do nothing about what happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """
    The protocol over one store and one account.

    `record_types` names the remote's record for each kind, `amounts` reads those of the lines of
    a body by line key; `monotonic` counts seconds, those of a suspended machine included, and
    never jumps; `holder` tells this worker from others, and `heard` is told what happened, step
    by step.
    `look_up=False` sends again without asking. It breaks the promise that each document exists
    once; it is there so that a test can see the promise fail without the look-up.
    """

    store: Store
    netsuite: Remote
    limits: Limits
    record_types: Mapping[Kind, str]
    amounts: Callable[[bytes], Mapping[int, Decimal]]
    monotonic: Callable[[], float]
    sleep: Sleep
    holder: str = "bridge"
    heard: Callable[[Happened], None] = _unheard
    look_up: bool = True

    def post(self) -> Report:
        """
        Take the next step of every document once, contract by contract, in order.

        Returns what happened. Raises Misconfigured if NetSuite does not accept our credentials.
        """
        with self.store.reading() as view:
            lanes, parked = view.documents.lanes(), view.deals.parked()
        steps = tuple(happened for lane in lanes for happened in self._lane(lane, parked))
        return Report(steps, steps)

    def run(self, *, wait_s: float) -> Report:
        """Post again and again while something falls due, waiting no longer than that in all."""
        report = self.post()
        left_s = wait_s
        while report.due_at is not None:
            ahead_s = (report.due_at - self.store.ping()).total_seconds()
            pause_s = max(ahead_s, SHORTEST_PAUSE_S)
            if pause_s > left_s:
                break
            self.sleep(pause_s)
            left_s -= pause_s
            report = report.then(self.post())
        return report

    def _lane(
        self, lane: Sequence[Standing], parked: Mapping[DealId, DealId]
    ) -> Iterator[Happened]:
        before: tuple[Standing, ...] = ()
        for document in lane:
            behind = parked.get(document.deal)
            step = next_step(document, before, self.store.ping(), behind)
            happened = self._take(document, step)
            if happened is not None:
                self.heard(happened)
                yield happened
            acknowledged = happened is not None and happened.what in POSTED
            before = (*before, _acknowledged(document) if acknowledged else document)

    def _take(self, document: Standing, step: Step) -> Happened | None:
        match step:
            case Rest():
                return None
            case Wait(until=until):
                return Happened.of(document, What.WAITS, due=until)
            case Block(by=by):
                return self._block(document, by)
            case LookUp():
                return self._look_up(document)
            case LookAgain():
                return self._look_again(document)
            case Send():
                return self._send(document)

    def _block(self, document: Standing, by: str) -> Happened:
        if document.claim.state is not State.BLOCKED:
            with self.store.transaction("blocked") as tx:
                tx.documents.block(document.claim)
        return Happened.of(document, What.BLOCKED, says=f"waits for {by}")

    def _send(self, document: Standing) -> Happened:
        """Lease a slot, mark, commit; only then call, unless posting is paused."""
        started = self.monotonic()
        with self.store.transaction("marked") as tx:
            pause = pausing.standing(tx).get(Stream.POSTING)
            if pause is not None:
                return Happened.of(document, What.PAUSED, says=str(pause))
            slot = tx.turns.lease(
                self.limits.account,
                self.limits.slots,
                holder=self.holder,
                lease_s=self.limits.quiet_s,
            )
            if slot is None:
                free_at = tx.turns.free_slot_at(self.limits.account)
                return Happened.of(document, What.NO_SLOT, due=free_at)
            marked = tx.documents.mark(
                document.claim, sender=self.holder, quiet_s=self.limits.quiet_s
            )
            if marked is None:
                tx.turns.release(self.limits.account, slot, holder=self.holder)
        if marked is None:
            return Happened.of(document, What.LOST, says="another worker took it")
        if self.monotonic() - started > self.limits.grace_s:
            return self._settling.put_back(document, marked, slot, "we were paused", 0)
        return self._call(document, marked, slot)

    def _call(self, document: Standing, marked: Marked, slot: int) -> Happened:
        try:
            internal_id = self._write(marked)
        except Throttled as error:
            return self._settling.put_back(document, marked, slot, str(error), error.retry_after_s)
        except Unavailable as error:
            return self._settling.put_back(document, marked, slot, str(error), RETRY_AFTER_S)
        except Misconfigured as error:
            self._settling.put_back(document, marked, slot, str(error), 0)
            raise
        except OutcomeUnknown as error:
            # The slot stays taken until its lease runs out: the remote may still be at work.
            return Happened.of(document, What.UNANSWERED, says=str(error), due=marked.quiet_until)
        except Refused as error:
            flag = refusal(document, error)
            return self._settling.refuse(document, marked.claim, flag, slot)
        return self._answered(document, marked.claim, internal_id, slot)

    def _answered(self, document: Standing, claim: Claim, answer: str, slot: int) -> Happened:
        """Settle what was answered as done, by the internal id of the record."""
        return self._settling.acknowledge(document, claim, answer, slot)

    def _write(self, marked: Marked) -> str:
        record_type = self.record_types[marked.kind]
        if marked.source is None:
            return self.netsuite.upsert(record_type, marked.record, marked.body)
        order = (self.record_types[Kind.SALES_ORDER], marked.source)
        return self.netsuite.derive(order, record_type, marked.body)

    def _look_up(self, document: Standing) -> Happened:
        if not self.look_up:
            return self._send(document)
        try:
            found = self._find(document)
        except RemoteError as error:
            return self._not_found_out(document, str(error))
        # An order that is to be changed may stand as it stood before the change.
        return self._compare(document, found) if found else self._absent(document, None)

    def _find(self, document: Standing) -> FoundRecord | None:
        return self.netsuite.find(self.record_types[document.kind], document.record)

    def _look_again(self, document: Standing) -> Happened | None:
        """See whether the order of a held document was put back; then it goes its way again."""
        try:
            verdict = self._targets.verdict(document, self._find(document))
        except RemoteError as error:
            return self._not_found_out(document, str(error))
        match verdict:
            case NotTold():
                return self._not_found_out(document, _NOT_ALL_LINES)
            case Flag(says=says) if says == document.error_says:
                return None
            case JudgeAgain(says=says):
                return self._judge_again(document, says)
            case _:
                with self.store.transaction("reopened") as tx:
                    tx.documents.reopen(document.claim.external_id)
                return self._look_up(replace(document, claim=_prepared(document.claim)))

    def _not_found_out(self, document: Standing, says: str) -> Happened:
        due = self.store.ping() + timedelta(seconds=RETRY_AFTER_S)
        return Happened.of(document, What.NOT_FOUND_OUT, says=says, due=due)

    def _compare(self, document: Standing, found: FoundRecord) -> Happened:
        """Decide by what is there under the record of a document."""
        before = found.digest in self._before(document)
        if found.lines is None and (before or found.digest == document.digest):
            return self._not_found_out(document, _NOT_ALL_LINES)
        if before:
            return self._absent(document, found)
        if not self._is_ours(document, found):
            return self._settling.refuse(document, document.claim, foreign(document, found), None)
        return self._settling.acknowledge(document, document.claim, found.internal_id, None)

    def _absent(self, document: Standing, found: FoundRecord | None) -> Happened:
        """
        Send what is not there, unless its deal has changed meanwhile: that is judged first.

        The order that it changes, as `found`, or gives back from must stand as it was judged.
        """
        with self.store.reading() as view:
            changed = view.deals.notes.is_to_read(document.deal)
        if changed:
            return self._judge_again(document, "its deal changed")
        try:
            verdict = self._targets.verdict(document, found)
        except RemoteError as error:
            return self._not_found_out(document, str(error))
        return self._go_by(document, verdict)

    def _go_by(self, document: Standing, verdict: Verdict) -> Happened:
        match verdict:
            case AsJudged():
                return self._send(document)
            case NotTold():
                return self._not_found_out(document, _NOT_ALL_LINES)
            case Done(internal_id=internal_id):
                return self._settling.acknowledge(document, document.claim, internal_id, None)
            case JudgeAgain(says=says):
                return self._judge_again(document, says)
            case Flag():
                return self._settling.refuse(document, document.claim, verdict, None)

    def _judge_again(self, document: Standing, says: str) -> Happened:
        """Let the deal be judged before its document is sent: in the next pass."""
        with self.store.transaction("put_back") as tx:
            tx.judgements.note([document.deal])
            if document.claim.state is not State.REFUSED:
                tx.documents.put_back(document.claim, wait_s=0)
        return Happened.of(document, What.PUT_BACK, says=f"{says}; it is judged first")

    @property
    def _settling(self) -> Settling:
        return Settling(store=self.store, account=self.limits.account, holder=self.holder)

    @property
    def _targets(self) -> Targets:
        return Targets(store=self.store, netsuite=self.netsuite, record_types=self.record_types)

    def _before(self, document: Standing) -> frozenset[Digest]:
        """Return the digests of what NetSuite acknowledged under the record of a document."""
        with self.store.reading() as view:
            return view.documents.acknowledged_under(document.record) - {document.digest}

    def _is_ours(self, document: Standing, found: FoundRecord) -> bool:
        with self.store.reading() as view:
            sent = view.documents.body(document.claim.external_id)
        return holds(document, found, self.amounts(sent))


def _prepared(claim: Claim) -> Claim:
    return replace(claim, state=State.PREPARED)


def _acknowledged(document: Standing) -> Standing:
    return replace(document, claim=replace(document.claim, state=State.ACKNOWLEDGED))
