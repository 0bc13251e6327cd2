"""The plans of an element, and their rows for each period, as records."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Line, Record, Reference
from bridge.sandbox.netsuite.revenue.arithmetic.periods import Period, PlanFails
from bridge.sandbox.netsuite.revenue.arithmetic.replanning import replanned
from bridge.sandbox.netsuite.revenue.arithmetic.spreading import Share
from bridge.sandbox.netsuite.revenue.book import Book, amount, id_of
from bridge.sandbox.netsuite.revenue.drafts import (
    ACTUAL,
    FORECAST,
    Draft,
    Wanted,
    draft,
    wanted_plans,
)
from bridge.sandbox.netsuite.revenue.events import AT_ARRANGEMENT
from bridge.sandbox.netsuite.schema.recognition import (
    END_SOURCES,
    IMPACTS,
    PLAN_EVENTS,
    START_SOURCES,
)
from bridge.sandbox.netsuite.schema.revenue import ROWS


def plan_element(book: Book, element: Record) -> int:
    """
    Make or renew the plans of an element; return how many that were.

    An element whose dates, periods or rule do not give a plan gets the status "Plan Failed".
    """
    made, failed = 0, False
    existing = {_key(plan): plan for plan in book.plans_of(element.id)}
    for wanted in wanted_plans(book, element):
        known = existing.pop((wanted.kind, wanted.key), None)
        try:
            _write(book, element, draft(book, element, wanted, known), known)
        except PlanFails:
            failed = True
        else:
            made += 1
    _drop(book, existing.values())
    if failed:
        book.save(element, {"revenuePlanStatus": "Plan Failed"})
    else:
        show_status(book, element)
    book.save(element, {"requiresRevenuePlanUpdate": False})
    return made


def meets_its_events(book: Book, element: Record) -> bool:
    """Tell whether an element has the plans that its events call for, and no others."""
    if element.fields.get("createRevenuePlansOn") in {None, AT_ARRANGEMENT}:
        return True
    wanted = [one for one in wanted_plans(book, element) if one.event is not None]
    called_for = {one.key: (one.amount, one.event and one.event.on) for one in wanted}
    planned = {
        str(plan.fields["event"]): (plan.fields.get("amount"), plan.fields.get("eventDate"))
        for plan in book.plans_of(element.id)
        if plan.fields["revenuePlanType"] == ACTUAL and plan.fields.get("amount")
    }
    return planned == {key: value for key, value in called_for.items() if value[0]}


def show_status(book: Book, element: Record) -> None:
    """Let an element tell how far its actual plans are."""
    actual = [
        plan for plan in book.plans_of(element.id) if plan.fields["revenuePlanType"] == ACTUAL
    ]
    states = {plan.fields["statusForDisplay"] for plan in actual}
    whole = sum((amount(plan.fields, "amount") for plan in actual), Decimal(0))
    status = "Not Started"
    if "On Hold" in states:
        status = "On Hold"
    elif states == {"Complete"} and whole == amount(element.fields, "allocationAmount"):
        status = "Complete"
    elif states & {"Complete", "In Progress"}:
        status = "In Progress"
    book.save(element, {"revenuePlanStatus": status})


def replace_rows(book: Book, plan: Record, shares: Iterable[Share]) -> None:
    """Give a plan other rows than its recognised ones; these stay."""
    element = target(plan.fields["createdFrom"], book.account.store)
    kept = [row for row in plan.lines[ROWS] if row["isRecognized"]]
    plan.lines[ROWS] = kept + [_row(book, element, share) for share in shares]
    settle(book, plan, {})


def has_begun(plan: Record) -> bool:
    """Tell whether anything of a plan is recognised."""
    return any(row.get("isRecognized") for row in plan.lines[ROWS])


def _key(plan: Record) -> tuple[str, str]:
    return str(plan.fields["revenuePlanType"]), str(plan.fields.get("event") or "")


def _drop(book: Book, gone: Iterable[Record]) -> None:
    """Remove actual plans whose event went; what is recognised of one stays, and is taken back."""
    for plan in gone:
        if plan.fields["revenuePlanType"] == FORECAST:
            continue
        if not has_begun(plan):
            book.remove_plan(plan)
            continue
        plan.lines[ROWS] = [row for row in plan.lines[ROWS] if row["isRecognized"]]
        done = sum((amount(row, "amount") for row in plan.lines[ROWS]), Decimal(0))
        if done:
            last = Share(_period(book, plan.lines[ROWS][-1]), -done)
            element = target(plan.fields["createdFrom"], book.account.store)
            plan.lines[ROWS].append(_row(book, element, last))
        settle(book, plan, {"amount": Decimal(0)})


def _write(book: Book, element: Record, made: Draft, existing: Record | None) -> None:
    """Make the plan, or renew it: what is recognised stays."""
    plan = existing or book.create("revenuePlan", _fixed(element, made.wanted))
    kept = [row for row in plan.lines[ROWS] if row["isRecognized"]]
    shares = made.shares
    if kept:
        recognised = [Share(_period(book, row), amount(row, "amount")) for row in kept]
        shares = replanned(made.whole, made.rule, shares, recognised, book.calendar)
    plan.lines[ROWS] = kept + [_row(book, element, share) for share in shares]
    settle(book, plan, _changing(element, made))


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
    if left and plan.fields["holdRevenueRecognition"]:
        status = "On Hold"
    sums: Line = {
        "totalRecognized": done,
        "remainingDeferredBalance": total - done,
        "statusForDisplay": status,
    }
    book.save(plan, {**changes, **sums})


def _fixed(element: Record, wanted: Wanted) -> Line:
    fields, event = element.fields, wanted.event
    trigger = fields.get("createRevenuePlansOn") if event else AT_ARRANGEMENT
    return {
        "createdFrom": Reference("revenueElement", element.id),
        "revenuePlanType": wanted.kind,
        "event": wanted.key,
        "revenuePlanCurrency": fields["currency"],
        "parentLineCurrency": fields["currency"],
        "holdRevenueRecognition": False,
        "item": fields["item"],
        "accountingBook": fields["accountingBook"],
        "creationTriggeredByDisplay": PLAN_EVENTS[str(trigger)],
    }


def _changing(element: Record, made: Draft) -> Line:
    rule, event = made.rule, made.wanted.event
    return {
        "amount": made.whole.amount,
        "amountSource": rule.source,
        "eventDate": event.on if event else None,
        "exchangeRate": element.fields["exchangeRate"],
        "recognitionMethod": rule.method.value,
        "revenueRecognitionRule": Reference("revenueRecognitionRule", made.rule_record.id),
        "revRecStartDate": made.whole.span.first,
        "revRecEndDate": made.whole.span.last,
        "revRecStartDateSource": START_SOURCES[rule.start],
        "revRecEndDateSource": END_SOURCES[rule.end],
        "endDateChangeImpactForDisplay": IMPACTS[rule.impact],
        "reforecastMethod": rule.reforecast if made.wanted.kind == FORECAST else None,
        "recalculationOffset": rule.recalculation_offset,
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
