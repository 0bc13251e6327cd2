"""The exception of a deal that changed after NetSuite acknowledged a document of it."""

from collections.abc import Iterable

from bridge.model.flags import Flag
from bridge.model.ids import ExternalId
from bridge.model.money import Money

CHANGED_AFTER_POSTING = "CHANGED_AFTER_POSTING"
#: What a deal may be instead, whatever changed.
NEAREST = "take the change back, and sell what was agreed since by an amendment of the contract"


def changed(
    what: str,
    names: Iterable[ExternalId],
    booked: Money,
    ordered: Money,
    evidence: Iterable[str],
) -> Flag:
    """Return the flag; `what` changed, the deal or the rules for it, and the documents by name."""
    says = (
        f"the {what} changed after NetSuite acknowledged {', '.join(names)}: it is booked with "
        f"{booked}, ordered are {ordered}; decide how the order is to be corrected"
    )
    return Flag(CHANGED_AFTER_POSTING, says, tuple(evidence), booked - ordered, NEAREST)
