"""What an org must tell of itself, and what is said where it does not."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bridge.adapters.salesforce.faults import SYSTEM
from bridge.errors import Misconfigured, Unavailable


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


def untold(what: str) -> Misconfigured:
    """Return what is raised where an org keeps something to itself."""
    return Misconfigured(
        f"the org does not tell its {what}",
        where="salesforce",
        act="let the integration user read the organization, its currency types and Connect API",
    )
