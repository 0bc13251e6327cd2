"""What sales transactions post, as rows of `transactionaccountingline`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Line, Record, Reference
from bridge.sandbox.netsuite.schema.transactions import (
    CASH_SALE,
    CREDIT,
    INVOICE,
    ITEMS,
    PAYMENT,
)
from bridge.sandbox.netsuite.suiteql.rows import Row, cell_of

#: Types of the accounts of main lines, and of what an item without an account of its own earns.
RECEIVABLE, FUNDS = "AcctRec", "UnDepFund"
_REVENUE = "Income"
_UNIT = Decimal("0.01")
#: Type -> the account of its main line, and the side that this stands on: 1 is debit.
_MAIN = {INVOICE: (RECEIVABLE, 1), CASH_SALE: (FUNDS, 1), CREDIT: (RECEIVABLE, -1)}


def rows(account: Account) -> Iterator[Row]:
    """
    Yield what invoices, cash sales, credit memos and payments post, in the books' currency.

    Sales of items with a recognition rule go to deferred revenue. A credit is a negative amount.
    The main line takes what rounding leaves.
    """
    for name, (main, side) in _MAIN.items():
        for record in account.store.of_family(name):
            yield from _sale(record, _usual(main, account), side, account)
    for payment in account.store.of_family(PAYMENT):
        total = _in_books(payment.fields.get("total"), payment)
        yield _row(payment, 0, _usual(FUNDS, account), total)
        yield _row(payment, 1, _usual(RECEIVABLE, account), -total)


def _usual(kind: str, account: Account) -> Reference:
    """Return the first account of a type, as an account without preferences takes it."""
    known = account.store.of_family("account")
    found = next((one for one in known if one.fields["acctType"] == kind), None)
    if found is None:
        raise LookupError(f"no account of type {kind}: the seed must have one")
    return Reference("account", found.id)


def _sale(record: Record, main: Reference, side: int, account: Account) -> Iterator[Row]:
    amounts = [-side * _in_books(line.get("amount"), record) for line in record.lines[ITEMS]]
    yield _row(record, 0, main, -sum(amounts, Decimal(0)))
    for line, amount in zip(record.lines[ITEMS], amounts, strict=True):
        yield _row(record, line["line"], _account_of(line, account), amount)


def _account_of(line: Line, account: Account) -> Reference:
    item = target(line["item"], account.store).fields
    deferred = item.get("revenueRecognitionRule") and item.get("deferredRevenueAccount")
    named = deferred or item.get("incomeAccount")
    return named if isinstance(named, Reference) else _usual(_REVENUE, account)


def _in_books(value: object, record: Record) -> Decimal:
    rate = record.fields.get("exchangeRate")
    amount = value if isinstance(value, Decimal) else Decimal(0)
    return (amount * (rate if isinstance(rate, Decimal) else 1)).quantize(_UNIT, ROUND_HALF_UP)


def _row(record: Record, line: object, account: Reference, amount: Decimal) -> Row:
    return {
        "transaction": Decimal(record.id),
        "transactionline": Decimal(str(line)),
        "account": cell_of(account),
        "accountingbook": Decimal(1),
        "debit": amount if amount > 0 else None,
        "credit": -amount if amount < 0 else None,
        "amount": amount,
        "posting": "T",
    }
