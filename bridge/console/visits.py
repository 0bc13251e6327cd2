"""
A visit: one request by one reader, and how it is answered.

How a page is added. Four things, each in its own file:

1. A view model: a frozen dataclass with exactly what the page shows, ready to be shown.
2. A template in `templates/` that extends `shell.html`; the model is `page` in it, macros are `ui`.
   What may be replaced alone stands in a block of the name of its element's id:
   `<section id="list">{% block list %}...{% endblock %}</section>`.
3. A handler. `needs` names the permission; who lacks it gets 403, and learns which role has it::

       router = APIRouter(prefix="/deals")

       @router.get("")
       def deals(visit: Annotated[Visit, needs(Permission.SEE)]) -> Response:
           with visit.console.store.reading() as view:
               page = DealsPage(...)
           return visit.shows("deals/page.html", page)

   Handlers are plain `def`: they run in threads, each with a transaction of its own. The answer
   is the whole page or, if htmx asks for an element, that element's block (and the block `beside`
   after it, which holds `<hx-partial>` elements: what else on the screen has changed).
   What changes something is a POST that ends with `visit.goes_to(path, Said(...))`: 303, with or
   without JavaScript, and what was done is said on the page that follows.
   Every BridgeError that a handler lets pass becomes a page: `errors.py`.
4. One line in `app.PAGES`, and one in `navigation.PLACES` if it belongs to the sidebar.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Path
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bridge.console.parts import Console, console_of
from bridge.console.rendering import block_asked_for, render
from bridge.console.saying import Said, keep_said, take_said
from bridge.console.security.reader import current
from bridge.console.security.sessions import is_unattended
from bridge.console.shell import shell_of
from bridge.errors import NotPermitted
from bridge.people.roles import Permission, Reader, roles_that_may

#: A number within an address: whatever has a number here has one that every store can hold.
Number = Annotated[int, Path(ge=1, lt=2**31)]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: who makes it, and the console that answers it."""

    request: Request
    console: Console
    reader: Reader

    def shows(self, template: str, page: object, *, status: int = 200) -> Response:
        """Answer with a page, or with the part of it that was asked for."""
        # What was done is said to a person, on the page that follows.
        said = None if is_unattended(self.request) else take_said(self.request)
        known = {"page": page, "reader": self.reader, "said": said, "visit": self}
        part = block_asked_for(self.request, template)
        if part is None:
            known["shell"] = shell_of(self.request, self.console, self.reader)
        answer = HTMLResponse(render(template, known, part), status)
        if said is not None:
            keep_said(answer, None, is_tls=self.is_tls)
        return answer

    def goes_to(self, path: str, said: Said | None = None) -> Response:
        """Lead to another of our pages, which says what was done."""
        answer = RedirectResponse(path, 303)
        if said is not None:
            keep_said(answer, said, is_tls=self.is_tls)
        return answer

    def leaves_for(self, path: str, said: Said) -> Response:
        """Lead to a page that takes the place of the whole one, also where a part is asked for."""
        if self.request.headers.get("hx-request") != "true":
            return self.goes_to(path, said)
        # A 303 would be followed unseen, and the page be put where the part belongs.
        answer = Response(headers={"HX-Redirect": path})
        keep_said(answer, said, is_tls=self.is_tls)
        return answer

    @property
    def is_tls(self) -> bool:
        """Whether people reach the console through TLS."""
        return self.console.settings.console.is_tls


def needs(permission: Permission) -> Any:  # FastAPI takes what Depends returns for a default value
    """Return the dependency of a handler that answers those alone who have a permission."""

    def visit(request: Request) -> Visit:
        return visiting(request, permission)

    visit.__dict__["needs"] = permission  # for the test that walks all routes
    return Depends(visit)


def visiting(request: Request, permission: Permission) -> Visit:
    """Return the visit of a reader who has a permission; NotPermitted for one who has not."""
    reader = current(request)
    if not reader.may(permission):
        raise lacks(permission)
    return Visit(request, console_of(request), reader)


def lacks(permission: Permission) -> NotPermitted:
    """Return what is said to those who lack a permission: which roles have it."""
    roles = tuple(role.words for role in roles_that_may(permission))
    return NotPermitted(
        f"this needs the permission to {permission.replace('_', ' ')}",
        where="this page",
        act=f"ask somebody who is {' or '.join(roles)}",
        roles=roles,
    )


#: What tells of a route which permission its handler needs.
Guard = Callable[[Request], Visit]
