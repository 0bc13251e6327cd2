"""Checks rule files that somebody sends, as the console checks them at every save."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import Field

from bridge.console.api.forms import Form, Sent
from bridge.console.visits import Visit, needs
from bridge.flow.rulebook import checks
from bridge.flow.rulebook.checks import Report
from bridge.people.roles import Permission
from bridge.rules.diagnostics import Diagnostic, RulebookInvalid, Severity

router = APIRouter(prefix="/rules", tags=["rules"])
#: One part of a path; none begins with a dot.
_PART = r"[A-Za-z0-9_-][A-Za-z0-9_.-]*"
#: A path below the folder of the rules, as in `items.yaml` or `golden/ramp.yaml`.
Path = Annotated[str, Field(pattern=rf"^{_PART}(/{_PART})*$", max_length=200)]


class RuleFiles(Sent):
    """The files of a whole rulebook: their texts by their path below its folder."""

    files: Annotated[
        dict[Path, str],
        Field(min_length=1, max_length=500, examples=[{"items.yaml": "tables: []\n"}]),
    ]


class FindingForm(Form):
    """What is wrong, and where: line and column count from 1, the length characters."""

    file: str
    line: int
    column: int
    length: int
    severity: Severity
    message: str
    hint: str | None

    @classmethod
    def of(cls, one: Diagnostic) -> Self:
        """Return a finding."""
        return cls(
            file=one.file,
            line=one.line,
            column=one.column,
            length=one.length,
            severity=one.severity,
            message=one.message,
            hint=one.hint,
        )


class RulesChecked(Form):
    """All that is found; the version is null where the rules cannot be used at all."""

    version: str | None
    publishable: bool
    looked_up_at: datetime | None  #: when the books saw fields and codes; null: never yet
    findings: tuple[FindingForm, ...]


@router.post("/check")
def check_rules(
    visit: Annotated[Visit, needs(Permission.SUGGEST_RULES)], sent: RuleFiles
) -> RulesChecked:
    """Check a rulebook with its golden deals; nothing is written, and none of it holds."""
    console = visit.console
    with console.checking.take():
        with console.store.reading() as view:
            frame, at = view.dossiers.latest_frame(), view.deals.judged_last_at()
        report = checks.of_files(sent.files, frame)
    return RulesChecked(
        version=report.edition.rulebook.version if report.edition else None,
        publishable=_is_publishable(report),
        looked_up_at=at if frame else None,
        findings=tuple(map(FindingForm.of, report.found)),
    )


def _is_publishable(report: Report) -> bool:
    try:
        report.publishable()
    except RulebookInvalid:
        return False
    return True
