"""Views of the queue: filters that people keep under a name, for themselves or for everybody."""

from typing import Annotated, Self
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends
from pydantic import AfterValidator, Field, ValidationError

from bridge.console.api.forms import Form, Sent
from bridge.console.api.repeating import Once, named
from bridge.console.pages.exceptions.asked import Asked
from bridge.console.visits import Visit, needs
from bridge.errors import NotPermitted
from bridge.people import views
from bridge.people.roles import Permission
from bridge.people.tokens import SCOPES, Scope
from bridge.people.views import NAME_MAX, SavedView

router = APIRouter(prefix="/views", tags=["exceptions"], route_class=Once)
Seeing = Annotated[Visit, needs(Permission.SEE)]
#: Longer than what all fields of a filter come to.
_FILTER_MAX = 4_000


def _filter(text: str) -> str:
    """Return a filter as the list understands it; ValueError where it names what there is not."""
    asked = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=len(Asked.model_fields)))
    unknown = sorted(asked.keys() - Asked.model_fields.keys())
    if unknown:
        raise ValueError(f"the list of exceptions has no filter {unknown[0][:40]!r}")
    try:
        found = Asked.model_validate(asked)
    except ValidationError as error:
        names = ", ".join(str(one["loc"][0]) for one in error.errors())
        raise ValueError(f"the list of exceptions cannot read {names}") from error
    return found.query(after="").removeprefix("?")


class ViewForm(Form):
    """A filter under a name: it stands behind `/exceptions?`."""

    name: str
    owner: str
    shared: bool
    filter: str

    @classmethod
    def of(cls, one: SavedView) -> Self:
        """Return a view."""
        return cls(
            name=one.name,
            owner=one.owner,
            shared=one.is_shared,
            filter=one.query.removeprefix("?"),
        )


class ViewForms(Form):
    """The views that the reader keeps, and those that others share, by name."""

    views: tuple[ViewForm, ...]


Name = Annotated[str, Field(min_length=1, max_length=NAME_MAX, examples=["Large euros"])]


class Keeping(Sent):
    """A filter, the name to keep it under, and whether everybody is to see it."""

    name: Name
    filter: Annotated[
        str,
        Field(max_length=_FILTER_MAX, examples=["currency=EUR&sort=largest"]),
        AfterValidator(_filter),
    ] = ""
    shared: bool = False


class Forgetting(Sent):
    """The name of an own view."""

    name: Name


@router.get("")
def list_views(visit: Seeing) -> ViewForms:
    """List the views of the reader, and those that others share."""
    with visit.console.store.reading() as view:
        found = view.people.views.of(visit.reader.name)
    return ViewForms(views=tuple(map(ViewForm.of, found)))


@router.post("", dependencies=[Depends(named)])
def keep_view(visit: Seeing, sent: Keeping) -> ViewForm:
    """Keep a filter under a name, in the place of an own view of that name."""
    _require_more_than_reading(visit)
    query = f"?{sent.filter}" if sent.filter else ""
    who, name = visit.reader.name, views.named(sent.name)
    kept = SavedView(owner=who, name=name, query=query, is_shared=sent.shared)
    with visit.console.store.transaction("view_saved", actor=who) as tx:
        tx.people.views.save(kept)
    return ViewForm.of(kept)


@router.post("/forget", dependencies=[Depends(named)])
def forget_view(visit: Seeing, sent: Forgetting) -> ViewForms:
    """Let go of an own view; return those that are left."""
    _require_more_than_reading(visit)
    who = visit.reader.name
    with visit.console.store.transaction("view_forgotten", actor=who) as tx:
        tx.people.views.forget(who, views.named(sent.name))
        found = tx.people.views.of(who)
    return ViewForms(views=tuple(map(ViewForm.of, found)))


def _require_more_than_reading(visit: Visit) -> None:
    """Refuse a token that was issued to read: whoever issued it expects that it changes nothing."""
    scope = visit.reader.scope
    if scope is not None and scope <= SCOPES[Scope.READ]:
        raise NotPermitted(
            "this token is for reading alone", where="this token", act="send one of another scope"
        )
