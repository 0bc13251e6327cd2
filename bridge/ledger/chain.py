"""
The hash chain: each entry hashes its content and its predecessor.

Whoever changes, removes or inserts an entry must recompute every hash behind it; a head that was
exported before gives the change away.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bridge.ledger.entries import Draft, Entry, imbalance
from bridge.model.ids import Digest, digest

#: What the first entry names as its predecessor.
GENESIS = Digest("0" * 64)


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry: its number (0 before the first) and its hash."""

    seq: int = 0
    hash: Digest = GENESIS


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a true ledger does not show; `seq` is the entry, where it is one entry."""

    code: str
    says: str
    seq: int | None = None


def append(head: Head, draft: Draft, *, actor: str, at: datetime) -> Entry:
    """Give a draft its place behind the head."""
    entry = Entry(
        seq=head.seq + 1,
        kind=draft.kind,
        actor=actor,
        at=at,
        deal=draft.deal,
        refs=dict(draft.refs),
        postings=draft.postings,
        payload=dict(draft.payload),
        previous=head.hash,
        hash=GENESIS,
    )
    return replace(entry, hash=content_hash(entry))


def content_hash(entry: Entry) -> Digest:
    """Return the SHA-256 of everything in an entry but its hash."""
    return digest(
        {
            "seq": entry.seq,
            "kind": entry.kind,
            "actor": entry.actor,
            "at": entry.at,
            "deal": entry.deal,
            "refs": entry.refs,
            "postings": [
                [leg.account, leg.money.currency.code, leg.money.minor, leg.period]
                for leg in entry.postings
            ],
            "payload": entry.payload,
            "previous": entry.previous,
        }
    )


def verify(entries: Iterable[Entry], head: Head) -> Iterator[Finding]:
    """
    Yield what is wrong with a chain, in order of the entries; nothing if it is whole.

    `head` is the last entry as it is known from elsewhere: a tail that was cut off breaks no
    chain. The first finding names the first broken entry.
    """
    last = Head()
    for entry in entries:
        yield from _wrong(entry, last)
        last = Head(entry.seq, entry.hash)
    if last != head:
        yield Finding(
            "HEAD",
            f"the ledger ends with entry {last.seq}, its head says {head.seq}"
            + ("" if last.seq != head.seq else " with another hash"),
            last.seq,
        )


def _wrong(entry: Entry, last: Head) -> Iterator[Finding]:
    if entry.seq != last.seq + 1:
        yield Finding("GAP", f"entry {entry.seq} follows entry {last.seq}", entry.seq)
    if entry.previous != last.hash:
        yield Finding("BROKEN", f"entry {entry.seq} does not name its predecessor", entry.seq)
    if content_hash(entry) != entry.hash:
        yield Finding("ALTERED", f"entry {entry.seq} is not what its hash says", entry.seq)
    left = imbalance(entry.postings)
    if left:
        yield Finding("UNBALANCED", f"entry {entry.seq} is out of balance: {left}", entry.seq)
