"""The streams of a pass: which rest and why, and operators who let them rest and go on."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from bridge.console.api.books.forms import DealForm
from bridge.console.api.forms import Form, Named, Sent
from bridge.console.api.matching import IfMatch, etag_of, require_match, stale
from bridge.console.api.repeating import Once, named
from bridge.console.problems import Missing
from bridge.console.visits import Visit, needs
from bridge.errors import ActedMeanwhile
from bridge.flow.watching import pausing, rereading
from bridge.ledger.pauses import Pause, Stream
from bridge.model.ids import DealId
from bridge.people.roles import Permission
from bridge.queue.words import TEXT_MAX

router = APIRouter(tags=["streams"], route_class=Once)
KEYED = [Depends(named)]
Seeing = Annotated[Visit, needs(Permission.SEE)]
Running = Annotated[Visit, needs(Permission.RUN)]


class Why(Sent):
    """Why it is done."""

    reason: Annotated[str, Field(min_length=1, max_length=TEXT_MAX)]


class StreamForm(Form):
    """A part of a pass, and who let it rest, if somebody did."""

    stream: Stream
    paused: bool
    by: str | None
    since: datetime | None
    reason: str | None

    @classmethod
    def of(cls, stream: Stream, found: Pause | None) -> Self:
        """Return a stream."""
        return cls(
            stream=stream,
            paused=found is not None,
            by=found.by if found else None,
            since=found.at if found else None,
            reason=found.reason if found else None,
        )


class StreamForms(Form):
    """All streams."""

    streams: tuple[StreamForm, ...]


@router.get("/streams")
def list_streams(visit: Seeing) -> StreamForms:
    """List the streams, and which of them rest."""
    with visit.console.store.reading() as view:
        rests = pausing.standing(view)
    return StreamForms(streams=tuple(StreamForm.of(one, rests.get(one)) for one in Stream))


@router.get("/streams/{stream}")
def show_stream(visit: Seeing, stream: Stream, response: Response) -> StreamForm:
    """Show a stream; its `ETag` is what acts about it give back as `If-Match`."""
    return _answered(stream, _held(visit, stream), response)


@router.post("/streams/{stream}/pause", dependencies=KEYED)
def pause_stream(
    visit: Running, stream: Stream, sent: Why, response: Response, if_match: IfMatch = None
) -> StreamForm:
    """Let a stream rest until it is resumed; deals wait, and nothing is lost."""
    _seen(visit, stream, if_match)
    found = pausing.pause(visit.console.store, stream, visit.reader.name, sent.reason)
    return _answered(stream, found, response)


@router.post("/streams/{stream}/resume", dependencies=KEYED)
def resume_stream(
    visit: Running, stream: Stream, sent: Why, response: Response, if_match: IfMatch = None
) -> StreamForm:
    """Let a stream go on with the next pass."""
    seen = _seen(visit, stream, if_match)
    try:
        pausing.resume(visit.console.store, stream, visit.reader.name, sent.reason, seen)
    except ActedMeanwhile as error:
        raise stale(stream.words.capitalize()) from error
    return _answered(stream, None, response)


@router.post("/deals/{deal}/read-again", dependencies=KEYED)
def read_deal_again(visit: Running, deal: Named, sent: Why) -> DealForm:
    """Let the next pass read and judge a deal, however it stands."""
    with visit.console.store.reading() as view:
        if view.deals.one(DealId(deal)) is None:
            raise Missing("There is no such deal.")
    found = rereading.read_again(visit.console.store, DealId(deal), visit.reader.name, sent.reason)
    return DealForm.of(found)


def _held(visit: Visit, stream: Stream) -> Pause | None:
    with visit.console.store.reading() as view:
        return pausing.standing(view).get(stream)


def _seen(visit: Visit, stream: Stream, if_match: str | None) -> Pause | None:
    """Return the pause that the reader saw, None for none; Unmet if it is not as he saw it."""
    found = _held(visit, stream)
    require_match(if_match, etag_of(StreamForm.of(stream, found)), stream.words.capitalize())
    return found


def _answered(stream: Stream, found: Pause | None, response: Response) -> StreamForm:
    form = StreamForm.of(stream, found)
    response.headers["ETag"] = etag_of(form)
    return form
