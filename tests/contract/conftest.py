"""Both sandboxes behind the vendors' own host names, for clients that nobody here wrote."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from bridge.sandbox import world
from bridge.sandbox.front.front import Front, open_front

NETSUITE_HOST = "1234567-sb1.suitetalk.api.netsuite.com"
SALESFORCE_HOST = "acme.my.salesforce.com"


@dataclass(frozen=True)
class Sandboxes:
    """Both sandboxes with the seeds of the demo, in the real time, and the front before them."""

    world: world.World
    front: Front

    @property
    def environment(self) -> Mapping[str, str]:
        """What a client in a process of its own needs besides the environment of this one."""
        return {**os.environ, **self.front.environment}


@pytest.fixture(scope="session")
def sandboxes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandboxes]:
    """One pair for the whole run: a test makes records under external ids of its own."""
    folder = tmp_path_factory.mktemp("sandboxes")
    plan = world.Plan(seeds=world.DEMO, folder=folder)
    with world.open_world(plan) as opened:
        servers = {"salesforce": opened.salesforce, "netsuite": opened.netsuite}
        with open_front(servers, folder) as front:
            yield Sandboxes(opened, front)


@pytest.fixture
def through_the_front(sandboxes: Sandboxes, monkeypatch: pytest.MonkeyPatch) -> Sandboxes:
    """The same, with this process's environment leading its clients through the front."""
    for name in ("NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in sandboxes.front.environment.items():
        monkeypatch.setenv(name, value)
    return sandboxes
