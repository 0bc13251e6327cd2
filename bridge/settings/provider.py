"""The section of the identity provider: where people sign in with what they have there."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr

from bridge.people.provided import Mapped
from bridge.people.roles import Role
from bridge.settings.sections import LOOPBACK, Section, Text


def _issuer(url: str) -> str:
    """Return the issuer to the letter, as tokens name it; the message never repeats it."""
    parts = urlsplit(url)
    if parts.username is not None or parts.password is not None or not parts.hostname:
        raise ValueError("an issuer has a host, no user and no password")
    if parts.query or parts.fragment:
        raise ValueError("an issuer has no query and no fragment")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ValueError("must begin with https:// (http:// is for loopback only)")
    return url


class ProviderSettings(Section):
    """An identity provider that speaks OpenID Connect, and which of its groups have which roles."""

    #: To the letter what the provider calls itself, a slash at its end included.
    issuer: Annotated[str, AfterValidator(_issuer)]
    client_id: Text
    #: None for a client that is registered as a public one; the code is bound to us in any case.
    client_secret: SecretStr | None = None
    #: What the ID token calls the groups of a person; providers differ.
    groups_claim: Text = "groups"
    #: Roles by group; who is in none of them is not let in.
    groups: Mapping[str, tuple[Role, ...]] = {}
    #: What stands on the button.
    label: Text = "Sign in with the identity provider"

    @property
    def mapped(self) -> Mapped:
        """The roles by group."""
        return Mapped(self.groups)
