"""
Faults on demand: rules that make a sandbox fail as the real system does.

A faults file is JSON: `{"rules": [RULE, ...]}`. A rule matches requests by `system`, `method` and
`path` (a part of path and query), and says which of them it strikes: `nth` (the n-th match only),
`every` (each n-th), `probability` with `seed`, and at most `times` times; without these, each one.
The first rule that strikes wins. `fault` names what happens:

- `cut_before_commit`: the connection is dropped, nothing was done
- `cut_after_commit`: the work is done, the connection is dropped without an answer
- `late_commit_s`: the connection is dropped, the work is done `seconds` later
- `status`: answer `status`, before or after the work (`when`: before, the default, or after), with
  `html` or `json` as body; without them the error takes the system's own shape
- `hang_s`: silence for `seconds`, then the connection is dropped (`when` as above)
- `slow_s`: wait `seconds` before, or after, the work, then answer
- `expire_tokens`: all access tokens end now, then the request goes on
- `expire_cursors`, `fail_rows`, `fail_job`, `duplicate_page`, `concurrent_limit`: acted upon by the
  system itself, see `strikes.fault_of`
"""

from __future__ import annotations

import difflib
import json
import random
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from dataclasses import fields as dataclass_fields
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any


class FaultsInvalid(ValueError):
    """A faults file, or a rule sent by HTTP, cannot be read; the message names the rule and key."""


class Fault(StrEnum):
    """What can happen to a request."""

    CUT_BEFORE_COMMIT = "cut_before_commit"
    CUT_AFTER_COMMIT = "cut_after_commit"
    LATE_COMMIT = "late_commit_s"
    STATUS = "status"
    HANG = "hang_s"
    SLOW = "slow_s"
    EXPIRE_TOKENS = "expire_tokens"
    EXPIRE_CURSORS = "expire_cursors"
    FAIL_ROWS = "fail_rows"
    FAIL_JOB = "fail_job"
    DUPLICATE_PAGE = "duplicate_page"
    CONCURRENT_LIMIT = "concurrent_limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule as written; `parse_rule` checks it."""

    fault: Fault
    system: str | None = None  #: None: any
    method: str | None = None  #: None: any
    path: str = ""
    nth: int | None = None
    every: int | None = None
    probability: float | Decimal | None = None
    seed: int = 0
    times: int | None = None  #: None: without end
    status: int | None = None
    html: str | None = None
    json: Any = None
    when: str = "before"
    seconds: float | Decimal | None = None

    def matches(self, system: str, method: str, path: str) -> bool:
        """Tell whether a request to `system` is one that this rule counts."""
        return self.system in (None, system) and self.method in (None, method) and self.path in path


_KINDS: Mapping[str, tuple[type, ...]] = {
    "fault": (str,),
    "system": (str,),
    "method": (str,),
    "path": (str,),
    "nth": (int,),
    "every": (int,),
    "probability": (int, float, Decimal),
    "seed": (int,),
    "times": (int,),
    "status": (int,),
    "html": (str,),
    "json": (dict, list),
    "when": (str,),
    "seconds": (int, float, Decimal),
}


_NAMES = {str: "a text", int: "a number", dict: "an object or a list"}


def parse_rule(written: object, where: str) -> Rule:
    """
    Read one rule; `where` names it in messages.

    Raises:
        FaultsInvalid: not an object, an unknown key, a wrong kind of value, or a missing one.
    """
    if not isinstance(written, dict):
        raise FaultsInvalid(f"{where}: a rule is an object, not {type(written).__name__}")
    for key, setting in written.items():
        _check_key(key, setting, where)
    if written.get("fault") not in set(Fault):
        raise FaultsInvalid(f"{where}: fault must be one of {', '.join(Fault)}")
    rule = Rule(**{**written, "fault": Fault(written["fault"])})
    if problem := _problem(rule):
        raise FaultsInvalid(f"{where}: {problem}")
    return rule


#: Faults that can come before or after the work.
_EITHER_SIDE = frozenset({Fault.STATUS, Fault.HANG, Fault.SLOW})


def _check_key(key: str, setting: object, where: str) -> None:
    if key not in _KINDS:
        near = difflib.get_close_matches(key, _KINDS, n=1)
        hint = f", did you mean {near[0]!r}?" if near else ""
        raise FaultsInvalid(f"{where}: unknown key {key!r}{hint}")
    if isinstance(setting, bool) or not isinstance(setting, _KINDS[key]):
        raise FaultsInvalid(f"{where}: {key} must be {_NAMES[_KINDS[key][0]]}")


def _problem(rule: Rule) -> str | None:
    timed = rule.fault in {Fault.LATE_COMMIT, Fault.HANG, Fault.SLOW}
    checks = {
        "a status fault needs a status of 400 to 599": rule.fault is Fault.STATUS
        and not (rule.status and 400 <= rule.status <= 599),  # noqa: PLR2004 - HTTP's error codes
        f"{rule.fault} needs seconds >= 0": timed and (rule.seconds is None or rule.seconds < 0),
        "when must be before or after": rule.when not in {"before", "after"},
        f"{rule.fault} knows no when": rule.when == "after" and rule.fault not in _EITHER_SIDE,
        "nth, every and times count from 1": any(
            count is not None and count < 1 for count in (rule.nth, rule.every, rule.times)
        ),
        "probability lies between 0 and 1": not 0 <= (rule.probability or 0) <= 1,
        "give only one of nth, every, probability": sum(
            choice is not None for choice in (rule.nth, rule.every, rule.probability)
        )
        > 1,
    }
    return next((problem for problem, holds in checks.items() if holds), None)


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

    def strike(self, system: str, method: str, path: str) -> Rule | None:
        """Count a request and return the first rule that strikes it."""
        with self._lock:
            striking = [
                counted.rule
                for counted in self._counted
                if counted.rule.matches(system, method, path) and counted.strikes()
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
    blank = {part.name: part.default for part in dataclass_fields(rule)}
    return {
        key: float(setting) if isinstance(setting, Decimal) else setting
        for key, setting in asdict(rule).items()
        if setting != blank[key]
    }


def parse_rules(written: object, where: str) -> tuple[Rule, ...]:
    """
    Read `{"rules": [...]}`.

    Raises:
        FaultsInvalid: as `parse_rule`, with `where` and the number of the rule, from 1.
    """
    if not isinstance(written, dict) or set(written) != {"rules"}:
        raise FaultsInvalid(f'{where}: expected an object with the one key "rules"')
    rules = written["rules"]
    if not isinstance(rules, list):
        raise FaultsInvalid(f"{where}: rules must be a list")
    return tuple(parse_rule(rule, f"{where}: rule {n}") for n, rule in enumerate(rules, 1))


def load(path: Path) -> Faults:
    """
    Read a faults file.

    Raises:
        FaultsInvalid: the file is missing, is not JSON, or holds a wrong rule.
    """
    try:
        written = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, ValueError, RecursionError) as error:
        raise FaultsInvalid(f"{path}: {error}") from error
    return Faults(parse_rules(written, str(path)))
