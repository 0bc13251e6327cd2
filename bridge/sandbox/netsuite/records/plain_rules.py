"""The rules of customers, items and journals."""

from __future__ import annotations

from decimal import Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import user_error
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Record
from bridge.sandbox.netsuite.schema.catalog import ACCOUNT_SHOWN
from bridge.sandbox.netsuite.schema.recognition import CUSTOM_LINES
from bridge.sandbox.netsuite.schema.revenue import JOURNAL_LINES

_WHOLE = 100  # percent


def settle_customer(customer: Record, account: Account) -> None:
    """
    Number the customer, and give it the currency of its subsidiary.

    Raises:
        Refusal: another customer has its number.
    """
    fields = customer.fields
    if fields.get("entityId") is None:
        fields["entityId"] = f"CUST{customer.id}"
    else:
        _check_unique(customer, "entityId", "This entity already exists.", account)
    if fields.get("currency") is None:
        fields["currency"] = target(fields["subsidiary"], account.store).fields.get("currency")


def settle_item(item: Record, account: Account) -> None:
    """
    Check that the item's name is its own.

    Raises:
        Refusal: another item has its name.
    """
    _check_unique(item, "itemId", "This item already exists.", account)


def settle_account(account_record: Record, account: Account) -> None:
    """
    Call the account by its number and its name.

    Raises:
        Refusal: another account has its number.
    """
    fields = account_record.fields
    number, name = fields.get("acctNumber"), fields["acctName"]
    fields[ACCOUNT_SHOWN] = f"{number} {name}" if number else name
    if number:
        _check_unique(account_record, "acctNumber", "This account already exists.", account)


def settle_recognition_rule(rule: Record, _account: Account) -> None:
    """
    Check that a rule of the custom method has lines for all of the revenue.

    Raises:
        Refusal: it has none, or they do not add up to 100%.
    """
    if rule.fields["recognitionMethod"] != "CUSTOM":
        return
    percents = [line["amountPercentage"] for line in rule.lines[CUSTOM_LINES]]
    if not percents:
        raise user_error("You must enter at least one line.", CUSTOM_LINES)
    if sum(one for one in percents if isinstance(one, Decimal)) != _WHOLE:
        raise user_error("The total of the lines must equal 100%.", CUSTOM_LINES)


def settle_journal(journal: Record, _account: Account) -> None:
    """
    Number a journal that somebody writes, and add up its debits.

    Raises:
        Refusal: its two sides differ.
    """
    lines = journal.lines[JOURNAL_LINES]
    debit, credit = (
        sum((one for line in lines if isinstance(one := line.get(side), Decimal)), Decimal(0))
        for side in ("debit", "credit")
    )
    if debit != credit:
        raise user_error("The amounts in a journal entry must balance.", JOURNAL_LINES)
    number = f"JE{journal.id}"
    journal.fields.update(tranId=number, transactionNumber=number, total=debit)


def _check_unique(record: Record, field: str, says: str, account: Account) -> None:
    others = account.store.of_family(record.type.family)
    if any(
        other.fields.get(field) == record.fields[field] and other.id != record.id
        for other in others
    ):
        raise user_error(says, field)
