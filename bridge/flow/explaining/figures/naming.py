"""
References of figures of statements.

    variance:12/USD/2026-02/DAT-1          a class of statement 12, in one period
    variance:12/USD/2026-01..2026-03/end   an end of it, in several
    variance:12/USD/all/unexplained        in all periods of the statement
    variance:plan/USD/2026-02/error        classes of a nature, in the last statement of a measure
    variance:12/USD/2026-02/DAT-1/1042:3   what a line has of it

Names of periods are those of NetSuite: `/` and `%` in them are written as `%2F` and `%25`.
"""

from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.errors import NotFound
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.told import END, START, Told, told
from bridge.model.money import Currency
from bridge.reconcile.classes import BY_CODE, Nature

KIND = "variance"
#: All periods of a statement; from one to another.
ALL, SPAN = "all", ".."
#: All classes together, and what is unexplained without netting lines and periods.
NET, UNEXPLAINED = "net", "unexplained"
_NATURES = frozenset(one.value for one in Nature)
_CODES = frozenset({START, END, NET, UNEXPLAINED}) | _NATURES
#: The most digits of a number that a database counts up to.
_DIGITS_MAX = 18
#: Of what was asked, in an answer.
_SHOWN = 40
_PARTS = 4
_FORM = "write it as variance:STATEMENT/CURRENCY/PERIOD/CLASS, and /LINE behind it for one line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variance:
    """What a reference names; texts are not looked at yet."""

    statement: str  #: its number, or the measure whose last one is meant
    currency: Currency
    periods: str
    code: str
    line: str | None = None

    @property
    def ref(self) -> str:
        """The reference."""
        line = f"/{self.line}" if self.line is not None else ""
        return f"{KIND}:{self.statement}/{self.currency.code}/{self.periods}/{self.code}{line}"

    def of(self, *, periods: str | None = None, code: str | None = None) -> "Variance":
        """Return the same of other periods or of another class."""
        return replace(self, periods=periods or self.periods, code=code or self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A figure with the statement that it is of."""

    variance: Variance
    kept: KeptStatement
    told: Told
    periods: tuple[str, ...]

    @property
    def spoken(self) -> str:
        """The periods as a sentence has them."""
        first, last = self.periods[0], self.periods[-1]
        return first if first == last else f"{first} to {last}"


def span(*periods: str) -> str:
    """Return periods of a statement, one after the other, as a reference has them."""
    first, last = (quote(one, safe=" :-.") for one in (periods[0], periods[-1]))
    return first if first == last else f"{first}{SPAN}{last}"


def figure(kept: KeptStatement, currency: Currency, periods: str, code: str) -> Variance:
    """Return the name of a figure of a statement."""
    return Variance(statement=str(kept.id), currency=currency, periods=periods, code=code)


def find(view: Transaction, rest: str) -> Found:
    """Return what stands behind the colon of a reference; NotFound says which part is not."""
    parts = rest.split("/", _PARTS)
    if len(parts) < _PARTS:
        raise _unknown("a variance has a statement, a currency, a period and a class", rest, _FORM)
    kept = statement(view, parts[0].strip())
    each = told(kept)
    money = parts[1].strip().upper()
    one = next((one for one in each if one.currency.code == money), None)
    if one is None:
        known = ", ".join(one.currency.code for one in each)
        raise _unknown("the statement has no books in that currency", money, f"take {known}")
    code = known_code(parts[3].strip())
    return Found(
        variance=Variance(
            statement=str(kept.id),
            currency=one.currency,
            periods=parts[2],
            code=code,
            line=parts[4] if len(parts) > _PARTS else None,
        ),
        kept=kept,
        told=one,
        periods=_periods(parts[2].strip(), one),
    )


def statement(view: Transaction, asked: str) -> KeptStatement:
    """Return a statement by its number, or the last one of a measure; NotFound where none is."""
    statements = view.reconciling.statements
    if asked in tuple(Measures):
        kept = statements.last(asked, "")
        act = "reconcile that measure once"
    else:
        is_number = asked.isascii() and asked.isdigit() and len(asked) <= _DIGITS_MAX
        kept = statements.of(int(asked)) if is_number else None
        act = f"take the number of a kept one, or its measure for the last: {', '.join(Measures)}"
    if kept is None or kept.measure not in tuple(Measures):
        raise _unknown("no such statement is kept", asked, act)
    return kept


def known_code(asked: str) -> str:
    """Return a code as it is written; NotFound for what is no class, end or sum."""
    if asked in _CODES:
        return asked
    if asked.upper() not in BY_CODE:
        known = "the code of a class, start, end, net, unexplained, " + ", ".join(sorted(_NATURES))
        raise _unknown("there is no such class", asked, f"take {known}")
    return asked.upper()


def _periods(asked: str, one: Told) -> tuple[str, ...]:
    """Return the periods that are meant; a name that has the sign of a span in it is a name."""
    first, _, last = asked.partition(SPAN)
    ends = [
        unquote(name) for name in ((asked,) if unquote(asked) in one.periods else (first, last))
    ]
    if asked == ALL:
        return one.periods
    missing = next((name for name in filter(None, ends) if name not in one.periods), None)
    if missing is not None or not ends[0]:
        act = f"take one from {one.periods[0]} to {one.periods[-1]}, two with .. between, or all"
        raise _unknown("the statement has no such period", missing or asked, act)
    begin = one.periods.index(ends[0])
    end = one.periods.index(ends[-1] or ends[0])
    if end < begin:
        raise _unknown("a span of periods begins with its first", asked, "turn the two round")
    return one.periods[begin : end + 1]


def _unknown(says: str, asked: str, act: str) -> NotFound:
    shown = asked if len(asked) <= _SHOWN else f"{asked[:_SHOWN]}..."
    return NotFound(says, where=f"variance, {shown!r}", act=act)
