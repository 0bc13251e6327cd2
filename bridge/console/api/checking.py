"""The check: is this representable, and what would become of it? Nothing is written."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from bridge.console.api.forms import DocumentLine, FlagForm, Form, MoneyForm
from bridge.console.api.kept import key
from bridge.console.parts import Console
from bridge.console.visits import Visit, needs
from bridge.errors import Misconfigured
from bridge.flow.checking import live, representable
from bridge.flow.checking.checked import Answer, worst
from bridge.flow.checking.checked import Checked as Answered
from bridge.model.money import Currency, Money
from bridge.people.roles import Permission
from bridge.rulebooks import translation_forms

router = APIRouter(prefix="/check", tags=["check"])
_JSON = "application/json"
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

    @classmethod
    def of(cls, found: Sequence[Answered], rules: str) -> Self:
        """Return what would become of deals."""
        deals = tuple(_deal(one.form()) for one in found)
        flagged = any(one.verdict == "flagged" for one in deals)
        return cls(
            verdict="flagged" if flagged else "translated",
            answer=worst(found),
            rules=rules,
            deals=deals,
        )


async def _text(request: Request) -> str:
    try:
        return (await request.body()).decode()
    except UnicodeDecodeError as error:
        raise Misconfigured("it is no text in UTF-8", where="body", act="send JSON") from error


@router.post("", openapi_extra={"requestBody": _BODY}, response_model=Checked)
def check(
    visit: Annotated[Visit, needs(Permission.CHECK)], text: Annotated[str, Depends(_text)]
) -> Response:
    """
    Say what the rules in force would make of records, of a deal, or of a quote before it is signed.

    `{"deal": ID}` names a deal that was read before, `{"id": ID}` a quote, an order or an
    opportunity that is read from Salesforce now.
    """
    console = visit.console
    rulebook, named = console.edition().rulebook, representable.named(text)
    if named is not None and named[0] == representable.LIVE:
        return _json(_live(console, named[1]))
    if named is not None:
        return _json(
            Checked.of(representable.asked(text, rulebook, console.ends), rulebook.version)
        )
    # Of records nothing else is asked than they, the rules, and which day it is.
    known = key(text, rulebook.version, console.clock().date().isoformat())
    kept = console.answers.find(known)
    if kept is not None:
        return Response(kept, media_type=_JSON)
    found = representable.asked(text, rulebook, console.ends)
    answer = _json(Checked.of(found, rulebook.version))
    console.answers.keep(known, bytes(answer.body))
    return answer


@router.get("/{record}")
def check_live(record: str, visit: Annotated[Visit, needs(Permission.CHECK)]) -> Checked:
    """Say what the rules in force would make of a quote, an order or an opportunity of the org."""
    return _live(visit.console, record)


def _json(found: Checked) -> Response:
    """Return an answer that is what it says already: it is not proved a second time."""
    return Response(found.model_dump_json(by_alias=True), media_type=_JSON)


def _live(console: Console, record: str) -> Checked:
    rulebook = console.edition().rulebook
    with console.selling.take():
        days = console.settings.sync.package_waits_days
        found = live.of_record(console.ends, record, rulebook, waits_days=days)
    return Checked.of((found,), rulebook.version)


def _deal(form: translation_forms.Form) -> CheckedDeal:
    codes = {one["external_id"]: one["currency"] for one in form["documents"]}
    return CheckedDeal(
        answer=Answer(form["answer"]),
        warnings=tuple(form["warnings"]),
        draft=form["draft"],
        as_if_activated_on=form["as_if_activated_on"],
        deal=form["deal"],
        name=form["name"],
        contract=form["contract"],
        booked=_money(form["booked"], form["currency"]),
        verdict=form["verdict"],
        rule=form.get("rule"),
        flags=tuple(
            FlagForm(**{**one, "amount": _money(one["amount"], one["currency"])})
            for one in form["flags"]
        ),
        documents=tuple(map(_document, form["documents"])),
        schedules=tuple(_schedule(one, codes[one["external_id"]]) for one in form["schedules"]),
    )


def _document(form: translation_forms.Form) -> CheckedDocument:
    code = form["currency"]
    return CheckedDocument(
        kind=form["kind"],
        external_id=form["external_id"],
        target=form["target"],
        amount=_money(form["amount"], code),
        lines=tuple(
            CheckedLine(**{**line, "amount": _money(line["amount"], code)})
            for line in form["lines"]
        ),
    )


def _schedule(form: translation_forms.Form, code: str) -> CheckedSchedule:
    return CheckedSchedule(
        external_id=form["external_id"],
        line=form["line"],
        method=form["method"],
        total=_money(form["total"], code),
        periods={name: _money(text, code) for name, text in form["periods"].items()},
    )


def _money(text: str, code: str) -> MoneyForm:
    return MoneyForm.of(Money.parse(text, Currency(code)))
