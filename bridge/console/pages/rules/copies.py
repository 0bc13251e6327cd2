"""A working copy: its files as sheets and as text, what is wrong in it, and what it changes."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from bridge.adapters.store.dossiers import Unkept
from bridge.adapters.store.rulebook.copies import WorkingCopy
from bridge.console.pages.leafing import chosen
from bridge.console.pages.rules.forms import Drafted, Revision, TypedRows, TypedText, path_of
from bridge.console.pages.rules.trying import Tried, tried
from bridge.console.problems import Missing, Problem, problem_of
from bridge.console.saying import Said
from bridge.console.visits import Number, Visit, needs
from bridge.errors import ActedMeanwhile, Misconfigured
from bridge.flow.rulebook import publishing
from bridge.flow.rulebook.checks import Report
from bridge.flow.rulebook.workbench import Checking, Workbench
from bridge.model.ids import DealId
from bridge.people.roles import Permission
from bridge.rulebooks.sheets import Sheet, sheet_of
from bridge.rules.diagnostics import Diagnostic
from bridge.translate import Awaited, Excluded, Flagged, Translated, translate

router = APIRouter(prefix="/rules/copies")
VIEWS: Mapping[str, str] = {
    "table": "Table",
    "text": "YAML",
    "checks": "Checks",
    "changes": "Changes",
    "preview": "Preview",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What becomes of a deal by the rules in force and by the working copy."""

    deal: str
    now: str
    then: str
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A working copy."""

    copy: WorkingCopy
    view: str
    views: Mapping[str, str]
    names: tuple[str, ...]
    changed: frozenset[str]  #: the files that are not as they were
    file: str
    text: str  #: of the file: as it is kept, or as it was typed where it could not be kept
    sheet: Sheet | None
    found: tuple[Diagnostic, ...]
    can_be_drafted: bool
    difference: tuple[str, ...]
    preview: Preview | None
    tried: Tried | None  #: on the open exceptions and the other deals
    problem: Problem | None
    may_edit: bool
    may_draft: bool


@router.get("/{number}")
def copy(visit: Annotated[Visit, needs(Permission.SEE)], number: Number) -> Response:
    """Show a working copy."""
    return _shown(visit, _copy(visit, number))


@router.post("/{number}/rows")
def save_rows(
    visit: Annotated[Visit, needs(Permission.SUGGEST_RULES)],
    number: Number,
    typed: Annotated[TypedRows, Form()],
) -> Response:
    """Keep the rows of a sheet."""
    held = _copy(visit, number)
    sheet = sheet_of(typed.file, held.files.get(typed.file, ""))
    if sheet is None:
        raise Misconfigured(
            "its rows cannot be edited one by one", where=typed.file, act="edit it as text"
        )
    saved = _bench(visit).save_rows(number, typed.revision, typed.file, typed.rows(sheet))
    return visit.goes_to(path_of(saved, typed.file, "table"), Said(_saved(saved)))


@router.post("/{number}/text")
def save_text(
    visit: Annotated[Visit, needs(Permission.SUGGEST_RULES)],
    number: Number,
    typed: Annotated[TypedText, Form()],
) -> Response:
    """Keep the text of a file; where somebody saved meanwhile, what was typed stays on the page."""
    try:
        saved = _bench(visit).save_text(number, typed.revision, typed.file, typed.text)
    except ActedMeanwhile as error:
        return _shown(visit, _copy(visit, number), typed=typed, problem=problem_of(error))
    return visit.goes_to(path_of(saved, typed.file, "text"), Said(_saved(saved)))


@router.post("/{number}/discard")
def discard(
    visit: Annotated[Visit, needs(Permission.DRAFT_RULES)],
    number: Number,
    typed: Annotated[Revision, Form()],
) -> Response:
    """Let go of a working copy."""
    _bench(visit).discard(number, typed.revision)
    return visit.goes_to("/rules", Said(f"Working copy {number} was discarded."))


@router.post("/{number}/draft")
def draft(
    visit: Annotated[Visit, needs(Permission.DRAFT_RULES)],
    number: Number,
    typed: Annotated[Drafted, Form()],
) -> Response:
    """Send a working copy for approval."""
    drafted = _bench(visit).draft(number, typed.revision, typed.reason)
    says = f"It is draft {drafted.number} now, and waits for another person's approval."
    return visit.goes_to(f"/rules/drafts/{drafted.number}", Said(says))


def _bench(visit: Visit) -> Workbench:
    return Workbench(visit.console.store, visit.console.clock, visit.reader.name)


def _copy(visit: Visit, number: int) -> WorkingCopy:
    with visit.console.store.reading() as view:
        found = view.copies.one(number)
    if found is None:
        raise Missing("There is no such working copy.")
    return found


def _shown(
    visit: Visit,
    held: WorkingCopy,
    *,
    typed: TypedText | None = None,
    problem: Problem | None = None,
) -> Response:
    names = tuple(sorted(held.files))
    asked = typed.file if typed else chosen(visit.request, "file")
    file = asked if asked in held.files else names[0]
    text = typed.text if typed else held.files[file]
    sheet = sheet_of(file, held.files[file])
    wanted = "text" if typed else chosen(visit.request, "as")
    shown = wanted if wanted in VIEWS else "table"
    if shown == "table" and not (sheet and sheet.fits_a_page):
        shown = "text"
    report = _report(visit, held)
    base = _base(visit, held)
    page = Page(
        copy=held,
        view=shown,
        views=VIEWS,
        names=names,
        changed=frozenset(one for one in names if held.files[one] != base.get(one)),
        file=file,
        text=text,
        sheet=sheet,
        found=report.found,
        can_be_drafted=not report.errors,
        difference=tuple(_difference(base, held.files)) if shown == "changes" else (),
        preview=_preview(visit, report) if shown == "preview" else None,
        tried=_tried(visit, held, report) if shown == "preview" else None,
        problem=problem,
        may_edit=held.draft is None and visit.reader.may(Permission.SUGGEST_RULES),
        may_draft=held.draft is None and visit.reader.may(Permission.DRAFT_RULES),
    )
    return visit.shows("rules/copy.html", page, status=problem.status if problem else 200)


def _base(visit: Visit, held: WorkingCopy) -> Mapping[str, str]:
    with visit.console.store.reading() as view:
        return publishing.files_of(view, held.base)


def _difference(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    """Yield what differs, line by line."""
    for file in sorted(old.keys() | new.keys()):
        before, after = old.get(file, "").splitlines(), new.get(file, "").splitlines()
        if before != after:
            yield from difflib.unified_diff(before, after, file, file, n=1, lineterm="")


def _report(visit: Visit, held: WorkingCopy) -> Report:
    checking: Checking = visit.request.app.state.checking
    with visit.console.store.reading() as view:
        return checking.of(view, held)


def _tried(visit: Visit, held: WorkingCopy, report: Report) -> Tried:
    return tried(visit, held.number, report.edition.rulebook if report.edition else None)


def _preview(visit: Visit, report: Report) -> Preview | None:
    deal = chosen(visit.request, "deal")
    if not deal:
        return None
    with visit.console.store.reading() as view:
        known = view.deals.one(DealId(deal))
        if known is None or known.dossier is None:
            says = "The books hold no records of such a deal."
            return Preview(deal=deal, now="", then="", problem=says)
        try:
            dossier = view.dossiers.read(known.dossier)
        except Unkept:
            return Preview(deal=deal, now="", then="", problem="Its records were not kept.")
    now = _verdict(translate(dossier, visit.console.edition().rulebook))
    if report.edition is None:
        return Preview(deal=deal, now=now, then="", problem="Correct what the checks found first.")
    return Preview(deal=deal, now=now, then=_verdict(translate(dossier, report.edition.rulebook)))


def _verdict(one: Translated | Excluded | Flagged | Awaited) -> str:
    """Say in a sentence what becomes of a deal."""
    match one:
        case Translated(documents=documents):
            lines = [
                f"{line.item} {line.amount} ({line.treatment}, {line.rule})"
                for document in documents
                for line in document.lines
            ]
            return f"translated: {'; '.join(lines)}"
        case Excluded(rule=rule):
            return f"left out by {rule}"
        case Flagged(flags=flags):
            return f"flagged: {'; '.join(flag.says for flag in flags)}"
        case Awaited(missing=missing):
            return f"incomplete: {'; '.join(missing)}"


def _saved(saved: WorkingCopy) -> str:
    return f"Saved as revision {saved.revision}."
