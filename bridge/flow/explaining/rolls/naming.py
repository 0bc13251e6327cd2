"""
References of figures of roll-forwards.

    roll:12/USD/deferred/2026-02/revenue            a movement of roll-forwards 12, in a period
    roll:12/USD/deferred/2026-02/closing            its closing; so are opening, gap and others
    roll:12/USD/deferred/2026-02/account 2500       what it is tied to
    roll:12/USD/deferred/2026-02/revenue?of=9001:1  what a line, a customer or a contract has of it
    roll:12/USD/arr/all/NRR                         a share, over all periods; NRR numerator
    roll:12/USD/deferred/all/elsewhere              what moved accounts in no month
    roll:last/USD/arr/2026-02/churn                 of the last ones of the usual periods

Names of periods are those of NetSuite: `/` and `%` in them are written as `%2F` and `%25`.
"""

from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.errors import NotFound
from bridge.flow.reconciling.rolls import signed
from bridge.flow.reconciling.rolls.told import ToldRoll, told
from bridge.model.money import Currency
from bridge.reconcile.rolls.roll import Measured

KIND = "roll"
#: All periods together; the last roll-forwards; what stands before a part of a figure.
ALL, LAST, _OF = "all", "last", "?of="
#: Of all periods: what moved accounts in periods that are no months, and what a share is made of.
ELSEWHERE, NUMERATOR, DENOMINATOR = "elsewhere", "numerator", "denominator"
_DIGITS_MAX = 18
_SHOWN = 40
_PARTS = 4
_FORM = "write it as roll:NUMBER/CURRENCY/MEASURE/PERIOD/LINE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What a reference names."""

    statement: int
    currency: Currency
    measure: Measured
    period: str | None  #: None for all together
    line: str
    of: str | None = None  #: who has a part of it

    @property
    def ref(self) -> str:
        """The reference."""
        period = ALL if self.period is None else quote(self.period, safe=" :-.")
        of = f"{_OF}{self.of}" if self.of is not None else ""
        place = f"{self.currency.code}/{self.measure}/{period}/{self.line}"
        return f"{KIND}:{self.statement}/{place}{of}"

    def beside(self, line: str, period: str | None = None) -> "Figure":
        """Return another line of the same roll-forward, of its period or of another one."""
        return replace(self, line=line, period=period or self.period, of=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A figure with the roll-forward that it is of."""

    figure: Figure
    kept: KeptStatement
    told: ToldRoll


def figure(kept: KeptStatement, of: ToldRoll, period: str | None, line: str) -> Figure:
    """Return the name of a figure of kept roll-forwards."""
    return Figure(
        statement=kept.id, currency=of.currency, measure=of.measure, period=period, line=line
    )


def find(view: Transaction, rest: str) -> Found:
    """Return what stands behind the colon of a reference; NotFound says which part is not."""
    named, is_part, of = rest.partition(_OF)
    parts = named.split("/", _PARTS)
    if len(parts) <= _PARTS:
        says = "a figure has roll-forwards, a currency, a measure, a period and a line"
        raise unknown(says, rest, _FORM)
    kept = _kept(view, parts[0].strip())
    money, measure = parts[1].strip().upper(), parts[2].strip()
    each = told(kept)
    one = next((one for one in each if (one.currency.code, one.measure) == (money, measure)), None)
    if one is None:
        known = ", ".join(f"{one.currency.code}/{one.measure}" for one in each)
        says = "the roll-forwards have no such currency and measure"
        raise unknown(says, f"{money}/{measure}", f"take {known}")
    period = unquote(parts[3].strip())
    if period != ALL and period not in one.periods:
        act = f"take one from {one.periods[0]} to {one.periods[-1]}, or all"
        raise unknown("the roll-forwards have no such period", period, act)
    named_figure = figure(kept, one, None if period == ALL else period, parts[4].strip())
    return Found(
        figure=replace(named_figure, of=of) if is_part else named_figure, kept=kept, told=one
    )


def _kept(view: Transaction, asked: str) -> KeptStatement:
    statements = view.reconciling.statements
    is_number = asked.isascii() and asked.isdigit() and len(asked) <= _DIGITS_MAX
    kept = statements.of(int(asked)) if is_number else None
    if asked == LAST:
        kept = statements.last(signed.KIND, "")
    if kept is None or kept.measure != signed.KIND:
        act = f"take the number of kept ones, or {LAST} for the last"
        raise unknown("no such roll-forwards are kept", asked, act)
    return kept


def unknown(says: str, asked: str, act: str) -> NotFound:
    """Return that a part of a reference names nothing."""
    shown = asked if len(asked) <= _SHOWN else f"{asked[:_SHOWN]}..."
    return NotFound(says, where=f"roll, {shown!r}", act=act)
