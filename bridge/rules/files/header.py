"""What every rule file says first: its language, its owner, its reason, its time and its kind."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bridge.rules.diagnostics import Problem
from bridge.rules.files.fields import is_name, refuse_unknown_keys, text_under
from bridge.rules.files.findings import Findings
from bridge.rules.files.nodes import Section, Text

LANGUAGE = "1"
_DATES = re.compile(r"\s*([0-9-]+)?\s*\.\.\s*([0-9-]+)?\s*")


class FileKind(StrEnum):
    """What a file declares; the key of that name holds the name of the rule."""

    SOURCE = "source"
    LOOKUP = "lookup"
    TABLE = "table"
    MAPPING = "mapping"
    ACCOUNT = "account"
    MEASURE = "measure"


_HEADER = ("language", "owner", "why", "effective")
_KEYS = {
    FileKind.SOURCE: ("answers", "objects"),
    FileKind.LOOKUP: ("for", "key", "gives", "rows", "otherwise"),
    FileKind.TABLE: (
        "for",
        "decides",
        "hit",
        "inputs",
        "outputs",
        "rows",
        "assume",
        "otherwise",
    ),
    FileKind.MAPPING: ("for", "uses", "fields", "descriptive", "check"),
    FileKind.ACCOUNT: ("can", "recognises"),
    FileKind.MEASURE: (
        "segment",
        "counted",
        "annualised",
        "converted",
        "churned",
        "reactivated",
        "retained",
        "gross_retention",
        "left_out",
        "reported_in",
        "rates_of",
    ),
}


def keys() -> Mapping[FileKind, tuple[str, ...]]:
    """Return the keys that a file may have on its outermost level, by what it declares."""
    return {kind: (kind.value, *_HEADER, *names) for kind, names in _KEYS.items()}


@dataclass(frozen=True, slots=True)
class Effective:
    """The days on which a rule decides, both ends included."""

    first: date | None  #: None: since ever
    last: date | None  #: None: until further notice

    def holds(self, day: date) -> bool:
        """Whether the rule decides on this day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def meets(self, other: "Effective") -> bool:
        """Whether there is a day on which both decide."""
        starts = [day for day in (self.first, other.first) if day is not None]
        ends = [day for day in (self.last, other.last) if day is not None]
        return not starts or not ends or max(starts) <= min(ends)

    def __str__(self) -> str:
        return f"{self.first or ''} .. {self.last or ''}".strip()


@dataclass(frozen=True, slots=True)
class Header:
    """The first lines of a rule file, and all of its keys as `body`."""

    kind: FileKind
    name: Text
    owner: str
    why: str
    effective: Effective
    body: Section


def parse_effective(text: str) -> Effective:
    """
    Return the days that a text such as "2024-01-01 .. 2024-12-31" names; Problem otherwise.

    >>> str(parse_effective("2024-01-01 .."))
    '2024-01-01 ..'
    """
    found = _DATES.fullmatch(text)
    if found is None or (found[1] is None and found[2] is None):
        raise Problem(
            "'effective' names the first and the last day", 0, len(text), '"2024-01-01 .."'
        )
    try:
        first, last = (date.fromisoformat(each) if each else None for each in found.groups())
    except ValueError as error:
        raise Problem(f"not a date: {error}", 0, len(text), "2024-01-31") from error
    if first and last and first > last:
        raise Problem("the first day comes after the last", 0, len(text))
    return Effective(first, last)


def read_header(body: Section, findings: Findings) -> Header | None:
    """The header of a file; None, with findings, where it is not plain what the file declares."""
    kind = _kind(body, findings)
    if kind is None:
        return None
    refuse_unknown_keys(body, (kind, *_HEADER, *_KEYS[kind]), findings)
    name = text_under(body, kind, findings)
    if name is not None and not is_name(name, findings):
        return None
    language = text_under(body, "language", findings)
    if language is not None and language.value != LANGUAGE:
        findings.add(language.place, f"language {language.value} is not known", "language: 1")
    owner = text_under(body, "owner", findings)
    why = text_under(body, "why", findings)
    effective = text_under(body, "effective", findings)
    days = findings.attempt(effective, parse_effective) if effective else None
    if name is None:
        return None
    return Header(
        kind=kind,
        name=name,
        owner=owner.value if owner else "",
        why=why.value if why else "",
        effective=days or Effective(None, None),
        body=body,
    )


def _kind(body: Section, findings: Findings) -> FileKind | None:
    named = [kind for kind in FileKind if body.get(kind) is not None]
    if len(named) == 1:
        return named[0]
    choice = "one of " + ", ".join(f"'{kind}:'" for kind in FileKind)
    if named:
        second = body.key(named[1])
        place = second.place if second else body.place
        findings.add(place, f"a file declares one rule, this one has {' and '.join(named)}", choice)
    else:
        findings.add(body.place, "the file does not say what it declares", choice)
    return None
