"""
The org as a web application: every path of its HTTP face, with its headers.

Besides the administration that every sandbox has, `POST /_sandbox/seed` lets the records of a seed
arrive in the running org, and `POST /_sandbox/recycle_bin` undeletes and purges.
"""

from collections.abc import Mapping, Sequence
from email.utils import format_datetime
from functools import partial
from urllib.parse import unquote, urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bridge.sandbox.admin import Controls, add_admin
from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.faults import Fault, Faults
from bridge.sandbox.journal import ADMIN_PREFIX, Effect, Journal, entry_of, journal_middleware, note
from bridge.sandbox.salesforce.bulk.ingest import IngestJobs
from bridge.sandbox.salesforce.bulk.jobs import Jobs
from bridge.sandbox.salesforce.bulk.loading import run_due
from bridge.sandbox.salesforce.credentials import Credentials
from bridge.sandbox.salesforce.edge import closed
from bridge.sandbox.salesforce.errors import ApiError, by_status, not_found
from bridge.sandbox.salesforce.oauth import Door
from bridge.sandbox.salesforce.org import ORG_ID, org_of, visible
from bridge.sandbox.salesforce.people.arrivals import Arrivals
from bridge.sandbox.salesforce.people.recycle_bin import RecycleBin
from bridge.sandbox.salesforce.rest import failures
from bridge.sandbox.salesforce.rest.bodies import body_of
from bridge.sandbox.salesforce.rest.call import Answer, Call, World
from bridge.sandbox.salesforce.rest.routes import dispatch
from bridge.sandbox.salesforce.seeding import filled_store
from bridge.sandbox.salesforce.signin.face import SignIn, address_of
from bridge.sandbox.salesforce.soql.pages import Pages
from bridge.sandbox.salesforce.tokens import Concurrency, Quota, Tokens
from bridge.sandbox.salesforce.wire import encoded
from bridge.sandbox.seeds import Seed
from bridge.sandbox.strikes import System, fault_middleware, fault_of

SYSTEM = "salesforce"
VERSIONS = range(31, 69)
NEWEST_WINTER = 68  # version 68.0 came with Winter '27; every third version is a winter release
URI_MAX = 16_384
HEADERS_MAX = 16_384  # bytes, all together
BODY_MAX = 160 * 1024 * 1024  # an upload of a job may have 150 MB
# The server reads longer lines than the org accepts, so that the org's own answer is seen.
LINE_MAX = 4 * URI_MAX


def build(
    seed: Seed,
    *,
    clock: SimulatedClock,
    faults: Faults,
    journal: Journal,
    credentials: Credentials,
) -> web.Application:
    """Build the application for an org with this seed; raises SeedInvalid."""
    org = org_of(seed)
    store = filled_store(org, seed, clock, credentials.username)
    tokens = Tokens(clock, ORG_ID)
    world = World(
        org=org,
        opened=clock.now(),
        clock=clock,
        store=store,
        visible=visible(org, store.objects),
        pages=Pages(clock),
        quota=Quota(clock, org.daily_api_requests),
        jobs=Jobs(clock, org.bulk_job_takes_s, org.bulk_page_size),
        ingest=IngestJobs(clock, org.bulk_job_takes_s),
    )
    app = web.Application(
        middlewares=[
            _headers(world),
            journal_middleware(journal, SYSTEM, clock),
            _counted(Concurrency(clock, org.concurrent_requests)),
            fault_middleware(faults, _system(world, tokens)),
        ],
        client_max_size=BODY_MAX,
        handler_args={"max_line_size": LINE_MAX, "max_field_size": LINE_MAX},
    )
    controls = Controls(
        clock=clock, faults=faults, journal=journal, records=lambda kind: _all(world, kind)
    )
    add_admin(app, controls)
    app.router.add_post(f"{ADMIN_PREFIX}seed", Arrivals(world, seed).post)
    app.router.add_post(f"{ADMIN_PREFIX}recycle_bin", RecycleBin(store).post)
    SignIn(Door(credentials, tokens, clock, org), org).add_to(app)
    _Face(world, tokens, journal).add_to(app)
    return app


def _system(world: World, tokens: Tokens) -> System:
    """Return what the faults need to know of the org."""
    return System(
        name=SYSTEM,
        clock=world.clock,
        answer=_failure,
        refuse=lambda _asked, fault: _refused(failures.REFUSALS[fault]()),
        expire_tokens=tokens.expire,
        delete=partial(failures.delete, world.store),
        undelete=partial(failures.undelete, world.store),
    )


class _Face:
    """The handlers."""

    def __init__(self, world: World, tokens: Tokens, journal: Journal) -> None:
        self._world = world
        self._tokens = tokens
        self._journal = journal

    def add_to(self, app: web.Application) -> None:
        """Answer at the addresses of the API, and, last of all, wherever nothing else does."""
        add = app.router.add_route
        # An address may hold any character, escaped; a line break, too.
        for path in ("/services/data", "/services/data/"):
            add("GET", path, self.versions)
        add("*", r"/services/data/v{version:\d+\.0}{rest:(/[\s\S]*)?}", self.api)
        add("*", r"/services/data/{rest:[\s\S]*}", self.nowhere)
        add("*", r"/services/async/{rest:[\s\S]*}", closed.bulk_one)
        add("*", r"/{rest:(?!_sandbox/)[\s\S]*}", closed.page)

    async def versions(self, _request: web.Request) -> web.Response:
        listed = [
            {
                "label": _label(number),
                "url": f"/services/data/v{number}.0",
                "version": f"{number}.0",
            }
            for number in VERSIONS
        ]
        return _json(200, listed)

    async def nowhere(self, _request: web.Request) -> web.Response:
        error = not_found()
        return _json(error.status, error.body())

    async def api(self, request: web.Request) -> web.Response:
        if len(request.raw_path) > URI_MAX:
            return web.Response(
                status=414, text="<html><body>URI Too Long</body></html>", content_type="text/html"
            )
        if sum(len(name) + len(value) for name, value in request.raw_headers) > HEADERS_MAX:
            text = "<html><body>Request Header Fields Too Large</body></html>"
            return web.Response(status=431, text=text, content_type="text/html")
        try:
            answer = await self._answer(request)
        except ApiError as error:
            return _json(error.status, error.body())
        response = _shown(answer, request.headers.get("Accept-Encoding", ""))
        response.headers.update(answer.headers)
        return response

    async def _answer(self, request: web.Request) -> Answer:
        self._tokens.check(request.headers.get("Authorization"))
        self._world.quota.spend()
        _see_that_json_will_do(request)
        version = request.match_info["version"]
        if int(version.removesuffix(".0")) not in VERSIONS:
            raise not_found()
        if fault_of(request) is Fault.EXPIRE_CURSORS:
            self._world.pages.expire()

        def noted(effect: Effect) -> None:
            note(request, effect)

        def noted_late(effects: Sequence[Effect]) -> None:
            for effect in effects:
                note(request, effect)
            entry = entry_of(request)
            if entry is not None and entry.status is not None:
                self._journal.settle(entry)

        run_due(self._world)
        call = Call(
            method=_method(request),
            path=_segments(request),
            base=f"/services/data/v{version}",
            host=address_of(request),
            query=dict(request.query),
            headers=request.headers,
            body=await body_of(request),
            note=noted,
            note_late=noted_late,
            struck=fault_of(request),
        )
        return dispatch(self._world, call)


def _method(request: web.Request) -> str:
    """Return the method; a client that cannot send PATCH names it beside POST."""
    named = request.query.get("_HttpMethod", "").upper()
    return named if named and request.method == "POST" else request.method


def _see_that_json_will_do(request: web.Request) -> None:
    """Turn a caller away who reads nothing but XML; raises ApiError."""
    wanted = request.headers.get("Accept", "").lower()
    if "xml" in wanted and "json" not in wanted and "*/*" not in wanted:
        raise ApiError(406, "NOT_ACCEPTABLE", "This org answers in JSON alone")


def _segments(request: web.Request) -> tuple[str, ...]:
    """Return the parts of the path behind the version; an escaped slash does not part them."""
    parts = urlsplit(request.raw_path).path.split("/")
    return tuple(unquote(part) for part in parts if part)[3:]


def _counted(concurrency: Concurrency) -> Middleware:
    """Turn calls away while too many others run for long."""

    @web.middleware
    async def counted(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith("/services/data/"):
            return await handler(request)
        try:
            with concurrency.running():
                return await handler(request)
        except ApiError as error:
            return _json(error.status, error.body())

    return counted


def _headers(world: World) -> Middleware:
    """Give every answer the org's own time and what is used of the daily quota."""

    @web.middleware
    async def stamped(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        response.headers["Date"] = format_datetime(world.clock.now(), usegmt=True)
        usage = f"api-usage={world.quota.used}/{world.quota.allowed}"
        response.headers["Sforce-Limit-Info"] = usage
        return response

    return stamped


def _failure(status: int) -> web.Response:
    return _refused(by_status(status))


def _refused(error: ApiError) -> web.Response:
    return _json(error.status, error.body())


def _shown(answer: Answer, encodings: str) -> web.Response:
    """Write an answer; it is compressed for a caller that can read it so."""
    if answer.csv is not None:
        response = web.Response(status=answer.status, text=answer.csv, content_type="text/csv")
    elif answer.body is None:
        return web.Response(status=answer.status)
    else:
        response = _json(answer.status, answer.body)
    if "gzip" in encodings.lower():
        response.enable_compression(web.ContentCoding.gzip)
    return response


def _json(status: int, body: object) -> web.Response:
    return web.Response(status=status, text=encoded(body), content_type="application/json")


def _label(version: int) -> str:
    """
    Name the release of an API version.

    >>> [_label(version) for version in (66, 67, 68)]
    ["Spring '26", "Summer '26", "Winter '27"]
    """
    season = ("Winter", "Spring", "Summer")[(version - NEWEST_WINTER) % 3]
    return f"{season} '{27 + (version - NEWEST_WINTER) // 3:02d}"


def _all(world: World, kind: str | None) -> str:
    """Return every stored row, hidden fields and deleted rows too, by object."""
    names = world.store.objects if kind is None else {kind} & set(world.store.objects)
    rows: Mapping[str, object] = {
        name: list(map(dict, world.store.rows(name, deleted=True))) for name in names
    }
    return encoded({name: found for name, found in rows.items() if found})
