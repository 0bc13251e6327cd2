"""What people settled about a deal takes the place of what the rules make of it, as in a pass."""

from datetime import datetime, timedelta

from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.dossiers import Unkept
from bridge.flow import deciding
from bridge.flow.checking.checked import Checked
from bridge.flow.judging import Patience, judgement_of
from bridge.flow.rulebook import editions
from bridge.ledger import judgement
from bridge.model.dossier import Dossier
from bridge.queue.decision import decided
from bridge.rules.diagnostics import RulebookInvalid
from bridge.rules.rulebook import Rulebook
from bridge.translate import Awaited, Excluded, Flagged, Translated, Translation, translate

_STAYS = (
    "NetSuite has it as it was ordered, and it stays so: of a new deal the rules in force would "
    "make something else, or an override of it has ended"
)


def checked(store: Store, dossier: Dossier, rulebook: Rulebook, now: datetime) -> Checked:
    """
    Translate a dossier, and put what was decided about its deal in the place of that.

    A deal that two people left out is left out, as long as it is what they decided about; one that
    changed since is flagged. One that NetSuite has as it is stays as it was ordered, whatever newer
    rules make of it, or an override that has ended made. Overrides are in the dossier already.
    """
    found = translate(dossier, rulebook)
    # How long records may stay incomplete is a matter of the passes: here they are.
    patience = Patience(now=now, since=now, limit=timedelta.max)
    judged = judgement_of(found, dossier, rulebook, patience)
    with store.reading() as view:
        settled = decided(judged, deciding.standing(view, judged, rulebook))
        posted = _as_posted(view, settled)
    if posted is not None:
        return Checked(translation=posted, settled=_STAYS)
    if settled is judged:
        return Checked(translation=found)
    trace = () if isinstance(found, Awaited) else found.trace
    match settled:
        case judgement.Excluded(rule=rule, says=says):
            out = Excluded(heading=found.heading, rule=rule, trace=trace)
            return Checked(translation=out, settled=says)
        case judgement.Flagged(flags=flags):
            return Checked(translation=Flagged(heading=found.heading, flags=flags, trace=trace))
        case _:
            return Checked(translation=found)


def _as_posted(view: Transaction, judged: judgement.Judgement) -> Translation | None:
    """Return what a deal was ordered as that stays as it is; None where a pass would judge it."""
    if isinstance(judged, judgement.Waiting) or not view.judgements.stays(judged):
        return None
    known = view.deals.one(judged.deal.id)
    if known is None or known.dossier is None or known.rulebook is None:
        return None
    try:
        dossier, files = view.dossiers.read(known.dossier), view.dossiers.rulebook(known.rulebook)
        found = translate(dossier, editions.of_files(files).rulebook)
    except (Unkept, RulebookInvalid):
        return None
    return found if isinstance(found, Translated) else None
