from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.ledger import moves
from bridge.ledger.accounts import BOOKED, WAITING
from bridge.ledger.chain import GENESIS, Head, append, content_hash, verify
from bridge.ledger.entries import Draft, Entry, EntryKind, Posting
from bridge.model.ids import DealId, Digest
from tests.ledger.building import DEAL, usd

AT = datetime(2026, 1, 15, 9, tzinfo=UTC)


def a_chain(*amounts: str) -> list[Entry]:
    entries: list[Entry] = []
    head = Head()
    for amount in amounts:
        draft = moves.booked(DEAL, usd(amount), {"dossier": "d"})
        entries.append(append(head, draft, actor="bridge", at=AT))
        head = Head(entries[-1].seq, entries[-1].hash)
    return entries


def head_of(entries: list[Entry]) -> Head:
    return Head(entries[-1].seq, entries[-1].hash)


def found(entries: list[Entry], head: Head) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.seq) for finding in verify(entries, head)]


def test_a_chain_begins_at_genesis_and_names_each_predecessor() -> None:
    first, second = a_chain("1.00", "2.00")
    assert (first.seq, first.previous, second.seq) == (1, GENESIS, 2)
    assert second.previous == first.hash


def test_the_hash_of_an_entry_is_the_one_that_was_worked_out_by_hand() -> None:
    # printf '%s' '{"actor":"bridge","at":"2026-01-15T09:00:00+00:00","deal":"D",...}' | sha256sum
    entry = append(
        Head(),
        Draft(
            kind=EntryKind.BOOKED,
            deal=DealId("D"),
            postings=(Posting(BOOKED, usd("-1.00")), Posting(WAITING, usd("1.00"))),
        ),
        actor="bridge",
        at=AT,
    )
    assert entry.hash == "c85758b6deb58247fbb4ceea1cb50ef329475949aa2f918dc6593d3651f26b47"


def test_a_whole_chain_shows_nothing() -> None:
    entries = a_chain("1.00", "2.00", "3.00")
    assert found(entries, head_of(entries)) == []
    assert found([], Head()) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "REBOOKED"},
        {"actor": "eve"},
        {"at": AT + timedelta(microseconds=1)},
        {"deal": DealId("another")},
        {"refs": {"dossier": "e"}},
        {"payload": {"note": "x"}},
        {"postings": (Posting(BOOKED, usd("-9.00")), Posting(WAITING, usd("9.00")))},
        {
            "postings": (
                Posting(BOOKED, usd("-2.00"), "2026-01"),
                Posting(WAITING, usd("2.00")),
            )
        },
    ],
)
def test_an_entry_that_was_altered_is_found_by_its_number(changed: dict[str, object]) -> None:
    entries = a_chain("1.00", "2.00", "3.00")
    head = head_of(entries)
    entries[1] = replace(entries[1], **changed)  # type: ignore[arg-type]  # one table for all fields
    assert found(entries, head) == [("ALTERED", 2)]


def test_an_entry_that_was_altered_and_hashed_again_breaks_its_successor() -> None:
    entries = a_chain("1.00", "2.00", "3.00")
    head = head_of(entries)
    forged = replace(entries[1], actor="eve")
    entries[1] = replace(forged, hash=content_hash(forged))
    assert found(entries, head) == [("BROKEN", 3)]


def test_an_entry_that_was_removed_leaves_a_gap() -> None:
    entries = a_chain("1.00", "2.00", "3.00")
    head = head_of(entries)
    del entries[1]
    assert found(entries, head) == [("GAP", 3), ("BROKEN", 3)]


def test_a_tail_that_was_cut_off_is_found_by_the_head() -> None:
    entries = a_chain("1.00", "2.00", "3.00")
    assert found(entries[:2], head_of(entries)) == [("HEAD", 2)]


def test_a_last_entry_that_was_replaced_is_found_by_the_head() -> None:
    entries = a_chain("1.00", "2.00")
    other = a_chain("1.00", "3.00")
    assert found(other, head_of(entries)) == [("HEAD", 2)]


def test_an_unbalanced_entry_is_found_though_its_hash_is_right() -> None:
    (entry,) = a_chain("1.00")
    forged = replace(entry, postings=(Posting(BOOKED, usd("-1.00")),))
    forged = replace(forged, hash=content_hash(forged))
    assert found([forged], head_of([forged])) == [("UNBALANCED", 1)]


@given(
    amounts=st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=6),
    place=st.integers(0, 5),
    forged=st.text("0123456789abcdef", min_size=64, max_size=64),
)
def test_no_entry_can_change_its_hash_unseen(amounts: list[int], place: int, forged: str) -> None:
    entries = a_chain(*(str(amount) for amount in amounts))
    head = head_of(entries)
    place %= len(entries)
    entries[place] = replace(entries[place], hash=Digest(forged))
    assert found(entries, head)[0] == ("ALTERED", place + 1)
