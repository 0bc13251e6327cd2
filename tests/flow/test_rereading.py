from pathlib import Path

import pytest

from bridge.adapters.store.notes import Note, Reading
from bridge.flow.rereading import bridge_version, note_flagged
from bridge.model.ids import digest
from tests.adapters.store.opening import judge, moment, opened
from tests.ledger.building import DEAL, flagged


def a_reading(content: str = "lines", told: str = "Pending", saved: str = "9:00") -> Reading:
    return Reading(content=digest(content), told=digest(told), saved=digest(saved))


@pytest.mark.parametrize(
    ("read", "is_nothing_new"),
    [
        (a_reading(), True),  # the same minutes are polled twice
        (a_reading(told="Ordered", saved="9:01"), True),  # the bridge wrote its status
        (a_reading(saved="9:01"), False),  # somebody saved it as it was
        (a_reading("other lines"), False),
        (a_reading("other lines", "Ordered", "9:01"), False),  # in one moment with the bridge
    ],
)
def test_a_save_is_judged_unless_it_is_the_bridges_own_or_was_seen(
    read: Reading, *, is_nothing_new: bool
) -> None:
    noted = Note(2, 1, is_asked=False, last=a_reading(), reading=read)
    assert noted.tells_nothing_new is is_nothing_new


def test_what_was_never_judged_or_is_asked_for_is_judged_whatever_is_read() -> None:
    assert not Note(1, 0, is_asked=False, last=None, reading=a_reading()).tells_nothing_new
    assert not Note(2, 1, is_asked=True, last=a_reading(), reading=a_reading()).tells_nothing_new


def test_a_question_is_not_forgotten_behind_a_later_save(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}/bridge.sqlite") as store:
        with store.transaction("polled") as tx:
            tx.notes.add([DEAL])
            tx.notes.saved([DEAL])
        with store.reading() as view:
            (read,) = view.deals.notes.to_read()
        assert (read.noted.number, read.noted.is_asked) == (2, True)
        with store.transaction("judged") as tx:
            tx.judgements.answer(DEAL, read.noted)
            tx.notes.saved([DEAL])
        with store.reading() as view:
            (again,) = view.deals.notes.to_read()
        assert not again.noted.is_asked


def test_another_release_of_the_bridge_judges_flagged_deals_again_once(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}/bridge.sqlite") as store:
        judge(store, flagged())
        note_flagged(store, "bridge", digest("an older release"), moment)
        judge(store, flagged())
        with store.reading() as view:
            assert view.deals.notes.to_read() == ()
        for _ in range(2):
            note_flagged(store, "bridge", bridge_version(), moment)
        with store.reading() as view:
            (read,) = view.deals.notes.to_read()
    assert (read.deal, read.noted.number) == (DEAL, 2)
