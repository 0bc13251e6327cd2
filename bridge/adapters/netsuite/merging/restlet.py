"""
The account's own script that merges arrangements: no web service of NetSuite does.

The script is the one of deploy/netsuite. POST `{"reference", "arrangements",
"revenueArrangementDate", "mergeResidualRevenueAmounts"}` answers `{"taskId"}`; GET with `taskId`,
or with the `reference` of a task, answers `status`, and at its end `resultingArrangement` or
`errorMessage`. A reference that the script knows starts no second task.

Source: Oracle help, section_1554472720 (tasks that merge), section_1555011639 (their statuses).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from bridge.adapters.netsuite import faults
from bridge.adapters.netsuite.merging import arrangements, postings
from bridge.adapters.netsuite.merging.failures import told_of
from bridge.adapters.netsuite.session import Call, Session
from bridge.adapters.netsuite.wire import exact_json
from bridge.errors import Misconfigured, OutcomeUnknown, Refused, Unavailable
from bridge.model.calendar import Period
from bridge.model.document import Merging
from bridge.model.ids import canonical
from bridge.settings import NetSuiteSettings

_PATH = "/app/site/hosting/restlet.nl"
_JSON = {"Content-Type": "application/json"}
#: What the script says of a task, or of a reference, that it does not know.
_NO_SUCH_TASK = "SSS_INVALID_TASK_ID"
_ID = re.compile(r"[\w-]{1,120}", re.ASCII)


class Progress(StrEnum):
    """How far a task is."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    COMPLETE = "COMPLETE"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A merge that was submitted."""

    id: str
    progress: Progress
    arrangement: str | None = None  #: the internal id of what resulted, once it is complete
    failure: Refused | None = None  #: why it failed, in our words


class Merges:
    """Merges of one account: what they rest on, and the tasks that make them."""

    def __init__(self, session: Session, settings: NetSuiteSettings) -> None:
        self._session = session
        self._book = settings.accounting_book
        self._script, self._deployment = settings.merge_script, settings.merge_deployment

    @property
    def is_set_up(self) -> bool:
        """Whether the settings name the script without which nothing can be merged."""
        return bool(self._script and self._deployment)

    def seen(self, sources: Sequence[str], since: date) -> arrangements.Sight:
        """Return how the revenue of records stands; see `arrangements.seen`."""
        return arrangements.seen(self._session, sources, since, self._book)

    def posted(self, orders: Sequence[str]) -> tuple[postings.PostedRevenue, ...]:
        """Return what is posted of the revenue of orders; see `postings.posted`."""
        return postings.posted(self._session, orders)

    def periods(self) -> tuple[Period, ...]:
        """Return the accounting periods that are months for posting, in order."""
        return arrangements.periods(self._session)

    def submit(self, reference: str, ids: Sequence[str], merging: Merging) -> str:
        """
        Ask for a merge of arrangements, by internal id; return the number of the task.

        Raises:
            Unavailable, Throttled: not done.
            Refused: read and turned down; a person must act.
            OutcomeUnknown: look for the reference, and at the arrangements, before any repeat.
            Misconfigured: no script is named, or the credentials are not accepted.
        """
        body = {
            "reference": reference,
            "arrangements": list(ids),
            "revenueArrangementDate": merging.on,
            "mergeResidualRevenueAmounts": merging.prospective,
        }
        call = self._call(f"merge {reference}", "POST", {}, canonical(body))
        answer = self._session.write(call)
        try:
            return _task_id(exact_json(answer.body))
        except ValueError as error:
            says = "it was answered as done, but without the number of a task"
            code = f"HTTP_{answer.status}"
            raise OutcomeUnknown(faults.SYSTEM, call.operation, code, says) from error

    def task(self, number: str) -> Task | None:
        """Return how far a task is; None if the script knows none of this number."""
        return self._asked({"taskId": number})

    def task_of(self, reference: str) -> Task | None:
        """Return the task of a reference; None if the script remembers none."""
        return self._asked({"reference": reference})

    def _asked(self, query: dict[str, str]) -> Task | None:
        """Raises as any read."""
        operation = "task of a merge"
        try:
            told = self._session.read(self._call(operation, "GET", query))
        except Refused as refused:
            if refused.code == _NO_SUCH_TASK:
                return None
            raise
        try:
            return _task(told, query)
        except ValueError as error:
            says = "the answer does not tell how far the task is"
            raise Unavailable(faults.SYSTEM, operation, "UNREADABLE", says) from error

    def _call(
        self, operation: str, method: str, query: dict[str, str], body: bytes | None = None
    ) -> Call:
        if not (self._script and self._deployment):
            raise Misconfigured(
                "no script is named that merges arrangements",
                where="netsuite.merge_script, netsuite.merge_deployment",
                act="deploy the one of deploy/netsuite and name it, or merge by hand",
            )
        return Call(
            operation=operation,
            method=method,
            path=_PATH,
            query={"script": self._script, "deploy": self._deployment, **query},
            headers=_JSON,
            body=body,
            at_restlets=True,
        )


def _task_id(told: Any) -> str:
    """Read the number of a task, which NetSuite writes as number or text; ValueError without."""
    written = told.get("taskId") if isinstance(told, dict) else None
    number = str(written) if isinstance(written, int | str) else ""
    if not _ID.fullmatch(number):
        raise ValueError("no task")
    return number


def _task(told: Any, query: dict[str, str]) -> Task:
    progress = Progress(str(told.get("status")))
    number = query.get("taskId") or _task_id(told)
    result = str(told.get("resultingArrangement") or "")
    if progress is Progress.COMPLETE and not result.isdecimal():
        raise ValueError("complete without an arrangement")
    failed = progress is Progress.FAILED
    return Task(
        id=number,
        progress=progress,
        arrangement=result if progress is Progress.COMPLETE else None,
        failure=told_of(str(told.get("errorMessage") or "")) if failed else None,
    )
