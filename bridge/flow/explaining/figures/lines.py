"""Explains what one line has of a class: the two valuations, and what each source says of it."""

from collections.abc import Iterator
from dataclasses import replace

from bridge.adapters.store.database import Transaction
from bridge.errors import Misconfigured, NotFound
from bridge.flow.explaining.explanation import Chapters, Explanation, Fact, Phrase
from bridge.flow.explaining.figures import changed, stated
from bridge.flow.explaining.figures.naming import Found, Variance
from bridge.flow.reconciling.told import END, START
from bridge.flow.reconciling.walked.figures import Figures
from bridge.flow.reconciling.walked.line import Attribute, Taken, WalkedLine
from bridge.model.money import Money
from bridge.reconcile.classes import BY_CODE
from bridge.reconcile.valuing import Vector

#: What nobody says.
_NOTHING = "\N{EN DASH}"


def ref(variance: Variance, name: str) -> str:
    """Return the reference of what a line has of a figure."""
    return replace(variance, line=name).ref


def explain(view: Transaction, found: Found, walked: Figures | None, why_not: str) -> Explanation:
    """Explain what a line has of a class or an end; Misconfigured where it is not to be told."""
    named = found.variance.line or ""
    if found.variance.code not in BY_CODE and found.variance.code not in {START, END}:
        raise NotFound(
            "a line has no such sum",
            where=found.variance.ref[:80],
            act="name a class, or start or end, before the line",
        )
    if walked is None:
        raise Misconfigured(
            why_not, where=found.variance.ref[:80], act="reconcile once, and look at that statement"
        )
    line = walked.line(named)
    if line is None:
        raise NotFound(
            "no line of that name has anything in the statement's periods now",
            where=f"variance, {named[:40]!r}",
            act="take one that the explanation of its class names",
        )
    return _Line(found, line).explanation(view)


class _Line:
    """A line in the making of its explanation."""

    def __init__(self, found: Found, line: WalkedLine) -> None:
        self._found = found
        self._line = line
        self._code = found.variance.code
        self._own = tuple(one for one in line.steps if one.code == self._code)

    def explanation(self, view: Transaction) -> Explanation:
        found, line, told = self._found, self._line, Chapters()
        told.add("line", *self._named())
        told.add("class", *stated.of_class(self._code))
        told.add("sold | ruled | NetSuite", *map(_beside, line.attributes))
        told.add("NetSuite has beside it", *(Fact(name, says) for name, says in line.beside))
        told.add(f"walk, {found.spoken}", *self._walk())
        told.add("proof", *(fact for one in self._own for fact in _proof(one)))
        then, now = changed.of_line(found, line.name, self._code), self._now(found.told.periods)
        told.add("recomputed", *self._compared(then, now))
        told.add("statement", *stated.facts(found))
        told.add("rulebook", *stated.rules(view, found))
        return Explanation(
            ref=found.variance.ref,
            phrases=tuple(self._phrases()),
            chapters=told.done(),
            recomputed=None if then is None else then == now,
            verdict=self._verdict(then, now),
            amount=self._now(found.periods),
            again=self._now(found.periods),
        )

    def _now(self, periods: tuple[str, ...]) -> Money:
        vectors = [one.amounts for one in self._own]
        if self._code in {START, END}:
            vectors = [self._line.start if self._code == START else self._line.end]
        return self._money(*vectors, periods=periods)

    def _money(self, *vectors: Vector, periods: tuple[str, ...] = ()) -> Money:
        names = periods or self._found.periods
        minor = sum(vector.get(name, 0) for vector in vectors for name in names)
        return Money(minor, self._found.told.currency)

    def _phrases(self) -> Iterator[Phrase]:
        found, line = self._found, self._line
        yield Phrase(line.customer or "nobody knows whose")
        yield Phrase(", ")
        yield Phrase(f"line {line.name}", line.ref)
        of = stated.title(found, self._code)
        yield Phrase(f": {self._now(found.periods)} in {found.spoken} is {of}")
        if self._own:
            before, behind = self._valued()
            yield Phrase(f", {BY_CODE[self._code].meaning}: it was worth {before}, and is {behind}")

    def _valued(self) -> tuple[Money, Money]:
        """Return what the line is worth just before the first step of the class, and behind it."""
        place = self._line.steps.index(self._own[0])
        before = [self._line.start, *(one.amounts for one in self._line.steps[:place])]
        last = self._line.steps.index(self._own[-1])
        behind = [self._line.start, *(one.amounts for one in self._line.steps[: last + 1])]
        return self._money(*before), self._money(*behind)

    def _named(self) -> Iterator[Fact]:
        line = self._line
        yield Fact("name", line.name)
        yield from (
            Fact(name, says, ref)
            for name, says, ref in (
                ("customer", line.customer, None),
                ("deal", line.deal, line.deal if line.is_read else None),
                ("contract", line.contract, None),
                ("subsidiary", line.subsidiary, None),
                ("order in NetSuite", line.order, None),
                ("document line", line.ref, line.ref),
                ("standing", line.standing, None),
                ("treatment", line.treatment, None),
            )
            if says
        )

    def _walk(self) -> Iterator[Fact]:
        """Tell the line from its start to its end, step by step."""
        line, variance = self._line, self._found.variance
        ends = self._found.told.sums[0].title, self._found.told.sums[-1].title
        yield Fact(ends[0], str(self._money(line.start)), ref(variance.of(code=START), line.name))
        for one in line.steps:
            amount = self._money(one.amounts)
            if amount:
                of = variance.of(code=one.code)
                title = f"{one.code} {BY_CODE[one.code].name}"
                yield Fact(title, str(amount), ref(of, line.name))
        yield Fact(ends[1], str(self._money(line.end)), ref(variance.of(code=END), line.name))

    def _compared(self, then: Money | None, now: Money) -> Iterator[Fact]:
        found = self._found
        yield Fact(f"walked again, {found.spoken}", str(self._now(found.periods)))
        yield Fact(
            "the statement keeps over all periods", str(then) if then is not None else "none"
        )
        yield Fact("walked again over all periods", str(now))

    def _verdict(self, then: Money | None, now: Money) -> str:
        if then is None:
            return "the statement keeps nothing of this line, so there is nothing to compare with"
        if then == now:
            return f"walked again, over all periods of the statement it comes out as kept: {now}"
        return f"the statement keeps {then} over all its periods, walked again it is {now}"


def _beside(one: Attribute) -> Fact:
    said = " | ".join(text or _NOTHING for text in (one.sold, one.ruled, one.held))
    same = {text for text in (one.sold, one.ruled, one.held) if text}
    return Fact(one.name, f"{said}{' (they differ)' if len(same) > 1 else ''}")


def _proof(one: Taken) -> Iterator[Fact]:
    if one.proof.was or one.proof.became:
        was, became = (text or _NOTHING for text in (one.proof.was, one.proof.became))
        yield Fact("was, became", f"{was}, {became}")
    yield from (Fact("shown by", record) for record in one.proof.records)
