"""Clients of NetSuite that are signed in, through the front, under the vendor's host names."""

from __future__ import annotations

import os

import pytest
from netsuite import Config, NetSuiteRestApi, TokenAuth  # type: ignore[import-untyped]  # it has no types

from bridge.sandbox import world
from tests.contract.conftest import Sandboxes


@pytest.fixture
def rest(through_the_front: Sandboxes) -> NetSuiteRestApi:
    """The `netsuite` package as it comes: token-based authentication, addresses of its own."""
    assert os.environ["HTTPS_PROXY"] == through_the_front.front.url
    tokens = TokenAuth(
        consumer_key="sandbox-consumer",
        consumer_secret=world.CLIENT_SECRET,
        token_id="sandbox-token",
        token_secret=world.CLIENT_SECRET,
    )
    return NetSuiteRestApi(Config(account=world.ACCOUNT, auth=tokens))
