"""A seed into the store."""

from datetime import datetime

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.salesforce.errors import ApiError
from bridge.sandbox.salesforce.objects import ObjectSchema
from bridge.sandbox.salesforce.org import Org, objects_of, own_records
from bridge.sandbox.salesforce.store import AGE_OF_SEED, Store
from bridge.sandbox.salesforce.values import Value, stored
from bridge.sandbox.seeds import Seed, SeedInvalid, SeedRecord

#: How far a currency is handed down: quote, order, item, subscription, and one to spare.
GENERATIONS = 5


def filled_store(org: Org, seed: Seed, clock: SimulatedClock) -> Store:
    """
    Return a store with the records of every org and of the seed, saved one hour ago.

    Raises SeedInvalid with every record and field that the org cannot hold.
    """
    objects = objects_of(org, seed)
    store = Store(org, objects, clock)
    at = clock.now() - AGE_OF_SEED
    for name, identifier, fields in own_records(org, seed):
        schema = objects[name]
        values = {field: stored(schema.fields[field], value) for field, value in fields.items()}
        store.insert(name, values, identifier=identifier, at=at)
    findings: list[str] = []
    for record in seed.records:
        _insert(store, record, at, findings)
    if findings:
        raise SeedInvalid(findings)
    _hand_down_currency(store, seed)
    return store


def _insert(store: Store, record: SeedRecord, at: datetime, findings: list[str]) -> None:
    values: dict[str, Value] = {}
    schema: ObjectSchema = store.objects[record.type]
    for name, given in record.fields.items():
        try:
            values[name] = stored(schema.fields[name], given)
        except ApiError as error:
            findings.append(f"{record.places[name]}, field {name}: {error.message}")
    store.insert(record.type, values, identifier=record.id, at=at)


def _hand_down_currency(store: Store, seed: Seed) -> None:
    """Give records without a currency of their own that of their parent, wherever it stands."""
    heirs = [record for record in seed.records if "CurrencyIsoCode" not in record.fields]
    for _ in range(GENERATIONS):
        for record in heirs:
            store.inherit_currency(record.type, record.id)
