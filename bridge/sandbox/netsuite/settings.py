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
    #: Revenue: what becomes of half a cent: "half_up" (away from zero) or "half_even".
    rounding: str = "half_up"
    #: Which period takes the cents that exact days leave: "last" or "second_to_last".
    exact_days_residue: str = "last"
    #: The same of prorating: documented as "second_to_last"; classic recognition has "last".
    prorate_residue: str = "second_to_last"
    #: What a period rate divides by when first and last month differ in length: the sum of the
    #: "fractions" of periods, or the number of "whole_periods" from day to day.
    period_rate: str = "fractions"
    #: A line without a start date: its plan "fails", or starts with its "source_date", or with
    #: the "period_start" of that date, as classic recognition has it.
    undated_line: str = "fails"
    #: The account updates its arrangements and plans every so many hours; 0: only when told to.
    revenue_update_hours: int = 3
    #: Elements get a forecast plan, too.
    forecast_plans: bool = True


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
    if chosen.revenue_update_hours < 0:
        raise ValueError("revenue_update_hours counts from 0")
    for name, allowed in _CHOICES.items():
        if getattr(chosen, name) not in allowed:
            raise ValueError(f"{name} is {' or '.join(allowed)}")
    return chosen


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "unknown_line_key": ("assigned", "kept"),
    "rounding": ("half_up", "half_even"),
    "exact_days_residue": ("last", "second_to_last"),
    "prorate_residue": ("second_to_last", "last"),
    "period_rate": ("fractions", "whole_periods"),
    "undated_line": ("fails", "source_date", "period_start"),
}


#: Type of a setting -> the types that JSON may give for it.
_WRITTEN_AS: Mapping[type, tuple[type, ...]] = {
    bool: (bool,),
    int: (int,),
    float: (int, float, Decimal),
    str: (str,),
}
