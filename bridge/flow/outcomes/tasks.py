"""Tasks of sales: one for each exception that was sent, closed when the exception is resolved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Store
from bridge.adapters.store.write_backs import WriteBack
from bridge.ledger.person import person
from bridge.mappers import roots
from bridge.mappers.write import task
from bridge.model.ids import DealId
from bridge.model.record import Scalar
from bridge.queue import words
from bridge.queue.acts import Send
from bridge.telemetry import log

Records = Mapping[str, Mapping[str, Scalar]]


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
        tx.write_backs.refresh(case.deal)
        return tx.cases.known(number)


def _told(case: ExceptionCase, text: str) -> str:
    reasons = dict.fromkeys(
        f"- {flag.says}{f'; nearest: {flag.nearest}' if flag.nearest else ''}"
        for flag in case.flags
    )
    return "\n".join((text, f"{case.amount} are held:", *reasons))


@dataclass(frozen=True, slots=True)
class _Task:
    """What a write back says of a task."""

    deal: DealId
    told: Mapping[str, Any]

    @property
    def key(self) -> str:
        return task.key(self.told["number"])


def write(salesforce: Salesforce, due: Sequence[WriteBack]) -> frozenset[DealId]:
    """
    Make or close the tasks that write backs tell of; return the deals of those that failed.

    What is there is looked at first: a task is made once, and nothing is changed of it but that it
    is done. So who works on it may change what it says.
    """
    wanted = [_Task(one.deal, told) for one in due for told in one.desired.get("tasks", ())]
    if not wanted:
        return frozenset()
    deals = {one.key: one.deal for one in wanted}
    if not _is_possible(salesforce):
        log().warning("tasks.not_possible", tasks=len(wanted), act=task.NEEDED)
        return frozenset(deals.values())
    there = salesforce.held(task.RECORD, task.KEY_FIELD, sorted(deals), (task.STATUS,))
    orders = sorted({one.deal for one in wanted if one.told["open"] and one.key not in there})
    owners = {
        key: held
        for root in roots.ROOTS.values()
        if (of := roots.of(root, orders))
        for key, held in salesforce.held(root.object, "Id", of, (task.OWNER,)).items()
    }
    rows = list(_rows(wanted, there, owners))
    errors = salesforce.upsert(task.RECORD, task.KEY_FIELD, rows)
    for error in errors:
        log().warning("task.refused", task=error.id, code=error.code, act=task.NEEDED)
    log().info("tasks.written", tasks=len(rows) - len(errors), refused=len(errors))
    return frozenset(deals[error.id] for error in errors)


def _is_possible(salesforce: Salesforce) -> bool:
    known = salesforce.knows(task.RECORD)
    return known and task.KEY_FIELD in salesforce.describe(task.RECORD).fields


def _rows(
    wanted: Sequence[_Task], there: Records, owners: Records
) -> Iterator[dict[str, str | None]]:
    for one in wanted:
        held = there.get(one.key)
        if one.told["open"] and held is None:
            owner = owners.get(one.deal, {}).get(task.OWNER)
            yield task.opened(one.deal, one.told, str(owner) if owner else None)
        elif not one.told["open"] and held is not None and held[task.STATUS] != task.DONE:
            yield task.closed(one.told["number"])
