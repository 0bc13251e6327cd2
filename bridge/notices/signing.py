"""
Signatures of outgoing webhooks after Standard Webhooks 1.0.0.

Signed are the id, the time and the bytes of the body; a receiver turns down what is older than a
few minutes, and an id that it knows. Source: standardwebhooks.com, "Signature scheme".
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

_PREFIX = "whsec_"
#: Bytes of a secret; the standard asks for 24 to 64.
_BYTES_MIN, _BYTES_MAX = 24, 64


def key_of(secret: str) -> bytes:
    """
    Return the key in a secret; ValueError for what is none, without repeating it.

    >>> len(key_of("whsec_" + "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"))
    24
    """
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("a secret is whsec_ and base64") from error
    if not _BYTES_MIN <= len(key) <= _BYTES_MAX:
        raise ValueError(f"a secret has {_BYTES_MIN} to {_BYTES_MAX} bytes, in base64")
    return key


def headers(key: bytes, number: str, at: datetime, body: bytes) -> Mapping[str, str]:
    """Return the headers that a receiver checks; `at` is when it is sent, this time."""
    seconds = str(int(at.timestamp()))
    signed = b".".join((number.encode(), seconds.encode(), body))
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": number,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{signature}",
    }
