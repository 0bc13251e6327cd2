"""What the org knows of the one application that may come in, and of the user it runs as."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """The sandbox's own secrets; they open nothing but this stand-in."""

    client_id: str
    client_secret: str
    username: str
    public_key_pem: str | None = None  #: None: the JWT bearer flow is refused
    refresh_token: str | None = None  #: None: the refresh flow is refused
    password: str | None = None  #: None: nobody comes in with a password
    security_token: str = ""  #: stands behind the password
