"""Rules of faults as they are written in JSON, checked with the place of every mistake."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from http import HTTPMethod
from typing import Any

from bridge.sandbox.failures.kinds import CHOOSING, KINDS, NETSUITE, SALESFORCE, Fault

#: Longer than any client waits.
_SECONDS_MAX = 86_400
_COUNT_MAX = 2**31 - 1
_STATUSES = range(200, 600)
_SHOWN_MAX = 60


class FaultsInvalid(ValueError):
    """A faults file, or a rule sent by HTTP, cannot be read; each line names rule and key."""


@dataclass(frozen=True, slots=True)
class _Form:
    """What the value of a key must be."""

    words: str
    holds: Callable[[Any], bool]


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _COUNT_MAX


def _is_number(value: object, most: int) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    if isinstance(value, Decimal) and not value.is_finite():
        return False  # the order of a number that is none is an error, and not a no
    return bool(0 <= value <= most)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and _is_whole(value)


def _is_whole(value: object) -> bool:
    """Tell whether all its characters can be sent: half of a surrogate pair cannot."""
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except (ValueError, RecursionError):
        return False
    return True


def _are_headers(value: object) -> bool:
    return isinstance(value, dict) and all(
        _is_text(name)
        and name.replace("-", "").isalnum()
        and name.isascii()
        and isinstance(text, str)
        and text.isascii()
        and text.isprintable()
        for name, text in value.items()
    )


_TEXT = _Form("a text", _is_text)
_COUNT = _Form("a whole number from 1", _is_count)
_FORMS: Mapping[str, _Form] = {
    "fault": _TEXT,
    "system": _Form(f"{SALESFORCE} or {NETSUITE}", {SALESFORCE, NETSUITE}.__contains__),
    "method": _Form("a method like PUT", lambda value: value in HTTPMethod.__members__),
    "path": _TEXT,
    "operation": _TEXT,
    "type": _TEXT,
    "record": _TEXT,
    "nth": _COUNT,
    "every": _COUNT,
    "times": _COUNT,
    "probability": _Form("a number from 0 to 1", lambda value: _is_number(value, 1)),
    "seed": _Form("a whole number", lambda value: type(value) is int),
    "status": _Form("a status from 200 to 599", lambda value: value in _STATUSES),
    "html": _TEXT,
    "json": _Form(
        "an object or a list", lambda value: isinstance(value, dict | list) and _is_whole(value)
    ),
    "headers": _Form("an object of plain texts", _are_headers),
    "when": _Form("before or after", {"before", "after"}.__contains__),
    "seconds": _Form(
        f"a number from 0 to {_SECONDS_MAX}", lambda value: _is_number(value, _SECONDS_MAX)
    ),
    "reset": _Form("true or false", lambda value: isinstance(value, bool)),
}


def mistakes(written: object) -> Iterator[str]:
    """Yield what is wrong with one rule as it was written; nothing for a right one."""
    if not isinstance(written, dict):
        yield f"a rule is an object, not {type(written).__name__}"
        return
    wrong = [mistake for key, value in written.items() if (mistake := _mistake(key, value))]
    yield from wrong
    name = written.get("fault")
    if not isinstance(name, str) or name not in set(Fault):
        yield f"fault must be one of {', '.join(Fault)}{_near(name, tuple(Fault))}"
    elif not wrong:
        yield from _unfit(Fault(name), written)


def _mistake(key: str, value: object) -> str | None:
    form = _FORMS.get(key)
    if form is None:
        near = _near(key, tuple(_FORMS))
        return f"unknown key {_short(key)}{near}" + ("" if near else f"; known: {_listed(_FORMS)}")
    try:
        holds = form.holds(value)
    except TypeError:  # a list is in no set
        holds = False
    return None if holds else f"{key} must be {form.words}, not {_short(value)}"


def _unfit(fault: Fault, written: Mapping[str, object]) -> Iterator[str]:
    """Yield what this kind of fault lacks, or does not know."""
    kind = KINDS[fault]
    yield from (f"{fault} needs {key}" for key in sorted(kind.needs - written.keys()))
    strange = sorted(written.keys() - CHOOSING - kind.needs - kind.takes)
    yield from (f"{fault} knows no {key}" for key in strange)
    if sum(key in written for key in ("nth", "every", "probability")) > 1:
        yield "give only one of nth, every, probability"
    if "html" in written and "json" in written:
        yield "give only one of html, json"
    if kind.only not in (None, written.get("system", kind.only)):
        yield f"only {kind.only} knows {fault}"


def _near(name: object, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(str(name)[:_SHOWN_MAX], known, n=1)
    return f", did you mean {str(near[0])!r}?" if near else ""


def _listed(names: Mapping[str, object]) -> str:
    return ", ".join(names)


def _short(value: object) -> str:
    """Show a value in messages: in one short line, whatever it is."""
    try:
        shown = ascii(value)
    except (ValueError, RecursionError):  # a number of more digits than are shown, a deep list
        return type(value).__name__
    return shown if len(shown) <= _SHOWN_MAX else f"{shown[:_SHOWN_MAX]}..."
