"""Make a transaction from another one: an invoice from an order, a credit memo from a return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeGuard

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import Refusal, invalid_content, user_error
from bridge.sandbox.netsuite.lifecycle.lines import NO_LINES, share
from bridge.sandbox.netsuite.lifecycle.quantities import key_of, moved, number
from bridge.sandbox.netsuite.lifecycle.statuses import BILLED, IDLE
from bridge.sandbox.netsuite.lifecycle.steps import PAYING, STEPS, Step
from bridge.sandbox.netsuite.records.bodies import Options
from bridge.sandbox.netsuite.records.order_rules import precision
from bridge.sandbox.netsuite.records.store import Line, Record, Reference
from bridge.sandbox.netsuite.records.writing import Outcome, write
from bridge.sandbox.netsuite.schema.fields import Field, RecordType
from bridge.sandbox.netsuite.schema.transactions import APPLIED, ITEMS, ORDER, RETURN

_NO_SUCH = (
    "That type of record transformation is not allowed. Please see the documentation for a list "
    "of supported transformation types."
)
_PLACES = 10  #: decimals of a quantity that an amount stands for
_DIGITS_MAX = 15  #: before the point, of any number that a field takes
_NOT_COPIED = frozenset(
    {"tranId", "transactionNumber", "tranDate", "status", "orderStatus", "postingPeriod"}
    | {"createdFrom", "createdDate", "lastModifiedDate", "subtotal", "total"}
    | {"amountPaid", "amountRemaining", "dueDate", "shipStatus"}
)
_LINES_NOT_COPIED = frozenset(
    {"line", "lineUniqueKey", "orderLine", "quantity", "amount", "quantityBilled", "linked"}
    | {"quantityFulfilled", "quantityReceived", "isClosed", "closeDate", "hasOrdBillLink"}
    | {"itemIsFulfilled", "quantityCommitted", "quantityBackOrdered"}
)


def transform(
    account: Account,
    source: Record,
    record_type: RecordType,
    body: Mapping[str, object],
    options: Options,
) -> Outcome:
    """
    Make a record of a type from a stored one, changed by a body, and store it.

    The record begins with all that is left of the lines of its source. The body names lines by
    `orderLine` (section_159795520083): it changes their quantities, or leaves them out by a
    quantity of 0 or `itemReceive` false.

    Raises:
        Refusal: the one cannot be made from the other, or nothing is left to be taken.
    """
    if (source.type.name, record_type.name) == PAYING:
        return write(account, record_type, body, _payment(account, source, record_type), options)
    step = STEPS.get((source.type.name, record_type.name))
    if step is None:
        raise user_error(_NO_SUCH)
    _check_open(source, step, account)
    begun = _begun(account, source, record_type)
    begun.lines[ITEMS] = _lines(account, source, step, record_type)
    begun.line_keys_given = len(begun.lines[ITEMS])
    if not begun.lines[ITEMS]:
        raise user_error(NO_LINES)
    named = _Body(account, source, step, begun).with_keys(body)
    return write(account, record_type, named, begun, options)


def _check_open(source: Record, step: Step, account: Account) -> None:
    """An order must be approved, and not billed or closed (INVALID_INITIALIZE_REF)."""
    status = source.fields.get("status")
    done = step.bills and status == BILLED and not account.settings.overbilling
    if source.type.name in {ORDER, RETURN} and (status in IDLE or done):
        kind = source.type.label.lower()
        raise user_error(
            f"You have an invalid {kind} {source.id} or the order is already billed/closed"
        )


def _begun(account: Account, source: Record, record_type: RecordType) -> Record:
    """Return a record that is not stored yet, with the fields that both types have."""
    record = Record(type=record_type, id=account.store.new_id(record_type.family), external_id=None)
    record.lines = {sublist.name: [] for sublist in record_type.sublists.values()}
    record.fields = {
        name: value
        for name, value in source.fields.items()
        if name.lower() in record_type.fields and name not in _NOT_COPIED
    }
    record.fields["createdFrom"] = Reference(source.type.family, source.id)
    return record


def _lines(account: Account, source: Record, step: Step, record_type: RecordType) -> list[Line]:
    fields = record_type.sublists[ITEMS].fields
    left = step.left(source, account)
    lines: list[Line] = []
    for sold in source.lines[ITEMS]:
        key = sold["line"]
        if isinstance(key, int) and left[key]:
            line = _copied(sold, fields)
            line |= {"line": len(lines) + 1, "orderLine": key, "quantity": left[key]}
            line["lineUniqueKey"] = account.store.new_line_key()
            lines.append(line)
    return lines


def _copied(sold: Line, fields: Mapping[str, Field]) -> Line:
    return {
        name: value
        for name, value in sold.items()
        if name.lower() in fields and name not in _LINES_NOT_COPIED
    }


def _payment(account: Account, invoice: Record, record_type: RecordType) -> Record:
    """Return the payment of all that is owed on an invoice."""
    if not number(invoice.fields.get("amountRemaining")):
        raise user_error(f"You have an invalid invoice {invoice.id} or it is already paid.")
    payment = _begun(account, invoice, record_type)
    payment.lines[APPLIED] = [{"doc": Reference(invoice.type.family, invoice.id), "apply": True}]
    return payment


class _Body:
    """A body whose lines name those of the source."""

    def __init__(self, account: Account, source: Record, step: Step, begun: Record) -> None:
        self._account = account
        self._source = source
        self._step = step
        self._places = {line["orderLine"]: line for line in begun.lines[ITEMS]}

    def with_keys(self, body: Mapping[str, object]) -> dict[str, object]:
        """Return the body with the keys that the new lines have."""
        return {
            name: self._sublist(raw) if name.lower() == ITEMS else raw for name, raw in body.items()
        }

    def _sublist(self, raw: object) -> object:
        items = raw.get("items") if isinstance(raw, Mapping) else raw
        if not isinstance(items, Sequence) or isinstance(items, str):
            return raw
        return {"items": [self._line(line, n) for n, line in enumerate(items)]}

    def _line(self, raw: object, place: int) -> object:
        if not isinstance(raw, Mapping):
            return raw
        named = {str(name).lower(): value for name, value in raw.items()}
        if "orderline" not in named:
            return raw
        key = named["orderline"]
        begun = self._places.get(key) if isinstance(key, int) else None
        if begun is None:
            raise self._unknown(key, place)
        return {**raw, "line": begun["line"], **self._share(named, begun)}

    def _unknown(self, key: object, place: int) -> Refusal:
        """A line that is not there, or of which nothing is left."""
        return invalid_content(
            "Error while accessing resource: You have entered an Invalid Field Value "
            f"{str(key)[:40]} for the following field: orderLine",
            f"item.items[{place}].orderLine",
        )

    def _share(self, named: Mapping[str, object], begun: Line) -> dict[str, object]:
        """An amount without a quantity bills its share of the line, if the account has it so."""
        amount = named.get("amount")
        billing = self._step.bills and self._account.settings.billing_by_amount == "share"
        if not billing or "quantity" in named or not _is_money(amount):
            return {}
        key = begun["orderLine"]
        sold = next(line for line in self._source.lines[ITEMS] if line["line"] == key)
        whole, quantity = number(sold.get("amount")), number(sold.get("quantity"))
        if not whole or amount == self._rest(sold, begun):
            return {}
        return {"quantity": round(quantity * Decimal(amount) / whole, _PLACES)}

    def _rest(self, sold: Line, begun: Line) -> Decimal | None:
        """Return what is left of the amount of a line; to bill it, bills all that is left."""
        before = moved(self._source, self._account, self._step.taken_by)
        done = before.get(key_of(sold), Decimal(0))
        return share(sold, done, begun, precision(self._source, self._account))


def _is_money(value: object) -> TypeGuard[int | Decimal]:
    """Tell whether a value of a body is a number of the size that fields take."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    return Decimal(value).adjusted() < _DIGITS_MAX
