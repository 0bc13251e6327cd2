"""The one service that checks rulebooks: for commands, pages, the API and CI alike."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from bridge.flow.rulebook import editions
from bridge.flow.rulebook.editions import Edition
from bridge.model.dossier import Frame
from bridge.rulebooks import golden
from bridge.rulebooks.findings import missing, recognition, surroundings, unused
from bridge.rules.diagnostics import Diagnostic, RulebookInvalid, Severity
from bridge.rules.rulebook import GOLDEN

#: The name of the revenue recognition rule of each item of NetSuite; None for one without.
ItemRules = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Report:
    """What is found in a rulebook; `edition` is None where it cannot be used at all."""

    edition: Edition | None
    found: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What keeps it from being published but for examples that are missing."""
        return tuple(one for one in self.found if one.severity is Severity.ERROR)

    def publishable(self) -> Edition:
        """Return what may be published; RulebookInvalid with all that stands against it."""
        against = tuple(
            replace(one, severity=Severity.ERROR)
            for one in self.found
            if one.severity is Severity.ERROR or one.file == GOLDEN  # a treatment without example
        )
        if self.edition is None or against:
            raise RulebookInvalid(against)
        return self.edition


def of_folder(
    folder: Path, frame: Frame | None = None, item_rules: ItemRules | None = None
) -> Report:
    """Check the files of a folder, as `of_files` does; Misconfigured if it has none."""
    try:
        found = editions.edition(folder)
    except RulebookInvalid as invalid:
        return Report(None, invalid.diagnostics)
    return of_files(found.files, frame, item_rules)


def of_files(
    texts: Mapping[str, str], frame: Frame | None = None, item_rules: ItemRules | None = None
) -> Report:
    """
    Check the texts of a rulebook by path.

    With a frame, the fields of the org and the codes of the account are checked, too; with the
    revenue recognition rules of the account's items, the methods.
    """
    return _surrounded(_of_texts(tuple(sorted(texts.items()))), frame, item_rules)


@lru_cache(maxsize=4)
def _of_texts(texts: tuple[tuple[str, str], ...]) -> Report:
    """Check what stands in the files. Drafting, approving and publishing ask for the same files."""
    try:
        return _of_edition(editions.of_files(dict(texts)))
    except RulebookInvalid as invalid:
        return Report(None, invalid.diagnostics)


def _of_edition(edition: Edition) -> Report:
    _, examples = golden.findings(edition.files, edition.rulebook)
    told = (*missing.findings(edition.files, edition.rulebook), *unused.notes(edition.files))
    shared = recognition.shared_by_use(edition.files)
    return Report(edition, (*edition.rulebook.notes, *told, *examples, *shared))


def _surrounded(report: Report, frame: Frame | None, item_rules: ItemRules | None) -> Report:
    """Add what the org and the account say of the rules."""
    if report.edition is None:
        return report
    files = report.edition.files
    around = surroundings.findings(files, frame) if frame else ()
    methods = recognition.findings(files, item_rules) if item_rules else ()
    return replace(report, found=(*report.found, *around, *methods))
