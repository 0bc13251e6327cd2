"""Ingest jobs: what they do, how far they are by the clock, and what became of their rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.ids import eighteen, record_id
from bridge.sandbox.journal import Effect
from bridge.sandbox.salesforce.bulk.jobs import JOB_PREFIX, LIFE_OF_JOB, State
from bridge.sandbox.salesforce.errors import bad, not_found
from bridge.sandbox.salesforce.org import USER_ID
from bridge.sandbox.salesforce.wire import moment_text


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: rows of cells; those that were done or failed begin with two more."""

    header: Sequence[str] = ()
    successful: Sequence[Sequence[object]] = ()  #: id, whether it was created, the cells
    failed: Sequence[Sequence[object]] = ()  #: id, error, the cells
    unprocessed: Sequence[Sequence[object]] = ()
    error: str | None = None  #: why the job failed as a whole


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestJob:
    """One job; it is at work from the moment at which its upload was closed."""

    id: str
    operation: str
    source: str  #: the object whose records it writes
    external_id: str | None  #: the field by which an upsert finds records
    api_version: str
    delimiter: str
    line_ending: str
    created: datetime
    upload: bytes | None = None
    closed: datetime | None = None
    aborted: bool = False
    fails: bool = False
    rows_fail: bool = False
    outcome: Outcome | None = None
    #: Takes what the job did to records, for the request that closed it.
    note: Callable[[Sequence[Effect]], None] = field(default=lambda _effects: None, repr=False)


class IngestJobs:
    """The jobs of the org; each is done `takes_s` seconds after it was closed."""

    def __init__(self, clock: SimulatedClock, takes_s: int) -> None:
        self._clock = clock
        self._takes = timedelta(seconds=takes_s)
        self._jobs: dict[str, IngestJob] = {}
        self._count = 0

    def create(self, job: IngestJob) -> IngestJob:
        """Take a job in; it gets its id and its time. Old ones are forgotten."""
        now = self._clock.now()
        self._jobs = {
            key: each for key, each in self._jobs.items() if now < each.created + LIFE_OF_JOB
        }
        self._count += 1
        key = eighteen(JOB_PREFIX + record_id("job", f"ingest-{self._count}")[3:15])
        return self._keep(replace(job, id=key, created=now))

    def find(self, identifier: str) -> IngestJob:
        """Return a job; raises ApiError 404."""
        job = self._jobs.get(eighteen(identifier))
        if job is None or self._clock.now() >= job.created + LIFE_OF_JOB:
            raise not_found()
        return job

    def all(self) -> list[IngestJob]:
        """Return the jobs, oldest first."""
        return list(self._jobs.values())

    def due(self) -> Iterator[IngestJob]:
        """Yield the jobs whose rows have to be written by now, in the order of their creation."""
        for job in self.all():
            waits = job.closed is not None and job.outcome is None and not job.aborted
            if waits and job.closed and self._clock.now() >= job.closed + self._takes:
                yield job

    def settle(self, job: IngestJob, outcome: Outcome) -> None:
        """Keep what became of a job."""
        self._keep(replace(job, outcome=outcome))

    def state(self, job: IngestJob) -> State:
        """Tell how far a job is: closed, it waits for the first half of its time."""
        if job.aborted:
            return State.ABORTED
        if job.closed is None:
            return State.OPEN
        if job.outcome is not None:
            return State.FAILED if job.outcome.error else State.JOB_COMPLETE
        waits = (self._clock.now() - job.closed) * 2 < self._takes
        return State.UPLOAD_COMPLETE if waits or not self._takes else State.IN_PROGRESS

    def put(self, identifier: str, upload: bytes) -> IngestJob:
        """Keep what a job is to read, which it gets only once; raises ApiError."""
        job = self.find(identifier)
        if self.state(job) is not State.OPEN:
            raise bad("INVALIDJOBSTATE", f"The job is in the state {self.state(job)}, not Open")
        if job.upload is not None:
            raise bad(
                "CLIENTINPUTERROR",
                f"Found multiple contents for job: <{job.id}>, please 'Close' / 'Abort' / 'Delete'"
                " the current Job then create a new Job and make sure you only do 'PUT' once on a"
                " given Job.",
            )
        return self._keep(replace(job, upload=upload))

    def change(self, job: IngestJob) -> IngestJob:
        """Keep another version of a job."""
        return self._keep(job)

    def close(self, identifier: str, note: Callable[[Sequence[Effect]], None]) -> IngestJob:
        """Let a job begin; raises ApiError."""
        job = self.find(identifier)
        if self.state(job) is not State.OPEN:
            raise bad("INVALIDJOBSTATE", f"Closing already {_told(self.state(job))} not allowed")
        return self._keep(replace(job, closed=self._clock.now(), note=note))

    def abort(self, identifier: str) -> IngestJob:
        """Stop a job that is not done; raises ApiError."""
        job = self.find(identifier)
        state = self.state(job)
        if state in (State.JOB_COMPLETE, State.FAILED, State.ABORTED):
            raise bad("INVALIDJOBSTATE", f"Aborting already {_told(state)} not allowed")
        return self._keep(replace(job, aborted=True))

    def delete(self, identifier: str) -> None:
        """Forget a job that is not open or at work; raises ApiError."""
        job = self.find(identifier)
        state = self.state(job)
        if state in (State.OPEN, State.IN_PROGRESS):
            raise bad("INVALIDJOBSTATE", f"Deleting a job in the state {state} not allowed")
        del self._jobs[job.id]

    def brief(self, job: IngestJob) -> Mapping[str, object]:
        """Return a job as the answers to its creation and its changes show it."""
        told: dict[str, object] = {
            "id": job.id,
            "operation": job.operation,
            "object": job.source,
            "createdById": USER_ID,
            "createdDate": moment_text(job.created),
            "systemModstamp": moment_text(job.closed or job.created),
            "state": str(self.state(job)),
            "externalIdFieldName": job.external_id,
            "concurrencyMode": "Parallel",
            "contentType": "CSV",
            "apiVersion": Decimal(job.api_version),
            "contentUrl": f"services/data/v{job.api_version}/jobs/ingest/{job.id}/batches",
            "lineEnding": job.line_ending,
            "columnDelimiter": job.delimiter,
        }
        # What does not apply is left out; the upload's address is told while one may be made.
        omitted = {"externalIdFieldName"} if job.external_id is None else set()
        omitted |= set() if self.state(job) is State.OPEN else {"contentUrl"}
        return {name: value for name, value in told.items() if name not in omitted}

    def whole(self, job: IngestJob) -> Mapping[str, object]:
        """Return a job with what became of its rows."""
        done = job.outcome or Outcome()
        spent = int(self._takes.total_seconds() * 1000) if job.outcome else 0
        told: dict[str, object] = {
            **self.brief(job),
            "jobType": "V2Ingest",
            "numberRecordsProcessed": len(done.successful) + len(done.failed),
            "numberRecordsFailed": len(done.failed),
            "retries": 0,
            "totalProcessingTime": spent,
            "apiActiveProcessingTime": spent,
            "apexProcessingTime": 0,
            "isPkChunkingSupported": False,
        }
        return {**told, "errorMessage": done.error} if done.error else told

    def _keep(self, job: IngestJob) -> IngestJob:
        self._jobs[job.id] = job
        return job


def _told(state: State) -> str:
    """Name a state as the refusals of a change do."""
    return "Completed Job" if state is State.JOB_COMPLETE else f"{state} Job"
