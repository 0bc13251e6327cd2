"""
Whatever changes something comes from a page of the console itself.

Browsers say where a request comes from, and no page can make them lie (`Sec-Fetch-Site`; for those
that do not send it, `Origin`). https://cheatsheetseries.owasp.org, "Cross-Site Request Forgery
Prevention", Fetch Metadata.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: Of our own page, or typed by the person.
_OURS = frozenset({"same-origin", "none"})
_REFUSED = "This request comes from another site, and was refused. Nothing was changed.\n"
_STRANGE = "The console is not known under this name: reach it under console.base_url.\n"


class SameOrigin:
    """
    Refuses with 403 what another site makes a browser send, and any host that is not ours.

    `hosts` are the names, with their ports, under which the console is reached: a page of another
    site whose name was made to lead here would otherwise be of our origin.
    """

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        refused = self._refused(scope) if scope["type"] == "http" else None
        await (refused or self._app)(scope, receive, send)

    def _refused(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host not in self._hosts:
            return PlainTextResponse(_STRANGE, 421)
        if scope["method"] in SAFE or _is_same_origin(headers, host):
            return None
        return PlainTextResponse(_REFUSED, 403)


def _is_same_origin(headers: Mapping[str, str], host: str) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in _OURS
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == host
    # No browser sends neither: this is a program, which has no session that others could misuse
    # unless it was given one.
    return "cookie" not in headers
