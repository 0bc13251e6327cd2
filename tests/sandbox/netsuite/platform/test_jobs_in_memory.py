"""What a job did is remembered like any other write."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import requests

from bridge.sandbox import world
from bridge.sandbox.netsuite.platform.jobs import JOB_PATH
from tests.sandbox.netsuite.client import RECORDS

BATCH = {
    "Prefer": "respond-async",
    "Content-Type": "application/vnd.oracle.resource+json; type=collection",
}


def held(opened: world.World) -> dict[str, Any]:
    """Return the customers of the test by external id, with their ids."""
    address = f"{opened.netsuite.url}/_sandbox/records"
    records = requests.get(address, params={"type": "customer"}, timeout=5).json()["records"]
    ours = (one for one in records if one.get("externalId", "").startswith("JOB-"))
    return {one["externalId"]: (one["id"], one["companyName"]) for one in ours}


def test_a_sandbox_that_is_opened_again_holds_what_a_batch_wrote(tmp_path: Path) -> None:
    plan = world.Plan(seeds=world.DEMO[:1], folder=tmp_path, remembers=True)
    items = [
        {"externalId": f"JOB-{n}", "companyName": f"C{n}", "subsidiary": {"externalId": "US-INC"}}
        for n in range(2)
    ]
    with world.open_world(plan) as opened:
        token = asyncio.run(world.netsuite_authorization(opened))
        answer = requests.post(
            f"{opened.netsuite.url}{RECORDS}/customer",
            data=json.dumps({"items": items}),
            headers={**token, **BATCH},
            timeout=5,
        )
        assert answer.headers["Location"] == f"{opened.netsuite.url}{JOB_PATH}/1"
        before = held(opened)
    with world.open_world(plan) as opened:
        assert held(opened) == before
    assert [name for _, name in before.values()] == ["C0", "C1"]
