"""
Explains what recurs in all currencies, told in one of them, beside a statement of run rates.

    reported:12/all/USD                    what all currencies come to, of statement 12
    reported:12/EUR/USD                    what deals in euros have of it
    reported:12/EUR/EUR                    the same before it was converted
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.errors import Misconfigured, NotFound
from bridge.flow.explaining import versions
from bridge.flow.explaining.explanation import Chapters, Explanation, Fact, Phrase, listed
from bridge.flow.explaining.figures import naming
from bridge.flow.explaining.retracing import Retracing
from bridge.flow.reconciling.rolls import reporting
from bridge.flow.reconciling.rolls.reporting import Again, ToldSum
from bridge.model.ids import RulebookVersion
from bridge.model.money import Money, total
from bridge.reconcile.rolls.reported import Worth
from bridge.rules.diagnostics import RulebookInvalid

KIND = "reported"
_ALL = "all"
_PARTS = 3
_SHOWN = 40
#: Who has most of it, told one by one; the others are counted and added up.
_WORTHS_MAX = 25
_NO_RATE = "it has no rate now, and is in no total"
_Form = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount that a statement tells: all of it, or of a currency, converted or as it is."""

    told: ToldSum
    amount: Money

    @property
    def name(self) -> str:
        """What stands for it in references, behind the number of the statement."""
        of = self.told.of.code if self.told.of else _ALL
        return f"{of}/{self.amount.currency.code}"

    @property
    def is_converted(self) -> bool:
        """Whether a rate made it."""
        return self.told.own is not None and self.amount != self.told.own

    def ref(self, statement: int) -> str:
        """Return the reference."""
        return f"{KIND}:{statement}/{self.name}"


def refs(kept: KeptStatement, one: ToldSum) -> tuple[str, str]:
    """Return what explains a sum, and what was converted to it; the same where nothing was."""
    each = [figure.ref(kept.id) for figure in _figures(one)]
    return each[0], each[-1]


def explain(view: Transaction, retracing: Retracing, rest: str) -> Explanation:
    """Explain an amount; NotFound where the statement tells none of that name."""
    kept, figure = _find(view, rest)
    now: Again | None = None
    why_not = ""
    try:
        now = retracing.walked(view, kept).reported
    except Misconfigured as error:
        why_not = f"it cannot be made again: {error.what}"
    except RulebookInvalid:
        why_not = "it cannot be made again: this bridge reads the version of its rules no more"
    return _Explained(kept, figure, now, why_not).explanation(view)


def _figures(one: ToldSum) -> tuple[Figure, ...]:
    own = () if one.own is None else (Figure(one, one.own),)
    return (Figure(one, one.amount), *own)


def _every(content: _Form) -> dict[str, Figure]:
    """Return every amount that is kept, by its name."""
    each = (figure for one in reporting.told(content) for figure in _figures(one))
    return {one.name: one for one in each}


def _find(view: Transaction, rest: str) -> tuple[KeptStatement, Figure]:
    number, *named = (one.strip() for one in rest.split("/"))
    act = (
        f"write it as {KIND}:STATEMENT/CURRENCY/IN, such as {KIND}:12/EUR/USD or {KIND}:12/all/USD"
    )
    if len(named) + 1 != _PARTS:
        raise _unknown("it has a statement, a currency, and one in which it is told", rest, act)
    kept = naming.statement(view, number)
    every = _every(kept.content)
    name = "/".join(one if one == _ALL else one.upper() for one in named)
    if not every:
        act = "take a statement of run rates by a measure that says reported_in"
        raise _unknown("the statement tells nothing in one currency", number, act)
    if name not in every:
        known = ", ".join(every)
        raise _unknown("the statement has no such amount", name, f"take one of {known}")
    return kept, every[name]


class _Explained:
    """An amount in the making of its explanation."""

    def __init__(
        self, kept: KeptStatement, figure: Figure, now: Again | None, why_not: str
    ) -> None:
        self._kept, self._figure, self._now = kept, figure, now
        self._why_not = why_not or "its rules tell nothing in one currency"
        self._form: _Form = kept.content["reported"]
        self._again = _amount(figure, now) if now else None
        self._rate, self._rate_now = (
            _rate(form, figure) for form in (self._form, now.form["reported"] if now else {})
        )

    def explanation(self, view: Transaction) -> Explanation:
        version, made = self._kept.content.get("rulebook"), Chapters()
        made.add("figure", Fact("recurring revenue", self._form["says"]))
        made.add("is the sum of", *self._facts(self._currencies(missing=False)))
        made.add("not in it, for want of a rate", *self._facts(self._currencies(missing=True)))
        made.add("rate", *self._rates())
        made.add("who has it, as the books are now", *self._who())
        made.add("recomputed", *self._compared())
        made.add("statement", *_statement(self._kept))
        made.add("rulebook", *versions.facts(view, RulebookVersion(version) if version else None))
        return Explanation(
            ref=self._figure.ref(self._kept.id),
            phrases=tuple(self._phrases()),
            chapters=made.done(),
            recomputed=self._comes_out,
            verdict=self._verdict(),
            amount=self._figure.amount,
            again=self._again,
        )

    @property
    def _comes_out(self) -> bool | None:
        """Whether it is the same to the cent; None where it cannot be made again."""
        return None if self._now is None else self._again == self._figure.amount

    def _phrases(self) -> Iterator[Phrase]:
        one, kept = self._figure, self._kept
        of = f"deals in {one.told.of}" if one.told.of else "all currencies"
        day = self._form["day"]
        yield Phrase(f"{one.amount} is what recurs a year of {of} at the end of {day}, ")
        yield Phrase(f"of statement {kept.id} ({kept.measure}, as of {kept.as_of})")
        if one.told.own is not None and one.is_converted:
            yield Phrase(": ")
            yield Phrase(str(one.told.own), Figure(one.told, one.told.own).ref(kept.id))
            yield Phrase(f" at {one.told.note}")
        elif one.told.is_missing:
            yield Phrase(f"; {one.told.note}")
        for missing, begins in ((False, ": "), (True, "; without a rate, and not in it, ")):
            for place, each in enumerate(self._currencies(missing=missing)):
                yield Phrase(" + " if place else begins)
                yield Phrase(f"{each.amount} of {each.told.title}", each.ref(kept.id))

    def _currencies(self, *, missing: bool) -> Iterator[Figure]:
        """Yield the currencies of a total that have a rate, or lack one; none of what is no sum."""
        if self._figure.told.of is None:
            for one in reporting.told(self._kept.content):
                if one.of is not None and one.is_missing is missing:
                    yield Figure(one, one.amount)

    def _facts(self, each: Iterable[Figure]) -> Iterator[Fact]:
        for one in each:
            ref = one.ref(self._kept.id)
            yield Fact(one.told.title, f"{one.amount}, {one.told.says}", ref)

    def _rates(self) -> Iterator[Fact]:
        taken = self._rate
        if taken is not None:
            yield Fact("taken", f"1 {taken['of']} = {taken['rate']} {taken['in']}")
            yield Fact("effective from", taken["effective"])
            yield Fact("NetSuite's currency rate", str(taken["record"]))
            yield Fact("that of", self._form["rated_on"])
            yield Fact("rounded", "once for each product of a customer, after it was converted")
        elif self._figure.told.is_missing:
            yield Fact("taken", f"none: {self._figure.told.note}")

    def _who(self) -> Iterator[Fact]:
        """Tell the largest amounts one by one, and the others together."""
        parts = tuple(self._parts())
        for one, amount in parts[:_WORTHS_MAX]:
            named = ", ".join(filter(None, (one.customer, one.product)))
            yield Fact(named, f"{amount}{self._own(one)}")
        if len(parts) > _WORTHS_MAX:
            rest = self._sum(parts[_WORTHS_MAX:])
            yield Fact("and", f"{len(parts) - _WORTHS_MAX} smaller ones, together {rest}")
        if parts:
            yield Fact("together", str(self._sum(parts)))

    def _parts(self) -> Iterator[tuple[Worth, Money]]:
        """Yield who has how much of it now; nothing of all currencies, nor without a rate."""
        of = self._figure.told.of
        for one in self._now.parts.get(of, ()) if self._now and of else ():
            minor = one.converted if self._figure.is_converted else one.own
            if minor is not None:
                yield one, Money(minor, self._figure.amount.currency)

    def _own(self, one: Worth) -> str:
        of = self._figure.told.of
        return f", of {Money(one.own, of)}" if of and self._figure.is_converted else ""

    def _sum(self, parts: Iterable[tuple[Worth, Money]]) -> Money:
        return total((amount for _, amount in parts), self._figure.amount.currency)

    def _compared(self) -> Iterator[Fact]:
        said = self._figure.amount
        yield Fact("the statement says", str(said))
        if self._again is not None:
            yield Fact("made again it is", str(self._again))
            yield Fact("difference", str(self._again - said))
        if self._now is not None and self._rate_now != self._rate:
            now = reporting.rate(self._rate_now) if self._rate_now else "none"
            yield Fact("rate that is taken now", now)

    def _verdict(self) -> str:
        if self._now is None:
            return self._why_not
        if self._comes_out:
            return "made again from the books and NetSuite's rates, it comes out to the same cents"
        made = f"{self._kept.made_at:%Y-%m-%d %H:%M} UTC"
        now = _NO_RATE if self._again is None else f"made again it is {self._again}"
        return (
            f"the statement of {made} says {self._figure.amount}, {now}: "
            "the books or NetSuite's rates changed since"
        )


def _amount(figure: Figure, now: Again) -> Money | None:
    """Return the amount as it comes out now: nothing of what recurs no more, None without rate."""
    every = _every(now.form)
    if figure.name in every:
        return every[figure.name].amount
    recurs = any(one.told.of == figure.told.of for one in every.values())
    return None if recurs else Money(0, figure.amount.currency)


def _rate(form: _Form, figure: Figure) -> _Form | None:
    """Return the rate that made an amount, or that lacked; None where there is none."""
    of, is_rated = figure.told.of, figure.is_converted or figure.told.is_missing
    each = form.get("currencies", ()) if of and is_rated else ()
    return next((one["rates"][0] for one in each if one["currency"] == str(of)), None)


def _statement(kept: KeptStatement) -> Iterator[Fact]:
    yield from listed(
        {
            "number": kept.id,
            "measure": kept.measure,
            "as of": kept.as_of,
            "made at": f"{kept.made_at:%Y-%m-%d %H:%M} UTC",
            "digest": f"SHA-256 {kept.digest}",
        }
    )
    for name, says in reporting.choices(kept.content["definition"]):
        yield Fact(name, says)


def _unknown(says: str, asked: str, act: str) -> NotFound:
    shown = asked if len(asked) <= _SHOWN else f"{asked[:_SHOWN]}..."
    return NotFound(says, where=f"{KIND}, {shown!r}", act=act)
