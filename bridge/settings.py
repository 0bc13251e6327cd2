"""
Settings: one TOML file, environment variables over it, every default with its reason.

Variables are called BRIDGE_<SECTION>__<NAME>, for example BRIDGE_SALESFORCE__CLIENT_SECRET.
Secrets belong there or in files that only the bridge may read, not into the TOML file.
"""

import os
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic.functional_validators import model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bridge.errors import Misconfigured

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PREFIX = "BRIDGE_"
_DAY_S = 86_400
_URL_PASSWORD = re.compile(r":([^/\s:@]+)@")
#: A secret by name, or the password of a URL, outside comments.
_OPEN_SECRET = re.compile(r"(?m)^[^#\n]*(?:\b(?P<name>\w+_secret)\s*=\s*[\"'][^\"'\s]|:[^/\s:@]+@)")


class _Section(BaseModel):
    """A section refuses names that it does not know: a misspelt setting is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _safe_url(url: str) -> str:
    """Return scheme, host and port; the message never repeats an address that may hold a secret."""
    parts = urlsplit(url)
    if parts.port == 0:  # one that is out of range raises by itself
        raise ValueError("port 0 is no port")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address holds no user and no password")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("an address ends with its host, as in https://name.example.com")
    secure = parts.scheme == "https" and parts.hostname
    if not secure and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise ValueError("must begin with https:// (http:// is for loopback only)")
    return url.rstrip("/")


#: Scheme and host of a system, without a slash at the end.
Address = Annotated[str, AfterValidator(_safe_url)]
#: More than nothing and no more than a day: what is longer is a slip.
Seconds = Annotated[float, Field(gt=0, le=_DAY_S)]
Text = Annotated[str, Field(min_length=1)]


class HttpSettings(_Section):
    """Limits of one call and of its repeats."""

    #: A server that does not accept a connection by then is down; nothing was sent.
    connect_timeout_s: Seconds = 5.0
    #: Silence between two bytes. Long pages come slowly; a hung call must end.
    read_timeout_s: Seconds = 60.0
    #: Of one read: a first try and three repeats ride out a short outage.
    attempts_max: int = Field(default=4, ge=1, le=100)
    #: No read is repeated longer than this, so that a pass ends.
    retry_for_s: Seconds = 120.0


class SalesforceSettings(_Section):
    """How to reach the org: client credentials, or a signed assertion (JWT bearer)."""

    #: The org's My Domain address; client credentials do not work on the login host.
    url: Address
    #: Pinned, so that a release of Salesforce does not change what we read.
    api_version: str = Field(default="68.0", pattern=r"^\d+\.0$")
    client_id: Text
    client_secret: SecretStr | None = None
    username: str | None = None
    private_key_file: Path | None = None
    #: Below this share of the daily calls the bridge stops polling and leaves them to people.
    quota_reserve: float = Field(default=0.1, ge=0, lt=1)
    http: HttpSettings = HttpSettings()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.client_secret and not (self.username and self.private_key_file):
            raise ValueError("needs client_secret, or username with private_key_file")
        return self


class NetSuiteSettings(_Section):
    """How to reach the account: OAuth 2.0 with a certificate, or token-based authentication."""

    account: str = Field(pattern=r"^[A-Za-z0-9_]+$")
    #: Only for stand-ins on loopback; the account's own address is derived from its id.
    url: Address | None = None
    client_id: str | None = None
    certificate_id: str | None = None
    private_key_file: Path | None = None
    consumer_key: str | None = None
    consumer_secret: SecretStr | None = None
    token_id: str | None = None
    token_secret: SecretStr | None = None
    #: NetSuite ends a REST request after 15 minutes; until then a silent write may still happen.
    longest_run_s: Seconds = 900.0
    #: From our mark to our call; who was paused longer sends nothing: another may have taken over.
    grace_s: Seconds = 5.0
    #: Concurrent requests that we take of the account's own limit (5 on the Standard tier).
    concurrency: int = Field(default=2, ge=1, le=100)
    dates_follow_lines: bool = False  #: whether planned revenue moves with the days of its line
    http: HttpSettings = HttpSettings()

    @model_validator(mode="after")
    def _complete(self) -> Self:
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
        return self.url or f"https://{host}.suitetalk.api.netsuite.com"


class StoreSettings(_Section):
    """Where the bridge keeps what it knows; the URL is the only switch between databases."""

    #: sqlite:///path for one process, postgresql://... for production.
    url: Text = "sqlite:///var/bridge.sqlite"


class RulesSettings(_Section):
    """Where the rulebook stands."""

    #: What holds until a version is published, and where drafts are taken from.
    folder: Path = Path("config/rules")
    #: Whether nothing may be translated by rules that nobody approved.
    publication_required: bool = False


class SyncSettings(_Section):
    """The pace of a pass."""

    #: How often the daemon looks for changes.
    every_s: int = Field(default=60, ge=1, le=_DAY_S)
    #: A row appears when its transaction commits, with the time of its save; five minutes cover it.
    safety_lag_s: int = Field(default=300, ge=0, le=_DAY_S)
    #: Read again this far back, for transactions that took longer still.
    overlap_s: int = Field(default=600, ge=0, le=_DAY_S)
    #: An order whose records are still incomplete after this long becomes an exception.
    incomplete_after_s: int = Field(default=3600, ge=0, le=366 * _DAY_S)
    #: `sync --once` waits this long for unknown outcomes to settle before it ends.
    wait_for_unknown_s: float = Field(default=30.0, ge=0, le=_DAY_S)
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
    crash_at: str | None = Field(default=None, pattern=r"^(before|after):[a-z_]+(#[1-9]\d{0,5})?$")

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be logged or shown; the password of the store is among them."""
        ends = (self.salesforce.client_secret, self.netsuite.consumer_secret)
        held = [one.get_secret_value() for one in (*ends, self.netsuite.token_secret) if one]
        return (*held, *_URL_PASSWORD.findall(self.store.url))

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
    content = _content(file)
    findings = list(_strays(content))
    try:
        settings = Settings(**{name: part for name, part in content.items() if name[:1] != "_"})
    except ValueError as error:
        wrong = error.errors(include_url=False) if isinstance(error, ValidationError) else ()
        raise _wrong(file, findings + ([_finding(one) for one in wrong] or [str(error)])) from error
    if findings:
        raise _wrong(file, findings)
    return settings


def secret_in_open_file(file: Path) -> str | None:
    """Return what is secret in a settings file that others than its owner may read, if so."""
    if not file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        return None
    found = _OPEN_SECRET.search(file.read_text(encoding="utf-8"))
    return (found["name"] or "the password of store.url") if found else None


def _content(file: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        what, act = _unreadable(error)
        raise Misconfigured(what, where=str(file), act=act) from error


def _unreadable(error: Exception) -> tuple[str, str]:
    match error:
        case FileNotFoundError() | IsADirectoryError() | NotADirectoryError():
            what = "there is no such settings file"
            return what, "name one with --config, or copy config/bridge.toml"
        case OSError(strerror=says):
            return f"the file cannot be read: {says}", "let the bridge read it"
        case tomllib.TOMLDecodeError():
            return f"this is no TOML: {error}", "correct the line and start again"
        case _:
            return "this is no TOML: not in UTF-8, or nested too deeply", "correct the file"


def _wrong(file: Path, findings: list[str]) -> Misconfigured:
    return Misconfigured("; ".join(findings), where=str(file), act="correct it and start again")


def _strays(content: Mapping[str, Any]) -> Iterator[str]:
    """Names that nothing reads: those that pydantic takes for its own, unknown variables."""
    yield from (f"{name}: there is no such setting" for name in content if name[:1] == "_")
    for variable in sorted(os.environ):
        ours, _, path = variable.upper().partition(_PREFIX)
        section = path.split("__")[0].lower()
        # Without a section it may be somebody else's: Kubernetes sets BRIDGE_PORT for a service.
        if not ours and "__" in path and section not in Settings.model_fields:
            yield f"{variable} in the environment: there is no section {section}"


def _finding(one: Mapping[str, Any]) -> str:
    """Say what is wrong with a setting, and where it comes from, without its value."""
    path = [str(part) for part in one["loc"]]
    variable = _PREFIX + "__".join(path).upper()
    origin = f" ({variable} in the environment)" if variable in os.environ else ""
    return f"{'.'.join(path) or 'settings'}{origin}: {_says(one, path)}"


def _says(one: Mapping[str, Any], path: list[str]) -> str:
    match one["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            near = get_close_matches(path[-1], list(_names(path[:-1])), n=1)
            return "there is no such setting" + (f", did you mean {near[0]}?" if near else "")
        case "model_type":
            return "is a section and holds settings, not a single value"
        case _:
            return str(one["msg"]).removeprefix("Value error, ")


def _names(section: list[str]) -> Mapping[str, Any]:
    fields: Mapping[str, Any] = Settings.model_fields
    for name in section:
        fields = fields[name].annotation.model_fields
    return fields
