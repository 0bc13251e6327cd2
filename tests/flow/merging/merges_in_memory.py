"""Merges of an account in memory that fail on request, with the adapter's signatures."""

from dataclasses import dataclass, field
from datetime import date

from bridge.adapters.netsuite.merging.arrangements import Sight
from bridge.adapters.netsuite.merging.failures import told_of
from bridge.adapters.netsuite.merging.postings import PostedRevenue
from bridge.adapters.netsuite.merging.restlet import Progress, Task
from bridge.errors import OutcomeUnknown, Refused, RemoteError, Throttled, Unavailable
from bridge.model.calendar import Period, Term
from bridge.model.document import Merging
from tests.flow.merging.building import APRIL, MARCH, a_sight, apart, joined


@dataclass
class Merges:
    """
    Holds two arrangements until they are merged, and counts what it is asked to do.

    `answers` are taken one for each submission, then all are done: "done", "cut" (done, no answer),
    "lost" (not done, no answer), "throttled", "unavailable", "refused". Tasks stand at `progress`;
    one that comes when the arrangements are merged already fails, as in NetSuite.
    """

    answers: list[str] = field(default_factory=list)
    sight: Sight = field(default_factory=apart)
    begins: date = MARCH
    is_set_up: bool = True
    progress: Progress = Progress.COMPLETE
    #: Whether the script remembers references; NetSuite may forget them.
    remembers: bool = True
    submitted: list[str] = field(default_factory=list)
    merged: int = 0
    tasks: dict[str, Progress] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    blind: list[type[RemoteError]] = field(default_factory=list)
    failure: str = "A revenue arrangement was merged before."

    def seen(self, sources: object, since: date) -> Sight:
        assert since == MARCH or self.begins != MARCH
        assert sources
        if self.blind:
            raise self.blind.pop(0)("netsuite", "see", "HTTP_503", "it is down")
        return self.sight

    def posted(self, orders: object) -> tuple[PostedRevenue, ...]:
        assert orders
        return ()

    def periods(self) -> tuple[Period, ...]:
        names = {date(2026, 2, 1): MARCH, MARCH: APRIL, APRIL: date(2026, 5, 1)}
        return tuple(
            Period(name=f"{first:%Y-%m}", term=Term(first, last), closed=first < self.begins)
            for first, last in names.items()
        )

    def submit(self, reference: str, ids: object, merging: Merging) -> str:
        assert ids == ("11", "12")
        self.submitted.append(reference)
        about = ("netsuite", "merge")
        match self.answers.pop(0) if self.answers else "done":
            case "throttled":
                raise Throttled(*about, "HTTP_429", "too many requests", retry_after_s=7.0)
            case "unavailable":
                raise Unavailable(*about, "REFUSED", "the connection was refused")
            case "refused":
                raise Refused(*about, "SSS_INVALID_SCRIPTLET_ID", "there is no such script")
            case "lost":
                raise OutcomeUnknown(*about, "TIMEOUT", "no answer came")
            case "cut":
                self._merge(reference, merging)
                raise OutcomeUnknown(*about, "RESET", "no answer came")
        return self._merge(reference, merging)

    def task(self, number: str) -> Task | None:
        if self.blind:
            raise self.blind.pop(0)("netsuite", "task", "HTTP_503", "it is down")
        progress = self.tasks.get(number)
        if progress is None:
            return None
        return Task(
            id=number,
            progress=progress,
            arrangement="13" if progress is Progress.COMPLETE else None,
            failure=told_of(self.failure) if progress is Progress.FAILED else None,
        )

    def task_of(self, reference: str) -> Task | None:
        number = self.references.get(reference) if self.remembers else None
        return self.task(number) if number else None

    def end(self, progress: Progress) -> None:
        """Let all tasks come to an end."""
        self.tasks = dict.fromkeys(self.tasks, progress)
        if progress is Progress.COMPLETE:
            self._join()

    def _merge(self, reference: str, merging: Merging) -> str:
        assert merging.prospective
        number = f"T{len(self.tasks) + 1}"
        again = self.merged > 0 and self.progress is Progress.COMPLETE
        self.tasks[number] = Progress.FAILED if again else self.progress
        self.references[reference] = number
        if self.tasks[number] is Progress.COMPLETE:
            self._join()
        return number

    def _join(self) -> None:
        self.merged += 1
        self.sight = joined(self.begins)


def unarranged() -> Sight:
    """Nothing of the orders is arranged yet."""
    return a_sight()
