"""
The records of the org: rows by object and id, with the system fields kept up to date.

Rows are never changed in place, so that a savepoint is a copy of the table of contents only.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.ids import eighteen, record_id
from bridge.sandbox.salesforce.computed.formulas import FORMULAS
from bridge.sandbox.salesforce.computed.rows import ComputedRow
from bridge.sandbox.salesforce.objects import ObjectSchema
from bridge.sandbox.salesforce.org import USER_ID, Org
from bridge.sandbox.salesforce.values import Value
from bridge.sandbox.salesforce.wire import moment_text

Row = Mapping[str, Value]
Tables = dict[str, dict[str, Row]]

#: A poller reads up to a while before now, so seeded rows are old enough to be seen at once.
AGE_OF_SEED = timedelta(hours=1)
#: The recycle bin keeps what was deleted for so long.
LIFE_IN_BIN = timedelta(days=15)
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)

_NUMBER_FORMS = {
    "Order": "{:08d}",
    "OrderItem": "{:010d}",
    "Contract": "{:08d}",
    "Quote": "{:08d}",
    "SBQQ__Quote__c": "Q-{:05d}",
    "SBQQ__QuoteLine__c": "QL-{:07d}",
    "SBQQ__Subscription__c": "SUB-{:07d}",
}
_CURRENCY_FROM = (
    *("OrderId", "QuoteId", "OpportunityId", "OpportunityLineItemId"),
    *("SBQQ__Quote__c", "SBQQ__Contract__c"),
)


class Store:
    """All rows of the org, deleted ones too."""

    def __init__(
        self, org: Org, objects: Mapping[str, ObjectSchema], clock: SimulatedClock
    ) -> None:
        self._org = org
        self._clock = clock
        self.objects = objects
        self._types = {schema.prefix: name for name, schema in objects.items()}
        self._rows: Tables = {name: {} for name in objects}
        self._created = 0
        self._blanks: dict[str, Row] = {}
        #: Object and reference field -> id of the parent -> ids of the rows; empty after a change.
        self._indexes: dict[tuple[str, str], dict[Value, list[str]]] = {}
        #: Id of a row -> id of the row whose deletion took it along, or its own.
        self._went_with: dict[str, str] = {}
        self.log_begins = moment_text(_BEFORE_ALL)  #: when the delete log was last emptied
        self._numbered = {
            name: [field.name for field in schema.fields.values() if field.has("a")]
            for name, schema in objects.items()
        }

    def rows(self, name: str, *, deleted: bool) -> Iterator[Row]:
        """Yield the rows of an object; those in the recycle bin only if asked for."""
        horizon = self._bin_reaches_back()
        for row in list(self._rows[name].values()):
            if not row["IsDeleted"] or (deleted and str(row["SystemModstamp"]) > horizon):
                yield self._computed(name, row)

    def tombstones(self, name: str) -> Iterator[Row]:
        """Yield the deleted rows of an object, also those that the recycle bin lost by age."""
        return (row for row in list(self._rows[name].values()) if row["IsDeleted"])

    def find(self, name: str, identifier: str) -> Row | None:
        """Return the row with this id of 15 or 18 characters, also from the recycle bin."""
        row = self._rows[name].get(eighteen(identifier))
        if row is None:
            return None
        if row["IsDeleted"] and str(row["SystemModstamp"]) <= self._bin_reaches_back():
            return None
        return self._computed(name, row)

    def parts(self, name: str, field: str, parent: str) -> Iterator[Row]:
        """Yield the rows of an object that are not deleted and whose reference names the parent."""
        index = self._indexes.get((name, field))
        if index is None:
            index = self._indexes[name, field] = {}
            for key, row in self._rows[name].items():
                index.setdefault(row[field], []).append(key)
        rows = (self._rows[name][key] for key in index.get(parent, ()))
        return (self._computed(name, row) for row in rows if not row["IsDeleted"])

    def type_of(self, identifier: str) -> str | None:
        """Return the object that an id belongs to, by its prefix."""
        return self._types.get(identifier[:3])

    def insert(
        self,
        name: str,
        fields: Mapping[str, Value],
        *,
        identifier: str | None = None,
        at: datetime | None = None,
    ) -> str:
        """Add a row of stored values and return its id; `at` is when it was saved."""
        schema = self.objects[name]
        stamp = moment_text(at or self._clock.now())
        key = identifier or self._new_id(schema)
        system: dict[str, Value] = {
            "Id": key,
            "IsDeleted": False,
            "CreatedDate": stamp,
            "LastModifiedDate": stamp,
            "SystemModstamp": stamp,
            "CreatedById": USER_ID,
            "LastModifiedById": USER_ID,
            "OwnerId": USER_ID,
            "CurrencyIsoCode": self._currency(fields),
            "StatusCode": _status_code(fields),
            **_stage(fields),
            **self._numbers(schema),
        }
        present = {field: value for field, value in system.items() if field in schema.fields}
        self._put(name, key, {**self._blank(schema), **present, **fields})
        return key

    def update(self, name: str, identifier: str, fields: Mapping[str, Value]) -> bool:
        """Save new values; False when every one was there before (the row is stamped anyhow)."""
        key = eighteen(identifier)
        row = self._rows[name][key]
        changed = any(row.get(field) != value for field, value in fields.items())
        category = {"StatusCode": _status_code(fields)} if "StatusCode" in row else {}
        derived = category if "Status" in fields else {}
        stage = _stage(fields) if "IsWon" in row else {}
        self._put(name, key, {**row, **self._touched(), **stage, **fields, **derived})
        return changed

    def delete(self, name: str, identifier: str, *, root: str | None = None) -> None:
        """Put a row into the recycle bin, with the rows that are parts of it."""
        key = eighteen(identifier)
        self._rows[name][key] = {**self._rows[name][key], "IsDeleted": True, **self._touched()}
        self._went_with[key] = root or key
        for child, schema in self.objects.items():
            masters = [
                field.name
                for field in schema.fields.values()
                if name in field.targets and (field.has("d") or _PARTS.get(child) == field.name)
            ]
            for row in list(self.rows(child, deleted=False)):
                if any(row[master] == key for master in masters):
                    self.delete(child, str(row["Id"]), root=root or key)

    def in_bin(self, identifier: str) -> bool:
        """Tell whether a row was deleted by itself, and not too long ago to come back."""
        key = eighteen(identifier)
        name = self.type_of(key)
        row = self.find(name, key) if name else None
        return row is not None and row["IsDeleted"] is True and self._root(key) == key

    def undelete(self, identifier: str) -> list[str]:
        """Take a row and what went with it out of the recycle bin; return their ids."""
        back = list(self._gone_with(eighteen(identifier)))
        for name, key in back:
            self._rows[name][key] = {**self._rows[name][key], "IsDeleted": False, **self._touched()}
        return [key for _, key in back]

    def purge(self, identifier: str) -> list[str]:
        """Remove a row and what went with it for good, without a trace; return their ids."""
        gone = list(self._gone_with(eighteen(identifier)))
        for name, key in gone:
            del self._rows[name][key]
        self._indexes.clear()
        return [key for _, key in gone]

    def empty_log(self) -> None:
        """Let the delete log begin now: what was deleted before is no longer told."""
        self.log_begins = moment_text(self._clock.now())

    def _computed(self, name: str, row: Row) -> Row:
        formulas = FORMULAS.get(name)
        return row if formulas is None else ComputedRow(row, formulas, self)

    def _put(self, name: str, key: str, row: Row) -> None:
        """Keep a row; what was found by its references is found anew."""
        self._indexes.clear()
        self._rows[name][key] = row

    def _gone_with(self, root: str) -> Iterator[tuple[str, str]]:
        for name in self._rows:
            for row in self.tombstones(name):
                if self._root(str(row["Id"])) == root:
                    yield name, str(row["Id"])

    def _root(self, key: str) -> str:
        return self._went_with.get(key, key)

    def _bin_reaches_back(self) -> str:
        return moment_text(self._clock.now() - LIFE_IN_BIN)

    def inherit_currency(self, name: str, identifier: str) -> None:
        """Give a row the currency of its parent."""
        if "CurrencyIsoCode" in self.objects[name].fields:
            row = self._rows[name][identifier]
            self._rows[name][identifier] = {**row, "CurrencyIsoCode": self._currency(row)}

    def savepoint(self) -> Tables:
        """Return the present state, for `restore`."""
        return {name: dict(rows) for name, rows in self._rows.items()}

    def restore(self, tables: Tables) -> None:
        """Go back to a state that `savepoint` returned."""
        self._rows = tables
        self._indexes.clear()

    def _touched(self) -> dict[str, Value]:
        stamp = moment_text(self._clock.now())
        return {
            "LastModifiedDate": stamp,
            "SystemModstamp": stamp,
            "LastModifiedById": USER_ID,
        }

    def _blank(self, schema: ObjectSchema) -> Row:
        """Return a row of the object in which nothing is filled: booleans are false."""
        if schema.name not in self._blanks:
            self._blanks[schema.name] = {
                field.name: False if field.type == "boolean" else None
                for field in schema.fields.values()
            }
        return self._blanks[schema.name]

    def _new_id(self, schema: ObjectSchema) -> str:
        self._created += 1
        body = record_id(schema.name, f"created-{self._created}")[3:15]
        return eighteen(schema.prefix + body)

    def _numbers(self, schema: ObjectSchema) -> dict[str, Value]:
        form = _NUMBER_FORMS.get(schema.name, "{:09d}")
        number = form.format(len(self._rows[schema.name]) + 1)
        return dict.fromkeys(self._numbered[schema.name], number)

    def _currency(self, fields: Mapping[str, Value]) -> Value:
        """Return the currency of the record's parent, or else the org's."""
        parents = (fields.get(field) for field in _CURRENCY_FROM)
        for parent in (key for key in parents if isinstance(key, str)):
            owner = self.type_of(parent)
            row = self.find(owner, parent) if owner else None
            if row is not None:
                return row.get("CurrencyIsoCode")
        return self._org.currency


#: Standard objects whose rows are deleted with the row they are a part of.
_PARTS = {
    "OpportunityLineItemSchedule": "OpportunityLineItemId",
    "OrderItem": "OrderId",
    "QuoteLineGroup": "QuoteId",
    "QuoteLineItem": "QuoteId",
}


def _stage(fields: Mapping[str, Value]) -> dict[str, Value]:
    """Return what the stage of an opportunity means, where it is given: closed, and won."""
    stage = fields.get("StageName")
    if stage is None:
        return {}
    return {"IsWon": stage == "Closed Won", "IsClosed": str(stage).startswith("Closed")}


def _status_code(fields: Mapping[str, Value]) -> Value:
    """Return the category of a status, which orders and contracts carry besides."""
    return "Activated" if fields.get("Status") == "Activated" else "Draft"
