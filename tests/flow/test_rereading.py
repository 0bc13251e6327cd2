from pathlib import Path

from bridge.flow.rereading import bridge_version, note_flagged
from bridge.model.ids import digest
from tests.adapters.store.opening import judge, moment, opened
from tests.ledger.building import DEAL, flagged


def test_another_release_of_the_bridge_judges_flagged_deals_again_once(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}/bridge.sqlite") as store:
        judge(store, flagged())
        note_flagged(store, "bridge", digest("an older release"), moment)
        judge(store, flagged())
        with store.reading() as view:
            assert view.deals.to_read() == ()
        for _ in range(2):
            note_flagged(store, "bridge", bridge_version(), moment)
        with store.reading() as view:
            (read,) = view.deals.to_read()
    assert (read.deal, read.noted.number) == (DEAL, 2)
