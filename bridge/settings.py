"""
Settings: one TOML file, environment variables over it, every default with its reason.

Variables are called BRIDGE_<SECTION>__<NAME>, for example BRIDGE_SALESFORCE__CLIENT_SECRET.
Secrets belong there or in files that only the bridge may read, not into the TOML file.
"""

import tomllib
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bridge.errors import Misconfigured

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class _Section(BaseModel):
    """A section refuses names that it does not know: a misspelt setting is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _safe_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return url.rstrip("/")
    if parts.scheme == "http" and parts.hostname in _LOOPBACK:
        return url.rstrip("/")
    raise ValueError(f"{url!r} must begin with https:// (http:// is for loopback only)")


class HttpSettings(_Section):
    """Limits of one call and of its repeats."""

    #: A server that does not accept a connection by then is down; nothing was sent.
    connect_timeout_s: float = Field(default=5.0, gt=0)
    #: Silence between two bytes. Long pages come slowly; a hung call must end.
    read_timeout_s: float = Field(default=60.0, gt=0)
    #: Of one read: a first try and three repeats ride out a short outage.
    attempts_max: int = Field(default=4, ge=1)
    #: No read is repeated longer than this, so that a pass ends.
    retry_for_s: float = Field(default=120.0, gt=0)


class SalesforceSettings(_Section):
    """How to reach the org: client credentials, or a signed assertion (JWT bearer)."""

    #: The org's My Domain address; client credentials do not work on the login host.
    url: str
    #: Pinned, so that a release of Salesforce does not change what we read.
    api_version: str = Field(default="68.0", pattern=r"^\d+\.0$")
    client_id: str
    client_secret: SecretStr | None = None
    username: str | None = None
    private_key_file: Path | None = None
    #: Below this share of the daily calls the bridge stops polling and leaves them to people.
    quota_reserve: float = Field(default=0.1, ge=0, lt=1)
    http: HttpSettings = HttpSettings()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        _safe_url(self.url)
        if not self.client_secret and not (self.username and self.private_key_file):
            raise ValueError("needs client_secret, or username with private_key_file")
        return self


class NetSuiteSettings(_Section):
    """How to reach the account: OAuth 2.0 with a certificate, or token-based authentication."""

    account: str = Field(pattern=r"^[A-Za-z0-9_]+$")
    #: Only for stand-ins on loopback; the account's own address is derived from its id.
    url: str | None = None
    client_id: str | None = None
    certificate_id: str | None = None
    private_key_file: Path | None = None
    consumer_key: str | None = None
    consumer_secret: SecretStr | None = None
    token_id: str | None = None
    token_secret: SecretStr | None = None
    #: NetSuite ends a REST request after 15 minutes; until then a silent write may still happen.
    longest_run_s: float = Field(default=900.0, gt=0)
    #: From our mark to our call. A process that was paused longer than this sends nothing any more,
    #: because another may have taken over; five seconds are a long pause for a healthy one.
    grace_s: float = Field(default=5.0, gt=0)
    #: Concurrent requests that we take of the account's own limit (5 on the Standard tier).
    concurrency: int = Field(default=2, ge=1)
    http: HttpSettings = HttpSettings()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.url is not None:
            _safe_url(self.url)
        if self.oauth2 == self.token_based:
            raise ValueError(
                "needs either client_id, certificate_id and private_key_file, "
                "or consumer_key, consumer_secret, token_id and token_secret"
            )
        return self

    @property
    def oauth2(self) -> bool:
        """Whether the OAuth 2.0 client credentials are complete."""
        return bool(self.client_id and self.certificate_id and self.private_key_file)

    @property
    def token_based(self) -> bool:
        """Whether the token-based credentials are complete."""
        return bool(
            self.consumer_key and self.consumer_secret and self.token_id and self.token_secret
        )

    @property
    def address(self) -> str:
        """Scheme and host of the account's REST services."""
        host = self.account.lower().replace("_", "-")
        return _safe_url(self.url or f"https://{host}.suitetalk.api.netsuite.com")


class StoreSettings(_Section):
    """Where the bridge keeps what it knows; the URL is the only switch between databases."""

    #: sqlite:///path for one process, postgresql://... for production.
    url: str = "sqlite:///var/bridge.sqlite"


class RulesSettings(_Section):
    """Where the rulebook stands."""

    folder: Path = Path("config/rules")


class SyncSettings(_Section):
    """The pace of a pass."""

    #: How often the daemon looks for changes.
    every_s: int = Field(default=60, ge=1)
    #: A row appears when its transaction commits, with the time of its save; five minutes cover it.
    safety_lag_s: int = Field(default=300, ge=0)
    #: Read again this far back, for transactions that took longer still.
    overlap_s: int = Field(default=600, ge=0)
    #: An order whose records are still incomplete after this long becomes an exception.
    incomplete_after_s: int = Field(default=3600, ge=0)
    #: `sync --once` waits this long for unknown outcomes to settle before it ends.
    wait_for_unknown_s: float = Field(default=30.0, ge=0)
    #: Orders of one fetch; 200 ids fit one request.
    batch_size: int = Field(default=100, ge=1, le=200)


class Settings(BaseSettings):
    """Everything that an operator may set."""

    model_config = SettingsConfigDict(
        env_prefix="BRIDGE_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    salesforce: SalesforceSettings
    netsuite: NetSuiteSettings
    store: StoreSettings = StoreSettings()
    rules: RulesSettings = RulesSettings()
    sync: SyncSettings = SyncSettings()
    #: For rehearsals of a crash: the process kills itself at this commit point.
    crash_at: str | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic-settings calls it by these names
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment over file; `load` hands the file in as the initial values."""
        return (env_settings, init_settings)


def load(file: Path) -> Settings:
    """
    Read the settings file and the environment.

    Raises Misconfigured, with every finding at once, if one is missing, unknown or out of range.
    """
    if not file.is_file():
        raise Misconfigured(
            "there is no such settings file",
            where=str(file),
            act="name one with --config, or copy config/bridge.toml",
        )
    try:
        return Settings(**tomllib.loads(file.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(
            f"this is no TOML: {error}", where=str(file), act="correct the line and start again"
        ) from error
    except (ValueError, OSError) as error:
        raise Misconfigured(
            _findings(error), where=str(file), act="correct the settings and start again"
        ) from error


def _findings(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    return "; ".join(
        f"{'.'.join(str(part) for part in one['loc']) or 'settings'}: {one['msg']}"
        for one in error.errors(include_input=False, include_url=False)
    )
