"""The addresses under which callers sign in and out, and ask who they are."""

import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import web

from bridge.sandbox.salesforce.errors import ApiError
from bridge.sandbox.salesforce.oauth import Denied, Door
from bridge.sandbox.salesforce.org import ORG_ID, USER_ID, Org
from bridge.sandbox.salesforce.signin.identity import identity, introspection, userinfo
from bridge.sandbox.salesforce.signin.soap import Address, Soap
from bridge.sandbox.salesforce.wire import encoded

_OK, _REFUSED, _NO_METHOD = 200, 403, 405
_VERSION = re.compile(r"(\d{1,3})(\.0)?")
_BAD_TOKEN = "Bad_OAuth_Token"  # noqa: S105 - what the org says of a token, and none
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class SignIn:
    """The handlers."""

    door: Door
    org: Org

    def add_to(self, app: web.Application) -> None:
        """Answer at the org's addresses for signing in."""
        add = app.router.add_route
        add("*", "/services/oauth2/token", self.token)
        add("*", "/services/oauth2/userinfo", self.userinfo)
        add("*", "/services/oauth2/introspect", self.introspect)
        add("*", "/services/oauth2/revoke", self.revoke)
        add("GET", "/id/{org}/{user}", self.identity)
        add("*", "/services/Soap/{letter:[uc]}/{version}{rest:(/.*)?}", self.soap)

    async def token(self, request: web.Request) -> web.Response:
        """Grant a token."""
        try:
            form = await _posted(request)
            return _json(_OK, self.door.token(form, address_of(request)))
        except Denied as denied:
            return _json(denied.status, denied.body)

    async def introspect(self, request: web.Request) -> web.Response:
        """Tell an app what one of its tokens is good for."""
        try:
            form = await _posted(request)
            self.door.check_client(form)
        except Denied as denied:
            return _json(denied.status, denied.body)
        told = introspection(self.door, form.get("token", ""), address_of(request))
        return _json(_OK, told)

    async def revoke(self, request: web.Request) -> web.Response:
        """End a token; it comes in a form, or in the address."""
        try:
            form = await _form(request) if request.method == "POST" else request.query
            self.door.revoke(form.get("token", ""))
        except Denied as denied:
            return web.Response(
                status=denied.status, text=urlencode(denied.body), content_type=_FORM
            )
        return web.Response(status=_OK)

    async def userinfo(self, request: web.Request) -> web.Response:
        """Tell who the caller runs as."""
        if not self._is_let_in(request):
            return web.Response(status=_REFUSED, text=_BAD_TOKEN)
        return _json(_OK, userinfo(self.door, self.org, address_of(request)))

    async def identity(self, request: web.Request) -> web.Response:
        """Tell who the caller is, at the address that came with its token."""
        if not self._is_let_in(request):
            return web.Response(status=_REFUSED, text=_BAD_TOKEN)
        # Both ids are good in their short form, too.
        asked = request.match_info["org"][:15], request.match_info["user"][:15]
        if asked != (ORG_ID[:15], USER_ID[:15]):
            return web.Response(status=_REFUSED, text="Wrong_Org")
        return _json(_OK, identity(self.door, self.org, address_of(request)))

    async def soap(self, request: web.Request) -> web.Response:
        """Answer a SOAP call."""
        version = _VERSION.fullmatch(request.match_info["version"])
        if request.method != "POST" or version is None:
            return web.Response(status=_NO_METHOD, headers={"Allow": "POST"})
        at = Address(address_of(request), request.match_info["letter"], int(version[1]))
        soap = Soap(self.door, self.org, self.door.clock)
        status, text = soap.answer(await request.read(), at)
        return web.Response(status=status, text=text, content_type="text/xml")

    def _is_let_in(self, request: web.Request) -> bool:
        """Tell whether a token in force comes with a request, as a header or in the address."""
        given = request.query.get("oauth_token") or request.query.get("access_token")
        header = request.headers.get("Authorization") or (f"Bearer {given}" if given else None)
        try:
            self.door.tokens.check(header)
        except ApiError:
            return False
        return True


def address_of(request: web.Request) -> str:
    """Return scheme and host under which the caller reached the org."""
    scheme = "https" if request.headers.get("X-Forwarded-Proto") == "https" else request.scheme
    return f"{scheme}://{request.host}"


async def _posted(request: web.Request) -> Mapping[str, str]:
    """Return the form of a POST with the app's id and secret; raises Denied."""
    if request.method != "POST":
        raise Denied("invalid_request", "must use HTTP POST")
    return {**_basic(request), **await _form(request)}


async def _form(request: web.Request) -> Mapping[str, str]:
    try:
        return {name: str(value) for name, value in (await request.post()).items()}
    except (ValueError, LookupError) as error:
        raise Denied("invalid_request", "unreadable form") from error


def _basic(request: web.Request) -> Mapping[str, str]:
    """Return id and secret of an app that names itself in the header; raises Denied."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        name, _, secret = b64decode(given, validate=True).decode().partition(":")
    except ValueError as error:
        raise Denied("invalid_client", "invalid client credentials") from error
    return {"client_id": name, "client_secret": secret}


def _json(status: int, body: object) -> web.Response:
    return web.Response(status=status, text=encoded(body), content_type="application/json")
