"""
What sales answers: a task that is completed, though nothing of its deal was changed, or is gone.

Nobody waits for a change that sales says will not come, or that nobody is asked for any more.
"""

from collections.abc import Mapping
from datetime import datetime

from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.store.database import Store, Transaction
from bridge.flow.outcomes import tasks
from bridge.mappers.write import task
from bridge.model.ids import DealId
from bridge.model.record import Scalar
from bridge.queue import story
from bridge.queue.acts import Act, Bounce, Reopen
from bridge.queue.story import Sent
from bridge.telemetry import log


def take_up(store: Store, salesforce: Salesforce, source: str) -> None:
    """
    Open each exception that waits for sales, though sales completed or deleted the task of it.

    The deal is as it was: whatever was saved until the task was completed has been read, by the
    cursor of the source, and judged. Raises a BridgeError if the org is not there.
    """
    with store.reading() as view:
        asked = _asked(view)
        read_to = view.turns.cursor(source)
        untold = {one.deal for one in view.write_backs.due()} if asked else set()
    if not asked or read_to is None or not tasks.are_possible(salesforce):
        return
    there = salesforce.held(task.RECORD, task.KEY_FIELD, sorted(asked), (task.STATUS, task.SAVED))
    over = {key for key, held in there.items() if _is_answered(held, read_to)}
    gone = {key for key in asked.keys() - there.keys() if asked[key][1] not in untold}
    if not over | gone:
        return
    with store.transaction("answered") as tx:
        still = _asked(tx)
        for key in sorted((over | gone) & still.keys()):
            number, _ = still[key]
            sent = story.awaited(tx.lives.story(number))
            if sent is not None:
                tx.lives.act(number, _completed(key) if key in over else _gone(key, sent))
    log().info("tasks.answered", tasks=len(over), gone=len(gone))


def _completed(key: str) -> Act:
    return Reopen(f"sales completed {key}, and nothing that the bridge reads has changed")


def _gone(key: str, sent: Sent) -> Act:
    # Not taken up alone: what was sent stands no more, or the next write back would make it anew.
    return Bounce(sent.entry, f"{key} is gone from Salesforce: deleted, or hidden from the bridge")


def _is_answered(held: Mapping[str, Scalar], read_to: datetime) -> bool:
    is_done = held[task.STATUS] == task.DONE
    return is_done and datetime.fromisoformat(str(held[task.SAVED])) < read_to


def _asked(view: Transaction) -> dict[str, tuple[int, DealId]]:
    """Return the exceptions that wait for sales, by task; not those that are to be judged."""
    waits = view.due.of_sales()
    noted = {one.deal for one in view.deals.notes.to_read()} if waits else set()
    return {
        task.key(number, again): (number, deal)
        for number, deal, again in waits
        if deal not in noted
    }
