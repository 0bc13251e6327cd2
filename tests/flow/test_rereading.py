"""Which deals are judged again, and which saves need no judgement."""

from pathlib import Path

import pytest

from bridge.adapters.store.notes import Note, Reading
from bridge.flow.rereading import bridge_version, note_flagged, reading
from bridge.model.ids import digest
from tests.adapters.store.opening import judge, moment, opened
from tests.ledger.building import DEAL, flagged
from tests.mappers import rules
from tests.mappers.builders import a_cpq_order

BRIDGE, ANA = "005000000000001AAA", "005000000000002AAA"


def a_reading(
    content: str = "lines", told: str = "Pending", saved: str = "9:00", *, is_ours: bool = False
) -> Reading:
    return Reading(content=digest(content), told=digest(told), saved=digest(saved), is_ours=is_ours)


@pytest.mark.parametrize(
    ("read", "is_nothing_new"),
    [
        (a_reading(), True),  # the same minutes are polled twice
        (a_reading(told="Ordered", saved="9:01", is_ours=True), True),  # the bridge wrote it
        (a_reading(told="Ordered", saved="9:02"), False),  # and then somebody saved it as it was
        (a_reading(saved="9:01"), False),  # somebody saved it as it was
        (a_reading("other lines"), False),
        (a_reading("other lines", "Ordered", "9:01", is_ours=True), False),  # and the bridge after
    ],
)
def test_a_save_is_judged_unless_it_is_the_bridges_own_or_was_seen(
    read: Reading, *, is_nothing_new: bool
) -> None:
    noted = Note(2, 1, is_asked=False, last=a_reading(), reading=read)
    assert noted.tells_nothing_new is is_nothing_new


@pytest.mark.parametrize(
    ("order", "line", "is_ours"),
    [
        (("09:01", BRIDGE), ("09:00", ANA), True),
        (("09:01", BRIDGE), ("09:02", ANA), False),
        (("09:01", BRIDGE), ("09:01", ANA), False),  # in one second
        (("09:01", ANA), ("09:00", BRIDGE), False),
        (("09:01", None), ("09:00", BRIDGE), False),
        ((None, BRIDGE), (None, BRIDGE), False),
    ],
)
def test_the_last_save_of_all_records_of_a_deal_says_whose_it_was(
    order: tuple[str | None, str | None], line: tuple[str | None, str | None], *, is_ours: bool
) -> None:
    stamped = a_cpq_order()
    for name, key, (at, by) in (("Order", "O-1", order), ("OrderItem", "OI-O-1-1", line)):
        stamped = stamped.with_fields(name, key, LastModifiedDate=at, LastModifiedById=by)
    assert reading(stamped.dossier, rules.shipped(), BRIDGE).is_ours is is_ours
    assert not reading(stamped.dossier, rules.shipped(), None).is_ours


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
