"""The rules of subscriptions and of their usage."""

from __future__ import annotations

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import invalid_value, user_error
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Record, Reference
from bridge.sandbox.netsuite.schema.subscriptions import CHARGE, USAGE

_USED = ("usageSubscriptionLine", "usageDate", "usageQuantity")


def settle_subscription(subscription: Record, account: Account) -> None:
    """Take subsidiary and currency from the customer; a new subscription is a draft."""
    fields = subscription.fields
    customer = target(fields["customer"], account.store).fields
    for name in ("subsidiary", "currency"):
        fields[name] = fields.get(name) or customer.get(name)
    fields["billingSubscriptionStatus"] = fields.get("billingSubscriptionStatus") or "DRAFT"
    fields["name"] = fields.get("name") or f"SUB{subscription.id}"


def settle_line(line: Record, account: Account) -> None:
    """Take the term of the subscription; a new line is a draft, and one of usage."""
    fields = line.fields
    subscription = target(fields["subscription"], account.store).fields
    for name in ("startDate", "endDate"):
        fields[name] = fields.get(name) or subscription.get(name)
    fields["subscriptionLineStatus"] = fields.get("subscriptionLineStatus") or "DRAFT"
    fields["subscriptionLineType"] = fields.get("subscriptionLineType") or "USAGE"


def settle_usage(usage: Record, account: Account) -> None:
    """
    Complete usage from its line; usage that was charged can only be voided.

    Raises:
        Refusal: the line bears no usage at that date, something contradicts it, or it is charged.
    """
    fields, store = usage.fields, account.store
    line = target(fields["usageSubscriptionLine"], store)
    subscription = target(line.fields["subscription"], store)
    if line.fields["subscriptionLineType"] != "USAGE" or _is_over(line, subscription):
        raise invalid_value(line.id, "usageSubscriptionLine", "usageSubscriptionLine")
    own = {
        "customer": subscription.fields["customer"],
        "item": line.fields["item"],
        "usageSubscription": Reference(subscription.type.family, subscription.id),
    }
    for name, value in own.items():
        given = fields.get(name)
        if given is not None and given != value:
            raise invalid_value(given.id if isinstance(given, Reference) else "", name, name)
        fields[name] = value
    fields["status"] = fields.get("status") or "ACTIVE"
    before = store.get(USAGE, usage.id)
    if before is not None and _is_charged(before, account):
        changed = [name for name in _USED if before.fields[name] != fields[name]]
        if changed or (before.fields["status"], fields["status"]) == ("VOIDED", "ACTIVE"):
            raise user_error("This usage has been charged. You can only void it.")


def _is_over(line: Record, subscription: Record) -> bool:
    states = {
        line.fields["subscriptionLineStatus"],
        subscription.fields["billingSubscriptionStatus"],
    }
    return bool(states & {"CLOSED", "TERMINATED", "NOT_INCLUDED"})


def _is_charged(usage: Record, account: Account) -> bool:
    wanted = Reference(USAGE, usage.id)
    return any(charge.fields.get("usage") == wanted for charge in account.store.of_family(CHARGE))
