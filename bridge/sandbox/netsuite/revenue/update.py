"""
The job "Update Revenue Arrangements and Revenue Plans".

It charges what was used of subscriptions, and derives arrangements, elements and plans from them
and from sales transactions. Dates are copied from the
line once, when the element is made; quantities and amounts follow the line for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.lifecycle.promises import returns, standing_alone
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Line, Record, Reference, Value
from bridge.sandbox.netsuite.revenue.arithmetic.allocation import FairValueMissing, Part, allocated
from bridge.sandbox.netsuite.revenue.book import Book, amount, digits_of, id_of
from bridge.sandbox.netsuite.revenue.fairvalues import FairValue, fair_value, value_of_return
from bridge.sandbox.netsuite.revenue.plans import has_begun, meets_its_events, plan_element
from bridge.sandbox.netsuite.revenue.sources import Obligation, Source, dates, orders
from bridge.sandbox.netsuite.subscriptions.promises import subscriptions
from bridge.sandbox.netsuite.subscriptions.rating import rate

_RA = "revenueArrangement"


@dataclass(slots=True)
class Done:
    """What a run of the job did."""

    arrangements: int = 0
    elements: int = 0
    plans: int = 0


def update(account: Account) -> Done:
    """Bring arrangements, elements and plans up to date with what they come from."""
    rate(account)
    book, done = Book(account), Done()
    stale: dict[str, Record] = {}
    for source in SOURCES:
        for one in source(account):
            arrangement = _follow(book, one, done)
            if arrangement is not None:
                stale[arrangement.id] = arrangement
    stale |= {one.id: one for one in account.store.of_family(_RA) if _can_be_completed(book, one)}
    for arrangement in stale.values():
        done.plans += refresh(book, arrangement)
    done.plans += _plan_what_happened(book)
    return done


def _plan_what_happened(book: Book) -> int:
    """Renew the plans of elements on which events happened since; return how many that were."""
    return sum(
        plan_element(book, element)
        for element in book.account.store.of_family("revenueElement")
        if element.fields["allocationAmount"] is not None
        and not target(element.fields["revenueArrangement"], book.account.store).fields["isLocked"]
        and not meets_its_events(book, element)
    )


def refresh(book: Book, arrangement: Record) -> int:
    """
    Allocate an arrangement anew and renew the plans that this touches; return how many these are.

    A plan stays as it is where neither the line of its element nor the revenue of it changed.
    """
    elements = book.elements_of(arrangement.id)
    before = {element.id: element.fields["allocationAmount"] for element in elements}
    _allocate(book, arrangement, elements)
    return sum(
        plan_element(book, element)
        for element in elements
        if element.fields["allocationAmount"] is not None
        and (element.fields["allocationAmount"] != before[element.id] or _is_due(element))
    )


def _is_due(element: Record) -> bool:
    failed = element.fields["revenuePlanStatus"] == "Plan Failed"
    return failed or element.fields["requiresRevenuePlanUpdate"] is True


def _follow(book: Book, source: Source, done: Done) -> Record | None:
    """Bring the elements of a source up to date; return the arrangement if any changed."""
    wanted = {one.place: one for one in source.obligations}
    every = book.elements_from(source.reference)
    known = [element for element in every if not _is_fixed(book, element)]
    for element in every:
        if element not in known:
            wanted.pop(_place(element), None)
    if not known and not wanted:
        return None
    changed = _drop_lines_that_went(book, known, wanted) if wanted else False
    for element in known:
        obligation = wanted.pop(_place(element), None)
        changed |= obligation is not None and _adopt(book, element, obligation)
    if not changed and not wanted:
        return None
    arrangement = _arrangement_of(book, known) or _arrange(book, source, done)
    unset = book.account.settings.item_without_allocation.upper()
    kits = {element.fields["sourceLine"]: element for element in known if _is_kit(element)}
    for obligation in wanted.values():
        kit = kits.get(obligation.key) if obligation.member else None
        fields = _element(source, obligation, arrangement, kit)
        fields["allocationType"] = fields["allocationType"] or unset
        made = book.create("revenueElement", fields)
        if obligation.is_kit:
            kits[obligation.key] = made
        done.elements += 1
    return arrangement


def _is_kit(element: Record) -> bool:
    return element.fields.get("isKitItemType") is True


def _is_fixed(book: Book, element: Record) -> bool:
    """Tell whether an element no longer follows its line: it was truncated, or is a residual."""
    arrangement = target(element.fields["revenueArrangement"], book.account.store)
    return bool(arrangement.fields["isLocked"] or element.fields.get("residualOf"))


def _drop_lines_that_went(
    book: Book, known: Sequence[Record], wanted: dict[tuple[int, int], Obligation]
) -> bool:
    """Remove the elements of lines that are gone; recognised revenue keeps its element."""
    gone = [
        element
        for element in known
        if _place(element) not in wanted and not any(map(has_begun, book.plans_of(element.id)))
    ]
    for element in gone:
        book.remove_element(element)
    return bool(gone)


def _adopt(book: Book, element: Record, obligation: Obligation) -> bool:
    """Take over what the line says now; tell whether that was anything new."""
    says = obligation.economics()
    if all(element.fields.get(name) == value for name, value in says.items()):
        return False
    book.save(element, {**says, "requiresRevenuePlanUpdate": True})
    return True


def _arrangement_of(book: Book, elements: Sequence[Record]) -> Record | None:
    if not elements:
        return None
    wanted = id_of(elements[0].fields["revenueArrangement"])
    return book.account.store.get(_RA, wanted)


def _arrange(book: Book, source: Source, done: Done) -> Record:
    """Make the arrangement of a source."""
    done.arrangements += 1
    fields, now = source.header, book.account.clock.now()
    dated_today = book.account.settings.arrangement_date == "today"
    arrangement = book.create(
        _RA,
        {
            "tranDate": now.date() if dated_today else fields["tranDate"],
            "exchangeRate": fields.get("exchangeRate") or Decimal(1),
            "createdDate": now.replace(microsecond=0),
            "isLocked": False,
            "compliant": False,
            **{name: fields[name] for name in ("entity", "subsidiary", "currency")},
        },
    )
    number = f"RA{arrangement.id}"
    book.save(arrangement, {"tranId": number, "transactionNumber": number})
    return arrangement


def _element(
    source: Source, obligation: Obligation, arrangement: Record, kit: Record | None
) -> dict[str, Value]:
    item, header = obligation.item.fields, source.header
    plans_on = obligation.plans_on or item.get("createRevenuePlansOn")
    return {
        "revenueArrangement": Reference(_RA, arrangement.id),
        "sourceRecord": source.reference,
        "sourceLine": obligation.key,
        "sourceMember": obligation.member,
        "source": source.shown,
        "sourceRecordType": source.type,
        "referenceId": f"{source.prefix}_{source.record.id}_{obligation.key}",
        "elementDate": header["tranDate"],
        "item": Reference("item", obligation.item.id),
        **{name: header[name] for name in ("entity", "subsidiary", "currency")},
        "exchangeRate": header.get("exchangeRate") or Decimal(1),
        "createRevenuePlansOn": None if obligation.is_kit else plans_on,
        "revenueRecognitionRule": item.get("revenueRecognitionRule"),
        "revRecForecastRule": item.get("revRecForecastRule") or item.get("revenueRecognitionRule"),
        "deferralAccount": item.get("deferredRevenueAccount"),
        "recognitionAccount": item.get("incomeAccount"),
        "revReclassFxAccount": item.get("revReclassFxAccount") or item.get("incomeAccount"),
        "allocationType": obligation.allocation or item.get("VSOESopGroup"),
        "permitsDiscount": item.get("VSOEPermitDiscount") != "NEVER",
        "isDelivered": item.get("VSOEDelivered") is True,
        "isKitItemType": obligation.is_kit,
        "parentKitElement": None if kit is None else Reference("revenueElement", kit.id),
        "subscriptionLine": obligation.line.get("subscriptionLine"),
        "accountingBook": "1",
        "returnOfElement": obligation.return_of,
        "allocationAmount": None,
        "revenuePlanStatus": "Not Started",
        "requiresRevenuePlanUpdate": False,
        **obligation.economics(),
        **dates(obligation.line),
    }


def _allocate(book: Book, arrangement: Record, elements: Sequence[Record]) -> None:
    """Share the total of the arrangement; without all fair values it is not compliant."""
    parts = [_part(book, element) for element in elements]
    digits = digits_of(arrangement.fields["currency"], book.account)
    amounts: Sequence[Decimal | None]
    try:
        amounts = allocated(parts, digits, book.readings)
    except FairValueMissing:
        amounts = [part.discounted if part.excluded else None for part in parts]
    for element, part, share in zip(elements, parts, amounts, strict=True):
        valued: Line = {"calculatedFairValue": part.fair_value, "isVsoe": part.vsoe}
        book.save(element, {"allocationAmount": share, **valued})
    total = sum((part.discounted for part in parts), Decimal(0))
    book.save(arrangement, {"total": total, "compliant": None not in amounts})


def _can_be_completed(book: Book, arrangement: Record) -> bool:
    """Tell whether an arrangement waited for fair values that are there now."""
    if arrangement.fields["compliant"]:
        return False
    parts = [_part(book, element) for element in book.elements_of(arrangement.id)]
    return all(part.excluded or part.is_kit or part.fair_value is not None for part in parts)


def _part(book: Book, element: Record) -> Part:
    fields, kind = element.fields, element.fields["allocationType"]
    excluded, is_kit = kind == "EXCLUDE", fields.get("isKitItemType") is True
    value = None if excluded or is_kit else _fair_value(book, element)
    return Part(
        discounted=amount(fields, "discountedSalesAmount"),
        fair_value=value.amount if value else None,
        excluded=excluded,
        is_kit=is_kit,
        permits_discount=fields.get("permitsDiscount") is not False,
        software=kind == "SOFTWARE",
        vsoe=value is not None and value.vsoe,
        delivered=fields.get("isDelivered") is True,
    )


def _fair_value(book: Book, element: Record) -> FairValue | None:
    carried = element.fields.get("residualFairValue")
    if isinstance(carried, Decimal):
        return FairValue(carried, element.fields.get("isVsoe") is True)
    override = element.fields.get("fairValueOverride")
    mapped = FairValue(override, vsoe=False) if isinstance(override, Decimal) else None
    # The value of a return is part of the original one, whatever its line says.
    return value_of_return(book, element) or mapped or fair_value(book, element)


def _place(element: Record) -> tuple[int, int]:
    key, member = (element.fields.get(name) for name in ("sourceLine", "sourceMember"))
    return key if isinstance(key, int) else 0, member if isinstance(member, int) else 0


#: What obligations come from.
SOURCES: tuple[Callable[[Account], Iterator[Source]], ...] = (
    orders,
    standing_alone,
    returns,
    subscriptions,
)
