"""Makes roll-forwards of what both systems told, and keeps them beside the statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bridge.adapters.store.database import Store
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.errors import Misconfigured
from bridge.flow.reconciling.definitions import defined
from bridge.flow.reconciling.rolls import forms, signed
from bridge.flow.reconciling.rolls.signed import KIND, Restating
from bridge.flow.reconciling.stating import Gathered
from bridge.model.calendar import Period
from bridge.model.measures.definition import Measure
from bridge.reconcile.rolls.roll import Rolls
from bridge.reconcile.rolls.rolling import rolled
from bridge.reconcile.rolls.span import Stretch
from bridge.rules.rulebook import Rulebook

#: So many periods up to that of the day, where nobody says which.
USUAL_PERIODS = 12
_TO = ".."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be rolled forward."""

    as_of: date
    periods: str | None = None  #: one, or the first and the last with ".." between them
    definition: str | None = None  #: of recurring revenue; None leaves it out


@dataclass(frozen=True, slots=True)
class Kept:
    """Roll-forwards, and as they were kept."""

    rolls: Rolls
    statement: KeptStatement


def roll(store: Store, rulebook: Rulebook, wanted: Wanted, both: Gathered) -> Kept:
    """
    Roll both sides forward and keep it as a statement is kept, with its digest.

    Misconfigured for periods or a measure that there are not.
    """
    definition = chosen(rulebook.measures, wanted.definition)
    over = stretch(both.periods, wanted)
    told = rolled(both.sides, both.accounting, definition, over)
    with store.reading() as view:
        numbers = signed.numbers(view, over)
        rolls = Restating(over, definition).of(view, told, numbers)
    content = {
        **forms.content(rolls, definition),
        **both.made_of(rulebook),
        "signed": numbers,
        "contract_assets": sorted(both.accounting.assets),
    }
    with store.transaction("statement") as tx:
        statement = tx.reconciling.statements.keep(
            content, as_of=wanted.as_of, measure=KIND, period=wanted.periods or ""
        )
    return Kept(rolls, statement)


def stretch(known: Sequence[Period], wanted: Wanted) -> Stretch:
    """Return the periods that are wanted: without any, those of a year up to that of the day."""
    if wanted.periods is None:
        begun = tuple(one for one in known if one.term.start <= wanted.as_of)
        if not begun:
            raise _unknown(f"before {wanted.as_of}")
        return Stretch(tuple(known), begun[-USUAL_PERIODS:])
    first, found, last = wanted.periods.partition(_TO)
    names = [one.name for one in known]
    each = (first, last) if found else (first, first)
    for name in each:
        if name not in names:
            raise _unknown(name)
    ends = names.index(each[0]), names.index(each[1])
    if ends[0] > ends[1]:
        raise _unknown(wanted.periods)
    return Stretch(tuple(known), tuple(known[ends[0] : ends[1] + 1]))


def _unknown(name: str) -> Misconfigured:
    return Misconfigured(
        f"NetSuite has no accounting period {name!r}",
        where="--period",
        act="write it as 2026-03 or 2026-01..2026-03, or as NetSuite calls it where it is no month",
    )


def chosen(measures: Mapping[str, Measure], name: str | None) -> Measure | None:
    """Return the measure by which recurring revenue is told, if any; as `defined` raises."""
    return None if name is None else defined(measures, name)


def usual(measures: Mapping[str, Measure]) -> str | None:
    """Return the definition that is taken without another word: current, or else the first."""
    names = [one for one in ("current", *measures) if one in measures]
    return names[0] if names else None
