"""A deal that two people decided about, when what they decided about is not kept any more."""

from pathlib import Path

from sqlalchemy import text

from bridge.flow.deciding import Deciding
from bridge.flow.rulebook import preview
from bridge.model.ids import DealId
from bridge.queue.decision import Outcome
from bridge.queue.life import CaseState
from bridge.sandbox import world
from tests.stories.stand import Stand, a_stand

UNKNOWN = next(path for path in world.DEMO if path.name == "unknown-product.json")


def reject(stand: Stand, number: int) -> None:
    Deciding(stand.ends.store, "Ana").rejected(number, "a trial run")
    ends = (stand.ends.netsuite, stand.edition.rulebook)
    Deciding(stand.ends.store, "Ben").confirm(number, "so it is", ends)
    stand.sync()


def test_a_decision_about_what_is_not_kept_is_asked_for_anew_and_can_be_given(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        reject(stand, 1)
        assert stand.codes() == []
        with stand.ends.store.reading() as view:
            (free,) = view.trials.free(DealId(""), 10)
        assert (free.decided, free.is_posted) == (Outcome.REJECTED, False)
        with stand.ends.store._engine.begin() as connection:
            connection.execute(text("DELETE FROM dossier"))
        stand.arrive({"type": "Product2", "key": "P-GPU-BURST", "ProductCode": "GPU-2"})
        stand.sync()
        assert stand.codes() == [("CHANGED_SINCE_DECIDED", "18000.00")]
        with stand.ends.store.reading() as view:
            (held,) = preview.exceptions(view, stand.edition.rulebook).still
        assert held.comes_to == "decided: rejected"
        reject(stand, 2)
        assert stand.codes() == []
        with stand.ends.store.reading() as view:
            assert view.cases.known(2).state is CaseState.RESOLVED
        assert stand.ends.store.verify() == ()
