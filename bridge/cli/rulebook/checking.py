"""`bridge rules check` and `bridge rules test`: what is wrong with rules, and what examples say."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from bridge import app, telemetry
from bridge.cli import findings, output
from bridge.cli.ending import FOUND, ending
from bridge.cli.options import CONFIG, RULES, AsJson, Config, Rules
from bridge.cli.rulebook import surroundings
from bridge.cli.rulebook.surroundings import Against, Surroundings
from bridge.errors import Misconfigured
from bridge.flow.rulebook import checks, editions
from bridge.flow.rulebook.checks import Report
from bridge.flow.rulebook.editions import Edition
from bridge.mappers.read import seeds
from bridge.model.ids import DealId
from bridge.rulebooks import golden, recording
from bridge.rulebooks.golden import Rehearsed
from bridge.rules.diagnostics import Severity
from bridge.rules.rulebook import GOLDEN

#: What weighs most is told last, where people look first.
_ORDER = (Severity.NOTE, Severity.WARNING, Severity.ERROR)

rules = typer.Typer(no_args_is_help=True, help="The rules: what they say, and what is wrong.")


@rules.command("check")
def check(
    folder: Rules = RULES,
    against: Annotated[
        Against | None,
        typer.Option(
            help="Look fields and codes up as the books saw them last (so it is where there are "
            "books), or live in both systems, or nowhere."
        ),
    ] = None,
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Check a rulebook with its golden deals: every finding with file, line, column and hint.

    The fields must be in the Salesforce org and the codes in NetSuite, as far as they were looked
    up; where, and when, is said. Ends with 1 if a finding stops the rulebook; other commands refuse
    such a one with 2.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        around = surroundings.looked_up(against, config)
        report = checks.of_folder(folder, around.frame, around.item_rules)
        _show(report, around, as_json=as_json)
        if report.errors:
            raise typer.Exit(FOUND)


def _show(report: Report, around: Surroundings, *, as_json: bool) -> None:
    version = report.edition.rulebook.version if report.edition else None
    if as_json:
        diagnostics = [findings.diagnostic(one) for one in report.found]
        form = {"version": version, "diagnostics": diagnostics, "looked_up": around.form}
        output.as_json_text(form)
        return
    for one in sorted(report.found, key=lambda each: _ORDER.index(each.severity)):
        output.say(output.plain(one.text()))
    output.say(output.plain(around.says))
    output.say(f"{_verdict(version, report)} ({_counted(report)})")


def _counted(report: Report) -> str:
    """Return how many findings there are of each weight."""
    weights = Counter(one.severity.value for one in report.found)
    named = [output.counted(weights[each], each) for each in reversed(_ORDER) if weights[each]]
    return ", ".join(named) or "nothing found"


def _verdict(version: str | None, report: Report) -> str:
    if version is None:
        return "the rules cannot be used"
    if report.errors:
        return "the rules can be used, and cannot be published"
    return f"the rules can be used; version {version}"


@rules.command("test")
def rehearse(
    folder: Rules = RULES,
    record: Annotated[
        str | None,
        typer.Option(
            help="Make a golden deal of this: a records file, or the id of a deal in the books.",
            metavar="FILE|DEAL",
        ),
    ] = None,
    name: Annotated[str | None, typer.Option(help="The name of its file.", metavar="NAME")] = None,
    says: Annotated[str | None, typer.Option(help="What the deal is, in a sentence.")] = None,
    why: Annotated[str | None, typer.Option(help="Why it must come out like this.")] = None,
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Rehearse the golden deals of a rulebook; with --record, make one of a real deal first.

    Ends with 1 if a golden deal comes out otherwise, or a treatment is shown by none. What is
    recorded is what the rules say today: read it before you trust it.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        edition = editions.edition(folder)
        if record is not None:
            file = _target(folder, name)
            text = recording.written(
                _example(record, config),
                says=_given(says, "--says"),
                why=_given(why, "--why"),
                rulebook=edition.rulebook,
            )
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
            output.aside(
                f"{file} is written: see that it expects what finance expects, and blank what must "
                "not leave the books: it holds the records as they are, customers' names too"
            )
            edition = editions.edition(folder)
        _rehearsed(edition, as_json=as_json)


def _rehearsed(edition: Edition, *, as_json: bool) -> None:
    done, found = golden.findings(edition.files, edition.rulebook)
    if as_json:
        output.as_json_text(
            {
                "version": edition.rulebook.version,
                "golden": [_form(one) for one in done],
                "diagnostics": [findings.diagnostic(one) for one in found],
            }
        )
    else:
        for one in done:
            mark = "[red]differs[/]" if one.differences else "[green]as expected[/]"
            output.say(f"{mark}  {output.plain(one.golden.file)}  {output.plain(one.golden.says)}")
        for each in found:
            output.say(output.plain(each.text()))
        output.say(f"{output.counted(len(done), 'golden deal')}, {len(found)} findings")
    if found:
        raise typer.Exit(FOUND)


def _form(one: Rehearsed) -> output.Form:
    return {
        "file": one.golden.file,
        "says": one.golden.says,
        "as_expected": not one.differences,
        "differences": list(one.differences),
        "treatments": [
            {"table": table, "treatment": treatment} for table, treatment in sorted(one.chosen)
        ],
    }


def _target(folder: Path, name: str | None) -> Path:
    stem = _given(name, "--name").removesuffix(".json")
    if not stem.replace("-", "").replace("_", "").isalnum() or not stem.isascii():
        raise Misconfigured(
            f"{stem!r} cannot be the name of a file here",
            where="--name",
            act="use letters, digits and - alone",
        )
    file = folder / GOLDEN / f"{stem}.json"
    if file.exists():
        raise Misconfigured(
            "there is a golden deal of that name", where=str(file), act="choose another name"
        )
    return file


def _given(text: str | None, option: str) -> str:
    if text is None or not text.strip():
        raise Misconfigured("a golden deal needs it", where=option, act="say it with the option")
    return text.strip()


def _example(record: str, config: Path) -> recording.Example:
    """Return the records of a file, or of a deal that the books know."""
    if Path(record).exists():
        return _example_of_file(Path(record))
    with app.look_at_store(app.settings_of(config)) as store, store.reading() as view:
        known = view.deals.one(DealId(record))
        if known is None or known.dossier is None:
            raise Misconfigured(
                "there is no such file, and the books know no such deal with its records",
                where=f"--record {record}",
                act="name a records file, or a deal of `bridge deals list`",
            )
        dossier = view.dossiers.read(known.dossier)
        before = (view.deals.one(one) for one in {each.deal: None for each in dossier.earlier})
        kept = [view.dossiers.read(one.dossier) for one in before if one and one.dossier]
        return recording.of_dossier(dossier, *kept)


def _example_of_file(file: Path) -> recording.Example:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"the file cannot be read ({error})", where=str(file), act="name a records file"
        ) from error
    seed = seeds.parse(text, where=str(file))
    content = json.loads(text, parse_float=Decimal)
    return recording.Example(content["org"], content["records"], months_close=seed.months_close)
