"""
The written form of document lines and schedules: what the books keep, and dossiers carry.

`parse_line(line(one), one.amount.currency) == one` holds for every line, and so for schedules.
Amounts and quantities are texts, so that no reader makes binary fractions of them; a term names
its first and its last day.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bridge.model import notation, standalone
from bridge.model.calendar import Term
from bridge.model.document import Becomes, DocumentLine
from bridge.model.ids import ExternalId, LineId
from bridge.model.money import Currency, Money
from bridge.model.schedule import Method, PlannedRevenue, Recognised, Schedule

#: JSON values: texts, whole numbers, booleans, nulls, lists and objects of them.
Written = dict[str, Any]


def line(one: DocumentLine) -> Written:
    """Write a document line."""
    return {
        "key": one.key,
        "source": one.source,
        "root": one.root,
        "item": one.item,
        "quantity": f"{one.quantity:f}",
        "units": f"{one.units:f}",
        "amount": one.amount.text(),
        "allocated": one.allocated.text() if one.allocated is not None else None,
        "service": _days(one.service),
        "method": one.method.value,
        "treatment": one.treatment,
        "rule": one.rule,
        "fields": notation.facts(one.fields),
        "becomes": _becomes(one.becomes) if one.becomes else None,
        **({"alone": standalone.written(one.alone)} if one.alone else {}),
    }


def parse_line(form: Mapping[str, Any], currency: Currency) -> DocumentLine:
    """Read a written line. Raises ValueError or KeyError where it is not whole."""
    allocated, becomes = form["allocated"], form["becomes"]
    return DocumentLine(
        key=form["key"],
        source=LineId(form["source"]),
        root=LineId(form["root"]),
        item=form["item"],
        quantity=Decimal(form["quantity"]),
        units=Decimal(form["units"]),
        amount=Money.parse(form["amount"], currency),
        allocated=None if allocated is None else Money.parse(allocated, currency),
        service=_term(form["service"]),
        method=Method(form["method"]),
        treatment=form["treatment"],
        rule=form["rule"],
        fields=notation.parse_facts(form["fields"]),
        becomes=_parse_becomes(becomes, currency) if becomes else None,
        alone=standalone.parse(form["alone"]) if "alone" in form else None,
    )


def schedule(one: Schedule) -> Written:
    """Write a schedule."""
    return {
        "line": one.line,
        "method": one.method.value,
        "total": one.total.text(),
        "planned": [[part.period, part.amount.text()] for part in one.planned],
    }


def parse_schedule(
    form: Mapping[str, Any], external_id: ExternalId, currency: Currency
) -> Schedule:
    """Read a written schedule. Raises ValueError or KeyError where it is not whole."""
    return Schedule(
        external_id=external_id,
        line=form["line"],
        method=Method(form["method"]),
        total=Money.parse(form["total"], currency),
        planned=tuple(
            PlannedRevenue(period, Money.parse(amount, currency))
            for period, amount in form["planned"]
        ),
    )


def recognised(posted: Recognised) -> list[Any]:
    """Return what is recognised as JSON values, order by order and line by line."""
    return [
        [
            order,
            [
                [key, [[one.period, one.amount.text(), one.amount.currency.code] for one in parts]]
                for key, parts in sorted(lines.items())
            ],
        ]
        for order, lines in sorted(posted.items())
    ]


def parse_recognised(form: Iterable[Any]) -> Recognised:
    """Read what `recognised` wrote."""
    return {
        ExternalId(order): {
            key: tuple(
                PlannedRevenue(period, Money.parse(amount, Currency(code)))
                for period, amount, code in parts
            )
            for key, parts in lines
        }
        for order, lines in form
    }


def _becomes(one: Becomes) -> Written:
    return {
        "quantity": f"{one.quantity:f}",
        "units": f"{one.units:f}",
        "amount": one.amount.text(),
        "service": _days(one.service),
        "closed": one.closed,
        **({"fields": notation.facts(one.fields)} if one.fields is not None else {}),
    }


def _parse_becomes(form: Mapping[str, Any], currency: Currency) -> Becomes:
    return Becomes(
        quantity=Decimal(form["quantity"]),
        units=Decimal(form["units"]),
        amount=Money.parse(form["amount"], currency),
        service=_term(form["service"]),
        closed=form["closed"],
        fields=notation.parse_facts(form["fields"]) if "fields" in form else None,
    )


def _days(term: Term | None) -> list[str] | None:
    return [term.start.isoformat(), term.last.isoformat()] if term else None


def _term(days: Sequence[str] | None) -> Term | None:
    return Term.inclusive(*map(date.fromisoformat, days)) if days else None
