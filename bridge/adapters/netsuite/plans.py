"""
Revenue that NetSuite has not planned: elements whose plan failed, arrangements to be approved.

Sources: the columns and the words of a plan's state are those of public queries and of Oracle's
help (section_1516899562); which letter an arrangement has that waits for approval is published
nowhere, so it is asked for under both of its spellings.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bridge.adapters.netsuite import suiteql
from bridge.adapters.netsuite.session import Session

#: The state of a plan that could not be made, in NetSuite's words.
PLAN_FAILED = "Plan Failed"
_FAILED = (
    "SELECT e.id AS theelement, t.externalid AS thesource FROM revenueelement e "
    "JOIN transaction t ON e.source = BUILTIN.DF(t.id) "
    "WHERE e.revenueplanstatus = ? AND t.externalid IS NOT NULL ORDER BY e.id"
)
_UNAPPROVED = (
    "SELECT t.id AS arrangement FROM transaction t "
    "WHERE t.type = 'RevArrng' AND t.status IN (?, ?) ORDER BY t.id"
)


@dataclass(frozen=True, slots=True)
class Unplanned:
    """What keeps revenue from being planned, in all of the account."""

    failed: tuple[str, ...]  #: names of the transactions of elements whose plan failed
    unapproved: tuple[str, ...]  #: internal ids of arrangements that wait for approval


def unplanned(session: Session) -> Unplanned:
    """
    Ask for both.

    Raises:
        Refused: NetSuite does not take the query, or the role may not see all that is asked for.
        Unavailable, Throttled, Misconfigured: as for any read.
    """
    failed = suiteql.ask(session, _FAILED, [PLAN_FAILED])
    waiting = suiteql.ask(session, _UNAPPROVED, ["A", "RevArrng:A"])
    return Unplanned(
        tuple(dict.fromkeys(_texts(failed, "thesource"))), tuple(_texts(waiting, "arrangement"))
    )


def _texts(rows: Iterator[suiteql.Row], name: str) -> Iterator[str]:
    yield from (text for row in rows if (text := row.get(name)))
