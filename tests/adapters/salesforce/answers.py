"""An org of recorded answers, and a clock that tests move."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import responses

from bridge.adapters.salesforce.client import Salesforce
from bridge.settings import HttpSettings, SalesforceSettings

URL = "https://acme.my.salesforce.com"
API = f"{URL}/services/data/v68.0"
TOKEN = f"{URL}/services/oauth2/token"
SECRET = "the-consumer-secret"
ENDED = [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}]


@dataclass
class Time:
    """The clock and the sleep of a client: sleeping moves the clock."""

    now: datetime = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def clock(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


def settings(**changes: Any) -> SalesforceSettings:
    given: dict[str, Any] = {"url": URL, "client_id": "key", "client_secret": SECRET}
    return SalesforceSettings(**{**given, **changes})


def a_client(time: Time | None = None, **changes: Any) -> Salesforce:
    time = time or Time()
    return Salesforce(settings(**changes), time.clock, time.sleep)


def impatient(url: str) -> SalesforceSettings:
    """Settings for tests on real sockets: one try, a tenth of a second."""
    http = HttpSettings(connect_timeout_s=1.0, read_timeout_s=0.1, attempts_max=1)
    return settings(url=url, http=http)


def gives_tokens(org: responses.RequestsMock, *tokens: str) -> None:
    for token in tokens or ("token-1",):
        org.post(TOKEN, json={"access_token": token, "instance_url": URL, "token_type": "Bearer"})


def page(rows: Sequence[Any], *, then: str | None = None, total: int | None = None) -> str:
    """A page of a query; rows are dictionaries, or JSON text where the digits matter."""
    texts = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    more = f', "nextRecordsUrl": "{then}"' if then else ""
    done = "false" if then else "true"
    count = len(rows) if total is None else total
    return f'{{"totalSize": {count}, "done": {done}{more}, "records": [{",".join(texts)}]}}'


def described(*fields: str, **types: str) -> dict[str, Any]:
    """The answer of describe for these text fields and those of other types."""
    told = {"Id": "id", **dict.fromkeys(fields, "string"), **types}
    return {
        "fields": [
            {"name": name, "type": type_, "custom": name.endswith("__c"), "defaultValue": None}
            for name, type_ in told.items()
        ]
    }


def refusal(code: str, message: str = "no") -> list[dict[str, str]]:
    return [{"message": message, "errorCode": code}]
