"""
The syntax tree of a query, and the grammar that it follows.

    query      = SELECT selection FROM name [name] [USING SCOPE name] [WHERE condition]
                 [WITH (SECURITY_ENFORCED | USER_MODE | SYSTEM_MODE)]
                 [GROUP BY operand {, operand} [HAVING condition]]
                 [ORDER BY order {, order}] [LIMIT digits] [OFFSET digits]
                 {FOR (VIEW | REFERENCE | UPDATE) | UPDATE (TRACKING | VIEWSTAT)}
    selection  = COUNT() | item {, item}
    item       = operand [name] | FIELDS(ALL | STANDARD | CUSTOM) | ( query )
               | TYPEOF path {WHEN name THEN path {, path}} [ELSE path {, path}] END
    operand    = path | function(path)
    function   = COUNT | COUNT_DISTINCT | SUM | AVG | MIN | MAX | toLabel | convertCurrency
               | FORMAT, also of convertCurrency(path)
               | a part of a date, also of convertTimezone(path)
    condition  = term {AND term} | term {OR term}              (mixing them needs parentheses)
    term       = [NOT] (( condition ) | comparison)
    comparison = operand (= | != | <> | < | <= | > | >= | LIKE) literal
               | operand [NOT] IN (literal {, literal}) | path [NOT] IN (query)
               | path (INCLUDES | EXCLUDES) ('text' {, 'text'})
    order      = operand [ASC | DESC] [NULLS FIRST | NULLS LAST]
    literal    = 'text' | number | TRUE | FALSE | NULL | date | moment | date word [: digits]
               | currency code with number, such as USD5000

Words of the language and all names are read in any case of letters.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Path:
    """A field, perhaps through relationships: `Product2.ProductCode`; `at` is its offset."""

    names: tuple[str, ...]
    at: int
    functions: tuple[str, ...] = ()  #: on single values, the outermost first
    alias: str | None = None

    def text(self) -> str:
        """Return the path as it was written."""
        opened = "".join(f"{function}(" for function in self.functions)
        return opened + ".".join(self.names) + ")" * len(self.functions)


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
class TypeOf:
    """Fields of a related record, which ones depends on its object."""

    path: Path
    whens: tuple[tuple[str, tuple[Path, ...]], ...]  #: name of an object, and its fields
    otherwise: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in quotes, with its escapes still in it."""

    raw: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number, exact."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency of its own."""

    currency: str
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


Literal = Text | Number | Money | Constant | Day | Moment | DateWord


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
class Inclusion:
    """A field of several choices against sets of them, each a text with semicolons."""

    path: Operand
    negated: bool
    among: tuple[Text, ...]


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


Condition = Comparison | Membership | Inclusion | Both | Either | Negation


@dataclass(frozen=True, slots=True)
class Order:
    """One sort criterion."""

    path: Operand
    descending: bool
    nulls_first: bool


Item = Path | Aggregate | AllFields | TypeOf | Children


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A whole query."""

    selection: tuple[Item, ...]
    source: str
    alias: str | None = None
    mine: bool = False  #: only the records that the caller owns
    where: Condition | None = None
    groups: tuple[Operand, ...] = ()
    having: Condition | None = None
    orders: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0
