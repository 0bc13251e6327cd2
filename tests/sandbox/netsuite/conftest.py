"""Accounts that tests of the stand-in call."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sandbox.netsuite.client import NetSuite, opened


@pytest.fixture
def netsuite() -> Iterator[NetSuite]:
    """An account with the default contents and one customer, that one test may change."""
    with opened() as fresh:
        yield fresh
