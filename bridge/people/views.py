"""Views: a filter of the exception queue that somebody keeps under a name."""

from dataclasses import dataclass

from bridge.errors import Misconfigured

#: A name stands in a row of links.
NAME_MAX = 40
#: More views than anybody tells apart.
VIEWS_MAX = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A filter under a name."""

    owner: str  #: the person who keeps it
    name: str
    query: str  #: the end of the address of the queue, from its question mark on; empty: all
    is_shared: bool  #: whether everybody sees it


def named(typed: str) -> str:
    """Return the name of a view; Misconfigured if it is none."""
    name = " ".join(typed.split())
    if not (0 < len(name) <= NAME_MAX and name.isprintable()):
        raise Misconfigured(
            f"a view needs a name of at most {NAME_MAX} characters",
            where="name",
            act="type another one",
        )
    return name
