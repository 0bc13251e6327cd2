"""System end points, and the account's limit of requests at once."""

from __future__ import annotations

from datetime import UTC

from aiohttp import web
from aiohttp.typedefs import Handler

from bridge.sandbox.journal import ADMIN_PREFIX
from bridge.sandbox.netsuite.access.oauth2 import TOKEN_PATH
from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import too_many_requests
from bridge.sandbox.netsuite.platform.pieces import Piece

_SYSTEM_PATH = "/services/rest/system/v1"


class System:
    """Tell time and limits, and hold the limit."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._at_once = 0

    def add_routes(self, app: web.Application) -> None:
        """Add the end points to an application."""
        app.router.add_get(f"{_SYSTEM_PATH}/serverTime", self.server_time, allow_head=False)
        app.router.add_get(f"{_SYSTEM_PATH}/governanceLimits", self.limits, allow_head=False)

    async def server_time(self, _request: web.Request) -> web.Response:
        """Answer the time of the account in UTC."""
        now = self._account.clock.now().astimezone(UTC)
        written = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return web.json_response({"serverTime": written})

    async def limits(self, _request: web.Request) -> web.Response:
        """Answer how many requests the account takes at once."""
        limit = self._account.settings.concurrency_limit
        return web.json_response(
            {
                "accountConcurrencyLimit": limit,
                "accountUnallocatedConcurrencyLimit": limit,
                "integrationLimitType": "accountLimit",
            }
        )

    @web.middleware
    async def within_limit(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """
        Pass on a request while the account has room for it.

        Raises:
            Refusal: 429, when as many as the limit are under way.
        """
        if request.path == TOKEN_PATH or request.path.startswith(ADMIN_PREFIX):
            return await handler(request)
        if isinstance(request, Piece):
            return await handler(request)  # asynchronous work has limits of its own
        if self._at_once >= self._account.settings.concurrency_limit:
            raise too_many_requests()
        self._at_once += 1
        try:
            return await handler(request)
        finally:
            self._at_once -= 1
