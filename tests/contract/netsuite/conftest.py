"""Clients of NetSuite that are signed in, through the front, under the vendor's host names."""

from __future__ import annotations

import os

import pytest
from netsuite import (  # type: ignore[import-untyped]  # it has no types
    Config,
    NetSuiteRestApi,
    NetSuiteRestlet,
    TokenAuth,
)

from bridge.sandbox import world
from tests.contract.conftest import Sandboxes

CONSUMER_KEY, TOKEN_ID = "sandbox-consumer", "sandbox-token"


def config(**tokens: str) -> Config:
    """Return what the `netsuite` package needs for token-based authentication."""
    right = {
        "consumer_key": CONSUMER_KEY,
        "consumer_secret": world.CLIENT_SECRET,
        "token_id": TOKEN_ID,
        "token_secret": world.CLIENT_SECRET,
    }
    return Config(account=world.ACCOUNT, auth=TokenAuth(**{**right, **tokens}))


@pytest.fixture
def rest(through_the_front: Sandboxes) -> NetSuiteRestApi:
    """The `netsuite` package as it comes, with addresses of its own."""
    assert os.environ["HTTPS_PROXY"] == through_the_front.front.url
    return NetSuiteRestApi(config())


@pytest.fixture
def restlet(through_the_front: Sandboxes) -> NetSuiteRestlet:
    """The same package's client of RESTlets, which have a host name of their own."""
    assert os.environ["HTTPS_PROXY"] == through_the_front.front.url
    return NetSuiteRestlet(config())


@pytest.fixture
def stranger(through_the_front: Sandboxes) -> NetSuiteRestApi:
    """The same package with a wrong secret."""
    assert os.environ["HTTPS_PROXY"] == through_the_front.front.url
    return NetSuiteRestApi(config(token_secret="wrong"))
