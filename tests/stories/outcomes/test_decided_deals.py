"""A deal that two people decided about, when what they decided about is not kept any more."""

from pathlib import Path

from sqlalchemy import text

from bridge.flow.checking.checked import Answer
from bridge.flow.checking.live import of_record
from bridge.flow.checking.representable import of_deal
from bridge.flow.deciding import Deciding
from bridge.flow.rulebook import preview
from bridge.model.ids import DealId
from bridge.queue.decision import Outcome
from bridge.queue.life import CaseState
from bridge.rules.rulebook import Rulebook
from bridge.sandbox import world
from tests.stories.stand import Stand, a_stand

UNKNOWN = next(path for path in world.DEMO if path.name == "unknown-product.json")


def reject(stand: Stand, number: int) -> None:
    Deciding(stand.ends.store, "Ana").rejected(number, "a trial run")
    ends = (stand.ends.netsuite, stand.edition.rulebook)
    Deciding(stand.ends.store, "Ben").confirm(number, "so it is", ends)
    stand.sync()


def rules(stand: Stand) -> Rulebook:
    return stand.edition.rulebook


def the_deal(stand: Stand) -> DealId:
    with stand.ends.store.reading() as view:
        return view.cases.known(1).deal


def assert_checks_say_that_it_was_rejected(stand: Stand) -> None:
    """A check by id answers what a pass would do, and not what the rules alone would."""
    deal = the_deal(stand)
    for found in (
        of_record(stand.ends, deal, rules(stand), waits_days=0),
        of_deal(stand.ends, deal, rules(stand)),
    ):
        assert found.answer is Answer.WITH_WARNINGS
        form = found.form()
        assert (form["verdict"], form["rule"]) == ("excluded", Outcome.REJECTED.rule)
        (warning,) = found.warnings
        said = "rejected: a trial run (Ana, confirmed by Ben)"
        assert warning == f"{said}: nothing of it reaches NetSuite"


def test_a_decision_about_what_is_not_kept_is_asked_for_anew_and_can_be_given(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        reject(stand, 1)
        assert stand.codes() == []
        assert_checks_say_that_it_was_rejected(stand)
        with stand.ends.store.reading() as view:
            (free,) = view.trials.free(DealId(""), 10)
        assert (free.decided, free.is_posted) == (Outcome.REJECTED, False)
        with stand.ends.store._engine.begin() as connection:
            connection.execute(text("DELETE FROM dossier"))
        stand.arrive({"type": "Product2", "key": "P-GPU-BURST", "ProductCode": "GPU-2"})
        (flag,) = of_record(stand.ends, the_deal(stand), rules(stand), waits_days=0).flags
        assert (flag.code, flag.amount.text()) == ("CHANGED_SINCE_DECIDED", "18000.00")
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
