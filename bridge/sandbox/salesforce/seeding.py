"""A seed into the store."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.salesforce.errors import ApiError
from bridge.sandbox.salesforce.objects import ObjectSchema
from bridge.sandbox.salesforce.org import PERSON_ID, Org, objects_of, own_records
from bridge.sandbox.salesforce.store import AGE_OF_SEED, Store
from bridge.sandbox.salesforce.values import Value, stored
from bridge.sandbox.seeds import Seed, SeedInvalid, SeedRecord

#: How far a currency is handed down: quote, order, item, subscription, and one to spare.
GENERATIONS = 5


def filled_store(org: Org, seed: Seed, clock: SimulatedClock, username: str = "") -> Store:
    """
    Return a store with the records of every org and of the seed, saved one hour ago.

    `username` is that of the user whom callers run as.

    Raises SeedInvalid with every record and field that the org cannot hold.
    """
    objects = objects_of(org, seed)
    store = Store(org, objects, clock)
    at = clock.now() - AGE_OF_SEED
    for name, identifier, fields in own_records(org, seed, username):
        schema = objects[name]
        values = {field: stored(schema.fields[field], value) for field, value in fields.items()}
        store.insert(name, values, identifier=identifier, at=at)
    _save(store, seed.records, at)
    _hand_down_currency(store, org, seed.records)
    return store


def arrive(store: Store, org: Org, records: Sequence[SeedRecord], at: datetime) -> None:
    """
    Save further records in a running org, as if a person had worked there at that moment.

    A record that is there already is updated. Raises SeedInvalid, and then nothing is saved.
    """
    findings = [finding for record in records for finding in _unfit(store, record)]
    if findings:
        raise SeedInvalid(findings)
    _save(store, records, at)
    _hand_down_currency(store, org, records)


def _unfit(store: Store, record: SeedRecord) -> Iterator[str]:
    schema = store.objects.get(record.type)
    if schema is None:
        yield f"{record.place}: this org has no object {record.type}"
        return
    for name in record.fields:
        if name == "Id" or name not in schema.fields:
            yield f"{record.places[name]}, field {name}: unknown to this object of a running org"


def _save(store: Store, records: Sequence[SeedRecord], at: datetime) -> None:
    findings: list[str] = []
    rows = [(record, _values(store, record, findings)) for record in records]
    if findings:
        raise SeedInvalid(findings)
    for record, values in rows:
        is_new = store.find(record.type, record.id) is None
        saved = {**_by_a_person(store.objects[record.type], is_new=is_new), **values}
        if is_new:
            store.insert(record.type, saved, identifier=record.id, at=at)
        else:
            store.update(record.type, record.id, saved)


def _by_a_person(schema: ObjectSchema, *, is_new: bool) -> dict[str, Value]:
    names = ("CreatedById", "LastModifiedById") if is_new else ("LastModifiedById",)
    return {name: PERSON_ID for name in names if name in schema.fields}


def _values(store: Store, record: SeedRecord, findings: list[str]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    schema: ObjectSchema = store.objects[record.type]
    for name, given in record.fields.items():
        try:
            values[name] = stored(schema.fields[name], given)
        except ApiError as error:
            findings.append(f"{record.places[name]}, field {name}: {error.message}")
    return values


def _hand_down_currency(store: Store, org: Org, records: Sequence[SeedRecord]) -> None:
    """Give records without a currency of their own that of their parent, wherever it stands."""
    if not org.multi_currency:
        return
    heirs = [record for record in records if "CurrencyIsoCode" not in record.fields]
    for _ in range(GENERATIONS):
        for record in heirs:
            store.inherit_currency(record.type, record.id)
