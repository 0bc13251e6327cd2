"""A call to the API, its answer, and the world that the resources work on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.faults import Fault
from bridge.sandbox.journal import Effect
from bridge.sandbox.salesforce.bulk.ingest import IngestJobs
from bridge.sandbox.salesforce.bulk.jobs import Jobs
from bridge.sandbox.salesforce.errors import ApiError, bad
from bridge.sandbox.salesforce.objects import ObjectSchema
from bridge.sandbox.salesforce.org import Org
from bridge.sandbox.salesforce.soql.pages import Pages
from bridge.sandbox.salesforce.store import Store
from bridge.sandbox.salesforce.tokens import Quota


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What the resources work on."""

    org: Org
    opened: datetime  #: since when the org is as its descriptions say
    clock: SimulatedClock
    store: Store
    visible: Mapping[str, ObjectSchema]  #: the objects as the bridge's user may see them
    pages: Pages
    quota: Quota
    jobs: Jobs
    ingest: IngestJobs

    def schema(self, name: str) -> ObjectSchema:
        """Find an object by its name in a path, in any case of letters; raises ApiError 404."""
        known = (schema for key, schema in self.visible.items() if key.lower() == name.lower())
        schema = next(known, None)
        if schema is None:
            raise ApiError(404, "NOT_FOUND", "The requested resource does not exist")
        return schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call: `path` holds the segments behind the version."""

    method: str
    path: tuple[str, ...]
    base: str  #: `/services/data/v68.0`
    host: str = ""  #: scheme and host under which the caller reached the org
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: object = None
    note: Callable[[Effect], None] = lambda _effect: None
    #: Takes what is done after the answer was given.
    note_late: Callable[[Sequence[Effect]], None] = lambda _effects: None
    struck: Fault | None = None  #: the fault that struck the request

    @property
    def rows_fail(self) -> bool:
        """Tell whether every second record of a list is turned down."""
        return self.struck is Fault.FAIL_ROWS

    @property
    def job_fails(self) -> bool:
        """Tell whether a query job that is created now will fail."""
        return self.struck is Fault.FAIL_JOB

    @property
    def page_again(self) -> bool:
        """Tell whether the page before the one asked for is sent a second time."""
        return self.struck is Fault.DUPLICATE_PAGE

    def fields(self) -> Mapping[str, object]:
        """Return the body as an object of named values; raises ApiError."""
        if not isinstance(self.body, dict):
            raise bad("JSON_PARSER_ERROR", "The HTTP entity body is required to be an object")
        return self.body


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call is answered with; no body where the status says it all."""

    status: int
    body: object = None
    csv: str | None = None  #: a body that is not JSON
    headers: Mapping[str, str] = field(default_factory=dict)


def argument(call: Call, name: str) -> str:
    """Return a parameter that the call must have; raises ApiError."""
    given = call.query.get(name)
    if not given:
        raise bad("MALFORMED_QUERY", f"A {name} parameter is required")
    return given


def truth(given: object) -> bool:
    """Read a flag that comes as JSON or as a parameter."""
    return given is True or (isinstance(given, str) and given.lower() == "true")
