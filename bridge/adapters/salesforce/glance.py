"""
A glance at many objects with few calls: of which of them anything was saved in a window.

Salesforce takes up to five queries in one composite call, and counts that as one call. Most
objects are quiet in most windows, so a glance spares the calls that would ask each by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote_plus

from bridge.adapters.salesforce import soql
from bridge.adapters.salesforce.soql import Window
from bridge.model.ids import canonical

PATH = "composite"
#: Queries in one composite call; Salesforce's limit.
QUERIES_MAX = 5
_OK = 200


def chunks(objects: Sequence[str]) -> Iterator[Sequence[str]]:
    """Return the objects in as many parts as calls are needed."""
    return (objects[start : start + QUERIES_MAX] for start in range(0, len(objects), QUERIES_MAX))


def body(objects: Sequence[str], within: Window, version: str) -> bytes:
    """Return the body of the call: one row of each object at most, deleted ones included."""
    requests = [
        {
            "method": "GET",
            "url": f"/services/data/v{version}/queryAll/?q={quote_plus(soql.any_of(one, within))}",
            "referenceId": f"n{number}",
        }
        for number, one in enumerate(objects)
    ]
    return canonical({"allOrNone": False, "compositeRequest": requests})


def stirred(objects: Sequence[str], answer: object) -> Iterator[str]:
    """Yield the objects that are not known to be quiet: also those of which nothing is told."""
    told = answer.get("compositeResponse") if isinstance(answer, Mapping) else None
    quiet = {
        one.get("referenceId")
        for one in (told if isinstance(told, list) else ())
        if isinstance(one, Mapping) and _is_quiet(one)
    }
    for number, name in enumerate(objects):
        if f"n{number}" not in quiet:
            yield name


def _is_quiet(told: Mapping[str, object]) -> bool:
    page = told.get("body")
    return (
        told.get("httpStatusCode") == _OK
        and isinstance(page, Mapping)
        and page.get("records") == []
    )
