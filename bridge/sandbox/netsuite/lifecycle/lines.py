"""Lines that stand for lines of another transaction: how much they take, and for which amount."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import invalid_value, user_error
from bridge.sandbox.netsuite.lifecycle.quantities import key_of, moved, number
from bridge.sandbox.netsuite.lifecycle.steps import STEPS, Step, source_of
from bridge.sandbox.netsuite.records.order_rules import precision
from bridge.sandbox.netsuite.records.store import Line, Record
from bridge.sandbox.netsuite.schema.transactions import ITEMS

NO_LINES = "You must have at least one valid line item for this transaction."
_NONE = Decimal(0)
_DIGITS_MAX = 70  #: so that no product of two numbers is too long


def settle(draft: Record, account: Account) -> None:
    """
    Drop the lines that take nothing; give the others the amount of what they take.

    Raises:
        Refusal: a line leads nowhere, or takes more than is left; or no line remains.
    """
    source = source_of(draft, account)
    if source is None:
        return
    draft.lines[ITEMS] = [line for line in draft.lines[ITEMS] if _takes(line)]
    if not draft.lines[ITEMS]:
        raise user_error(NO_LINES, ITEMS)
    step = STEPS[source.type.name, draft.type.name]
    _check_quantities(draft, source, step, account)
    if _is_sold(draft):
        _share_amounts(draft, source, step, account)


def _is_sold(draft: Record) -> bool:
    """Tell whether lines of this kind have amounts; what is shipped and received has none."""
    return "amount" in draft.type.sublists[ITEMS].fields


def _share_amounts(draft: Record, source: Record, step: Step, account: Account) -> None:
    """Give lines that say no amount, or other rate, their share of what they stand for."""
    origin = {key_of(line): line for line in source.lines[ITEMS]}
    before = moved(source, account, step.taken_by, draft.id)
    digits = precision(source, account)
    for line in draft.lines[ITEMS]:
        key = line.get("orderLine")
        if not isinstance(key, int):
            continue
        if line.get("amount") is None and line.get("rate") == origin[key].get("rate"):
            line["amount"] = share(origin[key], before.get(key, _NONE), line, digits)
        before[key] = before.get(key, _NONE) + number(line.get("quantity"))


def share(sold: Line, before: Decimal, line: Line, digits: int) -> Decimal | None:
    """
    Return what the quantity of a line is worth, at the amount that the whole was sold for.

    What was taken before counts: all shares together are the whole, to the cent.
    """
    whole, amount = number(sold.get("quantity")), sold.get("amount")
    if not whole or not isinstance(amount, Decimal):
        return None
    unit = Decimal(1).scaleb(-digits)
    upto = (before + number(line.get("quantity")), before)
    with localcontext(prec=_DIGITS_MAX):
        last, first = ((amount * part / whole).quantize(unit, ROUND_HALF_UP) for part in upto)
        return last - first


def _takes(line: Line) -> bool:
    """Tell whether a line is wanted: one with `itemReceive` false, or of quantity 0, is not."""
    nothing = line.get("orderLine") is not None and not number(line.get("quantity"))
    return line.get("itemReceive") is not False and not nothing


def _check_quantities(draft: Record, source: Record, step: Step, account: Account) -> None:
    left = step.left(source, account, draft.id)
    for place, line in enumerate(draft.lines[ITEMS]):
        path, key = f"item.items[{place}]", line.get("orderLine")
        if key is None and _is_sold(draft):
            continue  # a line of its own
        if not isinstance(key, int) or key not in left:
            raise invalid_value(key, "orderLine", f"{path}.orderLine")
        quantity = number(line.get("quantity"))
        fits = min(left[key], _NONE) <= quantity <= max(left[key], _NONE)
        if not fits and not (step.bills and account.settings.overbilling):
            raise invalid_value(_plain(quantity), "quantity", f"{path}.quantity")
        left[key] -= quantity


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
