"""The check: is this representable, and what would become of it? Nothing is written."""

from collections.abc import Callable, Coroutine
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bridge.console.api.forms import DocumentLine, FlagForm, Form, MoneyForm
from bridge.console.api.kept import key
from bridge.console.parts import Console
from bridge.console.security.reader import is_known
from bridge.console.visits import Visit, needs, visiting
from bridge.errors import Misconfigured
from bridge.flow.checking import answering, live, representable
from bridge.flow.checking.checked import Answer
from bridge.flow.checking.clerks.clerk import judged
from bridge.people.roles import Permission

router = APIRouter(prefix="/check", tags=["check"])
Verdict = Literal["translated", "flagged", "excluded"]
_RECORDS = {
    "type": "object",
    "required": ["org", "records"],
    "properties": {
        "org": {"type": "object"},
        "records": {"type": "array", "items": {"type": "object"}},
        "months_close": {"type": "boolean"},
    },
}
_DEAL = {"type": "object", "required": ["deal"], "properties": {"deal": {"type": "string"}}}
_LIVE = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
_SCHEMA = {"oneOf": [_DEAL, _LIVE, _RECORDS]}
_BODY = {"required": True, "content": {"application/json": {"schema": _SCHEMA}}}


class CheckedLine(DocumentLine):
    """A line that a document would have."""


class CheckedDocument(Form):
    """A document that would be posted, or changed."""

    kind: str
    external_id: str
    target: str | None
    amount: MoneyForm
    lines: tuple[CheckedLine, ...]


class CheckedSchedule(Form):
    """The schedule that would be predicted of a line."""

    external_id: str
    line: int
    method: str
    total: MoneyForm
    periods: dict[str, MoneyForm]


class CheckedDeal(Form):
    """
    What would become of a deal.

    `answer` is the verdict in the words of sales; `draft` says what was taken for granted of a
    quote, and is null for what is booked.
    """

    answer: Answer
    warnings: tuple[str, ...]
    draft: str | None
    as_if_activated_on: date | None
    deal: str
    name: str
    contract: str
    booked: MoneyForm
    verdict: Verdict
    rule: str | None
    flags: tuple[FlagForm, ...]
    documents: tuple[CheckedDocument, ...]
    schedules: tuple[CheckedSchedule, ...]


class Checked(Form):
    """The verdict over all that was sent: flagged if a deal of it is; and by which rules."""

    verdict: Literal["translated", "flagged"]
    answer: Answer
    rules: str
    deals: tuple[CheckedDeal, ...]


class Straight(APIRoute):
    """A route whose function is handed the request as it came, and sees to everything itself."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        return self.endpoint


sent = APIRouter(prefix="/check", tags=["check"], route_class=Straight)


@sent.post(
    "",
    openapi_extra={"requestBody": _BODY},
    response_model=Checked,
    dependencies=[needs(Permission.CHECK)],
)
async def check(request: Request) -> Response:
    """
    Say what the rules in force would make of records, of a deal, or of a quote before it is signed.

    `{"deal": ID}` names a deal that was read before, `{"id": ID}` a quote, an order or an
    opportunity that is read from Salesforce now.
    """
    if is_known(request):
        visit = visiting(request, Permission.CHECK)
    else:
        visit = await run_in_threadpool(visiting, request, Permission.CHECK)
    body = await request.body()
    text = _text(body)
    if representable.named(text) is not None:
        return _json(await run_in_threadpool(_named, visit.console, text))
    return _json(await _of_records(visit.console, body, text))


async def _of_records(console: Console, body: bytes, text: str) -> bytes:
    """Judge records, unless the same were judged: nothing else counts but rules and day."""
    rules, today = console.edition(), console.clock().date()
    known = key(body, rules.rulebook.version.encode(), today.isoformat().encode())
    kept = console.answers.find(known)
    if kept is not None:
        return kept
    if console.desk is None:
        found = await run_in_threadpool(judged, text, rules.rulebook, today)
    else:
        found = await console.desk.ask(body, rules, today)
    console.answers.keep(known, found)
    return found


@router.get("/{record}", response_model=Checked)
def check_live(record: str, visit: Annotated[Visit, needs(Permission.CHECK)]) -> Response:
    """Say what the rules in force would make of a quote, an order or an opportunity of the org."""
    return _json(_live(visit.console, record))


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Misconfigured("it is no text in UTF-8", where="body", act="send JSON") from error


def _json(answer: bytes) -> Response:
    """Return an answer that is what it says already: it is not proved a second time."""
    return Response(answer, media_type="application/json")


def _named(console: Console, text: str) -> bytes:
    """Judge what a text names; see `representable.named`."""
    named = representable.named(text)
    if named is not None and named[0] == representable.LIVE:
        return _live(console, named[1])
    rulebook = console.edition().rulebook
    return answering.answer(representable.asked(text, rulebook, console.ends), rulebook.version)


def _live(console: Console, record: str) -> bytes:
    rulebook = console.edition().rulebook
    with console.selling.take():
        days = console.settings.sync.package_waits_days
        found = live.of_record(console.ends, record, rulebook, waits_days=days)
    return answering.answer((found,), rulebook.version)
