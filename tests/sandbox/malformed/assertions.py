"""Assertions that are wrong in their header, their claims, their signature or their form."""

import base64
import json
import random
from collections.abc import Mapping

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from tests.sandbox.malformed.mutations import noise, spoiled, spoiled_json


def wrong(
    header: Mapping[str, object],
    claims: Mapping[str, object],
    key: RSAPrivateKey,
    chance: random.Random,
) -> str:
    """Return a spoiled assertion; most are signed as they are, so that their claims are read."""
    parts = [json.dumps(header).encode(), json.dumps(claims).encode()]
    at = chance.randint(0, 2)
    if at < 2:
        parts[at] = spoiled_json((header, claims)[at], chance)
    text = b".".join(map(_encoded, parts))
    signature = key.sign(text, padding.PKCS1v15(), hashes.SHA256())
    if header["alg"] == "PS256":
        length = hashes.SHA256.digest_size
        pss = padding.PSS(padding.MGF1(hashes.SHA256()), length)
        signature = key.sign(text, pss, hashes.SHA256())
    if chance.random() < 0.1:
        signature = noise(chance)
    whole = (text + b"." + _encoded(signature)).decode()
    return spoiled(whole, chance) if at == 2 else whole


def _encoded(part: bytes) -> bytes:
    return base64.urlsafe_b64encode(part).rstrip(b"=")
