"""The door of the account: the token end point, and the check of every REST call."""

from __future__ import annotations

from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp.typedefs import Handler

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.journal import ADMIN_PREFIX
from bridge.sandbox.netsuite.access.oauth1 import OAuth1, SignedRequest
from bridge.sandbox.netsuite.access.oauth2 import TOKEN_PATH, OAuth2, TokenRefused
from bridge.sandbox.netsuite.credentials import Credentials
from bridge.sandbox.netsuite.errors import invalid_login
from bridge.sandbox.netsuite.platform.pieces import Piece
from bridge.sandbox.netsuite.soap.versions import is_soap


class Door:
    """Let in who holds a token, or signs with the token's secrets."""

    def __init__(self, credentials: Credentials, clock: SimulatedClock) -> None:
        self._clock = clock
        self._signed = OAuth1(credentials)
        self._tokens = OAuth2(credentials)
        self.expire_tokens = self._tokens.expire_tokens

    async def token(self, request: web.Request) -> web.Response:
        """Answer `POST .../token`."""
        form = dict(parse_qsl((await request.read()).decode("utf-8", "replace")))
        try:
            granted = self._tokens.grant(form, _url(request).partition("?")[0], self._clock.now())
        except TokenRefused as refused:
            return web.json_response({"error": refused.error}, status=refused.status)
        return web.json_response(granted, headers={"Cache-Control": "no-store"})

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """
        Pass on a request only if its caller may come in.

        Raises:
            Refusal: 401, without a reason, as NetSuite does.
        """
        if request.path == TOKEN_PATH or request.path.startswith(ADMIN_PREFIX):
            return await handler(request)
        if is_soap(request.path):
            return await handler(request)  # the port checks passports itself
        if isinstance(request, Piece):
            return await handler(request)  # its caller was let in when the job was submitted
        if not await self._accepts(request):
            raise invalid_login()
        return await handler(request)

    async def _accepts(self, request: web.Request) -> bool:
        authorization = request.headers.get("Authorization", "")
        if not (authorization.isascii() and request.host.isascii()):
            return False
        scheme, _, credential = authorization.partition(" ")
        now = self._clock.now()
        if scheme.lower() == "bearer":
            return self._tokens.accepts(credential.strip(), now)
        signed = SignedRequest(
            method=request.method,
            url=_url(request),
            authorization=authorization,
            body=await request.read(),
        )
        return self._signed.accepts(signed, now.timestamp())


def _url(request: web.Request) -> str:
    """The address as the caller wrote it: its escapes are part of what was signed."""
    return f"{request.scheme}://{request.host}{request.raw_path}"
