"""
What NetSuite acknowledged after its rows were read: the rows do not show it yet.

The books go on while NetSuite is read, and after it. An order that is not among rows that are older
than itself is not deleted, and a change that they do not show is not undone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from bridge.adapters.netsuite.revenue.held import OrderLine
from bridge.adapters.store.database import Transaction
from bridge.adapters.store.reconciling.books import Acknowledged
from bridge.model.document import Kind
from bridge.model.ids import ExternalId


def unshown(view: Transaction, lines: Iterable[OrderLine]) -> frozenset[ExternalId]:
    """
    Return the documents that were acknowledged after the rows were read and show in none of them.

    A record carries the digest of the body that was sent last: so a document shows where it is that
    one, or came before that one.
    """
    readings = view.reconciling.revenue.readings()
    later: dict[ExternalId, list[Acknowledged]] = defaultdict(list)
    for one in view.reconciling.books.acknowledged_since(readings["order_line"].read_at):
        if one.kind is not Kind.MERGE_REQUEST or one.at > readings["element"].read_at:
            later[one.record].append(one)
    if not later:
        return frozenset()
    shown = {ExternalId(one.external_id): one.digest for one in lines if one.external_id}
    return frozenset(each for found in later.values() for each in _behind(found, shown))


def _behind(
    found: list[Acknowledged], shown: Mapping[ExternalId, str | None]
) -> Iterable[ExternalId]:
    """Yield those of one record that came after the one whose digest it carries."""
    digests: list[str] = [one.digest for one in found]
    digest = shown.get(found[0].record)
    first = digests.index(digest) + 1 if digest and digest in digests else 0
    return (one.external_id for one in found[first:])
