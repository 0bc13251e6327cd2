"""The `netsuite` package from the package index, unchanged, at work in the stand-in."""

from __future__ import annotations

import asyncio

import pytest
from netsuite import NetSuiteRestApi  # type: ignore[import-untyped]  # it has no types

#: What the package does with its own libraries is its own affair.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def test_it_asks_for_records_it_knows_by_query(rest: NetSuiteRestApi) -> None:
    answer = asyncio.run(rest.suiteql("SELECT id, symbol FROM currency WHERE symbol = 'USD'"))
    assert [row["symbol"] for row in answer["items"]] == ["USD"]
