"""What a pass stands between."""

from dataclasses import dataclass

from bridge.adapters.netsuite.client import NetSuite
from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.store.database import Store
from bridge.model.calendar import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The two systems, the store between them, and the present."""

    salesforce: Salesforce
    netsuite: NetSuite
    store: Store
    clock: Clock
