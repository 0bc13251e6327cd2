"""Templates: a page, or the block of it that the browser asked to be replaced."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.requests import Request

from bridge.console import writing
from bridge.console.navigation import page_about, place_of, step
from bridge.people.preferences import USUAL

_FOLDER = Path(__file__).parent / "templates"
#: What else on the screen changes when a part is replaced.
_BESIDE = "beside"


@cache
def environment() -> Environment:
    """Return the templates: everything is escaped, and a name that is not there is an error."""
    found = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.filters.update(writing.FILTERS)
    found.filters["step"] = step
    found.globals["is_page"] = _is_page
    found.globals["page_about"] = page_about
    found.globals["unseen"] = writing.unseen
    found.globals["ui"] = found.get_template("ui.html").module
    return found


def block_asked_for(request: Request, template: str) -> str | None:
    """
    Return the block that is to be rendered alone; None for the whole page.

    htmx names the element that it will replace as `HX-Target: section#list`.
    """
    headers = request.headers
    if headers.get("hx-request") != "true" or "hx-history-restore-request" in headers:
        return None
    name = headers.get("hx-target", "").partition("#")[2]
    return name if name in _blocks(template) else None


def render(template: str, known: Mapping[str, Any], part: str | None = None) -> str:
    """
    Return the page, or one block of it with what changes beside it.

    `reader` is for whom: amounts and times are written as that person likes them.
    """
    found = environment().get_template(template)
    reader = known.get("reader")
    with writing.liked(reader.prefers if reader else USUAL):
        if part is None:
            return found.render({**known, "part": None})
        parts = (part, _BESIDE) if _BESIDE in found.blocks else (part,)
        return "".join(_block(found, one, {**known, "part": part}) for one in parts)


def _block(template: Template, name: str, known: Mapping[str, Any]) -> str:
    return "".join(template.blocks[name](template.new_context(dict(known))))


def _blocks(template: str) -> Mapping[str, object]:
    return environment().get_template(template).blocks


def _is_page(address: str) -> bool:
    """Say whether an address belongs to a page of the sidebar: what is not built yet does not."""
    return place_of(address.partition("?")[0]) is not None
