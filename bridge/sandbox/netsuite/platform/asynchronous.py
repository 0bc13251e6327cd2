"""Answer a call with a job, do the job when its time has come, and tell of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from aiohttp import web
from aiohttp.typedefs import Handler

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import Refusal, answer, nonexistent, resource
from bridge.sandbox.netsuite.platform import pieces
from bridge.sandbox.netsuite.platform.batches import check_answered_later, tasks_of
from bridge.sandbox.netsuite.platform.jobs import JOB_PATH, Job, JobView, Task
from bridge.sandbox.netsuite.records.views import RECORD_PATH

_KEY_HEADER = "X-NetSuite-Idempotency-Key"
_APPLIED = {"Preference-Applied": "respond-async"}
_CONFLICT = 409  # the section that the documented sample points to; its status is 400
_SUBMITTED_BEFORE = (
    "A request with the same idempotency key is already submitted. "
    'See the "Location" header for a link to the previously submitted job'
)


#: How many jobs are told of; no source says for how long a finished one is.
JOBS_KEPT = 10_000


class Jobs:
    """The jobs of an account, in the order in which they were submitted."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._jobs: dict[str, Job] = {}
        self._by_key: dict[str, Job] = {}
        self._waiting: dict[str, Job] = {}
        self._count = 0
        self._one_at_a_time = asyncio.Lock()

    def add_routes(self, app: web.Application) -> None:
        """Add the end points to an application."""
        one = f"{JOB_PATH}/{{job}}"
        app.router.add_get(one, self.show, allow_head=False)
        app.router.add_get(f"{one}/task", self.show_tasks, allow_head=False)
        app.router.add_get(f"{one}/task/", self.show_tasks, allow_head=False)
        app.router.add_get(f"{one}/task/{{task}}", self.show_task, allow_head=False)
        app.router.add_get(f"{one}/task/{{task}}/result", self.show_result, allow_head=False)

    @web.middleware
    async def on_time(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Do the jobs whose time has come before anything else is looked at."""
        if not isinstance(request, pieces.Piece):
            async with self._one_at_a_time:
                await self._do_due(request.app)
        return await handler(request)

    @web.middleware
    async def answered_later(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """
        Answer a call that wants it with a job: 202, with its address.

        Raises:
            Refusal: the call is a batch that is none, or one that its caller would wait for.
        """
        if isinstance(request, pieces.Piece) or not request.path.startswith(f"{RECORD_PATH}/"):
            return await handler(request)
        if "respond-async" not in request.headers.get("Prefer", "").lower():
            check_answered_later(request)
            return await handler(request)
        key = request.headers.get(_KEY_HEADER)
        if key is not None and key in self._by_key:
            return self._repeated(request, self._by_key[key])
        job = self._submit(await tasks_of(request), key)
        location = self._view(request).href(job)
        return web.Response(
            status=202,
            headers={**_APPLIED, "Location": location},
            content_type="application/json",
        )

    async def show(self, request: web.Request) -> web.Response:
        """Answer how far a job is."""
        return resource(self._view(request).job(self._job(request)), "singular")

    async def show_tasks(self, request: web.Request) -> web.Response:
        """Answer the tasks of a job."""
        return resource(self._view(request).tasks(self._job(request)), "collection")

    async def show_task(self, request: web.Request) -> web.Response:
        """Answer how far a task is."""
        job, task = self._task(request)
        return resource(self._view(request).task(job, task), "singular")

    async def show_result(self, request: web.Request) -> web.Response:
        """Answer what the call would have been answered, had its caller waited."""
        _, task = self._task(request)
        if not isinstance(task.answer, web.Response):
            raise nonexistent()
        done = task.answer
        headers = {name: done.headers[name] for name in _OF_RESULT if name in done.headers}
        return web.Response(status=done.status, body=done.body, headers=headers)

    def _submit(self, tasks: list[Task], key: str | None) -> Job:
        self._count += 1
        job = Job(
            id=str(self._count),
            tasks=tasks,
            submitted=self._account.clock.now(),
            takes=timedelta(seconds=self._account.settings.async_job_takes_s),
        )
        self._jobs[job.id] = self._waiting[job.id] = job
        if key is not None:
            self._by_key[key] = job
        if len(self._jobs) > JOBS_KEPT:
            self._forget(next(iter(self._jobs)))
        return job

    def _forget(self, oldest: str) -> None:
        """Forget a job with its key, unless its work is still to be done."""
        if oldest in self._waiting:
            return
        forgotten = self._jobs.pop(oldest)
        key = next(iter(self._by_key), None)  # keys stand in the order of their jobs
        if key is not None and self._by_key[key] is forgotten:
            del self._by_key[key]

    def _repeated(self, request: web.Request, job: Job) -> web.Response:
        """Refuse a second call with one key, whatever it asks for, as the help page shows."""
        refusal = Refusal(400, "IDEMPOTENCY_ERROR", _SUBMITTED_BEFORE, title="Conflict")
        refused = answer(refusal, _CONFLICT)
        refused.headers.update({**_APPLIED, "Location": self._view(request).href(job)})
        return refused

    async def _do_due(self, app: web.Application) -> None:
        now = self._account.clock.now()
        due = [job for job in self._waiting.values() if job.ends <= now]
        for task in (task for job in due for task in job.tasks):
            if task.work is not None and task.answer is None:
                task.answer = await pieces.do(app, task.work)
                task.work = None
        for job in due:
            del self._waiting[job.id]

    def _view(self, request: web.Request) -> JobView:
        return JobView(
            origin=f"{request.scheme}://{request.host}",
            now=self._account.clock.now(),
            partly_failed=self._account.settings.batch_with_failures,
        )

    def _job(self, request: web.Request) -> Job:
        job = self._jobs.get(request.match_info["job"])
        if job is None:
            raise nonexistent()
        return job

    def _task(self, request: web.Request) -> tuple[Job, Task]:
        job = self._job(request)
        for task in job.tasks:
            if task.id == request.match_info["task"]:
                return job, task
        raise nonexistent()


_OF_RESULT = ("Content-Type", "Location", "X-NetSuite-Warnings")
