"""
Explains a figure that a person has prepared for signing, beside what the last statement says.

    signed:2026-03/plan/USD/DAT-1          what was prepared of a class, for a period and a measure
"""

from collections.abc import Iterator
from urllib.parse import quote, unquote

from bridge.adapters.store.database import Transaction
from bridge.errors import NotFound
from bridge.flow.explaining.explanation import Chapters, Explanation, Fact, Phrase
from bridge.flow.explaining.figures import naming, stated
from bridge.flow.explaining.retracing import Retracing
from bridge.flow.reconciling.figures import COVERED, numbers
from bridge.flow.reconciling.figures import stated as last_statements
from bridge.model.money import Currency, Money
from bridge.reconcile.signatures import PERIODS, Figure, Figures, Signature, Standing, standings

KIND = "signed"
_PARTS = 4
_SHOWN = 40


def ref(period: str, of: Figure) -> str:
    """Return the reference of a figure of a period as it was prepared."""
    return f"{KIND}:{quote(period, safe=' :-.')}/{of.measure}/{of.amount.currency.code}/{of.code}"


def explain(view: Transaction, _: Retracing, rest: str) -> Explanation:
    """Explain a figure that was prepared; NotFound where none was."""
    period, measure, money, code = _parts(rest)
    held = standings(view.ledger.entries(deal=PERIODS)).get(period)
    if held is None or held.prepared is None or measure not in COVERED:
        raise _none(rest)
    figures = last_statements(view).figures.get(period, ())
    known = {one.amount.currency.code for one in (*held.figures, *figures)}
    if money not in known:
        raise _none(rest)
    then, now = (_of(each, measure, Currency(money), code) for each in (held.figures, figures))
    name = Figure(measure=measure, code=code, amount=then)
    told = Chapters()
    told.add("compared", *_compared(view, period, name, now))
    told.add("signatures", *_signatures(held))
    told.add("class", *stated.of_class(code))
    return Explanation(
        ref=ref(period, name),
        phrases=(
            Phrase(f"{then} of {code}, {measure}, was prepared for {period} by "),
            Phrase(f"{held.prepared.by}, who said: {held.prepared.reason}"),
        ),
        chapters=told.done(),
        recomputed=then == now,
        verdict=(
            "the last statement says the same"
            if then == now
            else f"it has moved since: the last statement says {now}"
        ),
        amount=then,
        again=now,
    )


def _parts(rest: str) -> tuple[str, str, str, str]:
    parts = [one.strip() for one in rest.split("/")]
    if len(parts) != _PARTS:
        raise _none(rest)
    period, measure, money, code = parts
    return unquote(period), measure, money.upper(), naming.known_code(code)


def _of(figures: Figures, measure: str, of: Currency, code: str) -> Money:
    """Return a figure; what is nothing is not among them."""
    found = (
        one.amount
        for one in figures
        if (one.measure, one.amount.currency, one.code) == (measure, of, code)
    )
    return next(found, Money(0, of))


def _compared(view: Transaction, period: str, name: Figure, now: Money) -> Iterator[Fact]:
    yield Fact("it was prepared as", str(name.amount))
    each = zip(COVERED, numbers(view), strict=True)
    number = next((number for measure, number in each if measure == name.measure), None)
    variance = naming.Variance(
        statement=str(number),
        currency=name.amount.currency,
        periods=naming.span(period),
        code=name.code,
    )
    yield Fact("the last statement says", str(now), variance.ref if number else None)


def _signatures(held: Standing) -> Iterator[Fact]:
    of: tuple[tuple[str, Signature | None], ...] = (
        ("prepared", held.prepared),
        ("signed", held.signed),
    )
    for name, one in of:
        if one is not None:
            yield Fact(name, f"{one.by}, {one.at:%Y-%m-%d %H:%M} UTC: {one.reason}")


def _none(rest: str) -> NotFound:
    shown = rest if len(rest) <= _SHOWN else f"{rest[:_SHOWN]}..."
    return NotFound(
        "no such figure was prepared",
        where=f"signed, {shown!r}",
        act="write it as signed:PERIOD/MEASURE/CURRENCY/CLASS, of a period that is prepared",
    )
