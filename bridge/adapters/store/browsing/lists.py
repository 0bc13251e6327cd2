"""The lists of the store, in one place."""

from dataclasses import dataclass
from typing import Self

from sqlmodel import Session

from bridge.adapters.store.browsing.deals import DealList
from bridge.adapters.store.browsing.documents import DocumentNames
from bridge.adapters.store.browsing.entries import EntryList
from bridge.adapters.store.browsing.exceptions import ExceptionList
from bridge.adapters.store.browsing.journals import JournalList
from bridge.adapters.store.browsing.schedules import ScheduleList
from bridge.adapters.store.browsing.trend import ExceptionTrend


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Lists that people leaf through, within one transaction."""

    deals: DealList
    entries: EntryList
    exceptions: ExceptionList
    journals: JournalList
    schedules: ScheduleList
    documents: DocumentNames
    trend: ExceptionTrend

    @classmethod
    def of(cls, session: Session) -> Self:
        """Return the lists of a session."""
        return cls(
            deals=DealList(session),
            entries=EntryList(session),
            exceptions=ExceptionList(session),
            journals=JournalList(session),
            schedules=ScheduleList(session),
            documents=DocumentNames(session),
            trend=ExceptionTrend(session),
        )
