"""Explains what a line, a customer or a contract has of a figure of a roll-forward."""

from collections.abc import Iterator
from dataclasses import replace

from bridge.adapters.store.database import Transaction
from bridge.errors import Misconfigured
from bridge.flow.explaining.explanation import Chapters, Explanation, Fact, Phrase
from bridge.flow.explaining.rolls import told
from bridge.flow.explaining.rolls.naming import Figure, Found, unknown
from bridge.flow.reconciling.rolls.drilling import Drilled
from bridge.model.money import Money
from bridge.reconcile.rolls.roll import Part


def ref(figure: Figure, part: Part) -> str:
    """Return the reference of what somebody has of a figure."""
    return replace(figure, of=part.name).ref


def explain(
    view: Transaction, found: Found, drilled: Drilled | None, *, comes_out: bool | None
) -> Explanation:
    """
    Explain one part of a figure, as it is now.

    Kept are the parts of openings and closings, and of movements what they come to: a part comes
    out as kept where all of them together do.
    """
    if drilled is None:
        raise Misconfigured(
            "the parts of this figure cannot be told",
            where=found.figure.ref[:80],
            act="ask for the figure itself: it says why",
        )
    name = found.figure.of or ""
    held = next((one for one in drilled.parts if one[0].name == name), None)
    if held is None:
        act = "take one that the explanation of the figure names"
        raise unknown("nobody of that name has anything of it now", name, act)
    part, amount = held
    made = Chapters()
    made.add("part", *_named(view, part))
    made.add("figure", Fact("is a part of", str(drilled.total), replace(found.figure, of=None).ref))
    made.add("measure", *told.means(found))
    made.add("recomputed", Fact("rolled again it is", str(amount)))
    made.add("roll-forwards", *told.facts(found))
    made.add("rulebook", *told.rules(view, found))
    return Explanation(
        ref=found.figure.ref,
        phrases=tuple(_phrases(found, part, amount)),
        chapters=made.done(),
        recomputed=comes_out,
        verdict=_verdict(comes_out=bool(comes_out)),
        amount=amount,
        again=amount,
    )


def _named(view: Transaction, part: Part) -> Iterator[Fact]:
    line = f"{part.key.record}/{part.key.line}" if part.key and part.deal else None
    deal = part.deal if part.deal and view.deals.one(part.deal) else None
    yield from (
        Fact(name, says, leads)
        for name, says, leads in (
            ("name", part.name, None),
            ("customer", part.customer, None),
            ("deal", part.deal, deal),
            ("document line", line, line),
        )
        if says
    )


def _phrases(found: Found, part: Part, amount: Money) -> Iterator[Phrase]:
    line = found.told.line(found.figure.line)
    if part.customer and part.customer != part.name:
        yield Phrase(f"{part.customer}, ")
    title = line.title if line else found.figure.line
    yield Phrase(f"{part.name}: {amount} in {found.figure.period} is of ")
    yield Phrase(f"{title}, {found.told.title}", replace(found.figure, of=None).ref)


def _verdict(*, comes_out: bool) -> str:
    if comes_out:
        return "rolled again, all of its figure comes out to the same cents as it was kept"
    return "rolled again, its figure is another than was kept: this is what the part is now"
