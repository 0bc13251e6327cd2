"""What a person is told of a document that NetSuite turned down, or that is not ours there."""

from bridge.adapters.store.documents import FOREIGN_BODY, Standing
from bridge.errors import Refused
from bridge.flow.posting.far_end import FoundRecord
from bridge.model.flags import Flag

#: The code of the exception of a document that NetSuite turned down.
REFUSED = "REFUSED"
_RETRY = "once that is mended, `bridge exceptions retry NUMBER` has it sent again"


def refusal(document: Standing, error: Refused) -> Flag:
    """Say why NetSuite turned a document down, and what to do."""
    name = document.claim.external_id
    says = f"NetSuite refused {name} ({error.code}): {error.says}; {_RETRY}"
    return Flag(REFUSED, says, (f"{name} {error.code}",), document.amount)


def foreign(document: Standing, found: FoundRecord) -> Flag:
    """Say that NetSuite holds something else under a document's external id."""
    name = document.claim.external_id
    says = (
        f"NetSuite holds another record under {name} (internal id {found.internal_id}); "
        f"nothing was overwritten: compare the two, remove or rename the wrong one; {_RETRY}"
    )
    return Flag(
        FOREIGN_BODY,
        says,
        (f"ours has digest {document.digest}", f"NetSuite's has {found.digest}"),
        document.amount,
    )
