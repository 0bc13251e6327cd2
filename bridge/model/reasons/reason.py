"""What a code of a flag means, to whoever has to act on it."""

from dataclasses import dataclass
from enum import StrEnum


class Actor(StrEnum):
    """Who can clear a flag."""

    SALES = "sales"
    RULES = "rules admin"
    NETSUITE = "NetSuite admin"
    FINANCE = "finance"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """
    One code: what is not right, one sentence as it is said, what clears it, and who does that.

    `nearest` says whether flags of this code can name a change of the deal that would make it
    representable; a single flag may still have none, where its figures give none.
    """

    code: str
    means: str
    example: str
    clears: str
    who: tuple[Actor, ...]
    nearest: bool = False
