"""Explains what roll-forwards say of all their periods: shares, and what is left of them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bridge.adapters.store.database import Transaction
from bridge.flow.explaining.explanation import Chapters, Explanation, Fact, Phrase
from bridge.flow.explaining.rolls import told
from bridge.flow.explaining.rolls.naming import DENOMINATOR, ELSEWHERE, NUMERATOR, Found, unknown
from bridge.flow.reconciling.rolls import forms
from bridge.flow.reconciling.rolls.again import Rerolled
from bridge.flow.reconciling.rolls.told import (
    DIFFERENCE,
    GAP,
    ToldLine,
    ToldShare,
    elsewhere,
    read,
)
from bridge.model.money import Money, total

_SUMS = {
    GAP: "what no movement explains, signs of periods not netted",
    DIFFERENCE: "the most by which the accounts differ at the end of any period",
}


class Outcome(NamedTuple):
    """What a figure of all periods is, and comes to once more."""

    says: str
    said: Money | None
    again: Money | None
    comes_out: bool | None
    facts: tuple[Fact, ...] = ()


def explain(
    view: Transaction, found: Found, rerolled: Rerolled | None, why_not: str
) -> Explanation:
    """Explain a share, what is left or what has no place; NotFound for any other name."""
    outcome = _outcome(found, rerolled)
    made = Chapters()
    made.add("figure", *told.means(found))
    made.add("is made of", *outcome.facts)
    if outcome.said is not None and outcome.again is not None:
        made.add("recomputed", Fact("once more it is", str(outcome.again)))
    made.add("roll-forwards", *told.facts(found))
    made.add("rulebook", *told.rules(view, found))
    if outcome.comes_out is None:
        said = why_not
    else:
        said = verdict(found, outcome.said, outcome.again, comes_out=outcome.comes_out)
    return Explanation(
        ref=found.figure.ref,
        phrases=(Phrase(f"{outcome.says}, of roll-forwards {found.kept.id}"),),
        chapters=made.done(),
        recomputed=outcome.comes_out,
        verdict=said,
        amount=outcome.said,
        again=outcome.again,
    )


def _outcome(found: Found, rerolled: Rerolled | None) -> Outcome:
    line = found.figure.line
    name, _, of = line.partition(" ")
    share = next((one for one in found.told.shares if one.name == name), None)
    if share is not None and of in {"", NUMERATOR, DENOMINATOR}:
        return _share(found, share, _now(found, name, rerolled), of)
    if line in _SUMS:
        return _sum(found, line)
    if line == ELSEWHERE:
        return _elsewhere(found, rerolled)
    known = ", ".join([*_SUMS, ELSEWHERE, *(one.name for one in found.told.shares)])
    raise unknown("there is no such figure of all periods", line, f"take {known}")


def _now(found: Found, name: str, rerolled: Rerolled | None) -> ToldShare | None:
    """Return the share as it comes out now."""
    one = rerolled.rolls.of(found.told.measure, found.told.currency) if rerolled else None
    shares = read(forms.figures(one, None), found.told.periods).shares if one else ()
    return next((one for one in shares if one.name == name), None)


def _share(found: Found, share: ToldShare, now: ToldShare | None, of: str) -> Outcome:
    comes_out = None if now is None else now == share
    if not of:
        facts = tuple(
            Fact(part, str(getattr(share, part)), found.figure.beside(f"{share.name} {part}").ref)
            for part in (NUMERATOR, DENOMINATOR)
        )
        again = (Fact("once more it is", str(now)),) if now else ()
        return Outcome(f"{share}, over all periods", None, None, comes_out, (*facts, *again))
    said: Money = getattr(share, of)
    again_is: Money | None = getattr(now, of) if now else None
    comes_out = None if again_is is None else again_is == said
    facts = (Fact(share.name, str(share), found.figure.beside(share.name).ref),)
    return Outcome(f"{said} is the {of} of {share.name}", said, again_is, comes_out, facts)


def _sum(found: Found, name: str) -> Outcome:
    """Add up what every period says of it, without netting."""
    line = found.told.line(name)
    facts = tuple(_periods(found, line)) if line else ()
    minors = [abs(amount.minor) for amount in line.amounts] if line else []
    minor = sum(minors) if name == GAP else max(minors, default=0)
    said: Money = getattr(found.told, name)
    again = Money(minor, said.currency)
    return Outcome(f"{said} is {_SUMS[name]}", said, again, said == again, facts)


def _periods(found: Found, line: ToldLine) -> Iterator[Fact]:
    for name, amount in zip(found.told.periods, line.amounts, strict=True):
        if amount:
            yield Fact(name, str(amount), found.figure.beside(line.name, name).ref)


def _elsewhere(found: Found, rerolled: Rerolled | None) -> Outcome:
    said = _of(elsewhere(found.kept), found)
    again = _of(rerolled.rolls.elsewhere, found) if rerolled else None
    comes_out = None if again is None else again == said
    says = f"{said} moved these accounts in periods that are no months"
    return Outcome(says, said, again, comes_out)


def _of(each: Iterable[Money], found: Found) -> Money:
    currency = found.told.currency
    return total((one for one in each if one.currency == currency), currency)


def verdict(found: Found, said: Money | None, now: Money | None, *, comes_out: bool) -> str:
    """Say whether a figure comes out again, and what it is now where it does not."""
    if comes_out:
        return "rolled again from what both systems told last, it comes out to the same cents"
    made = f"{found.kept.made_at:%Y-%m-%d %H:%M} UTC"
    amounts = f" {said}, rolled again it is {now}" if said is not None else " something else"
    return f"the roll-forwards of {made} say{amounts}: the books or NetSuite's rows changed since"
