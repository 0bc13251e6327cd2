"""The page of views: those that are kept and shared, and the filter that may become one."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from bridge.console.pages.exceptions.asked import PATH, Asked, Asks
from bridge.console.saying import Said
from bridge.console.visits import Visit, needs
from bridge.people.roles import Permission
from bridge.people.views import NAME_MAX, SavedView, named

router = APIRouter(prefix=f"{PATH}/views")
Seeing = Annotated[Visit, needs(Permission.SEE)]
Name = Annotated[str, Form(max_length=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The views that a reader sees."""

    asked: Asked
    query: str  #: what would be kept
    views: tuple[SavedView, ...]
    me: str
    name_max: int = NAME_MAX


@router.get("")
def views(visit: Seeing, asked: Asks) -> Response:
    """List views, and offer to keep what is asked for."""
    with visit.console.store.reading() as view:
        found = view.people.views.of(visit.reader.name)
    page = Page(asked=asked, query=asked.query(after=""), views=found, me=visit.reader.name)
    return visit.shows("exceptions/views.html", page)


@router.post("")
def save(
    visit: Seeing, asked: Asks, name: Name = "", *, shared: Annotated[bool, Form()] = False
) -> Response:
    """Keep a filter under a name, for oneself or for everybody."""
    who, query = visit.reader.name, asked.query(after="")
    kept = SavedView(owner=who, name=named(name), query=query, is_shared=shared)
    with visit.console.store.transaction("view_saved", actor=who) as tx:
        tx.people.views.save(kept)
    return visit.goes_to(asked.url(), Said(f"The view {kept.name} is kept."))


@router.post("/forget")
def forget(visit: Seeing, name: Name = "") -> Response:
    """Let go of an own view."""
    with visit.console.store.transaction("view_forgotten", actor=visit.reader.name) as tx:
        tx.people.views.forget(visit.reader.name, named(name))
    return visit.goes_to(f"{PATH}/views", Said(f"The view {named(name)} is gone."))
