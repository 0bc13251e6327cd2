"""Query jobs over HTTP: create, follow, abort and delete them, and fetch their results."""

from collections.abc import Collection, Mapping

from bridge.sandbox.salesforce.bulk.csvtext import DELIMITERS, LINE_ENDINGS
from bridge.sandbox.salesforce.bulk.jobs import Job
from bridge.sandbox.salesforce.errors import bad
from bridge.sandbox.salesforce.rest.call import Answer, Call, World
from bridge.sandbox.salesforce.rest.queries import reading
from bridge.sandbox.salesforce.soql.flat import table

OPERATIONS = ("query", "queryAll")
URLS_IN_A_LIST = 5
_USUAL: Mapping[str, object] = {
    "operation": None,
    "columnDelimiter": "COMMA",
    "lineEnding": "LF",
    "contentType": "CSV",
}


def post(world: World, call: Call) -> Answer:
    """Create a job; a query that cannot be run is refused at once."""
    given = {**_USUAL, **call.fields()}
    _check(given, "operation", OPERATIONS)
    _check(given, "columnDelimiter", DELIMITERS)
    _check(given, "lineEnding", LINE_ENDINGS)
    _check(given, "contentType", ("CSV",))
    query = given.get("query")
    if not isinstance(query, str):
        raise bad("INVALIDJOB", "a query job needs the text `query`")
    found = table(query, reading(world, call, deleted=given["operation"] == "queryAll"))
    job = Job(
        id="",
        operation=str(given["operation"]),
        source=found.source,
        api_version=call.base.rpartition("/v")[2],
        delimiter=str(given["columnDelimiter"]),
        line_ending=str(given["lineEnding"]),
        created=world.clock.now(),
        rows=found.rows,
        fails=call.job_fails,
    )
    return Answer(200, world.jobs.shown(world.jobs.create(job), full=False))


def listing(world: World, call: Call) -> Answer:
    """List the jobs."""
    del call
    shown = [world.jobs.shown(job, full=True) for job in world.jobs.all()]
    return Answer(200, {"done": True, "records": shown, "nextRecordsUrl": None})


def get(world: World, call: Call) -> Answer:
    """Tell how far a job is."""
    return Answer(200, world.jobs.shown(world.jobs.find(call.path[2]), full=True))


def patch(world: World, call: Call) -> Answer:
    """Abort a job."""
    if call.fields().get("state") != "Aborted":
        raise bad("INVALIDJOB", "a query job can only be set to the state Aborted")
    return Answer(200, world.jobs.shown(world.jobs.abort(call.path[2]), full=True))


def remove(world: World, call: Call) -> Answer:
    """Delete a job with its results."""
    world.jobs.delete(call.path[2])
    return Answer(204)


def results(world: World, call: Call) -> Answer:
    """Return a part of the results as CSV, the header row first."""
    most = call.query.get("maxRecords")
    if most is not None and not (most.isascii() and most.isdigit() and int(most)):
        raise bad("INVALID_NUMBER", f"maxRecords must be a positive number, not {most[:40]}")
    page = world.jobs.page(call.path[2], call.query.get("locator"), int(most) if most else None)
    headers = {"Sforce-Locator": page.locator, "Sforce-NumberOfRecords": str(page.records)}
    return Answer(200, csv=page.text, headers=headers)


def result_pages(world: World, call: Call) -> Answer:
    """List where parts of the results can be fetched side by side, five at a time."""
    locators = world.jobs.locators(call.path[2])
    base = f"{call.base}/jobs/query/{call.path[2]}"
    after = call.query.get("locator")
    start = locators.index(after) if after in locators else 0
    end = start + URLS_IN_A_LIST
    urls = [{"resultUrl": f"{base}/results?locator={each}"} for each in locators[start:end]]
    done = end >= len(locators)
    following = None if done else f"{base}/resultPages?locator={locators[end]}"
    return Answer(200, {"resultPages": urls, "nextRecordsUrl": following, "done": done})


def _check(given: Mapping[str, object], name: str, among: Collection[str]) -> None:
    value = given[name]
    if not isinstance(value, str) or value not in among:
        raise bad("INVALIDJOB", f"unsupported value for {name}: {str(value)[:40]}")
