"""The one integration that the account knows, with its secrets for both ways to log in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Client credentials with a certificate, and token-based authentication."""

    account: str  #: in the form of the realm, e.g. "1234567_SB1"
    client_id: str
    certificate_id: str  #: the `kid` of assertions
    public_key_pem: str
    consumer_key: str
    consumer_secret: str
    token_id: str
    token_secret: str

    @property
    def host(self) -> str:
        """The account's official host name."""
        name = self.account.lower().replace("_", "-")
        return f"{name}.suitetalk.api.netsuite.com"
