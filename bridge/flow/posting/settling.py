"""How a document that was sent or looked up is settled: the slot goes back in the same commit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bridge.adapters.store.database import Store
from bridge.adapters.store.documents import Claim, Marked, Standing
from bridge.flow.posting.posted import Happened, What
from bridge.model.flags import Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """Settles documents for one worker; a `slot` of None is that of no call of ours."""

    store: Store
    account: str
    holder: str

    def acknowledge(
        self, document: Standing, claim: Claim, internal_id: str, slot: int | None
    ) -> Happened:
        """Settle: answered if we still hold the slot of the call, else observed."""
        what = What.OBSERVED if slot is None else What.ACKNOWLEDGED
        with self.store.transaction(what) as tx:
            self._release(tx.turns.release, slot)
            settled = tx.documents.acknowledge(claim, internal_id=internal_id, how=what)
        return Happened.of(document, what if settled else What.LOST, says=internal_id)

    def refuse(self, document: Standing, claim: Claim, flag: Flag, slot: int | None) -> Happened:
        """Settle as turned down, for the reason of a flag."""
        with self.store.transaction("refused") as tx:
            self._release(tx.turns.release, slot)
            settled = tx.documents.refuse(claim, flag)
        return Happened.of(document, What.REFUSED if settled else What.LOST, says=flag.says)

    def put_back(
        self, document: Standing, marked: Marked, slot: int, says: str, wait_s: float
    ) -> Happened:
        """Return what surely was not done; it is not sent again before that wait."""
        with self.store.transaction("put_back") as tx:
            self._release(tx.turns.release, slot)
            tx.documents.put_back(marked.claim, wait_s=wait_s)
            due = tx.now() + timedelta(seconds=wait_s)
        return Happened.of(document, What.PUT_BACK, says=says, due=due)

    def _release(self, release: Callable[..., None], slot: int | None) -> None:
        if slot is not None:
            release(self.account, slot, holder=self.holder)
