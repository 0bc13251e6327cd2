"""The part of a schedule that one of several invoices recognises (help page section_N1679634)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bridge.sandbox.netsuite.revenue.arithmetic.spreading import Share


def slice_of(shares: Sequence[Share], before: Decimal, amount: Decimal) -> list[Share]:
    """
    Return what an amount takes of a schedule, from where the amounts before it stopped.

    Args:
        shares: the schedule of the whole, in the order of its periods; all of one sign.
        before: what the earlier slices took.
        amount: what this one takes; more than is left takes what is left.
    """
    sign = -1 if sum(share.amount for share in shares) < 0 else 1
    first, last = sign * before, sign * (before + amount)
    passed, found = Decimal(0), []
    for share in shares:
        upto = passed + sign * share.amount
        taken = min(upto, last) - max(passed, first)
        if taken > 0:
            found.append(Share(share.period, sign * taken))
        passed = upto
    return found
