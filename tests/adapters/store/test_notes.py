"""Readings that overlap, as those of two processes do, and patience with incomplete records."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bridge.adapters.store.database import Store
from bridge.adapters.store.notes import Note, ToRead
from bridge.ledger.judgement import GRAPH_INCOMPLETE, DealState, Judgement
from bridge.ledger.transition import Decision, Kept, Stale, Transition, Unchanged
from bridge.model.ids import DealId
from tests.adapters.store.opening import judge, opened
from tests.ledger.building import DEAL, a_deal, a_translation, flagged, waiting

OLD = a_translation(a_deal("29000.00"))
NEW = a_translation(a_deal("30000.00", revision=2))


def note(store: Store) -> None:
    with store.transaction("polled") as tx:
        tx.judgements.note([DEAL])


def to_read(store: Store) -> tuple[ToRead, ...]:
    with store.reading() as view:
        return view.deals.notes.to_read()


def begin(store: Store) -> Note:
    (read,) = to_read(store)
    return read.noted


def record(store: Store, judged: Judgement, noted: Note) -> Decision:
    with store.transaction("judged") as tx:
        return tx.judgements.record(judged, noted=noted)


def booked(store: Store) -> str:
    with store.reading() as view:
        return view.deals.summary().currencies["USD"].booked.text()


@pytest.mark.parametrize("notes", [1, 2])
def test_an_older_reading_never_overtakes_a_later_one(store_url: str, notes: int) -> None:
    with opened(store_url) as store:
        note(store)
        slow = begin(store)
        if notes > 1:
            note(store)
        quick = begin(store)
        assert isinstance(record(store, NEW, quick), Transition)
        assert record(store, OLD, slow) == Stale()
        assert (booked(store), to_read(store)) == ("30000.00", ())
        assert store.verify() == ()


def test_a_note_that_was_made_since_outlives_a_slow_reader_of_the_one_before(
    store_url: str,
) -> None:
    with opened(store_url) as store:
        note(store)
        slow = begin(store)
        record(store, OLD, begin(store))
        note(store)
        with store.transaction("passed_over") as tx:
            tx.judgements.answer(DEAL, slow)
        assert begin(store).number == 2
        assert record(store, OLD, slow) == Stale()
        assert begin(store).number == 2


def test_a_reading_of_a_waiting_deal_without_a_note_is_guarded_too(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, waiting(a_deal("29000.00")))
        slow, quick = begin(store), begin(store)
        assert isinstance(record(store, NEW, quick), Transition)
        assert record(store, waiting(a_deal("29000.00")), slow) == Stale()
        assert (booked(store), to_read(store)) == ("30000.00", ())


def test_a_reading_that_changed_nothing_counts_against_older_ones(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, waiting(a_deal("29000.00")))
        slow, quick = begin(store), begin(store)
        assert record(store, waiting(a_deal("29000.00")), quick) == Unchanged()
        assert record(store, waiting(a_deal("28000.00", revision=0)), slow) == Stale()


def test_a_later_note_stays_when_an_earlier_reading_is_recorded_first(store_url: str) -> None:
    with opened(store_url) as store:
        note(store)
        first = begin(store)
        note(store)
        second = begin(store)
        assert isinstance(record(store, OLD, first), Transition)
        assert record(store, NEW, second) == Stale()
        assert isinstance(record(store, NEW, begin(store)), Transition)
        assert to_read(store) == ()


def waiting_since(store: Store) -> datetime | None:
    with store.reading() as view:
        found = view.deals.one(DealId(DEAL))
    assert found is not None
    return found.waiting_since


def test_patience_begins_when_records_are_incomplete_and_ends_when_they_are_there(
    store_url: str,
) -> None:
    present = [datetime(2026, 1, 1, tzinfo=UTC)]
    with opened(store_url, lambda: present[0]) as store:
        judge(store, flagged())
        assert waiting_since(store) is None
        present[0] += timedelta(days=30)
        began = present[0]
        judge(store, waiting())
        present[0] += timedelta(minutes=5)
        judge(store, replace(waiting(), says="1 of 3 order lines is there"))
        assert waiting_since(store) == began
        judge(store, a_translation())
        assert waiting_since(store) is None


def test_a_translated_deal_whose_records_are_incomplete_again_keeps_its_document(
    store_url: str,
) -> None:
    present = [datetime(2026, 1, 1, tzinfo=UTC)]
    with opened(store_url, lambda: present[0]) as store:
        judge(store, a_translation())
        present[0] += timedelta(days=30)
        assert judge(store, waiting(a_deal(revision=2))) == [Kept()]
        assert waiting_since(store) == present[0]
        with store.reading() as view:
            (deal,) = view.deals.all(DealState.TRANSLATED)
            assert [len(lane) for lane in view.documents.lanes()] == [1]
            assert view.deals.parked() == {deal.id: deal.id}
        assert [one.deal for one in to_read(store)] == [DEAL]
        assert judge(store, a_translation()) == [Unchanged()]
        assert (waiting_since(store), to_read(store)) == (None, ())
        with store.reading() as view:
            assert view.deals.parked() == {}
        assert store.verify() == ()


def test_a_deal_that_stayed_incomplete_for_too_long_is_read_until_it_is_complete(
    store_url: str,
) -> None:
    present = [datetime(2026, 1, 1, tzinfo=UTC)]
    with opened(store_url, lambda: present[0]) as store:
        judge(store, waiting())
        began, present[0] = present[0], present[0] + timedelta(hours=2)
        judge(store, flagged(code=GRAPH_INCOMPLETE))
        assert ([one.deal for one in to_read(store)], waiting_since(store)) == ([DEAL], began)
        judge(store, a_translation())
        assert (to_read(store), waiting_since(store)) == ((), None)
