"""An org with enough rows for several pages, and the clients that work on it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bridge.sandbox.seeds import Seed, read
from tests.sandbox.salesforce.client import CPQ_B, SECRETS, Org, accounts, opened

ACCOUNTS = 450
LOGIN = {"username": "bridge@example.com", "password": "pass&word", "security_token": "TOKEN"}
REFRESH_TOKEN = "refresh-me"
CLIENTS = Path(sys.prefix) / "foreign-clients" / "node_modules"
PROGRAM = Path(__file__).parent / "jsforce" / "main.cjs"


def seed() -> Seed:
    """Return the scenario B, and accounts for three pages of the smallest size."""
    plain = json.dumps({"org": {"currency": "USD"}, "records": accounts(ACCOUNTS)})
    return read({CPQ_B.name: CPQ_B.read_text(encoding="utf-8"), "accounts.json": plain})


@pytest.fixture(scope="session")
def busy_org() -> Iterator[Org]:
    """An org for one client that works on all of it."""
    with opened(
        seed(),
        refresh_token=REFRESH_TOKEN,
        **{name: LOGIN[name] for name in ("password", "security_token")},
    ) as org:
        yield org


@pytest.fixture(scope="session")
def jsforce(busy_org: Org) -> Any:
    """What jsforce tells of its work on the org: room -> check -> value, or what was refused."""
    if not CLIENTS.is_dir():
        pytest.skip(f"jsforce is not in {CLIENTS}: `make test` installs it")
    org = {"url": busy_org.url, "refresh_token": REFRESH_TOKEN, **SECRETS, **LOGIN}
    node = Path(sys.prefix) / "bin" / "node"
    done = subprocess.run(
        [node, PROGRAM],
        env={**os.environ, "NODE_PATH": str(CLIENTS), "ORG": json.dumps(org)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
