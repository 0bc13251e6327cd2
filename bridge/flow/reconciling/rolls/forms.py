"""The JSON form of roll-forwards; other tools rely on these keys."""

from collections.abc import Mapping
from typing import Any

from bridge.flow.reconciling.forms import converted, defined
from bridge.flow.reconciling.rolls.held import mark, packed
from bridge.model.measures.definition import Measure
from bridge.model.money import Currency, Money
from bridge.reconcile.rolls.roll import Month, Roll, Rolls, Share, Tie
from bridge.reconcile.rolls.wording import TITLES, says

Form = dict[str, Any]


def content(rolls: Rolls, definition: Measure | None) -> Form:
    """Return what is kept of roll-forwards: amounts are exact texts in their currency."""
    return {
        "measure": "rolls",
        "periods": list(rolls.periods),
        **({"definition": defined(definition)} if definition else {}),
        "ties": rolls.ties,
        "elsewhere": [
            {"currency": one.currency.code, "amount": one.text()} for one in rolls.elsewhere
        ],
        "rolls": [form(one, definition) for one in rolls.rolls],
    }


def form(one: Roll, definition: Measure | None) -> Form:
    """Return what is kept of one measure in one currency: its figures, and who has them."""
    found = figures(one, definition)
    for at, (written, month) in enumerate(zip(found["months"], one.months, strict=True), start=1):
        written["told"] = {
            **_told(month.told or month, one.currency),
            "held": mark(one.holdings, at),
        }
    return {**found, "holdings": packed(one.holdings)}


def figures(one: Roll, definition: Measure | None) -> Form:
    """Return the figures of one measure in one currency, as they are read back."""
    return {
        "measure": one.measure.value,
        "title": TITLES[one.measure],
        "currency": one.currency.code,
        "says": list(says(one.measure, definition)),
        "movements": list(one.movements),
        "gap": one.gap.text(),
        "difference": one.difference.text(),
        "months": [_month(month, one) for month in one.months],
        "shares": [_share(share) for share in one.shares],
        "ties": [_tie(tie, one.currency) for tie in one.ties],
        **({"currencies": converted(one.currencies, one.currency)} if one.currencies else {}),
    }


def _month(month: Month, of: Roll) -> Form:
    forward = of.forward(month)
    return {
        "period": month.period,
        "opening": forward.opening.text(),
        "movements": {name: money.text() for name, money in forward.movements.items()},
        "closing": forward.closing.text(),
        "gap": forward.gap.text(),
        "of_closing": _amounts(month.of_closing, of.currency),
    }


def _told(month: Month, currency: Currency) -> Form:
    """Return the closing as it is told now, signed or not: a signature is of that."""
    return {
        "closing": Money(month.closing, currency).text(),
        "of_closing": _amounts(month.of_closing, currency),
    }


def _share(share: Share) -> Form:
    return {
        "name": share.name,
        "percent": None if share.percent is None else str(share.percent),
        "numerator": share.numerator.text(),
        "denominator": share.denominator.text(),
    }


def _tie(tie: Tie, currency: Currency) -> Form:
    return {
        "period": tie.period,
        "closing": Money(tie.ours, currency).text(),
        "named": _amounts(tie.named, currency),
        "accounts": _amounts(tie.accounts, currency),
        "difference": Money(tie.difference, currency).text(),
        "is_tied": tie.is_tied,
    }


def _amounts(minors: Mapping[str, int], currency: Currency) -> dict[str, str]:
    return {name: Money(minor, currency).text() for name, minor in minors.items()}
