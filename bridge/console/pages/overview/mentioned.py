"""Who mentioned the reader lately, at exceptions about which the reader did nothing since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bridge.adapters.store.browsing.entries import EntryFilter
from bridge.adapters.store.browsing.pages import Reach
from bridge.adapters.store.database import Transaction
from bridge.ledger.entries import EntryKind
from bridge.ledger.person import same_person
from bridge.queue.acts import Comment, parse
from bridge.queue.mentions import mentioned

#: What is older is no news; the histories have it, and so has whoever was told by a channel.
SINCE = timedelta(days=14)
#: Comments with a sign that are looked at, the last first.
COMMENTS_MAX = 100
#: Lines of the overview.
_LINES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody mentioned the reader at an exception."""

    by: str
    at: datetime
    number: int  #: of the exception


def mentions(
    view: Transaction, name: str, now: datetime, most: int = _LINES
) -> tuple[Mention, ...]:
    """Return the last mentions that wait for somebody, one for each exception, newest first."""
    found: list[Mention] = []
    for one in _last(view, name, now):
        if len(found) == most:
            break
        if not _acted_since(view, name, one):
            found.append(one)
    return tuple(found)


def _last(view: Transaction, name: str, now: datetime) -> Iterator[Mention]:
    wanted = EntryFilter(kind=EntryKind.TRIAGED, since=now - SINCE, says="@")
    # All names, since the longest counts: "@Ana Example" does not mention Ana.
    names = {*view.people.accounts.names(), name}
    seen: set[int] = set()
    for entry in view.lists.entries.page(wanted, Reach(limit=COMMENTS_MAX)).items:
        act, number = parse(entry.payload), int(entry.refs["exception"])
        if not isinstance(act, Comment) or number in seen or same_person(entry.actor, name):
            continue
        if name in mentioned(act.text, names):
            seen.add(number)
            yield Mention(by=entry.actor, at=entry.at, number=number)


def _acted_since(view: Transaction, name: str, one: Mention) -> bool:
    return any(
        same_person(done.by, name) and done.at >= one.at for done in view.lives.story(one.number)
    )
