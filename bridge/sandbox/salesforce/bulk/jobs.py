"""Query jobs: what they are for, how far they are by the clock, and the rows they found."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.ids import eighteen, record_id
from bridge.sandbox.salesforce.bulk.csvtext import DELIMITERS, LINE_ENDINGS, written
from bridge.sandbox.salesforce.errors import ApiError, bad, not_found
from bridge.sandbox.salesforce.org import USER_ID
from bridge.sandbox.salesforce.wire import moment_text

LIFE_OF_JOB = timedelta(days=7)
LOCATOR_DONE = "null"
JOB_PREFIX = "750"


class State(StrEnum):
    """How far a job is; only an ingest job is ever open."""

    OPEN = "Open"
    UPLOAD_COMPLETE = "UploadComplete"
    IN_PROGRESS = "InProgress"
    JOB_COMPLETE = "JobComplete"
    FAILED = "Failed"
    ABORTED = "Aborted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job; its rows are those of the moment at which it was created, the header first."""

    id: str
    operation: str
    source: str  #: the object whose rows it reads
    api_version: str
    delimiter: str
    line_ending: str
    created: datetime
    rows: Sequence[Sequence[object]]
    fails: bool
    aborted: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a job's results."""

    text: str
    records: int
    locator: str  #: where the next part begins, or LOCATOR_DONE


class Jobs:
    """The jobs of the org; each is done `takes_s` seconds after it was created."""

    def __init__(self, clock: SimulatedClock, takes_s: int, page_max: int) -> None:
        self._clock = clock
        self._takes = timedelta(seconds=takes_s)
        self._page_max = page_max
        self._jobs: dict[str, Job] = {}
        self._count = 0

    def create(self, job: Job) -> Job:
        """Take a job in; it gets its id and its time. Old ones are forgotten."""
        now = self._clock.now()
        self._jobs = {
            key: each for key, each in self._jobs.items() if now < each.created + LIFE_OF_JOB
        }
        self._count += 1
        key = eighteen(JOB_PREFIX + record_id("job", str(self._count))[3:15])
        self._jobs[key] = replace(job, id=key, created=now)
        return self._jobs[key]

    def find(self, identifier: str) -> Job:
        """Return a job; raises ApiError 404."""
        job = self._jobs.get(eighteen(identifier))
        if job is None or self._clock.now() >= job.created + LIFE_OF_JOB:
            raise not_found()
        return job

    def all(self) -> list[Job]:
        """Return the jobs, oldest first."""
        return list(self._jobs.values())

    def state(self, job: Job) -> State:
        """Tell how far a job is: it waits for the first half of its time."""
        if job.aborted:
            return State.ABORTED
        age = self._clock.now() - job.created
        if age * 2 < self._takes:
            return State.UPLOAD_COMPLETE
        if age < self._takes:
            return State.IN_PROGRESS
        return State.FAILED if job.fails else State.JOB_COMPLETE

    def abort(self, identifier: str) -> Job:
        """Stop a job that is not done; raises ApiError."""
        job = self.find(identifier)
        state = self.state(job)
        if state not in (State.UPLOAD_COMPLETE, State.IN_PROGRESS):
            raise _wrong_state(f"a job in the state {state} cannot be aborted")
        self._jobs[job.id] = replace(job, aborted=True)
        return self._jobs[job.id]

    def delete(self, identifier: str) -> None:
        """Forget a job that is not at work; raises ApiError."""
        job = self.find(identifier)
        if self.state(job) is State.IN_PROGRESS:
            raise _wrong_state("a job in the state InProgress cannot be deleted")
        del self._jobs[job.id]

    def page(self, identifier: str, locator: str | None, most: int | None) -> Page:
        """Return the results from a locator on, at most so many rows; raises ApiError."""
        job = self._done(identifier)
        start = _offset(locator)
        found = len(job.rows) - 1
        if start and start >= found:
            raise bad("INVALID_QUERY_LOCATOR", "invalid query locator")
        end = min(start + min(most or self._page_max, self._page_max), found)
        rows = [job.rows[0], *job.rows[1 + start : 1 + end]]
        text = written(rows, DELIMITERS[job.delimiter], LINE_ENDINGS[job.line_ending])
        return Page(text, end - start, _locator(end) if end < found else LOCATOR_DONE)

    def locators(self, identifier: str) -> list[str]:
        """Return where each part of the results begins; raises ApiError."""
        found = len(self._done(identifier).rows) - 1
        return [_locator(start) for start in range(0, max(found, 1), self._page_max)]

    def shown(self, job: Job, *, full: bool) -> Mapping[str, object]:
        """Return a job as an answer shows it; one that was just created waits."""
        told: dict[str, object] = {
            "id": job.id,
            "operation": job.operation,
            "object": job.source,
            "createdById": USER_ID,
            "createdDate": moment_text(job.created),
            "systemModstamp": moment_text(job.created),
            "state": str(self.state(job) if full else State.UPLOAD_COMPLETE),
            "concurrencyMode": "Parallel",
            "contentType": "CSV",
            "apiVersion": Decimal(job.api_version),
            "lineEnding": job.line_ending,
            "columnDelimiter": job.delimiter,
        }
        if not full:
            return told
        done = told["state"] == State.JOB_COMPLETE
        told |= {
            "jobType": "V2Query",
            "numberRecordsProcessed": len(job.rows) - 1 if done else 0,
            "retries": 0,
            "totalProcessingTime": int(self._takes.total_seconds() * 1000) if done else 0,
            "isPkChunkingSupported": True,
        }
        if told["state"] == State.FAILED:
            told["errorMessage"] = "InternalServerError: the job could not be processed"
        return told

    def _done(self, identifier: str) -> Job:
        job = self.find(identifier)
        state = self.state(job)
        if state is not State.JOB_COMPLETE:
            raise _wrong_state(f"a job in the state {state} has no results")
        return job


def _wrong_state(message: str) -> ApiError:
    return bad("INVALIDJOBSTATE", message)


def _locator(start: int) -> str:
    return base64.urlsafe_b64encode(str(start).encode()).decode().rstrip("=")


def _offset(locator: str | None) -> int:
    if locator is None:
        return 0
    try:
        padded = locator + "=" * (-len(locator) % 4)
        text = base64.urlsafe_b64decode(padded.encode()).decode()
    except (binascii.Error, ValueError) as error:
        raise bad("INVALID_QUERY_LOCATOR", "invalid query locator") from error
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004 - more rows than any org has
        raise bad("INVALID_QUERY_LOCATOR", "invalid query locator")
    return int(text)
