"""An org with enough rows for several pages, and the clients that work on it."""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest

from bridge.sandbox.seeds import Seed, read
from tests.contract.salesforce.node import PROGRAMS, node
from tests.sandbox.salesforce.client import CPQ_B, SECRETS, Org, accounts, opened

ACCOUNTS = 450
KNOWN = {"password": "pass&word", "security_token": "TOKEN", "refresh_token": "refresh-me"}


def seed() -> Seed:
    """Return the scenario B, and accounts for three pages of the smallest size."""
    plain = json.dumps({"org": {"currency": "USD"}, "records": accounts(ACCOUNTS)})
    return read({CPQ_B.name: CPQ_B.read_text(encoding="utf-8"), "accounts.json": plain})


@pytest.fixture(scope="session")
def busy_org() -> Iterator[Org]:
    """An org for one client that works on all of it."""
    with opened(seed(), **KNOWN) as org:
        yield org


@pytest.fixture(scope="session")
def jsforce(busy_org: Org) -> Any:
    """What jsforce tells of its work on the org: room -> check -> value, or what was refused."""
    user = {"url": busy_org.url, "username": "bridge@example.com"}
    return node(PROGRAMS / "main.cjs", {**user, **SECRETS, **KNOWN}, os.environ)
