"""
Posting that also merges: the same protocol for documents that have no external id in NetSuite.

A merge waits, blocked, until it is approved and NetSuite is ready. It is marked and committed
before it is submitted; what answers is the number of a task, which is followed pass by pass. After
a silence the task is looked for by our reference, and the merge by its traces, before anything is
asked for again.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from bridge.adapters.netsuite.merging.restlet import Progress, Task
from bridge.adapters.store.documents import Claim, Marked, Standing
from bridge.errors import RemoteError
from bridge.flow.merging.far_end import RemoteMerges
from bridge.flow.merging.looking import Looking
from bridge.flow.merging.readiness import Lacks, Merged, Moved, Otherwise, Readiness, Ready
from bridge.flow.merging.wanted import merging_of
from bridge.flow.posting.posted import Happened, What
from bridge.flow.posting.protocol import Posting
from bridge.flow.posting.steps import Block, LookUp, Rest, Send, Step
from bridge.flow.posting.turned_down import refusal
from bridge.ledger import merges as entries
from bridge.model.document import Kind, State
from bridge.model.flags import Flag

#: The code of arrangements that are held together otherwise than a merge request would.
MERGED_OTHERWISE = "MERGED_OTHERWISE"
#: A task of NetSuite takes minutes; how often it is asked for within one pass.
ASK_AFTER_S = 10.0


@dataclass(frozen=True, kw_only=True)
class MergingPosting(Posting):
    """The protocol of posting, with merges; `joined` are the arrangements of the next one."""

    merges: RemoteMerges
    joined: tuple[str, ...] = ()

    def _take(self, document: Standing, step: Step) -> Happened | None:
        if document.kind is not Kind.MERGE_REQUEST or isinstance(step, Rest | Block):
            return super()._take(document, step)
        try:
            if document.claim.state is State.SENDING:
                return self._after_a_send(document, step)
            if isinstance(step, Send | LookUp):
                return self._go_by_readiness(document, self._looking.readiness(document))
        except RemoteError as error:
            return self._not_found_out(document, str(error))
        return super()._take(document, step)

    @property
    def _looking(self) -> Looking:
        return Looking(store=self.store, merges=self.merges)

    def _go_by_readiness(self, document: Standing, found: Readiness) -> Happened:
        match found:
            case Merged(arrangement=arrangement):
                return self._settling.acknowledge(document, document.claim, arrangement, None)
            case Otherwise(says=says):
                return self._refuse_merge(document, merged_otherwise(document, says))
            case Moved(begins=begins):
                return self._judge_again(document, f"the first open period begins on {begins}")
            case Lacks(says=says):
                return self._block(document, "; ".join(says))
            case Ready(arrangements=ids):
                return replace(self, joined=ids).join(document)

    def join(self, document: Standing) -> Happened:
        """Submit the merge of `joined`, unless its deal changed meanwhile: that is judged first."""
        return self._absent(document, None)

    def _refuse_merge(self, document: Standing, flag: Flag) -> Happened:
        return self._settling.refuse(document, document.claim, flag, None)

    def _after_a_send(self, document: Standing, step: Step) -> Happened | None:
        """Follow the task of a merge that was submitted, or find out whether it was."""
        number = self._known_task(document)
        if number is None and not isinstance(step, LookUp):
            return super()._take(document, step)
        task = self.merges.task(number) if number else self._found_task(document)
        if task is None:
            return self._go_by_readiness(document, self._looking.readiness(document))
        return self._follow(document, task)

    def _known_task(self, document: Standing) -> str | None:
        name, attempt = document.claim.external_id, document.claim.attempt
        with self.store.reading() as view:
            return entries.task_of(view.ledger.entries(deal=document.deal), name, attempt)

    def _found_task(self, document: Standing) -> Task | None:
        task = self.merges.task_of(_reference(document.claim))
        if task is not None:
            self._note_task(document, document.claim, task.id, None)
        return task

    def _note_task(self, document: Standing, claim: Claim, task: str, slot: int | None) -> None:
        """Write down the task of an attempt; the slot of the call that asked for it goes back."""
        told = entries.submitted(document.deal, claim.external_id, claim.attempt, task, self.joined)
        with self.store.transaction("submitted") as tx:
            if slot is not None:
                tx.turns.release(self.limits.account, slot, holder=self.holder)
            tx.ledger.append(told)

    def _follow(self, document: Standing, task: Task) -> Happened:
        """Settle what a task came to; a failed one may have come after another that did it."""
        match task:
            case Task(progress=Progress.COMPLETE, arrangement=str(arrangement)):
                return self._acknowledged(document, arrangement)
            case Task(progress=Progress.FAILED, failure=failure) if failure is not None:
                found = self._looking.readiness(document)
                if isinstance(found, Merged):
                    return self._go_by_readiness(document, found)
                return self._refuse_merge(document, refusal(document, failure))
        due = self.store.ping() + timedelta(seconds=ASK_AFTER_S)
        says = f"task {task.id} is {task.progress.lower()}"
        return Happened.of(document, What.WAITS, says=says, due=due)

    def _answered(self, document: Standing, claim: Claim, answer: str, slot: int) -> Happened:
        """Keep the number of a task on record, and follow it at once: it may be done already."""
        if document.kind is not Kind.MERGE_REQUEST:
            return super()._answered(document, claim, answer, slot)
        self._note_task(document, claim, answer, slot)
        sent = replace(document, claim=claim)
        try:
            task = self.merges.task(answer)
            return self._follow(sent, task) if task else self._not_found_out(sent, "no such task")
        except RemoteError as error:
            return self._not_found_out(sent, str(error))

    def _acknowledged(self, document: Standing, arrangement: str) -> Happened:
        what = What.ACKNOWLEDGED
        with self.store.transaction(what) as tx:
            settled = tx.documents.acknowledge(document.claim, internal_id=arrangement, how=what)
        return Happened.of(document, what if settled else What.LOST, says=arrangement)

    def _write(self, marked: Marked) -> str:
        if marked.kind is not Kind.MERGE_REQUEST:
            return super()._write(marked)
        return self.merges.submit(_reference(marked.claim), self.joined, merging_of(marked.body))


def _reference(claim: Claim) -> str:
    """Return what names the task of an attempt: a repeat of it is known, a new one is not."""
    return f"{claim.external_id}-{claim.attempt}"


def merged_otherwise(document: Standing, says: str) -> Flag:
    """Say that a merge request has become pointless, or would join what it must not."""
    name = document.claim.external_id
    told = (
        f"{name} cannot be carried out: {says}; compare the arrangements in NetSuite, undo what "
        f"was merged there and retry, or keep it: bridge merges accept {name}"
    )
    return Flag(MERGED_OTHERWISE, told, (f"{name} has digest {document.digest}",), document.amount)
