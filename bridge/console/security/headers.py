"""Headers of every answer: what a browser may load, and who may frame or learn of a page."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Nothing but what the console serves itself; no inline script or style, no frame around it.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
#: A year, for a console that stands behind TLS.
_ONLY_TLS = "max-age=31536000"
#: Pages show amounts: no browser and no proxy keeps them.
_UNKEPT = {"Cache-Control": "no-store"}
#: One address has a page and its parts.
_VARY = "HX-Request, HX-Target"


class Headers:
    """Puts the headers on every answer; one that has a header already keeps its own."""

    def __init__(self, app: ASGIApp, *, is_tls: bool) -> None:
        self._app = app
        self._headers = ALWAYS | _UNKEPT
        if is_tls:
            self._headers = self._headers | {"Strict-Transport-Security": _ONLY_TLS}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                headers.add_vary_header(_VARY)
            await send(message)

        await self._app(scope, receive, sent)
