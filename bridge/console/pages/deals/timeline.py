"""What happened to a deal, in the words of people."""

from dataclasses import dataclass
from datetime import datetime

from bridge.adapters.store.deals import WholeDeal
from bridge.console.writing import account
from bridge.ledger.entries import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that happened."""

    seq: int
    at: datetime
    kind: str
    by: str
    about: str  #: the document or the exception, where it is about one
    says: str


def timeline_of(whole: WholeDeal) -> tuple[Moment, ...]:
    """Return what the ledger tells of a deal, the last first."""
    return tuple(_moment(one) for one in reversed(whole.entries))


def _moment(entry: Entry) -> Moment:
    about = entry.refs.get("document") or ""
    if "exception" in entry.refs:
        about = f"exception {entry.refs['exception']}"
    return Moment(
        seq=entry.seq,
        at=entry.at,
        kind=entry.kind,
        by=entry.actor,
        about=about,
        says="; ".join(_told(entry)),
    )


def _told(entry: Entry) -> list[str]:
    """Say what moved, and what was said."""
    moved = [f"{account(leg.account)} {leg.money}" for leg in entry.postings]
    said = [
        f"{name.replace('_', ' ')}: {value}"
        for name, value in entry.payload.items()
        if isinstance(value, str) and value and name in _SAID
    ]
    return [*said, *moved]


#: What of an entry's payload is for people; the rest is on the page of the ledger.
_SAID = frozenset({"act", "how", "internal_id", "reason", "says", "text", "to"})
