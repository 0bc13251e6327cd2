"""
What sales answers: a task that is completed, though nothing of its deal was changed.

Nobody waits for a change that sales says will not come.
"""

from collections.abc import Mapping
from datetime import datetime

from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.store.database import Store, Transaction
from bridge.flow.outcomes import tasks
from bridge.mappers.write import task
from bridge.model.record import Scalar
from bridge.queue import story
from bridge.queue.acts import Reopen
from bridge.telemetry import log


def take_up(store: Store, salesforce: Salesforce, source: str) -> None:
    """
    Open each exception that waits for sales, though sales completed the task of it.

    The deal is as it was: whatever was saved until the task was completed has been read, by the
    cursor of the source, and judged. Raises a BridgeError if the org is not there.
    """
    with store.reading() as view:
        asked = _asked(view)
        read_to = view.turns.cursor(source)
    if not asked or read_to is None or not tasks.are_possible(salesforce):
        return
    there = salesforce.held(task.RECORD, task.KEY_FIELD, sorted(asked), (task.STATUS, task.SAVED))
    done = {key: asked[key] for key, held in there.items() if _is_answered(held, read_to)}
    if not done:
        return
    with store.transaction("answered") as tx:
        still = _asked(tx)
        for key, number in done.items():
            if key in still and story.awaited(tx.lives.story(number)) is not None:
                says = f"sales completed {key}, and nothing that the bridge reads has changed"
                tx.lives.act(number, Reopen(says))
    log().info("tasks.answered", tasks=len(done))


def _is_answered(held: Mapping[str, Scalar], read_to: datetime) -> bool:
    is_done = held[task.STATUS] == task.DONE
    return is_done and datetime.fromisoformat(str(held[task.SAVED])) < read_to


def _asked(view: Transaction) -> dict[str, int]:
    """Return the exceptions that wait for sales, by task; not those that are to be judged."""
    waits = view.due.of_sales()
    noted = {one.deal for one in view.deals.notes.to_read()} if waits else set()
    return {task.key(number, again): number for number, deal, again in waits if deal not in noted}
