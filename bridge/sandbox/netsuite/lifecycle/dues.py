"""What is owed: payments and credit memos, and the invoices that they are applied to."""

from __future__ import annotations

from decimal import Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import invalid_value, user_error
from bridge.sandbox.netsuite.lifecycle.quantities import number
from bridge.sandbox.netsuite.lifecycle.steps import source_of
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Line, Record, Reference, Value
from bridge.sandbox.netsuite.schema.transactions import APPLIED, CREDIT, INVOICE, PAYMENT

OPEN, PAID = "A", "B"
_NOT_DEPOSITED = "B"
_TOO_MUCH = "You may not apply more than the amount of this transaction."
_NONE = Decimal(0)


def settle_invoice(invoice: Record, account: Account) -> None:
    """
    Work out what is still owed on an invoice.

    Raises:
        Refusal: less is billed than was paid already.
    """
    total, paid = number(invoice.fields.get("total")), _paid(invoice, account)
    if paid > max(total, _NONE):
        raise user_error(_TOO_MUCH, "item")
    status = PAID if total == paid else OPEN
    invoice.fields.update(amountPaid=paid, amountRemaining=total - paid, status=status)


def settle_credit(credit: Record, account: Account) -> None:
    """
    Apply a credit memo; one that was made from an invoice is applied to it.

    Raises:
        Refusal: an invoice is not the customer's, or more is applied than there is.
    """
    source = source_of(credit, account)
    is_new = account.store.get(CREDIT, credit.id) is None
    if is_new and not credit.lines[APPLIED] and source is not None and source.type.name == INVOICE:
        credit.lines[APPLIED] = [{"doc": Reference(INVOICE, source.id), "apply": True}]
    total = number(credit.fields.get("total"))
    applied = _apply(credit, total, account)
    status = PAID if applied == total else OPEN
    credit.fields.update(applied=applied, unapplied=total - applied, status=status)


def settle_payment(payment: Record, account: Account) -> None:
    """
    Apply a payment; one without an amount pays what it is applied to.

    Raises:
        Refusal: an invoice is not the customer's, or more is applied than there is.
    """
    stated = payment.fields.get("payment")
    most = number(stated) if stated is not None else None
    applied = _apply(payment, most, account)
    total = applied if most is None else most
    payment.fields.update(payment=total, total=total, applied=applied)
    payment.fields.update(unapplied=total - applied, status=_NOT_DEPOSITED)


def applied_to(record: Record) -> list[Value]:
    """Return the invoices that a payment or credit memo is applied to."""
    return [line.get("doc") for line in record.lines.get(APPLIED, ())]


def _apply(record: Record, most: Decimal | None, account: Account) -> Decimal:
    """Settle the lines of what is applied, one for each invoice; return their sum."""
    wanted = {line["doc"]: line for line in record.lines[APPLIED] if line.get("apply") is not False}
    done = _NONE
    for place, (doc, line) in enumerate(wanted.items()):
        invoice, path = target(doc, account.store), f"apply.items[{place}]"
        if invoice.fields.get("entity") != record.fields.get("entity"):
            raise invalid_value(invoice.id, "doc", f"{path}.doc")
        owed = number(invoice.fields.get("total")) - _paid(invoice, account, record.id)
        rest = owed if most is None else min(owed, most - done)
        amount = number(line.get("amount")) if line.get("amount") is not None else rest
        if not _NONE <= amount <= owed:
            raise invalid_value(amount, "amount", f"{path}.amount")
        if most is not None and done + amount > most:
            raise user_error(_TOO_MUCH, f"{path}.amount")
        done += amount
        line.update(apply=True, amount=amount, due=owed, total=invoice.fields.get("total"))
        line.update(line=place, refNum=invoice.fields.get("tranId"), type="Invoice")
    record.lines[APPLIED] = list(wanted.values())
    return done


def _paid(invoice: Record, account: Account, but: str = "") -> Decimal:
    """Return what is applied to an invoice, by all but one payment or credit memo."""
    mine = Reference(INVOICE, invoice.id)
    return sum(
        (
            number(line.get("amount"))
            for record in account.store.referring(INVOICE, invoice.id)
            if record.type.name in {CREDIT, PAYMENT} and record.id != but
            for line in _lines_for(record, mine)
        ),
        _NONE,
    )


def _lines_for(record: Record, invoice: Reference) -> list[Line]:
    return [line for line in record.lines[APPLIED] if line.get("doc") == invoice]
