"""Verify the token passport of a request: a signature over five values, each nonce once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

from bridge.sandbox.netsuite.access.nonces import Nonces
from bridge.sandbox.netsuite.credentials import Credentials
from bridge.sandbox.netsuite.soap.faults import invalid_login, not_logged_in
from bridge.sandbox.netsuite.soap.xmlread import Node

_TOLERANCE_S = 300
_NONCE = re.compile(r"[A-Za-z0-9]{6,64}")
_ALGORITHM = "HMAC-SHA256"
_SIGNED = ("account", "consumerKey", "token", "nonce", "timestamp")


class Passports:
    """Let in who signs with the secrets of the one integration."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._nonces = Nonces(_TOLERANCE_S)

    def check(self, header: Node | None, now_s: float) -> None:
        """
        Check the passport in the header of a message; `now_s` is seconds since 1970.

        Raises:
            SoapFault: there is none, or it is wrong, stale, or was used before.
        """
        passport = None if header is None else header.child("tokenPassport")
        if passport is None:
            raise not_logged_in()
        given = {name: passport.value(name) or "" for name in _SIGNED}
        if not (self._is_ours(given) and self._is_signed(passport, given)):
            raise invalid_login()
        if not self._is_fresh(given["nonce"], given["timestamp"], now_s):
            raise invalid_login()

    def _is_ours(self, given: dict[str, str]) -> bool:
        ours = self._credentials
        return (given["account"], given["consumerKey"], given["token"]) == (
            ours.account,
            ours.consumer_key,
            ours.token_id,
        )

    def _is_signed(self, passport: Node, given: dict[str, str]) -> bool:
        signed = passport.child("signature")
        if signed is None or signed.attributes.get("algorithm") != _ALGORITHM:
            return False
        expected = signature("&".join(given[name] for name in _SIGNED), self._credentials)
        return hmac.compare_digest(expected.encode(), signed.text.strip().encode())

    def _is_fresh(self, nonce: str, timestamp: str, now_s: float) -> bool:
        """A nonce counts as used only when all else is right, so that it is checked last."""
        if not re.fullmatch(r"[0-9]{1,12}", timestamp) or not _NONCE.fullmatch(nonce):
            return False
        return self._nonces.use(nonce, int(timestamp), now_s)


def signature(text: str, credentials: Credentials) -> str:
    """Sign a text with both secrets, which are not encoded; base64."""
    key = f"{credentials.consumer_secret}&{credentials.token_secret}"
    return base64.b64encode(hmac.digest(key.encode(), text.encode(), hashlib.sha256)).decode()
