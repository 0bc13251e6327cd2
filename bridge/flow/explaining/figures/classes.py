"""Explains a figure of a statement by what it consists of, the lines behind it, and once more."""

from collections.abc import Iterator

from bridge.adapters.store.database import Transaction
from bridge.errors import Misconfigured
from bridge.flow.explaining.explanation import Chapters, Explanation, Fact, Phrase
from bridge.flow.explaining.figures import changed, lines, stated
from bridge.flow.explaining.figures.naming import ALL, NET, UNEXPLAINED, Found, Variance, find, span
from bridge.flow.explaining.retracing import Retracing
from bridge.flow.reconciling.told import END, START
from bridge.flow.reconciling.walked.figures import Behind, Figures
from bridge.model.money import Money
from bridge.reconcile.classes import BY_CODE
from bridge.reconcile.statement import UNEXPLAINED as UNX
from bridge.rules.diagnostics import RulebookInvalid

#: Lines behind a figure that are told one by one; the others are counted and added up.
_LINES_MAX = 25


def explain(view: Transaction, retracing: Retracing, rest: str) -> Explanation:
    """Explain a figure of a statement; Misconfigured where there is none of that name."""
    found = find(view, rest)
    walked, why_not = _walked(view, retracing, found)
    if found.variance.line is not None:
        return lines.explain(view, found, walked, why_not)
    return _Figure(found, walked, why_not).explanation(view)


def _walked(view: Transaction, retracing: Retracing, found: Found) -> tuple[Figures | None, str]:
    """Return the statement walked again, or why it cannot be."""
    try:
        return retracing.walked(view, found.kept).of(found.told.currency), ""
    except Misconfigured as error:
        return None, f"it cannot be walked again: {error.what}"
    except RulebookInvalid:
        return None, "it cannot be walked again: this bridge reads the version of its rules no more"


class _Figure:
    """A figure in the making of its explanation."""

    def __init__(self, found: Found, walked: Figures | None, why_not: str) -> None:
        self._found = found
        self._walked = walked
        self._why_not = why_not
        self._code = found.variance.code
        self._said = stated.amount(found, self._code, found.periods)
        self._now = None if walked is None else self._again(walked)

    def explanation(self, view: Transaction) -> Explanation:
        found, told = self._found, Chapters()
        if self._code == UNEXPLAINED and found.periods != found.told.periods:
            raise Misconfigured(
                "what is unexplained without netting is kept of the whole statement alone",
                where=found.variance.ref,
                act=f"ask for {found.variance.of(periods=ALL).ref}, or for UNX-1 of these periods",
            )
        told.add("figure", *stated.of_class(self._code), *self._valuations())
        told.add("is the sum of", *self._operands())
        told.add("periods", *self._periods())
        told.add("lines, as the books are now", *self._lines())
        told.add("recomputed", *self._compared())
        told.add("lines that changed since", *self._changed())
        told.add("statement", *stated.facts(found))
        told.add("rulebook", *stated.rules(view, found))
        return Explanation(
            ref=found.variance.ref,
            phrases=tuple(self._phrases()),
            chapters=told.done(),
            recomputed=None if self._now is None else self._now == self._said,
            verdict=self._verdict(),
            amount=self._said,
            again=self._now,
        )

    def _again(self, walked: Figures) -> Money:
        found, currency = self._found, self._found.told.currency
        if self._code == UNEXPLAINED:
            return Money(walked.size(UNX, found.periods), currency)
        codes = self._codes()
        return Money(sum(walked.sum(code, found.periods) for code in codes), currency)

    def _codes(self) -> tuple[str, ...]:
        """Return the classes that the figure is of, also those that the statement has not."""
        code = self._code
        if code in BY_CODE or code in {START, END}:
            return (code,)
        if code == UNEXPLAINED:
            return (UNX,)
        return tuple(one.code for one in BY_CODE.values() if code in {NET, one.nature.value})

    def _phrases(self) -> Iterator[Phrase]:
        found = self._found
        said, of = str(self._said), stated.title(found, self._code)
        yield Phrase(f"{said} in {found.spoken} is {of} of statement {found.kept.id}")
        yield Phrase(f" ({found.kept.measure}, as of {found.kept.as_of})")
        if self._code in BY_CODE:
            before = stated.before(found, self._code)
            yield Phrase(f": {BY_CODE[self._code].meaning}; the walk goes from {before} to ")
            yield Phrase(f"{before + self._said}")
        for place, (name, amount, variance) in enumerate(self._summands()):
            yield Phrase(" + " if place else " = ")
            figure = str(amount).removesuffix(f" {amount.currency.code}")
            yield Phrase(f"{figure} {name}", variance.ref)

    def _summands(self) -> Iterator[tuple[str, Money, Variance]]:
        found = self._found
        for one in stated.operands(found):
            amount = found.told.whole(one, found.periods)
            if amount or one.is_end:
                name = one.title if one.is_end else one.code
                yield name, amount, found.variance.of(code=one.code)

    def _operands(self) -> Iterator[Fact]:
        for name, amount, variance in self._summands():
            yield Fact(name, str(amount), variance.ref)

    def _valuations(self) -> Iterator[Fact]:
        """Tell the two totals whose difference a class is, in the order of the classes."""
        if self._code in BY_CODE:
            before = stated.before(self._found, self._code)
            yield Fact("worth before it", str(before))
            yield Fact("worth behind it", str(before + self._said))

    def _periods(self) -> Iterator[Fact]:
        found = self._found
        if len(found.periods) == 1 or self._code == UNEXPLAINED:
            return
        for name in found.periods:
            amount = stated.amount(found, self._code, (name,))
            if amount:
                yield Fact(name, str(amount), found.variance.of(periods=span(name)).ref)

    def _lines(self) -> Iterator[Fact]:
        """Tell the largest lines one by one, and the others together."""
        found, walked = self._found, self._walked
        code = UNX if self._code == UNEXPLAINED else self._code
        if walked is None or (code not in BY_CODE and code not in {START, END}):
            return
        behind = walked.behind(code, found.periods)
        for one in behind[:_LINES_MAX]:
            yield self._line(walked, one, code)
        if len(behind) > _LINES_MAX:
            rest = self._money(sum(one.minor for one in behind[_LINES_MAX:]))
            yield Fact("and", f"{len(behind) - _LINES_MAX} smaller lines, together {rest}")
        together = self._money(sum(one.minor for one in behind))
        if behind:
            yield Fact(
                "together", f"{together}, {len(behind)} line{'s' if len(behind) > 1 else ''}"
            )

    def _line(self, walked: Figures, one: Behind, code: str) -> Fact:
        held = walked.line(one.name)
        customer = f", {held.customer}" if held and held.customer else ""
        variance = self._found.variance.of(code=code)
        return Fact(
            f"{one.name}{customer}", str(self._money(one.minor)), lines.ref(variance, one.name)
        )

    def _compared(self) -> Iterator[Fact]:
        yield Fact("the statement says", str(self._said))
        if self._now is not None:
            yield Fact("walked again it is", str(self._now))
            yield Fact("difference", str(self._now - self._said))

    def _changed(self) -> Iterator[Fact]:
        """Tell the lines that have more or less of it than the statement kept of them."""
        if self._walked is not None and self._now != self._said:
            yield from changed.facts(self._found, self._walked, self._codes())

    def _money(self, minor: int) -> Money:
        return Money(minor, self._found.told.currency)

    def _verdict(self) -> str:
        found = self._found
        if self._now is None:
            return self._why_not
        if self._now == self._said:
            return "walked again line by line from what is kept, it comes out to the same cents"
        made = f"{found.kept.made_at:%Y-%m-%d %H:%M} UTC"
        return (
            f"the statement of {made} says {self._said}, walked again it is {self._now}: "
            "the books or NetSuite's rows changed since"
        )
