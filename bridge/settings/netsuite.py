"""The section of the NetSuite account: how it is reached, and what it is asked to do."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr
from pydantic.functional_validators import model_validator

from bridge.settings.sections import Address, HttpSettings, Seconds, Section, Text


class NetSuiteSettings(Section):
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
    #: Internal id of the accounting book whose revenue is read; NetSuite's primary book is 1.
    accounting_book: int = Field(default=1, ge=1)
    dates_follow_lines: bool = False  #: whether planned revenue moves with the days of its line
    #: Script and deployment id of the RESTlet that merges arrangements; without it nothing merges.
    merge_script: str | None = Field(default=None, pattern=r"^\w+$")
    merge_deployment: str | None = Field(default=None, pattern=r"^\w+$")
    #: Who may approve a merge: the names of the revenue accountants. Without names whoever has
    #: the role may, and nobody as long as there are no accounts.
    merge_approvers: tuple[Text, ...] = ()
    http: HttpSettings = HttpSettings()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.oauth2 == self.token_based:
            raise ValueError(
                "needs either client_id, certificate_id and private_key_file, "
                "or consumer_key, consumer_secret, token_id and token_secret"
            )
        return self

    @model_validator(mode="after")
    def _script_and_deployment(self) -> Self:
        if bool(self.merge_script) != bool(self.merge_deployment):
            raise ValueError("merge_script and merge_deployment go together: name both, or none")
        return self

    @property
    def hurried(self) -> Self:
        """How the account is asked while a person waits."""
        return self.model_copy(update={"http": self.http.hurried})

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
        return self._address("suitetalk")

    @property
    def restlet_address(self) -> str:
        """Scheme and host of the account's RESTlets."""
        return self._address("restlets")

    def _address(self, service: str) -> str:
        host = self.account.lower().replace("_", "-")
        return self.url or f"https://{host}.{service}.api.netsuite.com"
