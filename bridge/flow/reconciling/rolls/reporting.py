"""Recurring revenue in one currency, beside a statement of run rates: made, and read back."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from bridge.flow.reconciling.forms import Form, converted
from bridge.model.measures.definition import Measure
from bridge.model.money import Currency, Money
from bridge.reconcile.rolls.reported import Worth, reported_on, worth_on
from bridge.reconcile.rolls.wording import reporting
from bridge.reconcile.sides import Sides

_Form = Mapping[str, Any]
#: Whatever a definition reports in: a statement leads to what NetSuite plans at the order's rate.
OF_WALKS = "that of each booking, in the currency of the books"


class Again(NamedTuple):
    """What is kept beside a statement, as it comes out now, and who has it."""

    form: _Form
    parts: Mapping[Currency, tuple[Worth, ...]]


class ToldSum(NamedTuple):
    """What all currencies come to, or what one of them has of it."""

    title: str
    amount: Money  #: of a currency that lacks a rate, in itself
    note: str  #: what is to be known of it: the day, the rate, or that there is none
    of: Currency | None = None  #: None for all of them
    own: Money | None = None  #: what was converted; None where nothing was
    is_missing: bool = False  #: whether it lacks a rate, and so is in no total

    @property
    def says(self) -> str:
        """What was converted, and what is to be known of it."""
        return f"{self.own}; {self.note}" if self.own is not None else self.note


def content(sides: Sides, definition: Measure | None, day: date) -> Form:
    """Return what is kept beside a statement of run rates at the end of a day; empty if nothing."""
    if definition is None or definition.reported_in is None:
        return {}
    target = definition.reported_in
    found = reported_on(sides.booked, definition, day, sides.rates)
    minor = sum(sum(one.converted) for one in found if one.converted is not None)
    return {
        "reported": {
            "currency": target.code,
            "day": day.isoformat(),
            "rated_on": definition.rated_on(day).isoformat(),
            "amount": Money(minor, target).text(),
            "says": reporting(definition),
            "currencies": converted(found, target),
        }
    }


def again(sides: Sides, definition: Measure | None, day: date) -> Again | None:
    """Return what would be kept of a day now; None where nothing is told in one currency."""
    form = content(sides, definition, day)
    if not form or definition is None:
        return None
    return Again(form, worth_on(sides.booked, definition, day, sides.rates))


def told(kept: _Form) -> Iterator[ToldSum]:
    """Read it back: the total, and each currency with the rate that it was converted at."""
    form = kept.get("reported")
    if form is None:
        return
    target = Currency(form["currency"])
    yield ToldSum(
        title=f"All currencies in {target}",
        amount=Money.parse(form["amount"], target),
        note=f"at the end of {form['day']}. {form['says']}",
    )
    for one in form["currencies"]:
        yield _currency(one, target, form["rated_on"])


def choices(definition: _Form) -> Iterator[tuple[str, str]]:
    """
    Say each choice of a definition in words; the code of a currency stays as it is.

    >>> list(choices({"counted": "LIVE", "left_out": ["ONE_TIME", "TRIAL"], "reported_in": "USD"}))
    [('counted', 'live'), ('left out', 'one time, trial'), ('reported in', 'USD')]
    """
    for name, value in definition.items():
        says = ", ".join(value) if isinstance(value, list) else str(value)
        words = says if name == "reported_in" else says.replace("_", " ").lower()
        yield name.replace("_", " "), words


def rate(one: _Form) -> str:
    """Say at which rate, and where it was read."""
    return (
        f"1 {one['of']} = {one['rate']} {one['in']} from {one['effective']} on, "
        f"by NetSuite's currency rate {one['record']}"
    )


def _currency(one: _Form, target: Currency, day: str) -> ToldSum:
    own = Currency(one["currency"])
    title = f"Deals in {own}"
    amount = Money.parse(one["closings"][-1], own)
    if one["converted"] is None:
        says = f"not in it: NetSuite tells no rate in {target} that is effective by {day}"
        return ToldSum(title, amount, says, own, is_missing=True)
    [worth] = (Money.parse(text, target) for text in one["converted"])
    if own == target:
        return ToldSum(title, worth, "as they are", own)
    [taken] = one["rates"]
    return ToldSum(title, worth, rate(taken), own, amount)


def missing(kept: _Form) -> tuple[Money, ...]:
    """Return what lacks a rate, each amount in its own currency."""
    return tuple(one.amount for one in told(kept) if one.is_missing)
