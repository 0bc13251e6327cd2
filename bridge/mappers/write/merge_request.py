"""
Merge requests: what the account's script for merging arrangements is asked for.

A merge has no external id. Its sources are named by the external ids of their documents; whoever
sends it puts the arrangements that hold their elements in their place. Source of the other two
names: NetSuite's task of revenue arrangement merges (SuiteScript `N/task`).

What the merge makes of each line goes with it, though NetSuite is not told: who approves a request
agrees to its amounts, and the approval lapses with them.
"""

from bridge.model import document_notation
from bridge.model.document import Document

#: NetSuite's name of the record that results.
RECORD = "revenueArrangement"


def content(document: Document) -> dict[str, object]:
    """Return the request without its digest; ValueError for a document that merges nothing."""
    merging = document.merging
    if merging is None:
        raise ValueError(f"{document.external_id} does not say what it merges")
    return {
        "sources": list(merging.sources),
        "revenueArrangementDate": merging.on,
        "mergeResidualRevenueAmounts": merging.prospective,
        "lines": [document_notation.line(line) for line in document.lines],
    }
