"""Counts of requests, however many there were: by system, path, status, fault, and at once."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, fields

#: Paths that are told apart; a client that asks for more has the rest counted together.
_PATHS_MAX = 500
_OTHERS = "(other paths)"
#: Parts of a path that name one record, job or cursor: ids, numbers, external ids.
_NAMED = re.compile(r"eid:.*|[0-9a-f-]{36}|[0-9]+|(?=[A-Za-z]*[0-9])[A-Za-z0-9]{15,}(-[0-9]+)?")


def pattern_of(path: str) -> str:
    """
    Return a path with a star for what names one thing.

    >>> pattern_of("/services/rest/record/v1/salesOrder/eid:bridge-1")
    '/services/rest/record/v1/salesOrder/*'
    >>> pattern_of("/services/data/v68.0/sobjects/Order/801000000000001AAA")
    '/services/data/v68.0/sobjects/Order/*'
    """
    return "/".join("*" if _NAMED.fullmatch(part) else part[:80] for part in path.split("/"))


@dataclass(slots=True)
class Tally:
    """How many requests there were, of which kind, and how many at once."""

    requests: int = 0
    without_answer: int = 0
    by_path: Counter[str] = field(default_factory=Counter)  #: "PUT /…/salesOrder/*" -> requests
    by_status: Counter[str] = field(default_factory=Counter)
    by_fault: Counter[str] = field(default_factory=Counter)
    by_operation: Counter[str] = field(default_factory=Counter)
    under_way: Counter[str] = field(default_factory=Counter)  #: by system
    at_once_max: Counter[str] = field(default_factory=Counter)  #: by system
    lasted_ms: int = 0  #: of all together

    def begin(self, system: str) -> int:
        """Count a request that begins; return how many of its system are now under way."""
        self.under_way[system] += 1
        now = self.under_way[system]
        self.at_once_max[system] = max(self.at_once_max[system], now)
        return now

    def end(self, system: str) -> None:
        """Count one request fewer under way."""
        self.under_way[system] -= 1

    def add(self, *, call: str, status: int | None, lasted_ms: int) -> None:
        """Count a request that has ended; `call` is method and path."""
        self.requests += 1
        self.lasted_ms += lasted_ms
        known = call in self.by_path or len(self.by_path) < _PATHS_MAX
        self.by_path[call if known else _OTHERS] += 1
        if status is None:
            self.without_answer += 1
        else:
            self.by_status[str(status)] += 1

    def told(self) -> dict[str, object]:
        """Return the counts by name, each as a number or by what is counted."""
        counts = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            name: dict(count) if isinstance(count, Counter) else count
            for name, count in counts.items()
        }
