"""
What people type about exceptions, made into acts.

Texts are kept as they were said; what cannot be kept or shown is Misconfigured, before anything is
written.
"""

import re

from bridge.errors import Misconfigured
from bridge.ledger.person import person
from bridge.queue.acts import Assign, Tag

#: Longer than anybody reads in a list of comments, and short of a document.
TEXT_MAX = 4000
_TAG = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")


def assignment(to: str | None) -> Assign:
    """Return an assignment; Misconfigured where no person is named."""
    return Assign(None if to is None else person(to))


def tagging(added: frozenset[str], removed: frozenset[str] = frozenset()) -> Tag:
    """Return a tagging; Misconfigured for what is no tag, or if none is named."""
    for word in sorted(added | removed):
        if not _TAG.fullmatch(word):
            raise Misconfigured(
                f"{word[:40]!r} is no tag",
                where="tag",
                act="use 1 to 30 small letters, digits and hyphens, such as 'quarter-end'",
            )
    both = added & removed
    if both or not added | removed:
        what = f"{min(both)!r} is to be added and removed" if both else "no tag is named"
        raise Misconfigured(what, where="tag", act="name tags to add, or to remove")
    return Tag(added, removed)


def said(text: str, *, of: str) -> str:
    """Return what somebody wrote; Misconfigured if it is blank, too long or cannot be shown."""
    stripped = text.strip()
    if any(not char.isprintable() and char not in "\n\t" for char in stripped):
        raise Misconfigured(
            f"{of} has characters that cannot be shown", where=of, act="leave them out"
        )
    if not stripped:
        raise Misconfigured(f"{of} says nothing", where=of, act="say it in words")
    if len(stripped) > TEXT_MAX:
        raise Misconfigured(
            f"{of} has {len(stripped):,} characters, and at most {TEXT_MAX:,} are kept",
            where=of,
            act="say it shorter, and link to the rest",
        )
    return stripped
