"""Explains a figure of a period by what it consists of, who has it, and rolled once more."""

from collections.abc import Iterator
from typing import NamedTuple

from bridge.adapters.store.database import Transaction
from bridge.errors import Misconfigured
from bridge.flow.explaining.explanation import Chapters, Explanation, Fact, Phrase
from bridge.flow.explaining.retracing import Retracing
from bridge.flow.explaining.rolls import accounts, lines, overall, told
from bridge.flow.explaining.rolls.naming import Found, find, unknown
from bridge.flow.explaining.rolls.operands import operands
from bridge.flow.reconciling.rolls import forms
from bridge.flow.reconciling.rolls.again import Rerolled, Section
from bridge.flow.reconciling.rolls.drilling import CLOSING, OPENING, Drilled, Movement, drilled
from bridge.flow.reconciling.rolls.told import ToldLine, read
from bridge.model.money import Money
from bridge.reconcile.rolls.restating import RESTATED
from bridge.rules.diagnostics import RulebookInvalid

#: Lines behind a figure that are told one by one; the others are counted and added up.
_LINES_MAX = 25


class Again(NamedTuple):
    """The period of a figure rolled again, or why it cannot be."""

    rerolled: Rerolled | None
    why_not: str = ""


def explain(view: Transaction, retracing: Retracing, rest: str) -> Explanation:
    """Explain a figure of roll-forwards; NotFound where there is none of that name."""
    found = find(view, rest)
    if found.figure.period is None:
        again = _again(view, retracing, found)
        return overall.explain(view, found, again.rerolled, again.why_not)
    line = found.told.line(found.figure.line)
    if line is None:
        known = ", ".join(one.name for one in found.told.lines)
        raise unknown("a roll-forward has no such line", found.figure.line, f"take one of {known}")
    again = _again(view, retracing, found)
    figure = _Figure(found, line, again)
    if found.figure.of is not None:
        return lines.explain(view, found, figure.drilled, comes_out=figure.comes_out)
    return figure.explanation(view)


def _again(view: Transaction, retracing: Retracing, found: Found) -> Again:
    try:
        period = found.figure.period or found.told.periods[-1]
        section = Section(found.kept, period, found.told.measure)
        return Again(retracing.rerolled(view, section))
    except Misconfigured as error:
        return Again(None, f"it cannot be rolled again: {error.what}")
    except RulebookInvalid:
        says = "it cannot be rolled again: this bridge reads the version of its rules no more"
        return Again(None, says)


class _Figure:
    """A figure in the making of its explanation."""

    def __init__(self, found: Found, line: ToldLine, again: Again) -> None:
        self._found, self._line, self._again = found, line, again
        self._period = found.figure.period or ""
        self._at = found.told.periods.index(self._period)
        self._said = line.amounts[self._at]
        self._now = self._amount(again.rerolled) if again.rerolled else None
        self.drilled = self._drilled(again.rerolled) if again.rerolled else None

    @property
    def comes_out(self) -> bool | None:
        """Whether it is the same, rolled again; None where it cannot be."""
        return None if self._now is None else self._now == self._said

    def explanation(self, view: Transaction) -> Explanation:
        found, made = self._found, Chapters()
        made.add("figure", *told.means(found))
        made.add("is the sum of", *self._operands())
        made.add("who has it", *self._who())
        if self._again.rerolled and self._line.is_account:
            kinds = accounts.kinds(found, self._line, self._again.rerolled)
            made.add("by kind of transaction, up to the end of the period", *kinds)
        made.add("recomputed", *self._compared())
        for period in self._signed():
            made.add(f"signature of {period}", *told.signature(view, found, period))
        made.add("roll-forwards", *told.facts(found))
        made.add("rulebook", *told.rules(view, found))
        return Explanation(
            ref=found.figure.ref,
            phrases=tuple(self._phrases()),
            chapters=made.done(),
            recomputed=self.comes_out,
            verdict=self._verdict(),
            amount=self._said,
            again=self._now,
        )

    def _amount(self, rerolled: Rerolled) -> Money:
        """Return the same line of the period, as it comes out now; what is not there is nothing."""
        one = rerolled.rolls.of(self._found.told.measure, self._found.told.currency)
        names = rerolled.over.names
        line = read(forms.figures(one, None), names).line(self._line.name) if one else None
        # Not all lines are in the currency of the roll-forward: some say what it is converted from.
        return line.amounts[names.index(self._period)] if line else Money(0, self._said.currency)

    def _drilled(self, rerolled: Rerolled) -> Drilled | None:
        of = self._found.told
        if not of.is_of_lines(self._line):
            return None
        return drilled(rerolled, Movement(of.measure, of.currency, self._line.name, self._period))

    def _signed(self) -> Iterator[str]:
        """Yield the periods whose signature a figure may rest on."""
        periods = self._found.told.periods
        if self._line.name in {OPENING, RESTATED} and self._at:
            yield periods[self._at - 1]
        if self._line.name in {CLOSING, RESTATED}:
            yield periods[self._at]

    def _phrases(self) -> Iterator[Phrase]:
        found = self._found
        period, of = found.figure.period, f"{self._line.title}, {found.told.title}"
        yield Phrase(f"{self._said} in {period} is {of}, of roll-forwards {found.kept.id}")
        yield Phrase(f" (as of {found.kept.as_of})")
        for place, one in enumerate(operands(found)):
            yield Phrase(" + " if place else ": ")
            figure = str(one.amount).removesuffix(f" {one.amount.currency.code}")
            yield Phrase(f"{figure} {one.name}", one.figure.ref)

    def _operands(self) -> Iterator[Fact]:
        for one in operands(self._found):
            yield Fact(one.name, str(one.amount), one.figure.ref)

    def _who(self) -> Iterator[Fact]:
        """Tell the largest parts one by one, and the others together."""
        if self.drilled is None:
            return
        parts = self.drilled.parts
        for part, amount in parts[:_LINES_MAX]:
            named = f"{part.name}, {part.customer}" if part.customer else part.name
            yield Fact(named, str(amount), lines.ref(self._found.figure, part))
        if len(parts) > _LINES_MAX:
            minor = sum(part.minor for part, _ in parts[_LINES_MAX:])
            rest = Money(minor, self._found.told.currency)
            yield Fact("and", f"{len(parts) - _LINES_MAX} smaller ones, together {rest}")
        if parts:
            yield Fact("together", str(self.drilled.total))

    def _compared(self) -> Iterator[Fact]:
        yield Fact("the roll-forwards say", str(self._said))
        if self._now is not None:
            yield Fact("rolled again it is", str(self._now))
            yield Fact("difference", str(self._now - self._said))

    def _verdict(self) -> str:
        if self._now is None:
            return self._again.why_not
        return overall.verdict(
            self._found, self._said, self._now, comes_out=self._said == self._now
        )
