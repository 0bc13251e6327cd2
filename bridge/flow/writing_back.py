"""The origin of each deal is told what became of it; what fails stays due for the next pass."""

from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.store.database import Store
from bridge.flow.defects import ORDER_VANISHED
from bridge.flow.outcomes import tasks
from bridge.mappers import roots
from bridge.mappers.write import status
from bridge.telemetry import log


def write_back(store: Store, salesforce: Salesforce) -> None:
    """Tell the origins what became of their deals; raises a BridgeError if the org is not there."""
    with store.reading() as view:
        # Where the origin is gone there is nobody to tell.
        due = [one for one in view.write_backs.due() if ORDER_VANISHED not in one.desired["codes"]]
    if not due:
        return
    rows = {one.deal: status.row(one.deal, one.desired) for one in due if one.has_new_status}
    failed = {
        error.id: error
        for root in roots.ROOTS.values()
        for error in salesforce.write_back(
            root.object, [rows[deal] for deal in rows if roots.root_of(deal) is root]
        )
    }
    refused = tasks.write(salesforce, due)
    unsent = {one.task.deal for one in refused if one.is_due_again}
    with store.transaction("written_back") as tx:
        for one in due:
            if one.deal in failed:
                continue
            tx.write_backs.status_told(one)
            if one.deal not in unsent:
                tx.write_backs.done(one.deal, one.digest)
        tasks.note(tx, refused)
    for error in failed.values():
        log().warning("write_back.refused", deal=error.id, code=error.code, act=status.NEEDED)
    log().info("salesforce.written_back", deals=len(rows) - len(failed), refused=len(failed))
