"""Orgs that tests of the stand-in ask."""

from collections.abc import Iterator

import pytest

from bridge.sandbox.seeds import load
from tests.sandbox.salesforce.client import CPQ_A, CPQ_B, Org, opened


@pytest.fixture(scope="session")
def shared_org() -> Iterator[Org]:
    """An org with the CPQ scenarios A and B that a whole run reads, and no test changes."""
    with opened(load([CPQ_A, CPQ_B])) as org:
        yield org


@pytest.fixture
def org() -> Iterator[Org]:
    """An org with the CPQ scenario B that one test may change."""
    with opened(load([CPQ_B])) as fresh:
        yield fresh
