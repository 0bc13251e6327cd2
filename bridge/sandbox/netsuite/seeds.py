"""
What an account holds at its start, and how seed files add to it.

A seed file is JSON: `{"records": [{"type": "customer", "externalId": "...", FIELD: VALUE, ...}],
"customFields": {"salesOrder": {"custbody_x": "text"}, "salesOrder.item": {...}}, "settings": {}}`,
each part optional. A record is written as a REST body; one with the type and external id of an
earlier record updates it. References lead to records of earlier places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.netsuite import default_seed, jsontext
from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import Refusal
from bridge.sandbox.netsuite.records.bodies import Options, Validation
from bridge.sandbox.netsuite.records.writing import write
from bridge.sandbox.netsuite.schema.catalog import catalog
from bridge.sandbox.netsuite.schema.subscriptions import NAMES as SUITE_BILLING
from bridge.sandbox.netsuite.settings import Settings, parse_settings

_PARTS = frozenset({"records", "customFields", "settings"})
_STRICT = Options(names=Validation.ERROR, trusted=True)


class SeedInvalid(ValueError):
    """A seed cannot be used; the message names file and record."""


@dataclass(frozen=True, slots=True)
class SeedRecord:
    """One record of a seed, as written."""

    place: str  #: for messages: "deal.json, record 3"
    type: str
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """The contents of an account before the first request."""

    records: tuple[SeedRecord, ...] = ()
    custom_fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)

    def add_records(self, written: Iterable[object], where: str) -> Seed:
        """
        Return the seed with further records behind its own.

        Raises:
            SeedInvalid: a record is no object, or names no type.
        """
        added = (_record(one, f"{where}, record {n}") for n, one in enumerate(written, 1))
        return replace(self, records=(*self.records, *added))

    def add_customers(self, names: Mapping[str, str]) -> Seed:
        """
        Return the seed with customers: external id -> company name.

        They buy from every subsidiary and in every currency of the seed, the first ones by default.
        """
        sellers = [_reference(record) for record in self.records if record.type == "subsidiary"]
        money = [_reference(record) for record in self.records if record.type == "currency"]
        bodies = (
            {
                "type": "customer",
                "externalId": external_id,
                "companyName": name,
                "subsidiary": sellers[0],
                "currency": money[0],
                "subsidiaries": {"items": sellers},
                "currencies": {"items": money},
            }
            for external_id, name in names.items()
        )
        return self.add_records(bodies, "customers")

    def open_account(self, clock: SimulatedClock) -> Account:
        """
        Return an account that holds the records of the seed.

        Raises:
            SeedInvalid: a record is refused; the message says where and why.
        """
        try:
            types = catalog(self.custom_fields)
            if not self.settings.suite_billing:
                types = {name: one for name, one in types.items() if name not in SUITE_BILLING}
        except ValueError as error:
            raise SeedInvalid(str(error)) from error
        account = Account(types=types, clock=clock, settings=self.settings)
        for record in self.records:
            put(account, record)
        return account


def put(account: Account, seeded: SeedRecord) -> None:
    """
    Write a record into the account as its owner would, past what REST forbids.

    Raises:
        SeedInvalid: the record is refused; the message says where and why.
    """
    record_type = account.types.get(seeded.type)
    if record_type is None:
        raise SeedInvalid(f"{seeded.place}: unknown type {seeded.type!r}")
    external_id = seeded.body.get("externalId")
    existing = None
    if isinstance(external_id, str):
        existing = account.store.by_external_id(record_type.family, external_id)
    try:
        write(account, record_type, seeded.body, existing, _STRICT)
    except Refusal as refusal:
        at = f" ({refusal.at.value})" if refusal.at else ""
        raise SeedInvalid(f"{seeded.place}: {refusal.detail}{at}") from refusal


def default() -> Seed:
    """Return the seed of an account that has not been told anything."""
    seed = Seed(custom_fields=default_seed.CUSTOM_FIELDS)
    return seed.add_records(default_seed.records(), "default seed")


def read(text: bytes, where: str, onto: Seed) -> Seed:
    """
    Return the seed with the contents of a seed file added; `where` names it in messages.

    Raises:
        SeedInvalid: no JSON, or not the form above.
    """
    try:
        written = jsontext.read(text)
    except jsontext.JsonInvalid as error:
        raise SeedInvalid(f"{where}: {error}") from error
    if not isinstance(written, dict) or set(written) - _PARTS:
        raise SeedInvalid(f"{where}: expected an object with records, customFields, settings")
    chosen = written.get("settings")
    if not isinstance(chosen, Mapping | None):
        raise SeedInvalid(f"{where}: settings are an object")
    try:
        settings = onto.settings if chosen is None else parse_settings(chosen)
    except ValueError as error:
        raise SeedInvalid(f"{where}: {error}") from error
    custom = _merged_fields(onto.custom_fields, written.get("customFields", {}), where)
    seed = replace(onto, settings=settings, custom_fields=custom)
    records = written.get("records", [])
    if not isinstance(records, list):
        raise SeedInvalid(f"{where}: records must be a list")
    return seed.add_records(records, where)


def load(paths: Iterable[Path], onto: Seed | None = None) -> Seed:
    """
    Return a seed, by default that of `default()`, with the files added, in their order.

    Raises:
        SeedInvalid: a file cannot be read.
    """
    seed = default() if onto is None else onto
    for path in paths:
        try:
            text = path.read_bytes()
        except OSError as error:
            raise SeedInvalid(f"{path}: {error.strerror}") from error
        seed = read(text, str(path), seed)
    return seed


def _record(written: object, place: str) -> SeedRecord:
    if not isinstance(written, Mapping) or not isinstance(written.get("type"), str):
        raise SeedInvalid(f"{place}: a record is an object with a type")
    body = {name: value for name, value in written.items() if name != "type"}
    return SeedRecord(place, written["type"], body)


def _merged_fields(
    first: Mapping[str, Mapping[str, str]], added: object, where: str
) -> Mapping[str, Mapping[str, str]]:
    if not isinstance(added, Mapping) or not all(
        isinstance(one, Mapping) for one in added.values()
    ):
        raise SeedInvalid(f"{where}: customFields maps a place to names with their kinds")
    return {place: {**first.get(place, {}), **added.get(place, {})} for place in {**first, **added}}


def _reference(record: SeedRecord) -> dict[str, object]:
    return {"externalId": record.body["externalId"]}
