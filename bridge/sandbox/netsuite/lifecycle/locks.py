"""What can no longer be changed on an order: lines that were shipped, billed or recognised."""

from __future__ import annotations

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import invalid_value, user_error
from bridge.sandbox.netsuite.lifecycle.quantities import number, reached
from bridge.sandbox.netsuite.lifecycle.statuses import progress
from bridge.sandbox.netsuite.records.store import Line, Record, Reference
from bridge.sandbox.netsuite.schema.revenue import ROWS
from bridge.sandbox.netsuite.schema.transactions import ITEMS

LINKED = "You cannot update linked transaction lines"
RECOGNISED = (
    "Modification of revenue recognition related information on this item is not allowed because "
    "revenue has been recognized for this or related lines."
)

_PARTIES = ("entity", "subsidiary", "currency")


def check(existing: Record, draft: Record, account: Account) -> None:
    """
    Check what happens to the lines of an order or return authorization.

    Raises:
        Refusal: a line is changed or removed that can no longer be.
    """
    for name in _PARTIES if any(line.get("linked") for line in existing.lines[ITEMS]) else ():
        if draft.fields.get(name) != existing.fields.get(name):
            raise user_error(LINKED, name)
    after = {line["line"]: (place, line) for place, line in enumerate(draft.lines[ITEMS])}
    for before in existing.lines[ITEMS]:
        found = after.get(before["line"])
        if found is None:
            _check_removal(existing, before, account)
            continue
        place, line = found
        path = f"item.items[{place}]"
        if line.get("item") != before.get("item"):
            _check_other_item(existing, before, path, account)
        _check_amounts(before, line, path, account)


def check_deletion(document: Record, source: Record | None, account: Account) -> None:
    """
    Check that no plan of what a document billed or shipped is recognised.

    Raises:
        Refusal: one is.
    """
    if source is None:
        return
    for line in source.lines[ITEMS]:
        plans = [plan for one in _elements(source, line, account) for plan in _plans(one, account)]
        if any(_is_of(plan, document) and _has_begun(plan) for plan in plans):
            raise user_error(RECOGNISED)


def _check_removal(order: Record, line: Line, account: Account) -> None:
    if progress(line, account).is_touched or line.get("linked"):
        raise user_error(LINKED, ITEMS)
    keeps = account.settings.recognised_line_removal == "element_stays"
    if not keeps and _is_recognised(order, line, account):
        raise user_error(RECOGNISED, ITEMS)


def _check_other_item(order: Record, line: Line, path: str, account: Account) -> None:
    """The item of an element's source cannot change (section_4370936348)."""
    if progress(line, account).is_touched or line.get("linked"):
        raise user_error(LINKED, f"{path}.item")
    if _is_recognised(order, line, account):
        raise user_error(RECOGNISED, f"{path}.item")
    if account.settings.item_of_element == "fixed" and _elements(order, line, account):
        raise user_error(LINKED, f"{path}.item")


def _check_amounts(before: Line, after: Line, path: str, account: Account) -> None:
    done, now = progress(before, account), number(after.get("quantity"))
    for part in (done.billed, done.fulfilled):
        if part and not reached(part, now):
            raise invalid_value(f"{now.normalize():f}", "quantity", f"{path}.quantity")
    if account.settings.billed_lines == "open" or not done.billed or not done.is_billed:
        return
    if after.get("amount") != before.get("amount") and now == done.quantity:
        raise user_error(LINKED, f"{path}.amount")


def _elements(order: Record, line: Line, account: Account) -> list[Record]:
    return [
        record
        for record in account.store.referring(order.type.family, order.id)
        if record.type.name == "revenueElement"
        and record.fields.get("sourceLine") == line.get("lineUniqueKey")
    ]


def _is_recognised(order: Record, line: Line, account: Account) -> bool:
    """Tell whether anything of a line's revenue was posted."""
    plans = [plan for one in _elements(order, line, account) for plan in _plans(one, account)]
    return any(map(_has_begun, plans))


def _plans(element: Record, account: Account) -> list[Record]:
    mine = Reference(element.type.family, element.id)
    every = account.store.referring(mine.family, mine.id)
    return [plan for plan in every if plan.fields.get("createdFrom") == mine]


def _has_begun(plan: Record) -> bool:
    return any(row.get("isRecognized") for row in plan.lines.get(ROWS, ()))


def _is_of(plan: Record, document: Record) -> bool:
    """Tell whether a document is the event that a plan was created on."""
    name = f"{document.type.name} {document.id}"
    return f"{plan.fields.get('event') or ''} ".startswith(f"{name} ")
