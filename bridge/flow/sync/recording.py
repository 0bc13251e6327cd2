"""Records what a pass found of a deal: one transaction for each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bridge.adapters.store.database import Store
from bridge.adapters.store.deals import KnownDeal
from bridge.adapters.store.notes import Note
from bridge.flow import deciding, defects
from bridge.flow.sales import claims
from bridge.flow.watching.judged import log_judgement
from bridge.ledger.judgement import Flagged, Judgement
from bridge.ledger.transition import Transition
from bridge.mappers import dossiers
from bridge.model.dossier import Dossier
from bridge.model.ids import DealId
from bridge.queue.decision import decided
from bridge.rules.rulebook import Rulebook
from bridge.telemetry import log
from bridge.translate import OURS


@dataclass(frozen=True, slots=True)
class Recording:
    """Writes into the store what became of deals."""

    store: Store
    rulebook: Rulebook

    def judged(self, judged: Judgement, dossier: Dossier | None, noted: Note) -> None:
        """Record a judgement with what it was judged by, and answer the note."""
        source = self.rulebook.source(dossiers.BY_OPPORTUNITY)
        with self.store.transaction("judged") as tx:
            if dossier is not None:
                tx.dossiers.keep(dossier)
                claims.remember(tx, dossier)
            settled = decided(judged, deciding.standing(tx, judged, self.rulebook))
            decision = tx.judgements.record(settled, noted=noted)
            if isinstance(decision, Transition):
                tx.judgements.note(claims.released(tx, settled, source))
                tx.judgements.note(claims.unlinked(tx, dossier))
        log_judgement(settled, decision)

    def held(self, judged: Flagged, noted: Note) -> None:
        """Record a defect, without the dossier: it may be what cannot be recorded."""
        try:
            self.judged(judged, None, replace(noted, reading=None))
        except OURS:
            # Nothing of it can be stored. It stays noted, so that every pass says so again.
            log().exception("deal.not_held", deal=judged.deal.id)

    def vanished(self, deal: DealId, noted: Note) -> None:
        """Record a root that the org no longer shows: an exception if it was booked."""
        known = self.known(deal)
        if known is None or claims.is_out_by_a_rule(self.store, known):
            self.passed_over({deal: noted})
        else:
            self.judged(defects.vanished(known, claims.made_of(self.store, known)), None, noted)

    def passed_over(self, noted: Mapping[DealId, Note], *alone: Dossier) -> None:
        """Answer the notes of deals of which nothing is to be recorded."""
        with self.store.transaction("passed_over") as tx:
            for one in alone:
                claims.remember(tx, one)
                tx.judgements.note(claims.unlinked(tx, one))
            for deal, note in noted.items():
                tx.judgements.answer(deal, note)

    def put_off(self, deal: DealId) -> None:
        """Note a deal once more, behind those that are read in this pass."""
        with self.store.transaction("put_off") as tx:
            tx.judgements.note([deal])

    def known(self, deal: DealId) -> KnownDeal | None:
        """Return a deal as the books have it."""
        with self.store.reading() as view:
            return view.deals.one(deal)
