"""`bridge rules`: work on rulebooks."""

import typer

from bridge import telemetry
from bridge.cli import book_forms, output
from bridge.cli.ending import FOUND, ending
from bridge.cli.options import RULES, AsJson, Rules
from bridge.flow.rulebook import editions
from bridge.rules.diagnostics import Diagnostic, RulebookInvalid

rules = typer.Typer(no_args_is_help=True, help="The rules: what they say, and what is wrong.")


@rules.command("check")
def check(folder: Rules = RULES, as_json: AsJson = False) -> None:
    """
    Check a rulebook: every finding with file, line, column and hint.

    Ends with 1 if a finding stops the rulebook; other commands refuse such a one with 2.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        try:
            rulebook = editions.edition(folder).rulebook
        except RulebookInvalid as invalid:
            _show(None, invalid.diagnostics, as_json=as_json)
            raise typer.Exit(FOUND) from invalid
        _show(rulebook.version, rulebook.notes, as_json=as_json)


def _show(version: str | None, found: tuple[Diagnostic, ...], *, as_json: bool) -> None:
    if as_json:
        diagnostics = [book_forms.diagnostic(one) for one in found]
        output.as_json_text({"version": version, "diagnostics": diagnostics})
        return
    for one in found:
        output.say(output.plain(one.text()))
    last = f"the rules can be used; version {version}" if version else "the rules cannot be used"
    output.say(f"{last} ({output.counted(len(found), 'finding')})")
