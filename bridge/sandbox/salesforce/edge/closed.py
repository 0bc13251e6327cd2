"""Doors of the real org that are closed in this one, and what is said at them."""

from html import escape

from aiohttp import web

from bridge.sandbox.salesforce.wire import encoded

_FEATURE = "FeatureNotEnabled"
_SAYS = "Async API not enabled"
_SPACE = "http://www.force.com/2009/06/asyncapi/dataload"
_GONE = (
    "<html><head><title>URL No Longer Exists</title></head><body><h1>URL No Longer Exists</h1>"
    "<p>You have attempted to reach a URL that no longer exists on salesforce.com.</p>"
    "</body></html>"
)


async def bulk_one(request: web.Request) -> web.Response:
    """Refuse Bulk API 1.0 in its own words, which are XML unless the caller speaks JSON."""
    spoken = request.headers.get("Accept", "") + request.content_type
    if "json" in spoken:
        says = {"exceptionCode": _FEATURE, "exceptionMessage": _SAYS}
        return web.Response(status=400, text=encoded(says), content_type="application/json")
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><error xmlns="{_SPACE}">'
        f"<exceptionCode>{_FEATURE}</exceptionCode>"
        f"<exceptionMessage>{escape(_SAYS)}</exceptionMessage></error>"
    )
    return web.Response(status=400, text=text, content_type="application/xml")


async def page(_request: web.Request) -> web.Response:
    """Answer as the org's web pages do where there is none."""
    return web.Response(status=404, text=_GONE, content_type="text/html")
