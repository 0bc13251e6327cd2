"""Accounts as tests need them: valid settings, a clock that stands, a wait that takes no time."""

from collections.abc import Callable
from typing import Any

from bridge.adapters.netsuite.client import NetSuite
from bridge.settings import NetSuiteSettings
from tests.adapters.netsuite.scripted import SetClock

URL = "http://127.0.0.1:9"
RECORDS = f"{URL}/services/rest/record/v1"
SUITEQL = f"{URL}/services/rest/query/v1/suiteql"

#: No word of these may ever appear in a message or a log.
SECRETS = ("consumer-secret-7Qz", "token-secret-9Xw")


def token_based(url: str = URL, **limits: Any) -> NetSuiteSettings:
    return NetSuiteSettings.model_validate(
        {
            "account": "1234567_SB1",
            "url": url,
            "consumer_key": "a-consumer-key",
            "consumer_secret": SECRETS[0],
            "token_id": "a-token",
            "token_secret": SECRETS[1],
            "http": limits,
        }
    )


def account(url: str = URL, **limits: Any) -> NetSuite:
    return NetSuite(token_based(url, **limits), SetClock(), no_wait)


def no_wait(_seconds: float) -> None:
    """Wait no time at all."""


def noting(waits: list[float]) -> Callable[[float], None]:
    """Wait no time, but note how long it would have been."""
    return waits.append
