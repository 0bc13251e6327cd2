"""The whole catalogue, by code."""

from collections.abc import Mapping

from bridge.model.reasons import (
    amendments,
    amounts,
    fields,
    lines,
    merges,
    orders,
    plain_orders,
    posting,
    rulings,
    usage,
)
from bridge.model.reasons.reason import Reason

#: In the order of a deal's way: its fields, amounts, order and lines, the rules, NetSuite.
PARTS: Mapping[str, tuple[Reason, ...]] = {
    "Fields": fields.REASONS,
    "Amounts and currencies": amounts.REASONS,
    "Orders and contracts": orders.REASONS,
    "Lines and ramps": lines.REASONS,
    "Amendments": amendments.REASONS,
    "Merges of arrangements": merges.REASONS,
    "Plain orders and opportunities": plain_orders.REASONS,
    "Credits and use": usage.REASONS,
    "Rules": rulings.REASONS,
    "After the translation": posting.REASONS,
}
CATALOGUE: Mapping[str, Reason] = {
    reason.code: reason for reasons in PARTS.values() for reason in reasons
}
