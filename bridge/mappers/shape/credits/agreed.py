"""What the rules decided of prepaid credits: how they are drawn, when what lapses is revenue."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from bridge.mappers.judge import Judged
from bridge.model.credits.breakage import Breakage, BreakagePolicy, Expectation
from bridge.model.credits.events import Grant, GrantId, Origin, Use
from bridge.model.credits.terms import BonusPrice, Cancelled, DrawOrder, Rollover, Terms
from bridge.model.flags import Flag
from bridge.model.usage.metering import Pool
from bridge.rules.rulebook import Value

#: What a rule that treats credits must decide, as columns of its table.
_DRAWDOWN, _BREAKAGE, _CANCELLED, _ROLLOVER = "drawdown", "breakage", "cancelled", "rollover"
_DEBIT, _CREDIT = "deferred_account", "revenue_account"
#: What it must decide besides, where one of those or the deal calls for it.
_EXPECTED, _REMOTE, _ROLLED, _BONUS = (
    "expected_breakage",
    "remote_after_days",
    "rolled_over",
    "bonus",
)
ALWAYS = (_DRAWDOWN, _BREAKAGE, _CANCELLED, _ROLLOVER, _DEBIT, _CREDIT)
COLUMNS = (*ALWAYS, _EXPECTED, _REMOTE, _ROLLED, _BONUS)

_Decided = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What was decided; the accounts are those of the journals."""

    terms: Terms
    policy: BreakagePolicy
    cancelled: Cancelled
    debit: str
    credit: str


def agreed(sold: Sequence[Judged], pool: Pool) -> Agreed | Flag:
    """
    Return what the rules decided of the credits that a deal sold into a pool.

    A column that is missing or blank though it is called for, lines that differ, parts that are
    none, and an order of drawing other than the one that the source names, are flags.
    """
    decided = [{name: one.decided.get(name) for name in COLUMNS} for one in sold]
    first, line = decided[0], sold[0]
    missing = [name for name in _called_for(first, pool) if first[name] is None]
    if missing or any(other != first for other in decided):
        lacks = f"do not decide {', '.join(missing)}" if missing else "differ from line to line"
        return _object("CREDIT_TERMS_UNDECIDED", line, f"the rules for its credits {lacks}")
    order = DrawOrder(str(first[_DRAWDOWN]))
    if pool.order not in (None, order):
        says = f"the rules draw its credits {order}, the entitlement says {pool.order}"
        return _object("DRAW_ORDER_DIFFERS", line, says)
    odd = next(_odd(first), None)
    if odd:
        return _object("CREDIT_TERMS_UNDECIDED", line, odd)
    return Agreed(
        terms=_terms(first, order),
        policy=_policy(first, pool, min(grant.on for grant in _own(sold, pool))),
        cancelled=Cancelled(str(first[_CANCELLED])),
        debit=str(first[_DEBIT]),
        credit=str(first[_CREDIT]),
    )


def _called_for(decided: _Decided, pool: Pool) -> Iterator[str]:
    """Yield the columns that must not be blank."""
    yield from ALWAYS
    if decided[_BREAKAGE] == Breakage.PROPORTIONAL:
        yield _EXPECTED
    if decided[_BREAKAGE] == Breakage.WHEN_REMOTE:
        yield _REMOTE
    if decided[_ROLLOVER] not in (None, Rollover.NONE):
        yield _ROLLED
    if any(grant.origin is Origin.BONUS for grant in pool.grants):
        yield _BONUS


def _odd(decided: _Decided) -> Iterator[str]:
    """Yield what was decided and is no part of credits, or no time."""
    lapses, rolled, days = (decided[name] for name in (_EXPECTED, _ROLLED, _REMOTE))
    if lapses is not None and not 0 <= _part(lapses) < 1:
        yield f"the rules expect {lapses} of its credits to lapse, which is no part of them"
    if rolled is not None and not 0 < _part(rolled) <= 1:
        yield f"the rules carry {rolled} of what is left over, which is no part of it"
    if days is not None and int(str(days)) < 1:
        yield f"the rules take use for remote after {days} days without any, which is no time"


def _terms(decided: _Decided, order: DrawOrder) -> Terms:
    rolled, bonus = decided[_ROLLED], decided[_BONUS]
    return Terms(
        order=order,
        rollover=Rollover(str(decided[_ROLLOVER])),
        rolled=Fraction(1) if rolled is None else _part(rolled),
        bonus=BonusPrice.SPREAD if bonus is None else BonusPrice(str(bonus)),
    )


def _own(sold: Sequence[Judged], pool: Pool) -> Iterator[Grant]:
    """Yield what the deal granted itself: a renewed pool holds grants of others, too."""
    lines = {GrantId(one.line.id) for one in sold}
    yield from (grant for grant in pool.grants if grant.id in lines)


def _policy(decided: _Decided, pool: Pool, since: date) -> BreakagePolicy:
    """Return what was decided of breakage; `since` is the day of the deal's first grant."""
    lapses, days = decided[_EXPECTED], decided[_REMOTE]
    return BreakagePolicy(
        breakage=Breakage(str(decided[_BREAKAGE])),
        expected=() if lapses is None else (Expectation(since, _part(lapses)),),
        remote_on=None if days is None else _remote_on(pool, since, int(str(days))),
    )


def _remote_on(pool: Pool, since: date, days: int) -> date | None:
    """Return the day by which, since a day, so many had passed without use; None: none so far."""
    uses = (event for event in pool.events if isinstance(event, Use) and event.units > 0)
    used = sorted(event.on for event in uses if event.on >= since)
    last = since
    for on in (*used, pool.through or since):
        if (on - last).days > days:
            break
        last = on
    remote = last + timedelta(days=days)
    return remote if pool.through and remote <= pool.through else None


def _part(value: Value) -> Fraction:
    return Fraction(Decimal(str(value)))


def _object(code: str, line: Judged, says: str) -> Flag:
    return Flag(
        code,
        f"line {line.line.id}: {says}; correct the rules",
        (f"OrderItem {line.line.id}", line.rule),
        line.line.amount,
    )
