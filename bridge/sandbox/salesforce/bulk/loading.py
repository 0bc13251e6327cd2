"""Doing an ingest job: each row on its own, a row that is turned down does not stop the others."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bridge.sandbox.journal import Effect
from bridge.sandbox.salesforce.bulk.cells import NO_RECORD, fields_of, several, told
from bridge.sandbox.salesforce.bulk.columns import Column, columns
from bridge.sandbox.salesforce.bulk.csvread import BatchInvalid, Table, fitting, read
from bridge.sandbox.salesforce.bulk.ingest import IngestJob, Outcome
from bridge.sandbox.salesforce.bulk.lookups import Lookups
from bridge.sandbox.salesforce.errors import ApiError, bad
from bridge.sandbox.salesforce.objects import Field
from bridge.sandbox.salesforce.rest.call import Call, World
from bridge.sandbox.salesforce.rest.writes import change, create, delete
from bridge.sandbox.salesforce.values import Value, stored

BATCH = 200  # rows that the org writes together
_FAILED_WHOLE = "InternalServerError : The job could not be processed"
_RAGGED = ApiError(400, "INVALID_INPUT", "The row has not as many columns as the header row")
_LOCKED = ApiError(400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record")


def run_due(world: World) -> None:
    """Do the jobs whose time has come."""
    for job in world.ingest.due():
        effects: list[Effect] = []
        world.ingest.settle(job, _outcome(world, job, effects.append))
        job.note(effects)


def left_over(job: IngestJob) -> Outcome:
    """Return what a job leaves unprocessed that did nothing: every row that can be read."""
    try:
        table = fitting(_table(job))
    except BatchInvalid as error:
        return Outcome(error=str(error))
    return Outcome(header=table.header, unprocessed=table.records)


def _outcome(world: World, job: IngestJob, note: Callable[[Effect], None]) -> Outcome:
    if job.upload is None and world.org.bulk_without_data == "completes":
        return Outcome()
    if job.fails and world.org.bulk_failure == "nothing_done":
        return replace(left_over(job), error=_FAILED_WHOLE)
    try:
        table = _table(job)
        if world.org.bulk_ragged_row == "job_fails":
            fitting(table)
        meant = columns(table.header, world.visible[job.source], world.visible)
        load = _Load(world, job, meant, Call(method="", path=(), base="", note=note))
        return _half(load, table) if job.fails else load.run(table)
    except BatchInvalid as error:
        return replace(left_over(job), error=str(error))


def _half(load: "_Load", table: Table) -> Outcome:
    """Do the first half of the rows, as a job does that fails on its way."""
    middle = len(table.records) // 2
    done = load.run(replace(table, records=table.records[:middle]))
    return replace(done, unprocessed=table.records[middle:], error=_FAILED_WHOLE)


def _table(job: IngestJob) -> Table:
    if job.upload is None:
        raise BatchInvalid("InvalidBatch : The job has no content")
    return read(job.upload, job.delimiter, job.line_ending)


@dataclass(frozen=True, slots=True)
class _Done:
    key: str
    created: bool


class _Load:
    """One run of a job over its rows."""

    def __init__(self, world: World, job: IngestJob, meant: Sequence[Column], call: Call) -> None:
        self._world = world
        self._job = job
        self._meant = meant
        self._call = call
        self._schema = world.visible[job.source]
        self._lookups = Lookups(world.store)
        self._key = self._key_column()
        self._in_batch: set[Value] = set()
        self._refused: frozenset[str] = frozenset()  #: keys that no row of the batch may have
        self._steps: Mapping[str, Callable[[Sequence[str]], _Done]] = {
            "insert": self._insert,
            "update": self._update,
            "upsert": self._upsert,
            "delete": self._delete,
            "hardDelete": self._delete_for_good,
        }

    def run(self, table: Table) -> Outcome:
        """Do every row, in order."""
        successful: list[Sequence[object]] = []
        failed: list[Sequence[object]] = []
        step = self._steps[self._job.operation]
        for number, cells in enumerate(table.records):
            if number % BATCH == 0:
                self._begin(table.records[number : number + BATCH])
            try:
                if len(cells) != len(table.header):
                    raise _RAGGED
                if self._job.rows_fail and number % 2:
                    raise _LOCKED
                done = step(cells)
            except ApiError as error:
                failed.append((self._failed_id(cells), told(error), *cells))
            else:
                successful.append((done.key, done.created, *cells))
        return Outcome(table.header, successful, failed)

    def _begin(self, batch: Sequence[Sequence[str]]) -> None:
        """Look over the rows that are written together."""
        self._in_batch.clear()
        if self._world.org.bulk_same_key == "all_fail":
            times = Counter(map(self._named, batch))
            self._refused = frozenset(key for key, count in times.items() if count > 1)

    def _key_column(self) -> int | None:
        """Return which column names the record; raises BatchInvalid when it has to be there."""
        wanted = {"insert": None, "upsert": self._job.external_id}.get(self._job.operation, "Id")
        if wanted is None:
            return None
        plain = [column.field.name if column.by is None else "" for column in self._meant]
        if self._job.operation in ("delete", "hardDelete") and plain != ["Id"]:
            raise BatchInvalid(
                f"InvalidBatch : The '{self._job.operation}' batch must contain only ids"
            )
        if wanted not in plain:
            raise BatchInvalid(f"InvalidBatch : Field name not found : {wanted}")
        return plain.index(wanted)

    def _insert(self, cells: Sequence[str]) -> _Done:
        return self._create(fields_of(self._meant, cells, self._lookups), self._call)

    def _update(self, cells: Sequence[str]) -> _Done:
        key = self._named(cells)
        if not key:
            raise bad("MISSING_ARGUMENT", "Id not specified in an update call")
        return self._change(key, cells, self._call)

    def _upsert(self, cells: Sequence[str]) -> _Done:
        given = self._named(cells)
        field = self._schema.fields[str(self._job.external_id)]
        if not given and field.type != "id":
            raise bad("MISSING_ARGUMENT", f"{field.name} not specified", field.name)
        found = self._lookups.find(self._schema, field, given) if given else []
        if len(found) > 1:
            raise several(field, found)
        self._only_once(field, given)
        if found:
            return self._change(found[0], cells, self._noting(given))
        if given and field.type == "id":
            raise NO_RECORD
        fields = fields_of(self._meant, cells, self._lookups)
        return self._create(fields, self._noting(given))

    def _delete(self, cells: Sequence[str]) -> _Done:
        delete(self._world, self._call, self._schema, self._named(cells))
        return _Done(self._named(cells), created=False)

    def _delete_for_good(self, cells: Sequence[str]) -> _Done:
        done = self._delete(cells)
        self._world.store.purge(done.key)
        return done

    def _create(self, fields: Mapping[str, Value], call: Call) -> _Done:
        key = create(self._world, call, self._schema, fields)
        self._lookups.add(self._schema.name, key)
        return _Done(key, created=True)

    def _change(self, key: str, cells: Sequence[str], call: Call) -> _Done:
        fields = fields_of(self._meant, cells, self._lookups)
        fields.pop("Id", None)
        # The value by which the record was found is no change of it.
        if self._job.operation == "upsert":
            fields.pop(str(self._job.external_id), None)
        change(self._world, call, self._schema, key, fields)
        self._lookups.forget(self._schema.name, fields)
        return _Done(key, created=False)

    def _named(self, cells: Sequence[str]) -> str:
        """Return the cell that names the record; nothing where none does."""
        return "" if self._key is None or self._key >= len(cells) else cells[self._key]

    def _failed_id(self, cells: Sequence[str]) -> str:
        """Return the id that a failed row gave, if it gave one."""
        return "" if self._job.operation in ("insert", "upsert") else self._named(cells)

    def _noting(self, external_id: str) -> Call:
        note = self._call.note
        return replace(
            self._call, note=lambda effect: note(replace(effect, external_id=external_id or None))
        )

    def _only_once(self, field: Field, given: str) -> None:
        """Refuse a value of another row of the batch: of one before, or as the org says of any."""
        value = stored(field, given)
        if value is not None and (value in self._in_batch or given in self._refused):
            message = f"Duplicate external id specified: {given[:80]}"
            raise bad("DUPLICATE_VALUE", message, field.name)
        self._in_batch.add(value)
