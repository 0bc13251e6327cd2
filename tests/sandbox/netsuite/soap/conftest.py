"""The SOAP port of an account that one test may change."""

from __future__ import annotations

import pytest

from tests.sandbox.netsuite.client import NetSuite
from tests.sandbox.netsuite.soap.messages import Soap


@pytest.fixture
def soap(netsuite: NetSuite) -> Soap:
    """A caller with the right token."""
    return Soap(netsuite)
