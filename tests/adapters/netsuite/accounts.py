"""Accounts as tests need them: valid settings, a clock that stands, a wait that takes no time."""

from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bridge.adapters.netsuite.client import NetSuite
from bridge.settings import NetSuiteSettings
from tests.adapters.netsuite.scripted import SetClock

URL = "http://127.0.0.1:9"
RECORDS = f"{URL}/services/rest/record/v1"
SUITEQL = f"{URL}/services/rest/query/v1/suiteql"

RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)

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


def pem(key: Any, password: bytes | None = None) -> bytes:
    """A private key as the text of its file."""
    lock = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    written: bytes = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock
    )
    return written


def public_pem(key: Any) -> bytes:
    """The public half of a key, as the text of its file."""
    written: bytes = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return written
