"""What is done with a record of each family when it is written, and what its writing entails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import user_error
from bridge.sandbox.netsuite.lifecycle import dues, lines, locks, periods, statuses
from bridge.sandbox.netsuite.lifecycle.quantities import SHIPPED, moved, number, reached, shipped
from bridge.sandbox.netsuite.lifecycle.steps import source_of
from bridge.sandbox.netsuite.records import order_rules, plain_rules
from bridge.sandbox.netsuite.records.store import Line, Record, Reference
from bridge.sandbox.netsuite.schema.transactions import (
    CASH_SALE,
    CREDIT,
    FULFILLMENT,
    INVOICE,
    ITEMS,
    NAMES,
    ORDER,
    PAYMENT,
    RECEIPT,
    RETURN,
)
from bridge.sandbox.netsuite.subscriptions import rules as subscription_rules

_DEPOSIT = "B"
_RECEIVED = "Y"
_ZERO = Decimal(0)
_DEPENDENT = "This record cannot be deleted because it has dependent records."
_LINKED = "This transaction cannot be deleted because it is linked to by one or more transactions."
#: Types that bill an order, or refund a return.
_BILLING = (INVOICE, CASH_SALE, CREDIT)


@dataclass(frozen=True, slots=True)
class Rules:
    """How records of a family are completed and checked."""

    settle: Callable[[Record, Account], None]
    posts: bool = False  #: to the general ledger, in an accounting period


def settle(draft: Record, existing: Record | None, account: Account) -> None:
    """
    Complete a record that is about to be stored.

    Raises:
        Refusal: a rule of its family forbids it.
    """
    rules = RULES.get(draft.type.family)
    if rules is None:
        return
    if rules.posts:
        periods.settle(draft, existing, account)
    rules.settle(draft, account)


def check(draft: Record, existing: Record, account: Account) -> None:
    """
    Check that a record may be changed as it is about to be.

    Raises:
        Refusal: it, or a line of it, is locked.
    """
    rules = RULES.get(draft.type.family)
    if rules is not None and rules.posts:
        periods.check_change(existing, draft, account)
    if draft.type.name in {ORDER, RETURN}:
        locks.check(existing, draft, account)


def follow(before: Record | None, after: Record | None, account: Account) -> None:
    """Bring up to date what a transaction that was written, or deleted, is made from or pays."""
    if not {record.type.name for record in (before, after) if record} & set(NAMES):
        return
    for origin in dict.fromkeys((*_leads(before, account), *_leads(after, account))):
        source = account.store.get(origin.family, origin.id)
        if source is not None:
            _refresh(source.copy(), account)


def delete(record: Record, account: Account) -> None:
    """
    Take a record out.

    Raises:
        Refusal: others refer to it, or its period is closed.
    """
    family, is_transaction = record.type.family, record.type.name in NAMES
    if account.store.refers_to(family, record.id):
        raise user_error(_LINKED if is_transaction else _DEPENDENT)
    rules = RULES.get(family)
    if rules is not None and rules.posts:
        periods.check_change(record, None, account)
        locks.check_deletion(record, source_of(record, account), account)
    account.store.remove(family, record.id)
    follow(record, None, account)


def _leads(record: Record | None, account: Account) -> Iterable[Reference]:
    if record is None:
        return
    source = source_of(record, account)
    if source is not None:
        yield Reference(source.type.family, source.id)
    yield from (doc for doc in dues.applied_to(record) if isinstance(doc, Reference))


def _refresh(record: Record, account: Account) -> None:
    if record.type.name == INVOICE:
        dues.settle_invoice(record, account)
    elif record.type.name in {ORDER, RETURN}:
        _count(record, account)
        statuses.settle(record, account)
    record.fields["lastModifiedDate"] = account.clock.now().replace(microsecond=0)
    account.store.put(record)


def _count(record: Record, account: Account) -> None:
    """Write down, line by line, what was shipped or received and what was billed or refunded."""
    ships, name = (
        (FULFILLMENT, "quantityFulfilled")
        if record.type.name == ORDER
        else (RECEIPT, "quantityReceived")
    )
    done = shipped(record, account, (ships,))
    billed = moved(record, account, _BILLING)
    linked = {*moved(record, account, NAMES)}
    for line in record.lines[ITEMS]:
        key = line["line"]
        if isinstance(key, int):
            line[name], line["quantityBilled"] = done.get(key, _ZERO), billed.get(key, _ZERO)
            _mark(line, linked=key in linked, shipped=name)


def _mark(line: Line, *, linked: bool, shipped: str) -> None:
    billed = number(line["quantityBilled"])
    quantity = number(line.get("quantity"))
    line.update(
        linked=linked,
        hasOrdBillLink=bool(billed),
        itemIsFulfilled=bool(line[shipped]) and reached(quantity, number(line[shipped])),
    )


def _order(draft: Record, account: Account) -> None:
    _date(draft, account)
    order_rules.settle(draft, account)
    statuses.settle(draft, account)


def _date(draft: Record, account: Account) -> None:
    """Date a transaction that gives no date today, as the account does with what is left out."""
    if draft.fields.get("tranDate") is None:
        draft.fields["tranDate"] = account.clock.now().date()


def _return(draft: Record, account: Account) -> None:
    _date(draft, account)
    lines.settle(draft, account)
    order_rules.settle(draft, account)
    statuses.settle(draft, account)


def _invoice(draft: Record, account: Account) -> None:
    lines.settle(draft, account)
    order_rules.settle(draft, account)
    dues.settle_invoice(draft, account)


def _credit(draft: Record, account: Account) -> None:
    lines.settle(draft, account)
    order_rules.settle(draft, account)
    dues.settle_credit(draft, account)


def _cash_sale(draft: Record, account: Account) -> None:
    lines.settle(draft, account)
    order_rules.settle(draft, account)
    draft.fields["status"] = _DEPOSIT


def _fulfillment(draft: Record, account: Account) -> None:
    _check_made(draft, account)
    lines.settle(draft, account)
    order_rules.settle(draft, account)
    draft.fields["shipStatus"] = draft.fields.get("shipStatus") or SHIPPED
    draft.fields["status"] = draft.fields["shipStatus"]


def _receipt(draft: Record, account: Account) -> None:
    _check_made(draft, account)
    lines.settle(draft, account)
    order_rules.settle(draft, account)
    draft.fields["status"] = _RECEIVED


def _check_made(draft: Record, account: Account) -> None:
    """Goods are shipped and received by transforming an order or a return, and not else."""
    if source_of(draft, account) is None:
        raise user_error("You must enter a value for Created From.", "createdFrom")


def _payment(draft: Record, account: Account) -> None:
    if draft.fields.get("entity") is None:
        draft.fields["entity"] = draft.fields.get("customer")
    if draft.fields["entity"] is None:
        raise user_error("You must enter a value for Customer.", "customer")
    draft.fields["customer"] = draft.fields["entity"]
    order_rules.complete_header(draft, account)
    dues.settle_payment(draft, account)


RULES: Mapping[str, Rules] = {
    ORDER: Rules(_order),
    RETURN: Rules(_return),
    INVOICE: Rules(_invoice, posts=True),
    CASH_SALE: Rules(_cash_sale, posts=True),
    FULFILLMENT: Rules(_fulfillment, posts=True),
    RECEIPT: Rules(_receipt, posts=True),
    CREDIT: Rules(_credit, posts=True),
    PAYMENT: Rules(_payment, posts=True),
    "entity": Rules(plain_rules.settle_customer),
    "account": Rules(plain_rules.settle_account),
    "item": Rules(plain_rules.settle_item),
    "subscription": Rules(subscription_rules.settle_subscription),
    "subscriptionLine": Rules(subscription_rules.settle_line),
    "usage": Rules(subscription_rules.settle_usage),
    "revenueRecognitionRule": Rules(plain_rules.settle_recognition_rule),
    "journalEntry": Rules(plain_rules.settle_journal, posts=True),
}
