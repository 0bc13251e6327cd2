"""Ingest jobs over HTTP: create, upload, close, follow, abort and delete them, fetch results."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from bridge.sandbox.salesforce.bulk.csvtext import DELIMITERS, LINE_ENDINGS, written
from bridge.sandbox.salesforce.bulk.ingest import IngestJob, Outcome
from bridge.sandbox.salesforce.bulk.jobs import State
from bridge.sandbox.salesforce.bulk.loading import left_over, run_due
from bridge.sandbox.salesforce.errors import ApiError, bad
from bridge.sandbox.salesforce.objects import ObjectSchema
from bridge.sandbox.salesforce.rest.bodies import Csv, Multipart
from bridge.sandbox.salesforce.rest.call import Answer, Call, World

OPERATIONS = ("insert", "delete", "hardDelete", "update", "upsert")
#: Data that comes with the job itself; more needs an upload of its own. Characters.
MULTIPART_MAX = 100_000
UPLOAD_MAX = 150 * 1024 * 1024  # bytes
JOBS_IN_A_LIST = 1000
_ENDED = (State.JOB_COMPLETE, State.FAILED, State.ABORTED)
_SETTINGS: Mapping[str, object] = {
    "operation": None,
    "object": None,
    "externalIdFieldName": None,
    "columnDelimiter": "COMMA",
    "lineEnding": "LF",
    "contentType": "CSV",
    "concurrencyMode": "Parallel",
    "assignmentRuleId": None,
}


def post(world: World, call: Call) -> Answer:
    """Create a job; one that comes with its data is closed at once."""
    content = call.body.content if isinstance(call.body, Multipart) else None
    given = call.body.job if isinstance(call.body, Multipart) else call.fields()
    if not isinstance(given, dict):
        raise bad("INVALIDJOB", "The part `job` is required to be an object")
    made = world.ingest.create(_job(world, call, {**_SETTINGS, **given}))
    if content is None:
        return Answer(200, world.ingest.brief(made))
    if len(content) > MULTIPART_MAX:
        world.ingest.abort(made.id)
        raise bad("CLIENTINPUTERROR", f"The data is larger than {MULTIPART_MAX} characters")
    world.ingest.put(made.id, content)
    return _closed(world, call, made.id)


def listing(world: World, call: Call) -> Answer:
    """List the jobs, a thousand at a time."""
    jobs = [world.ingest.whole(job) for job in world.ingest.all()]
    after = call.query.get("queryLocator", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0  # noqa: PLR2004 - more jobs than any org has
    end = start + JOBS_IN_A_LIST
    done = end >= len(jobs)
    following = None if done else f"{call.base}/jobs/ingest?queryLocator={end}"
    return Answer(200, {"done": done, "records": jobs[start:end], "nextRecordsUrl": following})


def get(world: World, call: Call) -> Answer:
    """Tell how far a job is."""
    return Answer(200, world.ingest.whole(world.ingest.find(call.path[2])))


def patch(world: World, call: Call) -> Answer:
    """Close a job, so that it begins, or abort it."""
    match call.fields().get("state"):
        case "UploadComplete":
            return _closed(world, call, call.path[2])
        case "Aborted":
            return Answer(200, world.ingest.brief(world.ingest.abort(call.path[2])))
    raise bad("INVALIDJOB", "a job can only be set to the states UploadComplete and Aborted")


def upload(world: World, call: Call) -> Answer:
    """Take the data of a job."""
    if not isinstance(call.body, Csv):
        message = "Content-Type must be text/csv"
        raise ApiError(415, "UNSUPPORTED_MEDIA_TYPE", message)
    if len(call.body.content) > UPLOAD_MAX:
        raise bad("CLIENTINPUTERROR", f"The data is larger than {UPLOAD_MAX} bytes")
    job = world.ingest.put(call.path[2], call.body.content)
    world.ingest.change(_struck(call, job))
    return Answer(201)


def remove(world: World, call: Call) -> Answer:
    """Delete a job with its results."""
    world.ingest.delete(call.path[2])
    return Answer(204)


def successful(world: World, call: Call) -> Answer:
    """Return the rows that were written, with the ids of their records."""
    job, outcome = _ended(world, call)
    return _csv(job, ("sf__Id", "sf__Created", *outcome.header), outcome.successful)


def failed(world: World, call: Call) -> Answer:
    """Return the rows that were turned down, each with its error."""
    job, outcome = _ended(world, call)
    return _csv(job, ("sf__Id", "sf__Error", *outcome.header), outcome.failed)


def unprocessed(world: World, call: Call) -> Answer:
    """Return the rows that a failed or aborted job did not come to."""
    job, outcome = _ended(world, call)
    return _csv(job, outcome.header, outcome.unprocessed)


def _closed(world: World, call: Call, identifier: str) -> Answer:
    job = world.ingest.close(identifier, call.note_late)
    job = world.ingest.change(_struck(call, job))
    answer = Answer(200, world.ingest.brief(job))
    run_due(world)
    return answer


def _struck(call: Call, job: IngestJob) -> IngestJob:
    """Let a fault that struck one of the job's requests come true when its rows are written."""
    return replace(
        job, fails=job.fails or call.job_fails, rows_fail=job.rows_fail or call.rows_fail
    )


def _job(world: World, call: Call, given: Mapping[str, object]) -> IngestJob:
    """Check what a job is to be; raises ApiError."""
    for name in given.keys() - _SETTINGS.keys():
        message = f'Unrecognized field "{name[:40]}", not marked as ignorable'
        raise bad("JSON_PARSER_ERROR", message)
    _check(given, "operation", OPERATIONS)
    _check(given, "columnDelimiter", DELIMITERS)
    _check(given, "lineEnding", LINE_ENDINGS)
    _check(given, "contentType", ("CSV",))
    _check(given, "concurrencyMode", ("Parallel",))
    if given["operation"] == "hardDelete" and not world.org.bulk_hard_delete:
        message = "hardDelete operation requires special user profile permission"
        raise bad("FEATURENOTENABLED", f"FeatureNotEnabled : {message}")
    schema = _schema(world, given["object"])
    return _struck(
        call,
        IngestJob(
            id="",
            operation=str(given["operation"]),
            source=schema.name,
            external_id=_external_id(schema, given),
            api_version=call.base.rpartition("/v")[2],
            delimiter=str(given["columnDelimiter"]),
            line_ending=str(given["lineEnding"]),
            created=world.clock.now(),
        ),
    )


def _schema(world: World, name: object) -> ObjectSchema:
    wanted = str(name).lower()
    for key, schema in world.visible.items():
        if isinstance(name, str) and key.lower() == wanted:
            return schema
    raise bad("INVALIDJOB", f"InvalidJob : Unable to find object: {str(name)[:80]}")


def _external_id(schema: ObjectSchema, given: Mapping[str, object]) -> str | None:
    """Return the field by which an upsert finds records; other operations have none."""
    name = given["externalIdFieldName"]
    if given["operation"] != "upsert":
        if name is not None:
            raise bad("INVALIDJOB", "InvalidJob : externalIdFieldName is for upsert jobs only")
        return None
    if not isinstance(name, str):
        raise bad("INVALIDJOB", "InvalidJob : Must specify externalIdFieldName for upsert jobs")
    field = schema.find(name)
    if field is None or not (field.has("x") or field.type == "id"):
        message = f"InvalidJob : Field name provided, {name[:80]} does not match an External ID"
        raise bad("INVALIDJOB", f"{message} for {schema.name}")
    return field.name


def _check(given: Mapping[str, object], name: str, among: Collection[str]) -> None:
    value = given[name]
    if not isinstance(value, str) or value not in among:
        raise bad("INVALIDJOB", f"InvalidJob : unsupported value for {name}: {str(value)[:40]}")


def _ended(world: World, call: Call) -> tuple[IngestJob, Outcome]:
    job = world.ingest.find(call.path[2])
    state = world.ingest.state(job)
    if state not in _ENDED and world.org.bulk_early_results == "empty":
        return job, Outcome()
    if state not in _ENDED:
        raise bad("INVALIDJOBSTATE", f"The job is in the state {state}, it has no results yet")
    return job, job.outcome or left_over(job)


def _csv(job: IngestJob, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Answer:
    delimiter, ending = DELIMITERS[job.delimiter], LINE_ENDINGS[job.line_ending]
    return Answer(200, csv=written([header, *rows] if header else rows, delimiter, ending))
