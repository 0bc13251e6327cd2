"""Mentions: who asks for the reader at which exception."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from bridge.adapters.store.browsing.pages import PAGE
from bridge.console.api.forms import Form
from bridge.console.pages.overview.mentioned import COMMENTS_MAX, mentions
from bridge.console.visits import Visit, needs
from bridge.people.roles import Permission

router = APIRouter(prefix="/mentions", tags=["exceptions"])


class MentionForm(Form):
    """Somebody mentioned the reader in a comment, and nothing was done by the reader since."""

    exception: int
    by: str
    at: datetime


class MentionForms(Form):
    """Mentions of the last 14 days, one for each exception, newest first."""

    mentions: tuple[MentionForm, ...]


@router.get("")
def list_mentions(
    visit: Annotated[Visit, needs(Permission.SEE)],
    limit: Annotated[int, Query(ge=1, le=COMMENTS_MAX)] = PAGE,
) -> MentionForms:
    """List who mentioned the reader lately and waits for an answer."""
    with visit.console.store.reading() as view:
        found = mentions(view, visit.reader.name, visit.console.clock(), limit)
    return MentionForms(
        mentions=tuple(MentionForm(exception=one.number, by=one.by, at=one.at) for one in found)
    )
