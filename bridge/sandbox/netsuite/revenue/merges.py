"""
Merging arrangements: how a contract that was changed is recognised (section_4370936582).

Combined (retrospective): all elements stand in a new arrangement, allocated and planned as if
from the start. Prospective: what is recognised stays where it is, locked; the residuals begin anew
on the effective date, together with the other elements.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Record, Reference, Value
from bridge.sandbox.netsuite.revenue.book import Book, amount, day
from bridge.sandbox.netsuite.revenue.drafts import ACTUAL
from bridge.sandbox.netsuite.revenue.events import AT_ARRANGEMENT
from bridge.sandbox.netsuite.revenue.plans import settle, show_status
from bridge.sandbox.netsuite.revenue.update import refresh
from bridge.sandbox.netsuite.schema.revenue import COMBINED, PROSPECTIVE, ROWS

_RA = "revenueArrangement"
_SAME = {"subsidiary": "subsidiaries", "currency": "currencies", "entity": "customers"}
#: Not without the preference to make elements for revisions, which prepayments exclude.
_NEVER_MERGED = {"SUBSCRIPTIONEVENTS": "a subscription", "PROJECTPROGRESS": "a project"}


class MergeFails(Exception):
    """Arrangements cannot be merged; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What is to be merged, and how."""

    arrangements: tuple[str, ...]  #: internal ids
    on: date  #: of the new arrangement; of a prospective merge, its effective date
    prospective: bool


def merge(account: Account, wanted: Merge) -> Record:
    """
    Merge arrangements and return the one that results; the sources are locked from then on.

    Raises:
        MergeFails: something forbids it; nothing was changed.
    """
    book = Book(account)
    sources = _sources(account, wanted.arrangements)
    elements = [element for one in sources for element in book.elements_of(one.id)]
    _check_sources(sources)
    _check_elements(account, elements)
    if wanted.prospective:
        _check_effective_date(book, elements, wanted.on)
        _check_compliant(sources)
        begun = _begun(book, elements, wanted.on)
    else:
        begun = set()
    result = _result(book, sources[0], wanted.on)
    for element in elements:
        if element.id in begun:
            _carry_residual(book, element, result, wanted.on)
        else:
            _move(book, element, result, PROSPECTIVE if wanted.prospective else COMBINED)
    for source in sources:
        book.save(source, {"isLocked": True})
    # Elements have moved: what belongs to what is found anew.
    refresh(Book(account), result)
    return result


def _sources(account: Account, ids: Iterable[str]) -> list[Record]:
    found = [account.store.get(_RA, one) for one in dict.fromkeys(ids)]
    sources = [one for one in found if one is not None]
    if len(sources) < len(found) or len(sources) < 2:  # noqa: PLR2004 - a merge is of several
        raise MergeFails("Select at least two revenue arrangements that exist.")
    return sources


def _check_sources(sources: Sequence[Record]) -> None:
    for name, several in _SAME.items():
        if len({one.fields[name] for one in sources}) > 1:
            raise MergeFails(f"The revenue arrangements have different {several}.")
    if any(one.fields["isLocked"] for one in sources):
        raise MergeFails("A revenue arrangement was merged before.")


def _check_elements(account: Account, elements: Iterable[Record]) -> None:
    for element in elements:
        item = target(element.fields["item"], account.store)
        if item.fields.get("isInactive"):
            raise MergeFails(f"The item {item.shown_name()} is inactive.")
        never = _NEVER_MERGED.get(str(element.fields["createRevenuePlansOn"]))
        if never is not None:
            raise MergeFails(f"Revenue element {element.id} has revenue plans of {never}.")
        if element.fields["requiresRevenuePlanUpdate"]:
            raise MergeFails(f"Revenue element {element.id} requires a revenue plan update.")
        if _turned_by_rates(account, element):
            raise MergeFails(f"Revenue element {element.id} and its sale have different rates.")


def _turned_by_rates(account: Account, element: Record) -> bool:
    """Tell whether a return has another exchange rate than the sale that it takes back."""
    sale = element.fields.get("returnOfElement")
    if sale is None:
        return False
    return target(sale, account.store).fields["exchangeRate"] != element.fields["exchangeRate"]


def _check_effective_date(book: Book, elements: Iterable[Record], on: date) -> None:
    """It must be the first day of the first open period, with nothing posted after it."""
    store = book.account.store
    months = (store.get("accountingPeriod", one.id) for one in book.calendar.all())
    opened = (one for one in months if one is not None and not _is_shut(one))
    first = next((day(one.fields["startDate"]) for one in opened), None)
    if on != first:
        raise MergeFails(f"The effective date must be {first}, when the first open period begins.")
    for element in elements:
        if any(day(posted) >= on for posted in _posted(book, element)):
            raise MergeFails(f"Revenue of element {element.id} is posted after {on}.")


def _is_shut(period: Record) -> bool:
    return bool(period.fields.get("closed") or period.fields.get("allLocked"))


def _begun(book: Book, elements: Sequence[Record], on: date) -> set[str]:
    """
    Return the ids of the elements of which some is recognised before the date.

    Elements without actual plans have not begun. The parent of a kit has, if a part of it has: it
    stays with what is recognised.
    """
    begun = {
        one.id for one in elements if (dates := _dates(book, one)) is not None and dates[0] < on
    }
    for element in elements:
        if element.id in begun and element.fields["createRevenuePlansOn"] != AT_ARRANGEMENT:
            raise MergeFails(f"Revenue element {element.id} is planned by events.")
    return begun | {
        kit.id
        for one in elements
        if one.id in begun and isinstance(kit := one.fields.get("parentKitElement"), Reference)
    }


def _check_compliant(sources: Iterable[Record]) -> None:
    if not all(one.fields["compliant"] for one in sources):
        raise MergeFails("A revenue arrangement is not compliant.")


def _posted(book: Book, element: Record) -> list[date]:
    periods = [
        target(row["postingPeriod"], book.account.store)
        for plan in book.plans_of(element.id)
        for row in plan.lines[ROWS]
        if row["isRecognized"]
    ]
    return [day(period.fields["startDate"]) for period in periods]


def _result(book: Book, like: Record, on: date) -> Record:
    names = ("entity", "subsidiary", "currency", "exchangeRate")
    fields: dict[str, Value] = {name: like.fields[name] for name in names}
    result = book.create(
        _RA, {**fields, "tranDate": on, "isLocked": False, "compliant": False, "memo": "Merge"}
    )
    number = f"RA{result.id}"
    book.save(result, {"tranId": number, "transactionNumber": number})
    return result


def _move(book: Book, element: Record, result: Record, how: str) -> None:
    changes: dict[str, Value] = {
        "revenueArrangement": Reference(_RA, result.id),
        "lastMergedFromArrangement": element.fields["revenueArrangement"],
        "lastMergeType": how,
        "requiresRevenuePlanUpdate": True,
    }
    book.save(element, changes)


def _carry_residual(book: Book, element: Record, result: Record, on: date) -> None:
    """Truncate an element at what is recognised; the rest becomes an element of the result."""
    whole, dates = amount(element.fields, "allocationAmount"), _dates(book, element)
    recognised = _truncate(book, element)
    residual = whole - recognised
    if dates is None or not residual:
        return
    end = dates[1]
    value = element.fields.get("calculatedFairValue")
    ratio = residual / whole
    fair = value * ratio if isinstance(value, Decimal) else None
    kept = {name: value for name, value in element.fields.items() if name != "recordNumber"}
    carried: dict[str, Value] = {
        "residualOf": Reference("revenueElement", element.id),
        "residualFairValue": fair,
        "discountedSalesAmount": residual,
        "revRecStartDate": on,
        "revRecEndDate": end,
        "forecastStartDate": on,
        "forecastEndDate": end,
        "elementDate": on,
    }
    successor = book.create("revenueElement", {**kept, **carried})
    _move(book, successor, result, PROSPECTIVE)


def _truncate(book: Book, element: Record) -> Decimal:
    """Lock the plans of an element at what is recognised; return how much that is."""
    recognised = Decimal(0)
    for plan in book.plans_of(element.id):
        plan.lines[ROWS] = [row for row in plan.lines[ROWS] if row["isRecognized"]]
        kept = sum((amount(row, "amount") for row in plan.lines[ROWS]), Decimal(0))
        settle(book, plan, {"amount": kept})
        recognised += kept
    book.save(element, {"allocationAmount": recognised, "lastMergeType": PROSPECTIVE})
    show_status(book, element)
    return recognised


def _dates(book: Book, element: Record) -> tuple[date, date] | None:
    """Return the first and the last day of the actual plan; None if there is none."""
    for plan in book.plans_of(element.id):
        if plan.fields["revenuePlanType"] == ACTUAL:
            return day(plan.fields["revRecStartDate"]), day(plan.fields["revRecEndDate"])
    return None
