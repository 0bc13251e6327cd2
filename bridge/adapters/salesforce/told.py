"""What an org must tell of itself, and what is said where it does not."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bridge.adapters.salesforce.faults import SYSTEM, exact_json
from bridge.errors import Misconfigured, Unavailable
from bridge.model.ids import eighteen

#: How the address of a caller's identity ends: id of the org, id of the user. See
#: https://developer.salesforce.com/docs/platform/api-rest/guide/dome-discoveryresource.md
_IDENTITY = re.compile(r"/id/00D\w{12,15}/(005\w{12,15})")


def currency(code: object) -> str:
    """Return the code of a currency; Misconfigured where the org tells none."""
    if isinstance(code, str) and code:
        return code
    raise untold("currency")


def moment(date: str) -> datetime:
    """Return the time that an answer tells, in UTC; Unavailable where it tells none."""
    try:
        return parsedate_to_datetime(date).astimezone(UTC)
    except ValueError as error:
        raise Unavailable(SYSTEM, "ping", "NO_DATE", "the answer has no date") from error


def user(resources: bytes) -> str | None:
    """Return the id of the caller, as the list of an org's resources tells it; None if not."""
    try:
        listed = exact_json(resources)
    except ValueError:
        return None
    told = listed.get("identity") if isinstance(listed, Mapping) else None
    found = _IDENTITY.search(str(told))
    return eighteen(found[1]) if found else None


def untold(what: str) -> Misconfigured:
    """Return what is raised where an org keeps something to itself."""
    return Misconfigured(
        f"the org does not tell its {what}",
        where="salesforce",
        act="let the integration user read the organization, its currency types and Connect API",
    )
