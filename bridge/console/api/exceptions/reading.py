"""Exceptions as lists and one by one."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from bridge.adapters.store.browsing.pages import PAGE, PAGE_MAX, Reach
from bridge.console.api.exceptions.doing import etag
from bridge.console.api.exceptions.forms import ActForm, ExceptionForm
from bridge.console.api.forms import Form, Listed, MoneyForm, link_next
from bridge.console.pages.exceptions.asked import Asked
from bridge.console.pages.exceptions.listing import known
from bridge.console.visits import Number, Visit, needs
from bridge.model.reasons.catalogue import CATALOGUE
from bridge.people.roles import Permission
from bridge.queue.life import CaseState

router = APIRouter(prefix="/exceptions", tags=["exceptions"])
Seeing = Annotated[Visit, needs(Permission.SEE)]


class Wanted(Asked):
    """The filters of the page, and how many are wanted at once."""

    limit: Annotated[int, Field(ge=1, le=PAGE_MAX)] = PAGE


class Counts(Form):
    """How many exceptions match by state, and what those of the wanted state add up to."""

    counts: dict[CaseState, int]
    amounts: tuple[MoneyForm, ...]


class ReasonForm(Form):
    """What a code means, and who clears it how."""

    means: str
    clears: str
    who: tuple[str, ...]


class WholeException(Form):
    """An exception with its history, the last act first."""

    exception: ExceptionForm
    reason: ReasonForm | None
    history: tuple[ActForm, ...]


@router.get("")
def list_exceptions(
    visit: Seeing, wanted: Annotated[Wanted, Query()], response: Response
) -> Listed[ExceptionForm]:
    """List exceptions by the filters of the page; those that are open unless a state is named."""
    with visit.console.store.reading() as view:
        page = view.lists.exceptions.page(
            wanted.filter, Reach(wanted.after or None, wanted.limit), wanted.sort
        )
    link_next(visit.request, response, page.next)
    return Listed(items=tuple(ExceptionForm.of(one) for one in page.items), next=page.next)


@router.get("/counts")
def count_exceptions(visit: Seeing, wanted: Annotated[Asked, Query()]) -> Counts:
    """Count exceptions by state, and add up what is wanted by currency."""
    with visit.console.store.reading() as view:
        counts = view.lists.exceptions.counts(wanted.filter)
        amounts = view.lists.exceptions.amounts(wanted.filter)
    return Counts(counts=dict(counts), amounts=MoneyForm.of_all(amounts))


@router.get("/{number}")
def show_exception(visit: Seeing, number: Number, response: Response) -> WholeException:
    """Show an exception; its `ETag` is what acts about it give back as `If-Match`."""
    with visit.console.store.reading() as view:
        case = known(view, number)
        story = view.lives.story(number)
    response.headers["ETag"] = etag(case)
    reason = CATALOGUE.get(case.code)
    return WholeException(
        exception=ExceptionForm.of(case),
        reason=ReasonForm(
            means=reason.means, clears=reason.clears, who=tuple(one.value for one in reason.who)
        )
        if reason
        else None,
        history=tuple(ActForm.of(one) for one in reversed(story)),
    )
