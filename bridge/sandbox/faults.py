"""
Faults on demand: rules that make a sandbox fail as the real system does.

A faults file is JSON: `{"rules": [RULE, ...]}`. A rule matches requests by `system`, `method`,
`path` (a part of path and query), `operation` (of SOAP) and record `type`, and says which of them
it strikes: `nth` (the n-th match only), `every` (each n-th), `probability` with `seed`, and at most
`times` times; without these, each one. The first rule that strikes wins. `fault` names what
happens; docs/sandbox-faults.md describes each, and `failures.kinds` lists what it needs.
"""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from dataclasses import fields as dataclass_fields
from decimal import Decimal
from pathlib import Path
from typing import Any

from bridge.sandbox.failures.kinds import Fault, known_by
from bridge.sandbox.failures.scope import Asked
from bridge.sandbox.failures.writing import FaultsInvalid, mistakes

__all__ = ["Asked", "Fault", "Faults", "FaultsInvalid", "Rule", "load", "parse_rules", "read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule as written; `parse_rules` checks it."""

    fault: Fault
    system: str | None = None  #: None: any that knows the fault
    method: str | None = None  #: None: any
    path: str = ""
    operation: str | None = None  #: of SOAP
    type: str | None = None  #: a record type that the request names, in any case of letters
    nth: int | None = None
    every: int | None = None
    probability: float | Decimal | None = None
    seed: int = 0
    times: int | None = None  #: None: without end
    status: int | None = None
    html: str | None = None
    json: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    when: str = "before"
    seconds: float | Decimal | None = None
    record: str | None = None  #: which one is deleted, or comes back
    reset: bool = False  #: a connection that is dropped is reset, not closed

    def matches(self, asked: Asked) -> bool:
        """Tell whether a request is one that this rule counts."""
        return (
            self.system in (None, asked.system)
            and known_by(self.fault, asked.system)
            and self.method in (None, asked.method)
            and self.path in asked.path
            and self.operation in (None, asked.operation)
            and (self.type is None or self.type.lower() in asked.types)
        )


@dataclass(slots=True)
class _Counted:
    rule: Rule
    chance: random.Random = field(init=False)
    matched: int = 0
    struck: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.rule.seed)  # noqa: S311 - repeatable, not secret

    def strikes(self) -> bool:
        """Count a match and tell whether the rule strikes it."""
        self.matched += 1
        rule = self.rule
        strikes = (
            (rule.times is None or self.struck < rule.times)
            and (rule.nth is None or self.matched == rule.nth)
            and (rule.every is None or self.matched % rule.every == 0)
            and (rule.probability is None or self.chance.random() < rule.probability)
        )
        self.struck += strikes
        return strikes


class Faults:
    """The rules in force, with how often each matched and struck; shared by all sandboxes."""

    def __init__(self, rules: Sequence[Rule] = ()) -> None:
        self._lock = threading.Lock()
        self._counted = [_Counted(rule) for rule in rules]

    def add(self, rules: Sequence[Rule]) -> None:
        """Put further rules behind those in force."""
        with self._lock:
            self._counted.extend(_Counted(rule) for rule in rules)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in force, in order."""
        with self._lock:
            return tuple(counted.rule for counted in self._counted)

    def clear(self) -> None:
        """Lift all rules."""
        with self._lock:
            self._counted.clear()

    def strike(self, asked: Asked) -> Rule | None:
        """Count a request and return the first rule that strikes it."""
        with self._lock:
            striking = [
                counted.rule
                for counted in self._counted
                if counted.rule.matches(asked) and counted.strikes()
            ]
        return striking[0] if striking else None

    def report(self) -> list[dict[str, Any]]:
        """Return the rules as they were written, each with `matched` and `struck`."""
        with self._lock:
            return [
                {**_written(counted.rule), "matched": counted.matched, "struck": counted.struck}
                for counted in self._counted
            ]


def _written(rule: Rule) -> dict[str, Any]:
    blank = {part.name: part.default for part in dataclass_fields(rule)} | {"headers": {}}
    return {key: value for key, value in asdict(rule).items() if value != blank[key]}


def parse_rules(written: object, where: str) -> tuple[Rule, ...]:
    """
    Read `{"rules": [...]}`.

    Raises:
        FaultsInvalid: no such object, or mistakes; a line for each, with `where` and the number of
            the rule, from 1.
    """
    if not isinstance(written, dict) or set(written) != {"rules"}:
        raise FaultsInvalid(f'{where}: expected an object with the one key "rules"')
    rules = written["rules"]
    if not isinstance(rules, list):
        raise FaultsInvalid(f"{where}: rules must be a list")
    found = [
        f"{where}: rule {n}: {says}" for n, one in enumerate(rules, 1) for says in mistakes(one)
    ]
    if found:
        raise FaultsInvalid("\n".join(found))
    return tuple(Rule(**{**rule, "fault": Fault(rule["fault"])}) for rule in rules)


def read(text: bytes, where: str) -> tuple[Rule, ...]:
    """
    Read the rules of a faults file, or of a request.

    Raises:
        FaultsInvalid: no JSON in UTF-8, a key given twice, or mistakes as `parse_rules` says.
    """
    try:
        written = json.loads(
            text.decode(), parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once
        )
    except json.JSONDecodeError as error:
        says = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise FaultsInvalid(f"{where}: this is not JSON: {says}") from error
    except RecursionError as error:
        raise FaultsInvalid(f"{where}: this is not JSON: it is nested too deeply") from error
    except ArithmeticError as error:
        says = "the exponent of a number is out of range"
        raise FaultsInvalid(f"{where}: this is not JSON: {says}") from error
    except ValueError as error:
        raise FaultsInvalid(f"{where}: this is not JSON: {error}") from error
    return parse_rules(written, where)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key given twice: one of the values would be lost unseen."""
    given = [key for key, _ in pairs]
    twice = sorted({key for key in given if given.count(key) > 1})
    if twice:
        raise ValueError(f"{', '.join(map(ascii, twice))} given twice in one object")
    return dict(pairs)


def load(path: Path) -> Faults:
    """
    Read a faults file.

    Raises:
        FaultsInvalid: the file is missing, is not JSON, or holds a wrong rule.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise FaultsInvalid(f"{path}: {error.strerror}") from error
    return Faults(read(text, str(path)))
