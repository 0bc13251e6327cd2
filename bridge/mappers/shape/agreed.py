"""What the rules decided of prepaid credits: how they are drawn, when what lapses is revenue."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bridge.mappers.judge import Judged
from bridge.model.credits.breakage import Breakage, BreakagePolicy, Expectation
from bridge.model.credits.terms import Cancelled, DrawOrder, Terms
from bridge.model.flags import Flag
from bridge.model.usage.metering import Metering

#: What a rule that treats credits must decide, as columns of its table.
_DRAWDOWN, _BREAKAGE, _CANCELLED = "drawdown", "breakage", "cancelled"
_EXPECTED, _DEBIT, _CREDIT = "expected_breakage", "deferred_account", "revenue_account"
COLUMNS = (_DRAWDOWN, _BREAKAGE, _CANCELLED, _EXPECTED, _DEBIT, _CREDIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What was decided; the accounts are those of the proposed journals."""

    terms: Terms
    policy: BreakagePolicy
    cancelled: Cancelled
    debit: str
    credit: str


def agreed(sold: Sequence[Judged], metering: Metering) -> Agreed | Flag:
    """
    Return what the rules decided of the credits of a deal, which are one wallet.

    A column that is missing or blank, lines that differ, and an order of drawing other than the
    one that the source names, are flags.
    """
    decided = [{name: one.decided.get(name) for name in COLUMNS} for one in sold]
    first, line = decided[0], sold[0]
    missing = [name for name, value in first.items() if value is None]
    if missing or any(other != first for other in decided):
        lacks = f"do not decide {', '.join(missing)}" if missing else "differ from line to line"
        return _object("CREDIT_TERMS_UNDECIDED", line, f"the rules for its credits {lacks}")
    order = DrawOrder(str(first[_DRAWDOWN]))
    if metering.order not in (None, order):
        says = f"the rules draw its credits {order}, the entitlement says {metering.order}"
        return _object("DRAW_ORDER_DIFFERS", line, says)
    lapses = Fraction(Decimal(str(first[_EXPECTED])))
    if not 0 <= lapses < 1:
        says = f"the rules expect {lapses} of its credits to lapse, which is no part of them"
        return _object("CREDIT_TERMS_UNDECIDED", line, says)
    since = min(grant.on for grant in metering.grants)
    return Agreed(
        terms=Terms(order=order),
        policy=BreakagePolicy(
            breakage=Breakage(str(first[_BREAKAGE])), expected=(Expectation(since, lapses),)
        ),
        cancelled=Cancelled(str(first[_CANCELLED])),
        debit=str(first[_DEBIT]),
        credit=str(first[_CREDIT]),
    )


def _object(code: str, line: Judged, says: str) -> Flag:
    return Flag(
        code,
        f"line {line.line.id}: {says}; correct the rules",
        (f"OrderItem {line.line.id}", line.rule),
        line.line.amount,
    )
