"""
Tasks of sales: one for each time that an exception was sent.

It is closed when the exception is resolved, or what was sent is taken back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.salesforce.writing import RowError
from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.write_backs import WriteBack
from bridge.ledger.person import person
from bridge.mappers import roots
from bridge.mappers.write import task
from bridge.model.ids import DealId
from bridge.model.record import Scalar
from bridge.queue import story, words
from bridge.queue.acts import Bounce, Comment, Send
from bridge.telemetry import log

Records = Mapping[str, Mapping[str, Scalar]]
_Row = dict[str, str | None]


def send(store: Store, number: int, text: str, who: str, seen: int | None = None) -> ExceptionCase:
    """
    Send an exception to sales, in the name of a person; the next pass makes the task.

    The task says what the person says, each reason, and what change would do. The exception waits
    for the change. ActedMeanwhile if somebody acted since `seen` acts.
    """
    with store.transaction("triage", actor=person(who)) as tx:
        case = tx.cases.known(number)
        act = Send(_told(case, words.said(text, of="the text")))
        tx.lives.act(number, act, seen=seen)
        return tx.cases.known(number)


def _told(case: ExceptionCase, text: str) -> str:
    reasons = dict.fromkeys(
        f"- {flag.says}{f'; nearest: {flag.nearest}' if flag.nearest else ''}"
        for flag in case.flags
    )
    return "\n".join((text, f"{case.amount} are held:", *reasons))


@dataclass(frozen=True, slots=True)
class Task:
    """What a write back says of a task."""

    deal: DealId
    told: Mapping[str, Any]

    @property
    def key(self) -> str:
        """What makes it exist once."""
        return task.key(self.told["number"], self.told.get("again"))

    @property
    def is_open(self) -> bool:
        """Whether sales is still asked."""
        return bool(self.told["open"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A task that Salesforce did not make or close."""

    task: Task
    code: str
    is_due_again: bool  #: the same may succeed in the next pass


def write(salesforce: Salesforce, due: Sequence[WriteBack]) -> tuple[Refusal, ...]:
    """
    Make or close the tasks that write backs tell of; return those that failed.

    What is there is looked at first: a task is made once, and nothing is changed of it but that it
    is done. So who works on it may change what it says.
    """
    wanted = [Task(one.deal, told) for one in due for told in one.desired.get("tasks", ())]
    if not wanted:
        return ()
    if not are_possible(salesforce):
        log().warning("tasks.not_possible", tasks=len(wanted), act=task.NEEDED)
        return tuple(
            Refusal(task=one, code="NO_TASKS", is_due_again=False) for one in wanted if one.is_open
        )
    named = {one.key: one for one in wanted}
    there = salesforce.held(task.RECORD, task.KEY_FIELD, sorted(named), (task.STATUS,))
    orders = sorted({one.deal for one in wanted if one.is_open and one.key not in there})
    owners = {
        key: held
        for root in roots.ROOTS.values()
        if (of := roots.of(root, orders))
        for key, held in salesforce.held(root.object, "Id", of, (task.OWNER,)).items()
    }
    rows = list(_rows(wanted, there, owners))
    errors = _upserted(salesforce, rows)
    for error in errors:
        log().warning("task.refused", task=error.id, code=error.code, act=task.NEEDED)
    log().info("tasks.written", tasks=len(rows) - len(errors), refused=len(errors))
    return tuple(
        Refusal(task=named[one.id], code=one.code, is_due_again=one.temporary) for one in errors
    )


def note(tx: Transaction, refused: Iterable[Refusal]) -> None:
    """
    Tell people what Salesforce does not take: an exception waits for nobody who was not asked.

    What may succeed later is not told; it is due again.
    """
    for one in refused:
        if not one.is_due_again:
            _note(tx, one)


def _note(tx: Transaction, one: Refusal) -> None:
    number, done = one.task.told["number"], tx.lives.story(one.task.told["number"])
    if not one.task.is_open:
        says = f"its task {one.task.key} could not be closed in Salesforce: {one.code}"
        if Comment(says) not in [each.act for each in done]:
            tx.lives.act(number, Comment(says))
        return
    is_closed = tx.cases.known(number).closed_at is not None
    for each in story.sent(done) if not is_closed else ():
        if each.stands and each.again == one.task.told.get("again"):
            says = f"Salesforce takes no task of it: {one.code}; {task.NEEDED}"
            tx.lives.act(number, Bounce(each.entry, says))


def are_possible(salesforce: Salesforce) -> bool:
    """Say whether the org has tasks that the bridge can find again."""
    known = salesforce.knows(task.RECORD)
    return known and task.KEY_FIELD in salesforce.describe(task.RECORD).fields


def _rows(wanted: Sequence[Task], there: Records, owners: Records) -> Iterator[_Row]:
    for one in wanted:
        held = there.get(one.key)
        if one.is_open and held is None:
            owner = owners.get(one.deal, {}).get(task.OWNER)
            yield task.opened(one.deal, one.told, str(owner) if owner else None)
        elif not one.is_open and held is not None and held[task.STATUS] != task.DONE:
            yield task.closed(one.key)


def _upserted(salesforce: Salesforce, rows: Sequence[_Row]) -> tuple[RowError, ...]:
    """Write tasks; one that its owner may not have, as somebody who left, is the bridge's own."""
    errors = salesforce.upsert(task.RECORD, task.KEY_FIELD, rows)
    refused = {one.id for one in errors if not one.temporary}
    anew = [
        {name: held for name, held in row.items() if name != task.OWNER}
        for row in rows
        if row[task.KEY_FIELD] in refused and task.OWNER in row
    ]
    if not anew:
        return errors
    tried = {row[task.KEY_FIELD] for row in anew}
    others = (one for one in errors if one.id not in tried)
    return (*others, *salesforce.upsert(task.RECORD, task.KEY_FIELD, anew))
