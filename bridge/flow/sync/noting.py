"""Notes which deals are to be read: those that were saved, and those that may be mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bridge.adapters.salesforce.soql import window
from bridge.adapters.store.notes import ToRead
from bridge.flow import frames, rereading
from bridge.flow.merging import packages
from bridge.flow.polling import poll
from bridge.flow.sales import reach
from bridge.flow.sync.ends import Ends
from bridge.ledger.judgement import DealState
from bridge.mappers import dossiers
from bridge.model.ids import DealId, digest
from bridge.rules.rulebook import Rulebook
from bridge.settings import SyncSettings
from bridge.telemetry import log

#: The one cursor: it moves when every polled object of a window is noted.
SOURCE = "salesforce"


@dataclass(frozen=True, slots=True)
class Noting:
    """Notes deals, and tells which are noted."""

    ends: Ends
    rulebook: Rulebook
    settings: SyncSettings

    def saved(self) -> None:
        """Note the orders of all that was saved since the last pass, and move the cursor."""
        store, salesforce = self.ends.store, self.ends.salesforce
        source = self.rulebook.source(dossiers.BY_OPPORTUNITY)
        frames.check_sight(salesforce, source)
        with store.reading() as view:
            last = view.turns.cursor(SOURCE)
            far = reach.of(view, source, last)
        now, pace = salesforce.ping(), self.settings
        within = window(last, now, pace.safety_lag_s, pace.overlap_s)
        seen = poll(salesforce, within, first=last is None, reach=far)
        with store.transaction("polled") as tx:
            held = {one.id for one in tx.deals.all(DealState.FLAGGED)} if seen.touched else set()
            orders = dict.fromkeys((*seen.concerned, *[one for one in seen.touched if one in held]))
            tx.notes.saved(orders)
            tx.turns.move_cursor(SOURCE, within.upper)
            reach.move(tx, source, within.upper)
        log().info("salesforce.polled", changes=seen.changes, orders=len(orders))

    def again(self, wait: packages.Wait) -> None:
        """Note the flagged deals that something else than Salesforce may have mended."""
        ends, version = self.ends, self.rulebook.version
        packages.note_overdue(ends.store, wait)
        rereading.note_flagged(ends.store, "rules", version, ends.clock)
        rereading.note_flagged(ends.store, "bridge", rereading.bridge_version(), ends.clock)
        if rereading.misses_a_code(ends.store):
            codes = digest({kind: sorted(held) for kind, held in frames.codes(ends.netsuite)})
            rereading.note_flagged(ends.store, "codes", codes, ends.clock)

    def to_read(self, judged: Mapping[DealId, int]) -> Sequence[ToRead]:
        """Return the deals to be read, without those judged by the note that they still have."""
        with self.ends.store.reading() as view:
            waiting = view.deals.notes.to_read()
        return [one for one in waiting if judged.get(one.deal) != one.noted.number]
