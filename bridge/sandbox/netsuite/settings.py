"""How this account behaves, in particular where no source says how NetSuite does."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The switches of the account; the defaults are the stricter readings."""

    concurrency_limit: int = 5  #: requests at once; service tier Standard, without licences
    write_takes_s: float = 0.0  #: how long a write holds its record
    #: What a line with an unknown key gets: the next number of the order, or its own ("kept").
    #: Undocumented; "assigned" shows a client that relies on keys of its own.
    unknown_line_key: str = "assigned"
    #: SuiteQL shows order lines on the credit side: negative quantities and amounts.
    lines_are_credits: bool = True
    #: SuiteQL leaves null columns out of a row.
    nulls_are_omitted: bool = True


def parse_settings(written: Mapping[str, object]) -> Settings:
    """
    Read settings.

    Raises:
        ValueError: an unknown name, or a value of the wrong kind.
    """
    known: Mapping[str, type] = {field.name: type(field.default) for field in fields(Settings)}
    for name, value in written.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            raise ValueError(f"unknown setting {name!r}" + (f", not {near[0]!r}?" if near else ""))
        if type(value) not in _WRITTEN_AS[known[name]]:
            raise ValueError(f"setting {name!r} must be {known[name].__name__}")
    chosen = Settings(**{name: known[name](value) for name, value in written.items()})
    if chosen.concurrency_limit < 1 or chosen.write_takes_s < 0:
        raise ValueError("concurrency_limit counts from 1, write_takes_s from 0")
    if chosen.unknown_line_key not in {"assigned", "kept"}:
        raise ValueError("unknown_line_key is assigned or kept")
    return chosen


#: Type of a setting -> the types that JSON may give for it.
_WRITTEN_AS: Mapping[type, tuple[type, ...]] = {
    bool: (bool,),
    int: (int,),
    float: (int, float, Decimal),
    str: (str,),
}
