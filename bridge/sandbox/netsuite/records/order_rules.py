"""The rules of sales transactions: defaults, what fits together, amounts and totals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import invalid_value, user_error
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Line, Record, Reference
from bridge.sandbox.netsuite.schema.fields import Kind
from bridge.sandbox.netsuite.schema.transactions import ITEMS, PREFIXES

_AMOUNT = "amount"
_DIGITS = 2
_RATE_DIGITS = 8
#: Two numbers of the longest kind are multiplied without a loss.
_WIDE = Context(prec=70)
_OVER_PRECISE = (
    "One or more lines include more decimal places than are supported for this currency. "
    "Please round off the amount of each line to a maximum of {digits} decimal places."
)


def settle(transaction: Record, account: Account) -> None:
    """
    Complete a transaction that is about to be stored, but for its status.

    Raises:
        Refusal: customer, subsidiary, currency, item, dates or amounts do not fit together.
    """
    complete_header(transaction, account)
    sold = _AMOUNT in transaction.type.sublists[ITEMS].fields
    digits = precision(transaction, account)
    for number, line in enumerate(transaction.lines[ITEMS]):
        path = f"item.items[{number}]"
        _check_item(transaction, line, path, account)
        if sold:
            _check_service_term(line, path)
            _complete_amount(line, digits, path, account)
            _check_precision(transaction, line, digits, path)
    if sold:
        total = sum((_decimal(line, _AMOUNT) for line in transaction.lines[ITEMS]), Decimal(0))
        transaction.fields.update(subtotal=total, total=total)


def recalculate(given: Sequence[Line]) -> None:
    """Let a line that gives a quantity or rate, but no amount, have its amount worked out anew."""
    for line in given:
        if "amount" not in line and ("quantity" in line or "rate" in line):
            line["amount"] = None
        elif "amount" in line and "rate" not in line:
            line["rate"] = None


def complete_header(transaction: Record, account: Account) -> None:
    """
    Take subsidiary and currency from the customer, and check them against what it allows.

    Raises:
        Refusal: the customer does not buy there, or in that currency.
    """
    body = transaction.fields
    customer = target(body["entity"], account.store).fields
    for name, several in (("subsidiary", "subsidiaries"), ("currency", "currencies")):
        if body.get(name) is None:
            body[name] = customer.get(name)
        further = customer.get(several)
        allowed = {customer.get(name), *(further if isinstance(further, tuple) else ())}
        chosen = body[name]
        if chosen not in allowed:
            shown = chosen.id if isinstance(chosen, Reference) else ""
            raise invalid_value(shown, name, name)
    if body.get("tranId") is None:
        body["tranId"] = f"{PREFIXES[transaction.type.name]}{transaction.id}"
    body["transactionNumber"] = body["tranId"]


def precision(transaction: Record, account: Account) -> int:
    """Return how many decimals amounts of a transaction have."""
    digits = target(transaction.fields["currency"], account.store).fields.get("currencyPrecision")
    return digits if isinstance(digits, int) else _DIGITS


def _check_item(transaction: Record, line: Line, path: str, account: Account) -> None:
    """An item that names subsidiaries is sold by these alone."""
    item = target(line["item"], account.store)
    sellers = item.fields.get("subsidiary")
    seller = transaction.fields["subsidiary"]
    if isinstance(sellers, tuple) and sellers and seller not in sellers:
        name = seller.id if isinstance(seller, Reference) else ""
        raise user_error(
            f"Invalid item reference key {item.id} for subsidiary {name}.", f"{path}.item"
        )
    line["itemType"] = item.type.name


def _check_service_term(line: Line, path: str) -> None:
    first, last = line.get("revRecStartDate"), line.get("revRecEndDate")
    if isinstance(first, date) and isinstance(last, date) and first > last:
        raise user_error(
            "The revenue recognition end date must be on or after the start date.",
            f"{path}.revRecEndDate",
        )


def _complete_amount(line: Line, digits: int, path: str, account: Account) -> None:
    """
    An amount that is given wins over quantity times rate, which is rounded half up.

    Without a rate, the amount tells it.
    """
    if line.get("quantity") is None:
        line["quantity"] = Decimal(1)
    if line.get("rate") is None and line.get("amount") is None:
        line["rate"] = target(line["item"], account.store).fields.get("rate")
    if line.get("rate") is None and line.get("amount") is None:
        raise user_error("Please enter value(s) for: Amount", f"{path}.amount")
    if line.get("amount") is None:
        product = _WIDE.multiply(_decimal(line, "quantity"), _decimal(line, "rate"))
        line["amount"] = product.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _WIDE)
    if line.get("rate") is None and _decimal(line, "quantity"):
        line["rate"] = round(_decimal(line, "amount") / _decimal(line, "quantity"), _RATE_DIGITS)
    line.setdefault("isClosed", False)


def _check_precision(transaction: Record, line: Line, digits: int, path: str) -> None:
    for field in transaction.type.sublists[ITEMS].fields.values():
        amount = line.get(field.name) if field.kind is Kind.AMOUNT else None
        if isinstance(amount, Decimal) and amount != round(amount, digits):
            raise user_error(_OVER_PRECISE.format(digits=digits), f"{path}.{field.name}")


def _decimal(line: Line, name: str) -> Decimal:
    value = line[name]
    if not isinstance(value, Decimal):
        raise TypeError(f"{name} is no number: {value!r}")
    return value
