"""
The sections of the settings: the pace of the bridge, its store and rules, and the Salesforce org.

Every default has its reason.
"""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr
from pydantic.functional_validators import model_validator

#: Names and addresses of this machine.
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_DAY_S = 86_400
#: As long as a person waits for an answer.
_WAIT_S = 10.0


class Section(BaseModel):
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
    if not secure and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ValueError("must begin with https:// (http:// is for loopback only)")
    return url.rstrip("/")


#: ISO code of a currency.
CurrencyCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
#: An amount in units of its currency; a file may hold it as text, so that no digit is lost.
PositiveAmount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=3)]
#: Scheme and host of a system, without a slash at the end.
Address = Annotated[str, AfterValidator(_safe_url)]
#: More than nothing and no more than a day: what is longer is a slip.
Seconds = Annotated[float, Field(gt=0, le=_DAY_S)]
Text = Annotated[str, Field(min_length=1)]


class HttpSettings(Section):
    """Limits of one call and of its repeats."""

    #: A server that does not accept a connection by then is down; nothing was sent.
    connect_timeout_s: Seconds = 5.0
    #: Silence between two bytes. Long pages come slowly; a hung call must end.
    read_timeout_s: Seconds = 60.0
    #: Of one read: a first try and three repeats ride out a short outage.
    attempts_max: int = Field(default=4, ge=1, le=100)
    #: No read is repeated longer than this, so that a pass ends.
    retry_for_s: Seconds = 120.0

    @property
    def hurried(self) -> Self:
        """How a system is asked while a person waits: once, and not for long."""
        wait_s = min(self.read_timeout_s, _WAIT_S)
        return self.model_copy(update={"attempts_max": 1, "read_timeout_s": wait_s})


class SalesforceSettings(Section):
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

    @property
    def hurried(self) -> Self:
        """How the org is asked while a person waits."""
        return self.model_copy(update={"http": self.http.hurried})

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.client_secret and not (self.username and self.private_key_file):
            raise ValueError("needs client_secret, or username with private_key_file")
        return self


class StoreSettings(Section):
    """Where the bridge keeps what it knows; the URL is the only switch between databases."""

    #: sqlite:///path for one process, postgresql://... for production.
    url: Text = "sqlite:///var/bridge.sqlite"


class RulesSettings(Section):
    """Where the rulebook stands."""

    #: What holds until a version is published, and where drafts are taken from.
    folder: Path = Path("config/rules")
    #: Whether nothing may be translated by rules that nobody approved.
    publication_required: bool = False


class SyncSettings(Section):
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
    #: An exception that nobody answered in as many working days is marked overdue; 0 for never.
    overdue_after_days: int = Field(default=3, ge=0, le=366)
    #: A package of which no contract has come for as many days is an exception; 0 for never.
    package_waits_days: int = Field(default=90, ge=0, le=3660)
    #: Up to this much of a deal, by currency, one person may override alone; in a currency that is
    #: not named a second person always confirms. Nothing by default: it is finance's to say.
    override_alone_up_to: dict[CurrencyCode, PositiveAmount] = Field(default_factory=dict)
    #: Orders of one fetch; 200 ids fit one request.
    batch_size: int = Field(default=100, ge=1, le=200)
