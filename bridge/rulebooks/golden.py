"""
Golden deals: examples that a rulebook carries, with the translation that it must give.

A file `golden/NAME.json` is a records file with a sentence, a reason, and what is expected:
`{"golden": "...", "why": "...", "org": {...}, "records": [...], "expect": {"deals": [...]}}`. What
is expected has the form of `bridge translate --json`; each key that it gives must be as it says,
keys that it leaves out are free.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bridge.errors import Misconfigured
from bridge.mappers.read import seeds
from bridge.model.ids import canonical
from bridge.rulebooks import bookings, translation_forms
from bridge.rules.diagnostics import Diagnostic, Severity
from bridge.rules.rulebook import GOLDEN, Rulebook
from bridge.rules.tables.decision_table import DecisionTable
from bridge.translate import Translated

_KEYS = frozenset({"golden", "why", "org", "records", "expect"})
_OPTIONAL = frozenset({"months_close"})
#: What must be said of a deal, by its verdict, for the example to prove something.
_PROVES = {"translated": "documents", "flagged": "flags", "excluded": "rule"}

_FORM = 'it has the keys "golden", "why", "org", "records" and "expect"'
#: How much of a value a finding shows.
_SHOWN_MAX = 120

#: A table of treatments, and one that its rows choose.
Chosen = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Golden:
    """An example deal with its expected translation."""

    file: str
    says: str
    seed: seeds.Seed
    expect: Mapping[str, Any]
    line: int  #: where the file says what it expects


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a rulebook made of a golden deal."""

    golden: Golden
    differences: tuple[str, ...]  #: each in words; none where it is as expected
    chosen: frozenset[Chosen]  #: the treatments that it shows


def read(file: str, text: str) -> Golden | Diagnostic:
    """Read a golden deal, or say what is wrong with its file."""
    content = _object(file, text)
    if isinstance(content, Diagnostic):
        return content
    wrong = _misuse(content)
    if wrong is not None:
        key, message, hint = wrong
        return _finding(file, message, _line(text, key), hint=hint)
    try:
        seed = seeds.parse(text, where=file)
    except Misconfigured as error:
        place = error.where.removeprefix(f"{file}: ").removeprefix(file)
        return _finding(file, f"{place}: {error.what}" if place else error.what)
    try:
        expect = plain(content["expect"])
    except (ValueError, RecursionError) as error:
        return _finding(
            file, f"what is expected cannot be compared: {error}", _line(text, "expect")
        )
    return Golden(file, content["golden"], seed, expect, _line(text, "expect"))


def _object(file: str, text: str) -> dict[str, Any] | Diagnostic:
    try:
        content = json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        return _finding(file, f"this is no JSON: {error.msg}", error.lineno, error.colno)
    except (RecursionError, ValueError) as error:
        return _finding(file, f"this is no JSON: {error}")
    if not isinstance(content, dict):
        return _finding(file, "a golden deal is an object", hint=_FORM)
    return content


def _misuse(content: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Return the first key that is wrong, what is wrong with it, and what to do."""
    for key in sorted(content.keys() - _KEYS - _OPTIONAL):
        return key, f"unknown key '{key}'", _FORM
    for key in sorted(_KEYS - content.keys()):
        return key, f"the key '{key}' is missing", _FORM
    for key in ("golden", "why"):
        if not (isinstance(content[key], str) and content[key].strip()):
            return key, f"'{key}' must say something", "one sentence for the people who read it"
    says = _proves_nothing(content["expect"])
    return ("expect", says, "`bridge rules test --record` writes it for you") if says else None


def rehearse(golden: Golden, rulebook: Rulebook) -> Rehearsed:
    """Translate a golden deal, and compare with what it expects."""
    found = bookings.translations(golden.seed, rulebook)
    given = plain(translation_forms.translations(found))
    chosen = {
        (line.rule.split("#")[0], line.treatment)
        for one in found
        if isinstance(one, Translated)
        for document in one.documents
        for line in document.lines
    }
    return Rehearsed(golden, tuple(_said(golden.expect, given)), frozenset(chosen))


def _said(expect: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[str]:
    """
    Say how a translation differs from what is expected.

    Of a deal that is judged otherwise only this is told, with the reasons: all else follows.
    """
    wanted, found = expect["deals"], given["deals"]
    others = set()
    for place, (one, other) in enumerate(zip(wanted, found, strict=False)):
        if one["verdict"] != other["verdict"]:
            others.add(place)
            yield f"deals[{place}]: expected {_judged(one)}, the rules give {_judged(other)}"
    if not others:
        yield from _differences(expect, given, "")
        return
    for place, (one, other) in enumerate(zip(wanted, found, strict=False)):
        if place not in others:
            yield from _differences(one, other, f"deals[{place}]")


def _judged(deal: Mapping[str, Any]) -> str:
    """
    Return a verdict with its reasons.

    >>> _judged({"verdict": "flagged", "flags": [{"code": "X", "says": "no row"}]})
    'flagged by X (no row)'
    """
    reasons = [
        f"{flag['code']} ({flag['says']})" if "says" in flag else str(flag["code"])
        for flag in deal.get("flags", ())
    ]
    by = reasons or ([deal["rule"]] if deal.get("rule") else [])
    return f"{deal['verdict']} by {'; '.join(by)}" if by else str(deal["verdict"])


def findings(
    files: Mapping[str, str], rulebook: Rulebook
) -> tuple[tuple[Rehearsed, ...], tuple[Diagnostic, ...]]:
    """
    Rehearse every golden deal of a rulebook's files.

    Findings are files that cannot be read, deals that come out differently, and treatments that
    the rulebook chooses and no golden deal that came out right shows.
    """
    readings = [read(file, text) for file, text in sorted(files.items()) if is_golden(file)]
    done = tuple(rehearse(one, rulebook) for one in readings if isinstance(one, Golden))
    shown = {chosen for one in done if not one.differences for chosen in one.chosen}
    return done, (
        *(one for one in readings if isinstance(one, Diagnostic)),
        *(found for one in done for found in _told(one)),
        *_unshown(rulebook, shown),
    )


def is_golden(file: str) -> bool:
    """Say whether a rulebook's file is a golden deal."""
    return file.startswith(GOLDEN)


def plain(form: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form as JSON gives it back, numbers by their value: 9000.00 is 9000."""
    spelt: dict[str, Any] = json.loads(canonical(form), parse_float=Decimal)
    return spelt


def _told(one: Rehearsed) -> Iterator[Diagnostic]:
    for says in one.differences:
        yield _finding(one.golden.file, f"{one.golden.says}: {says}", one.golden.line)


def _unshown(rulebook: Rulebook, shown: set[Chosen]) -> Iterator[Diagnostic]:
    tables = {rule.name: rule for rules in rulebook.deciding.values() for rule in rules}
    for name, table in sorted(tables.items()):
        rows = table.rows if isinstance(table, DecisionTable) else ()
        for treatment in sorted({str(row.outputs["treatment"]) for row in rows}):
            if (name, treatment) not in shown:
                yield Diagnostic(
                    file=GOLDEN,
                    line=1,
                    column=1,
                    length=1,
                    message=f"no golden deal shows the treatment {treatment} of {name}",
                    hint="`bridge rules test --record` makes one from a deal",
                    severity=Severity.WARNING,
                )


def _differences(expected: object, given: object, path: str) -> Iterator[str]:
    """Every place where what is given is not as expected; keys that are left out are free."""
    match expected, given:
        case dict(), dict():
            for key, value in expected.items():
                yield from _difference(value, given, key, path)
        case list(), list() if len(expected) == len(given):
            for place, (one, other) in enumerate(zip(expected, given, strict=True)):
                yield from _differences(one, other, f"{path}[{place}]")
        case list(), list():
            yield f"{path}: expected {len(expected)}, the rules give {len(given)}"
        case _ if expected != given or type(expected) is not type(given):
            yield f"{path}: expected {_shown(expected)}, the rules give {_shown(given)}"


def _difference(value: object, given: Mapping[str, object], key: str, path: str) -> Iterator[str]:
    if key not in given:
        yield f"{path}: the translation has no '{key}'"
        return
    yield from _differences(value, given[key], f"{path}.{key}" if path else key)


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]}..."


def _proves_nothing(expect: object) -> str | None:
    """Say what an expectation leaves open that it must say."""
    deals = expect.get("deals") if isinstance(expect, dict) else None
    if not isinstance(deals, list) or not deals:
        return '"expect" must hold "deals", a list with each deal of the records'
    for place, deal in enumerate(deals):
        verdict = deal.get("verdict") if isinstance(deal, dict) else None
        needed = _PROVES.get(verdict) if isinstance(verdict, str) else None
        if verdict is None or needed is None:
            return f'deals[{place}] needs a "verdict": {", ".join(_PROVES)}'
        if not deal.get(needed):
            return f'deals[{place}] is {verdict}, so it must say its "{needed}"'
        for says in _says_too_little(verdict, deal[needed], f"deals[{place}].{needed}"):
            return says
    return None


def _says_too_little(verdict: str, said: object, path: str) -> Iterator[str]:
    """Yield what is missing below the verdict: an empty object agrees with anything."""
    for number, one in enumerate(said if isinstance(said, list) else ()):
        here = f"{path}[{number}]"
        if verdict == "flagged":
            yield from _lacking(one, ("code",), here)
            continue
        lines = one.get("lines") if isinstance(one, dict) else None
        if not (isinstance(lines, list) and lines):
            yield f'{here} must say its "lines"'
            continue
        for place, line in enumerate(lines):
            yield from _lacking(line, ("amount", "treatment"), f"{here}.lines[{place}]")


def _lacking(one: object, keys: Sequence[str], path: str) -> Iterator[str]:
    for key in keys:
        if not (isinstance(one, dict) and one.get(key)):
            yield f'{path} must say its "{key}"'


def _line(text: str, key: str) -> int:
    """Return the line on which a key stands first; the first line where it does not."""
    at = text.find(f'"{key}"')
    return text.count("\n", 0, at) + 1 if at >= 0 else 1


def _finding(
    file: str, message: str, line: int = 1, column: int = 1, *, hint: str | None = None
) -> Diagnostic:
    return Diagnostic(file=file, line=line, column=column, length=1, message=message, hint=hint)
