"""What a subscription promises: an obligation for each line of usage, and for each prepaid one."""

from __future__ import annotations

from collections.abc import Iterator

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Record, Reference
from bridge.sandbox.netsuite.revenue.book import day
from bridge.sandbox.netsuite.revenue.sources import Obligation, Source
from bridge.sandbox.netsuite.schema.subscriptions import LINE, SUBSCRIPTION
from bridge.sandbox.netsuite.subscriptions.charges import Charges

_WITHOUT_REVENUE = frozenset({"DRAFT", "PENDING_ACTIVATION", "NOT_INCLUDED"})


def subscriptions(account: Account) -> Iterator[Source]:
    """Yield the subscriptions, with the obligations of the lines that were activated."""
    charges = Charges(account)
    lines: dict[object, list[Record]] = {}
    for line in account.store.of_family(LINE):
        lines.setdefault(line.fields["subscription"], []).append(line)
    for one in account.store.of_family(SUBSCRIPTION):
        own = lines.get(Reference(SUBSCRIPTION, one.id), ())
        fields = one.fields
        yield Source(
            record=one,
            header={**fields, "entity": fields["customer"], "tranDate": fields["startDate"]},
            shown=f"Subscription #{fields['name']}",
            type="subscription",
            prefix="Subscription",
            obligations=tuple(
                _obligation(line, charges, account) for line in own if _is_promised(line, account)
            ),
        )


def _is_promised(line: Record, account: Account) -> bool:
    item = target(line.fields["item"], account.store)
    begun = line.fields["subscriptionLineStatus"] not in _WITHOUT_REVENUE
    return begun and item.fields.get("revenueRecognitionRule") is not None


def _obligation(line: Record, charges: Charges, account: Account) -> Obligation:
    """Prepaid and usage lines are planned on their events and never allocated, whatever is set."""
    worth, fields = charges.balance(line), line.fields
    return Obligation(
        key=int(line.id),
        item=target(fields["item"], account.store),
        quantity=None,
        sales=worth,
        discounted=worth,
        line={
            "revRecStartDate": day(fields["startDate"]),
            "revRecEndDate": fields.get("endDate"),
            "subscriptionLine": line.id,
        },
        plans_on="SUBSCRIPTIONEVENTS",
        allocation="EXCLUDE",
    )
