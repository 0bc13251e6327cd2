"""`bridge rules diff` and `bridge rules coverage`: two rulebooks, and one over a history."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bridge import app, telemetry
from bridge.cli import output
from bridge.cli.books.forms import Form
from bridge.cli.ending import FOUND, ending
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.errors import Misconfigured
from bridge.flow.rulebook import editions, history, publishing
from bridge.flow.rulebook.editions import Edition
from bridge.mappers.read import seeds
from bridge.rulebooks import bookings, coverage, difference, reach
from bridge.rulebooks.coverage import Coverage, Tally
from bridge.rulebooks.difference import Change
from bridge.rulebooks.reach import Reach
from bridge.translate import Translation

commands = typer.Typer()

#: Stands for the version that holds now.
PUBLISHED = "published"
#: How drafts are named: by their numbers, and versions by digests.
_HEX = re.compile(r"[0-9a-fA-F]+")
_VERSION_HELP = 'A folder, a draft\'s number or version, or "published" for what holds now.'


@commands.command("diff")
def diff(
    old: Annotated[str, typer.Argument(help=_VERSION_HELP)],
    new: Annotated[str, typer.Argument(help=_VERSION_HELP)],
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Say what differs between two rulebooks, row by row, and for which cases the outcome changes.

    Cases are told of tables and lookups, for days on which both versions are in effect. Ends with 1
    if something differs.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        before, after = named_edition(old, config), named_edition(new, config)
        found = difference.changes(before.files, after.files)
        reaches = reach.reaches(before.rulebook, after.rulebook)
        if as_json:
            output.as_json_text(
                {
                    "old": before.rulebook.version,
                    "new": after.rulebook.version,
                    "changes": [_change(one) for one in found],
                    **_boxes(reaches),
                }
            )
        else:
            _tell_changes(found)
            _tell_reaches(reaches)
            if not (found or reaches):
                output.say("nothing differs")
        if found or reaches:
            raise typer.Exit(FOUND)


def named_edition(named: str, config: Path) -> Edition:
    """Return the rules of a folder, of a draft by number or version, or those in force."""
    if Path(named).is_dir():
        return editions.edition(Path(named))
    if named != PUBLISHED and not _HEX.fullmatch(named.strip()):
        raise Misconfigured(
            "there is no such folder, and no draft has such a number or version",
            where=named,
            act="name a folder of rules, or a draft as `bridge rules history` lists it",
        )
    with app.look_at_store(app.settings_of(config)) as store:
        if named == PUBLISHED:
            return _published(publishing.in_force(store, app.now()))
        with store.reading() as view:
            draft = publishing.road_of(view).draft_of(named)
            return editions.of_files(publishing.files_of(view, draft.version))


def _published(found: Edition | None) -> Edition:
    if found is None:
        raise Misconfigured(
            "no rules were published yet", where=PUBLISHED, act="name a folder of rules instead"
        )
    return found


def _change(one: Change) -> Form:
    return {"file": one.file, "place": one.place, "old": one.old, "new": one.new}


def _boxes(reaches: tuple[Reach, ...]) -> Form:
    return {
        "boxes": [
            {"table": one.rule, "case": box.case, "old": box.old, "new": box.new}
            for one in reaches
            for box in one.boxes
        ],
        "complete": all(one.complete for one in reaches),
        "not_by_case": [
            {"table": one.rule, "why": one.apart} for one in reaches if one.apart is not None
        ],
    }


def _tell_reaches(reaches: tuple[Reach, ...]) -> None:
    for one in reaches:
        at_least = "" if one.complete else ", at least in these cases"
        says = one.apart if one.apart is not None else f"says something else{at_least}"
        output.say(f"[bold]{output.plain(f'{one.rule}: {says}')}[/]")
        for box in one.boxes:
            output.say(output.plain(f"  {box.case}: {box.old} -> {box.new}"))


def _tell_changes(found: tuple[Change, ...]) -> None:
    for one in found:
        output.say(f"[bold]{output.plain(f'{one.file}  {one.place}'.rstrip())}[/]")
        if one.old is not None:
            output.say(f"  [red]-[/] {output.plain(one.old)}")
        if one.new is not None:
            output.say(f"  [green]+[/] {output.plain(one.new)}")


@commands.command("coverage")
def show_coverage(
    rules: Annotated[
        str | None,
        typer.Option("--rules", help=f"{_VERSION_HELP} Default: what the daemon goes by."),
    ] = None,
    records: Annotated[
        list[Path] | None,
        typer.Option(help="A records file instead of the books; may be given several times."),
    ] = None,
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Show which rows decided how often and about how much, which never did, and what none covers.

    The history is every deal in the books, or the records files; nothing is recorded.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        found, unread = (
            _over_records(rules, records, config) if records else _over_books(rules, config)
        )
        if as_json:
            output.as_json_text({**_coverage(found), "without_records": unread})
        else:
            _tell_coverage(found, unread)


def _over_books(rules: str | None, config: Path) -> tuple[Coverage, int]:
    settings = app.settings_of(config)
    with app.look_at_store(settings) as store:
        chosen = (
            named_edition(rules, config) if rules else app.rules_in_force(store, settings.rules)
        ).rulebook
        with store.reading() as view:
            unread = len(history.without_dossier(view))
            return coverage.of(history.translations(view, chosen), chosen), unread


def _over_records(rules: str | None, files: list[Path], config: Path) -> tuple[Coverage, int]:
    chosen = named_edition(rules or str(app.settings_of(config).rules.folder), config).rulebook

    def translated() -> Iterator[Translation]:
        for file in files:
            yield from bookings.translations(seeds.parse(_text(file), where=str(file)), chosen)

    return coverage.of(translated(), chosen), 0


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"the file cannot be read ({error})", where=str(file), act="name a records file"
        ) from error


def _coverage(found: Coverage) -> Form:
    return {
        "deals": {name: _tally(tally) for name, tally in found.verdicts.items()},
        "rows": [{"rule": name, **_tally(tally)} for name, tally in found.rows.items()],
        "idle": list(found.idle),
        "uncovered": [{"code": name, **_tally(tally)} for name, tally in found.uncovered.items()],
    }


def _tally(one: Tally) -> Form:
    amounts = {currency.code: money.text() for currency, money in sorted(one.amounts.items())}
    return {"times": one.times, "deals": len(one.deals), "amounts": amounts}


def _tell_coverage(found: Coverage, unread: int) -> None:
    for title, told in (
        ("What became of the deals", found.verdicts),
        ("Rows that decided", found.rows),
        ("What no row covers", found.uncovered),
    ):
        if told:
            columns = ["", "times>", "deals>", "amount"]
            output.table(title, columns, ([name, *_cells(one)] for name, one in told.items()))
    if found.idle:
        output.say(f"[bold]Rows that never decided[/]\n  {output.plain(', '.join(found.idle))}")
    if unread:
        output.say(f"{output.counted(unread, 'deal')} without records in the books left aside")


def _cells(one: Tally) -> tuple[object, ...]:
    amounts = (
        f"{output.money(money.text())} {currency.code}"
        for currency, money in sorted(one.amounts.items())
    )
    return one.times, len(one.deals), ", ".join(amounts)
