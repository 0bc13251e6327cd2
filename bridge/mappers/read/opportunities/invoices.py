"""
Instalments of an opportunity product as its invoices: the rhythm in which it is billed.

NetSuite bills a line by a schedule that has a name there, and the rules know those of equal parts
at equal distances. So instalments tell their rhythm, or that there is none.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from bridge.mappers.read import whole
from bridge.mappers.read.row import Row
from bridge.mappers.read.sales_cloud.instalments import by_day
from bridge.model.calendar import Term, add_months, whole_months
from bridge.model.deal import Segment
from bridge.model.money import Money

#: How often, and whether in advance; both as other sources of deals write them.
Billed = tuple[str | None, str | None]

_ADVANCE = "Advance"
_REVENUE, _BOTH = "Revenue", "Both"
#: The rhythms that billing knows, by the months between two invoices.
_RHYTHMS: Mapping[int, str] = {1: "Monthly", 3: "Quarterly", 12: "Annual"}


def rhythm(item: Row, rows: Sequence[Row], step: Segment) -> Billed:
    """
    Return how often a product is billed, in advance; object where its instalments have no rhythm.

    They have one if the first falls on the first day of service, the others follow at equal months,
    they fill the term, and all are of one amount; the last may differ by what cannot be shared.
    """
    dated = by_day(rows)
    days = [row.day("ScheduleDate") or date.min for row in dated]
    amounts = [_amount(row, step.amount) for row in dated]
    found = _of(days, step.term)
    _check_kind(item, dated, step)
    wrong = _against(amounts, step.amount)
    if found is None:
        says = "they do not follow each other at equal months from the first day of service on"
        _object(item, dated, says, "ScheduleDate")
    if wrong is not None:
        _object(item, dated, wrong, "Revenue")
    return found, _ADVANCE


def _check_kind(item: Row, rows: Sequence[Row], step: Segment) -> None:
    """Object to instalments without revenue, and to those that share another quantity."""
    kinds = {row.text("Type") for row in rows}
    if kinds == {_BOTH}:
        added = sum((row.number("Quantity") or Decimal(0) for row in rows), Decimal(0))
        if added != step.quantity:
            says = f"their quantities add up to {added:f}, and {step.quantity:f} were sold"
            _object(item, rows, says, "Quantity")
    elif kinds != {_REVENUE}:
        _object(item, rows, "they are not all of revenue, or of revenue and quantity", "Type")


def _of(days: Sequence[date], term: Term | None) -> str | None:
    """Return the rhythm of some days in a term, None where there is none that billing knows."""
    months = whole_months(term) if term else None
    if term is None or months is None or months % len(days):
        return None
    between = months // len(days)
    expected = [add_months(term.start, between * place) for place in range(len(days))]
    return _RHYTHMS.get(between) if list(days) == expected else None


def _amount(row: Row, sold: Money) -> Money:
    return whole.priced(row, "Revenue", sold.currency).amount or Money(0, sold.currency)


def _against(amounts: Sequence[Money], sold: Money) -> str | None:
    """Say what keeps amounts from being equal parts of what was sold, None where nothing does."""
    added = sum(one.minor for one in amounts)
    if added != sold.minor:
        return f"they add up to {Money(added, sold.currency)}, and {sold} was sold"
    *others, last = (one.minor for one in amounts)
    is_even = len(set(others)) <= 1 and all(abs(last - one) < len(amounts) for one in others)
    return None if is_even else "they are not of one amount"


def _object(item: Row, rows: Sequence[Row], says: str, field: str) -> None:
    item.reading.object(
        "INSTALMENTS_IRREGULAR",
        f"the instalments are to be the invoices of the opportunity product, and {says}; no "
        "billing schedule is so",
        item.names("TotalPrice"),
        *[row.names(field) for row in rows],
        line=item.line,
        nearest="establish equal instalments a month, a quarter or a year apart, the first on the "
        "first day of service",
    )
