"""
The syntax tree of a query, and the grammar that it follows.

    query      = SELECT selection FROM name [name] [WHERE condition]
                 [GROUP BY operand {, operand} [HAVING condition]]
                 [ORDER BY order {, order}] [LIMIT digits] [OFFSET digits]
    selection  = COUNT() | item {, item}
    item       = operand [name] | FIELDS(ALL | STANDARD | CUSTOM) | ( query )
    operand    = path | function(path)
    function   = COUNT | COUNT_DISTINCT | SUM | AVG | MIN | MAX | toLabel | a part of a date
    condition  = term {AND term} | term {OR term}              (mixing them needs parentheses)
    term       = [NOT] (( condition ) | comparison)
    comparison = operand (= | != | <> | < | <= | > | >= | LIKE) literal
               | operand [NOT] IN (literal {, literal}) | path [NOT] IN (query)
    order      = operand [ASC | DESC] [NULLS FIRST | NULLS LAST]
    literal    = 'text' | number | TRUE | FALSE | NULL | date | moment | date word [: digits]

Words of the language and all names are read in any case of letters.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Path:
    """A field, perhaps through relationships: `Product2.ProductCode`; `at` is its offset."""

    names: tuple[str, ...]
    at: int
    function: str | None = None  #: a part of a date, or TOLABEL
    alias: str | None = None

    def text(self) -> str:
        """Return the path as it was written."""
        path = ".".join(self.names)
        return path if self.function is None else f"{self.function}({path})"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A function over rows; the bare COUNT() has no path."""

    function: str
    path: Path | None
    alias: str | None

    def text(self) -> str:
        """Return the function as it was written."""
        return f"{self.function}({self.path.text() if self.path else ''})"


Operand = Path | Aggregate


@dataclass(frozen=True, slots=True)
class Children:
    """A query over the children of each row; its source is the name of the relationship."""

    query: "Query"


@dataclass(frozen=True, slots=True)
class AllFields:
    """FIELDS(ALL), FIELDS(STANDARD) or FIELDS(CUSTOM)."""

    which: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text in quotes, with its escapes still in it."""

    raw: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number, exact."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Constant:
    """TRUE, FALSE or NULL."""

    value: bool | None


@dataclass(frozen=True, slots=True)
class Day:
    """A date, in stored form."""

    value: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A date and time, in stored form."""

    value: str


@dataclass(frozen=True, slots=True)
class DateWord:
    """A range of days relative to today, such as LAST_N_DAYS:7."""

    word: str
    count: int


Literal = Text | Number | Constant | Day | Moment | DateWord


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field against one value."""

    path: Operand
    operator: str
    literal: Literal


@dataclass(frozen=True, slots=True)
class Membership:
    """A field against a list of values, or against the rows of a query."""

    path: Operand
    negated: bool
    among: "tuple[Literal, ...] | Query"


@dataclass(frozen=True, slots=True)
class Both:
    """All of the parts hold."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of the parts holds."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Negation:
    """The part does not hold."""

    part: "Condition"


Condition = Comparison | Membership | Both | Either | Negation


@dataclass(frozen=True, slots=True)
class Order:
    """One sort criterion."""

    path: Operand
    descending: bool
    nulls_first: bool


Item = Path | Aggregate | AllFields | Children


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A whole query."""

    selection: tuple[Item, ...]
    source: str
    alias: str | None = None
    where: Condition | None = None
    groups: tuple[Operand, ...] = ()
    having: Condition | None = None
    orders: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0
