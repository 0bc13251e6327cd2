"""How the benchmarks call the sandboxes: signed in, so many calls at once, and counted."""

import asyncio
import json
import secrets
import time
from collections.abc import Awaitable, Iterable
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import aiohttp
import jwt

from bridge.sandbox import world
from bridge.sandbox.netsuite.access.oauth1 import base_string, signature
from bridge.sandbox.netsuite.credentials import Credentials

AT_ONCE = 4
TOKEN = "/services/rest/auth/oauth2/v1/token"  # noqa: S105 - an address
#: The integration with a token of its own, which signs each call.
SIGNER = Credentials(
    account=world.ACCOUNT,
    client_id=world.CLIENT_ID,
    certificate_id=world.CERTIFICATE_ID,
    public_key_pem="",
    consumer_key="sandbox-consumer",
    consumer_secret=world.CLIENT_SECRET,
    token_id="sandbox-token",  # noqa: S106 - a stand-in's, and no secret
    token_secret=world.CLIENT_SECRET,
)


class Caller:
    """Calls that are counted, so many at once."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self.url = url
        self.headers: dict[str, str] = {}
        self.calls = 0

    async def call(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        """Return what is answered, as JSON; None without a body."""
        self.calls += 1
        text = None if body is None else json.dumps(body, default=str)
        kind = {"Content-Type": "application/json"} if text else {}
        async with self._session.request(
            method, self.url + path, data=text, headers={**self.headers, **kind, **headers}
        ) as answer:
            written = await answer.text()
            assert answer.status < 300, f"{method} {path}: {answer.status} {written[:300]}"  # noqa: PLR2004 - 2xx
            return json.loads(written, parse_float=Decimal) if written else None

    async def each(self, calls: Iterable[Awaitable[Any]]) -> list[Any]:
        """Wait for all of these calls, and let only so many of them run at once."""
        room = asyncio.Semaphore(AT_ONCE)

        async def one(call: Awaitable[Any]) -> Any:
            async with room:
                return await call

        return await asyncio.gather(*map(one, calls))


async def sign_in_to_netsuite(caller: Caller, key: str) -> None:
    """Take a token for a signed assertion."""
    now = int(time.time())
    claims: dict[str, object] = {"iss": world.CLIENT_ID, "iat": now, "exp": now + 300}
    claims |= {"aud": caller.url + TOKEN, "scope": ["rest_webservices"]}
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": jwt.encode(claims, key, "PS256", headers={"kid": world.CERTIFICATE_ID}),
    }
    await take_token(caller, TOKEN, form)


async def take_token(caller: Caller, path: str, form: dict[str, str]) -> None:
    """Ask for a token, and send it with all further calls."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(caller.url + path, data=form) as answer,
    ):
        granted = json.loads(await answer.text(), parse_float=Decimal)
    caller.headers["Authorization"] = f"Bearer {granted['access_token']}"


def signed(method: str, url: str) -> dict[str, str]:
    """Return the header of a call that is signed by itself, as token-based authentication asks."""
    given = {
        "oauth_consumer_key": SIGNER.consumer_key,
        "oauth_token": SIGNER.token_id,
        "oauth_nonce": secrets.token_hex(16),
        "oauth_timestamp": str(int(time.time())),
        "oauth_signature_method": "HMAC-SHA256",
        "oauth_version": "1.0",
    }
    given["oauth_signature"] = signature(base_string(method, url, given), SIGNER)
    fields = {"realm": SIGNER.account, **given}
    written = ", ".join(f'{name}="{quote(value, safe="")}"' for name, value in fields.items())
    return {"Authorization": f"OAuth {written}"}
