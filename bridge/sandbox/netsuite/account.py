"""The account: its record types, records and settings, seen by all parts of the server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.netsuite.records.store import Store
from bridge.sandbox.netsuite.schema.fields import RecordType
from bridge.sandbox.netsuite.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One NetSuite account."""

    types: Mapping[str, RecordType]
    clock: SimulatedClock
    settings: Settings
    store: Store = field(default_factory=Store)
