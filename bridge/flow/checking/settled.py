"""What people settled about a deal takes the place of what the rules make of it, as in a pass."""

from datetime import datetime, timedelta

from bridge.adapters.store.database import Store
from bridge.flow import deciding
from bridge.flow.checking.checked import Checked
from bridge.flow.judging import Patience, judgement_of
from bridge.ledger import judgement
from bridge.model.dossier import Dossier
from bridge.queue.decision import decided
from bridge.rules.rulebook import Rulebook
from bridge.translate import Awaited, Excluded, Flagged, translate


def checked(store: Store, dossier: Dossier, rulebook: Rulebook, now: datetime) -> Checked:
    """
    Translate a dossier, and put what was decided about its deal in the place of that.

    A deal that two people left out is left out, as long as it is what they decided about; one that
    changed since is flagged. Overrides are in the dossier already.
    """
    found = translate(dossier, rulebook)
    # How long records may stay incomplete is a matter of the passes: here they are.
    patience = Patience(now=now, since=now, limit=timedelta.max)
    judged = judgement_of(found, dossier, rulebook, patience)
    with store.reading() as view:
        settled = decided(judged, deciding.standing(view, judged, rulebook))
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
