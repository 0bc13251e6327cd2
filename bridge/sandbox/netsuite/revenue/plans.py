"""Forecast and actual plans of an element, and their rows for each period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Line, Record, Reference
from bridge.sandbox.netsuite.revenue.arithmetic.periods import Period, PlanFails, Span
from bridge.sandbox.netsuite.revenue.arithmetic.replanning import replanned
from bridge.sandbox.netsuite.revenue.arithmetic.rules import EndSource, Impact, Rule, StartSource
from bridge.sandbox.netsuite.revenue.arithmetic.spans import Dates, span
from bridge.sandbox.netsuite.revenue.arithmetic.spreading import Share, Whole, planned
from bridge.sandbox.netsuite.revenue.book import (
    Book,
    amount,
    day,
    digits_of,
    id_of,
    rule_of,
)
from bridge.sandbox.netsuite.schema.revenue import (
    COMBINED,
    END_SOURCES,
    IMPACTS,
    ROWS,
    START_SOURCES,
)

ACTUAL, FORECAST = "ACTUAL", "FORECAST"
_AT_ARRANGEMENT = "ARRANGEMENT"


@dataclass(frozen=True, slots=True)
class _Draft:
    """What a plan is going to be."""

    kind: str
    rule_record: Record
    rule: Rule
    whole: Whole
    shares: Sequence[Share]


def plan_element(book: Book, element: Record) -> int:
    """
    Make or renew the plans of an element; return how many that were.

    An element whose dates, periods or rule do not give a plan gets the status "Plan Failed".
    """
    made, failed = 0, False
    for kind in _kinds(book, element):
        try:
            draft = _draft(book, element, kind)
            _write(book, element, draft)
        except PlanFails:
            failed = True
        else:
            made += 1
    if failed:
        book.save(element, {"revenuePlanStatus": "Plan Failed"})
    else:
        show_status(book, element)
    book.save(element, {"requiresRevenuePlanUpdate": False})
    return made


def show_status(book: Book, element: Record) -> None:
    """Let an element tell how far its actual plans are."""
    plans = book.plans_of(element.id)
    states = {
        plan.fields["statusForDisplay"]
        for plan in plans
        if plan.fields["revenuePlanType"] == ACTUAL
    }
    status = "Not Started"
    if states == {"Complete"}:
        status = "Complete"
    elif states & {"Complete", "In Progress"}:
        status = "In Progress"
    book.save(element, {"revenuePlanStatus": status})


def has_begun(plan: Record) -> bool:
    """Tell whether anything of a plan is recognised."""
    return any(row.get("isRecognized") for row in plan.lines[ROWS])


def _kinds(book: Book, element: Record) -> Iterator[str]:
    if book.account.settings.forecast_plans:
        yield FORECAST
    if element.fields.get("createRevenuePlansOn") == _AT_ARRANGEMENT:
        yield ACTUAL


def _draft(book: Book, element: Record, kind: str) -> _Draft:
    fields, store = element.fields, book.account.store
    forecast = kind == FORECAST
    chosen = fields.get("revRecForecastRule") if forecast else None
    record = target(chosen or fields["revenueRecognitionRule"], store)
    rule = _merged(rule_of(record), element, forecast=forecast)
    names = ("forecastStartDate", "forecastEndDate") if forecast else _ACTUAL_DATES
    start, end = (fields.get(name) for name in names)
    arrangement = target(fields["revenueArrangement"], store)
    months = fields.get("termMonths")
    dates = Dates(
        source=day(fields["elementDate"]),
        arrangement=day(arrangement.fields["tranDate"]),
        start=None if start is None else day(start),
        end=None if end is None else day(end),
        term_months=months if isinstance(months, int) else None,
    )
    whole = Whole(
        amount=amount(fields, "allocationAmount"),
        span=span(rule, dates, book.calendar, book.readings),
        digits=digits_of(fields["currency"], book.account),
        readings=book.readings,
    )
    return _Draft(kind, record, rule, whole, planned(whole, rule, book.calendar))


def _merged(rule: Rule, element: Record, *, forecast: bool) -> Rule:
    """Catch up at once after a combined merge; keep the end of a residual's actual plan."""
    if element.fields.get("lastMergeType") == COMBINED:
        return replace(rule, impact=Impact.ALL)
    if element.fields.get("residualOf") is None:
        return rule
    plain = replace(rule, initial_amount=None, initial_percent=None, period_offset=0)
    anew = replace(plain, start=StartSource.ELEMENT_START, start_offset=0)
    return anew if forecast else replace(anew, end=EndSource.ELEMENT_END)


_ACTUAL_DATES = ("revRecStartDate", "revRecEndDate")


def _write(book: Book, element: Record, draft: _Draft) -> None:
    """Make the plan, or renew the one of its kind: what is recognised stays."""
    existing = [
        plan for plan in book.plans_of(element.id) if plan.fields["revenuePlanType"] == draft.kind
    ]
    plan = existing[0] if existing else book.create("revenuePlan", _fixed(element, draft.kind))
    kept = [row for row in plan.lines[ROWS] if row["isRecognized"]]
    shares = draft.shares
    if kept:
        recognised = [Share(_period(book, row), amount(row, "amount")) for row in kept]
        rule = replace(draft.rule, period_offset=0, start_offset=0)
        shares = replanned(_over(draft), rule, shares, recognised)
    plan.lines[ROWS] = kept + [_row(book, element, share) for share in shares]
    settle(book, plan, _changing(element, draft))


def _over(draft: _Draft) -> Whole:
    """Let the span of a plan that is offset be that of its periods."""
    if not draft.rule.period_offset:
        return draft.whole
    placed = Span(draft.shares[0].period.first, draft.shares[-1].period.last)
    return replace(draft.whole, span=placed)


def settle(book: Book, plan: Record, changes: Line) -> None:
    """Bring the sums and the status of a plan up to date with its rows."""
    rows = plan.lines[ROWS]
    whole = changes.get("amount", plan.fields.get("amount"))
    total = whole if isinstance(whole, Decimal) else Decimal(0)
    done = Decimal(0)
    for row in rows:
        done += amount(row, "amount") if row["isRecognized"] else 0
        row["totalRecognized"] = done
    left = [row for row in rows if not row["isRecognized"]]
    status = "Complete" if not left else "In Progress" if has_begun(plan) else "Not Started"
    sums: Line = {
        "totalRecognized": done,
        "remainingDeferredBalance": total - done,
        "statusForDisplay": status,
    }
    book.save(plan, {**changes, **sums})


def _fixed(element: Record, kind: str) -> Line:
    fields = element.fields
    return {
        "createdFrom": Reference("revenueElement", element.id),
        "revenuePlanType": kind,
        "revenuePlanCurrency": fields["currency"],
        "parentLineCurrency": fields["currency"],
        "holdRevenueRecognition": False,
        "item": fields["item"],
        "accountingBook": fields["accountingBook"],
        "creationTriggeredByDisplay": "Revenue Arrangement Creation",
    }


def _changing(element: Record, draft: _Draft) -> Line:
    rule = draft.rule
    return {
        "amount": draft.whole.amount,
        "exchangeRate": element.fields["exchangeRate"],
        "recognitionMethod": rule.method.value,
        "revenueRecognitionRule": Reference("revenueRecognitionRule", draft.rule_record.id),
        "revRecStartDate": draft.whole.span.first,
        "revRecEndDate": draft.whole.span.last,
        "revRecStartDateSource": START_SOURCES[rule.start],
        "revRecEndDateSource": END_SOURCES[rule.end],
        "endDateChangeImpactForDisplay": IMPACTS[rule.impact],
        "termInMonths": element.fields.get("termMonths") or rule.term_months,
    }


def _row(book: Book, element: Record, share: Share) -> Line:
    fields = element.fields
    return {
        "id": int(book.account.store.new_id(ROWS)),
        "plannedPeriod": Reference("accountingPeriod", share.period.id),
        "amount": share.amount,
        "isRecognized": False,
        "exchangeRate": fields["exchangeRate"],
        "deferredRevenueAccount": fields.get("deferralAccount"),
        "recognitionAccount": fields.get("recognitionAccount"),
    }


def _period(book: Book, row: Line) -> Period:
    return book.calendar.named(id_of(row["plannedPeriod"]))
