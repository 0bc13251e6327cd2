"""Jobs and their tasks: when each is done, by the clock of the account, and how they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from aiohttp import web

from bridge.sandbox.netsuite.platform.pieces import Piece
from bridge.sandbox.netsuite.records.views import listing

JOB_PATH = "/services/rest/async/v1/job"
Json = dict[str, object]


@dataclass(slots=True, kw_only=True)
class Task:
    """One piece of work; the answer is there once it is done."""

    id: str
    work: Piece | None  #: None: it was refused before it began, and has its answer
    answer: web.StreamResponse | None = None

    @property
    def failed(self) -> bool:
        """Whether it was turned down."""
        return self.answer is not None and self.answer.status >= HTTPStatus.BAD_REQUEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Tasks that one call asked for."""

    id: str
    tasks: Sequence[Task]
    submitted: datetime
    takes: timedelta

    @property
    def starts(self) -> datetime:
        """It waits for the first half of its time."""
        return self.submitted + self.takes / 2

    @property
    def ends(self) -> datetime:
        """When its work is done."""
        return self.submitted + self.takes

    @property
    def completed(self) -> bool:
        """Whether all of its work is done."""
        return all(task.answer is not None for task in self.tasks)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """How jobs are shown at an address, at a moment."""

    origin: str  #: scheme, host and port of the server
    now: datetime
    #: What a batch is called some of whose tasks failed: "succeeded" or "failed".
    partly_failed: str = "succeeded"

    def href(self, job: Job, *rest: str) -> str:
        """Return the address of a job, or of a part of it."""
        return "/".join([f"{self.origin}{JOB_PATH}", job.id, *rest])

    def job(self, job: Job) -> Json:
        """Show a job."""
        return {
            "links": self._self(job),
            "completed": job.completed,
            "id": job.id,
            "progress": self._progress(job),
            "task": {"links": self._self(job, "task")},
        }

    def tasks(self, job: Job) -> Json:
        """Show the tasks of a job, as links."""
        items = [{"links": self._self(job, "task", task.id), "id": task.id} for task in job.tasks]
        shown = listing(items, total=len(items), offset=0)
        return {"links": self._self(job, "task"), **shown}

    def task(self, job: Job, task: Task) -> Json:
        """Show one task."""
        shown: Json = {
            "links": self._self(job, "task", task.id),
            "completed": task.answer is not None,
            "id": task.id,
            "progress": self._outcome([task]) if task.answer else self._underway(job),
        }
        if self.now >= job.starts:
            shown["startTime"] = self._moment(job.starts)
        if task.answer is not None:
            shown["endTime"] = self._moment(job.ends)
            shown["result"] = {"links": self._self(job, "task", task.id, "result")}
        return shown

    def _progress(self, job: Job) -> str:
        return self._outcome(job.tasks) if job.completed else self._underway(job)

    def _outcome(self, tasks: Sequence[Task]) -> str:
        failed = [task.failed for task in tasks]
        if not any(failed):
            return "succeeded"
        return "failed" if all(failed) else self.partly_failed

    def _underway(self, job: Job) -> str:
        return "pending" if self.now < job.starts else "processing"

    def _self(self, job: Job, *rest: str) -> list[Json]:
        return [{"rel": "self", "href": self.href(job, *rest)}]

    def _moment(self, moment: datetime) -> str:
        written = moment.astimezone(UTC).isoformat(timespec="seconds")
        return written.replace("+00:00", "Z")
