"""The types of the rule language: what a value may be, how many digits, and whether blank."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Self

from bridge.model.money import Currency
from bridge.rules.diagnostics import Problem, did_you_mean

#: Every exact number of the language fits this many digits; the checker proves it.
DIGITS_MAX = 50
#: Digits of a field declared `integer` (Salesforce and NetSuite keep 32 bits).
_INTEGER_DIGITS = 10
#: The longest declared type text; a longer one is a mistake or an attack.
_DECLARED_MAX = 200
#: The currency of a deal: which one it is differs from deal to deal, within a deal it is one.
OF_DEAL = "the deal's currency"


class Kind(StrEnum):
    """The families of values; at run time str, bool, date, int, Decimal, str, Mapping, Sequence."""

    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    INTEGER = "integer"
    DECIMAL = "decimal"
    ENUM = "enum"
    RECORD = "record"
    LIST = "list"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Type:
    """
    A kind with its bounds; equal types hold the same values.

    A number without `scale` is a quotient that nobody has rounded yet: its `precision` counts only
    the digits before the point. A number with a `currency` is money. Records compare by name, so
    that they may refer to one another.
    """

    kind: Kind
    blank: bool = False  #: the value may be None
    precision: int = 0  #: digits of a number, all together
    scale: int | None = 0  #: digits after the point; None for an unrounded quotient
    name: str = ""  #: of an enum or record; of a list, that of its elements
    members: tuple[str, ...] = ()  #: values of an enum; of a text, its only values where known
    #: of money: an ISO 4217 code or OF_DEAL; of a text: the currency whose code it is
    currency: str = ""
    over: str = ""  #: of a price for a time: the fact beside it that is blank where there is none
    fields: Mapping[str, Self] = field(
        default_factory=lambda: MappingProxyType({}), compare=False, repr=False
    )  #: of a record, or of each element of a list

    @property
    def is_number(self) -> bool:
        """Whether the value can be calculated with."""
        return self.kind in (Kind.INTEGER, Kind.DECIMAL)

    @property
    def is_money(self) -> bool:
        """Whether this is a number of some currency."""
        return self.is_number and bool(self.currency)

    @property
    def is_text(self) -> bool:
        """Whether the value can be joined to a text; enum values can."""
        return self.kind in (Kind.TEXT, Kind.ENUM)

    @property
    def is_quotient(self) -> bool:
        """Whether this is an unrounded quotient, which may have no last digit."""
        return self.kind is Kind.DECIMAL and self.scale is None

    @property
    def is_whole(self) -> bool:
        """Whether this is a number without a fraction, and no money."""
        return self.is_number and self.scale == 0 and not self.is_money

    @property
    def whole_digits(self) -> int:
        """How many digits a number can have before the point."""
        return self.precision - (self.scale or 0)

    def optional(self, *, blank: bool = True) -> Self:
        """Return the same type, which may also be blank (or may not)."""
        return replace(self, blank=blank)

    def required(self) -> Self:
        """Return the same type, never blank."""
        return replace(self, blank=False)

    @property
    def unit(self) -> tuple[str, str]:
        """What a number is a number of; those of one unit add up and compare."""
        return self.currency, self.over

    def like(self, other: Self) -> Self:
        """Return the same number in the other's unit: as money of its currency, or plain."""
        return replace(self, currency=other.currency, over=other.over)

    def __str__(self) -> str:
        mark = "?" if self.blank and self.kind is not Kind.BLANK else ""
        match self.kind:
            case Kind.DECIMAL if self.scale is None:
                return f"an unrounded quotient{mark}"
            case _ if self.is_money:
                return f"money({self.precision},{self.scale}{_code(self)}){_time(self)}{mark}"
            case Kind.DECIMAL:
                return f"decimal({self.precision},{self.scale}){mark}"
            case Kind.ENUM | Kind.RECORD:
                return f"{self.name}{mark}"
            case Kind.LIST:
                return f"list({self.name}){mark}"
            case _:
                return f"{self.kind}{mark}"


def _code(money: Type) -> str:
    return "" if money.currency == OF_DEAL else f",{money.currency}"


def _time(money: Type) -> str:
    return f" over {money.over}" if money.over else ""


TEXT = Type(Kind.TEXT)
#: The code of the deal's currency.
CURRENCY = Type(Kind.TEXT, currency=OF_DEAL)
BOOLEAN = Type(Kind.BOOLEAN)
DATE = Type(Kind.DATE)
INTEGER = Type(Kind.INTEGER, precision=_INTEGER_DIGITS)
BLANK = Type(Kind.BLANK, blank=True)

_PLAIN: Mapping[str, Type] = {
    "text": TEXT,
    "currency": CURRENCY,
    "boolean": BOOLEAN,
    "date": DATE,
    "integer": INTEGER,
}


def integer(digits: int) -> Type:
    """Return the type of whole numbers of at most so many digits."""
    return Type(Kind.INTEGER, precision=digits)


def decimal(precision: int, scale: int) -> Type:
    """Return the type of numbers of `precision` digits, `scale` of them after the point."""
    return Type(Kind.DECIMAL, precision=precision, scale=scale)


def money(precision: int, scale: int, currency: str = OF_DEAL) -> Type:
    """Return the type of amounts of one currency: that of the deal, or of an ISO 4217 code."""
    return replace(decimal(precision, scale), currency=currency)


def quotient(whole_digits: int) -> Type:
    """Return the type of an unrounded quotient with so many digits before the point."""
    return Type(Kind.DECIMAL, precision=whole_digits, scale=None)


def enum(name: str, members: tuple[str, ...]) -> Type:
    """Return the type of one of the named values."""
    return Type(Kind.ENUM, name=name, members=members)


def record(name: str, fields: Mapping[str, Type]) -> Type:
    """Return the type of a record; `fields` is kept, not copied, and may be filled later."""
    return Type(Kind.RECORD, name=name, fields=fields)


def list_of(element: Type) -> Type:
    """Return the type of a list of records."""
    return Type(Kind.LIST, name=element.name, fields=element.fields)


def parse_type(
    text: str,
    enums: Mapping[str, tuple[str, ...]],
    records: Mapping[str, Type] | None = None,
) -> Type:
    """
    Return the type that a type text declares; Problem with the place in the text otherwise.

    >>> str(parse_type("decimal(18, 2)?", {}))
    'decimal(18,2)?'
    >>> parse_type("Status", {"Status": ("OPEN", "SHUT")}).members
    ('OPEN', 'SHUT')
    """
    if len(text) > _DECLARED_MAX:
        raise Problem(f"a type is at most {_DECLARED_MAX} characters long", 0, 1)
    bare = text.strip()
    if bare.endswith("?"):
        return _parse_bare(bare[:-1].strip(), text, enums, records or {}).optional()
    return _parse_bare(bare, text, enums, records or {})


def _parse_bare(
    bare: str, text: str, enums: Mapping[str, tuple[str, ...]], records: Mapping[str, Type]
) -> Type:
    """Return the type of a declaration without its question mark; `text` is the whole of it."""
    if bare in _PLAIN:
        return _PLAIN[bare]
    whole, over, time = bare.partition(" over ")
    if over and whole.startswith("money"):
        return replace(_parse_bare(whole.strip(), text, enums, records), over=time.strip())
    if bare in enums:
        return enum(bare, enums[bare])
    if bare in records:
        return records[bare]
    head, bracket, inside = bare.partition("(")
    if bracket and inside.endswith(")"):
        return _parse_applied(head.strip(), inside[:-1], text, records)
    known = (*_PLAIN, "decimal(18,2)", *enums, *records)
    hint = "such as decimal(18,2)" if bare == "decimal" else did_you_mean(bare, known, "types")
    raise Problem(f"unknown type '{bare}'", *_place(bare, text), hint)


def _parse_applied(head: str, inside: str, text: str, records: Mapping[str, Type]) -> Type:
    if head == "list" and inside.strip() in records:
        return list_of(records[inside.strip()])
    if head not in {"decimal", "money"}:
        raise Problem(
            f"unknown type '{head}({inside})'", *_place(head, text), "decimal(18,2) or list(Record)"
        )
    match [part.strip() for part in inside.split(",")]:
        case [digits, decimals] if _is_count(digits) and _is_count(decimals):
            number = _sized(int(digits), int(decimals), _place(head, text))
            return number if head == "decimal" else replace(number, currency=OF_DEAL)
        case [digits] if head == "money" and _is_count(digits):
            return replace(quotient(int(digits)), currency=OF_DEAL)
        case [digits, decimals, code] if (
            head == "money" and _is_count(digits) and _is_count(decimals)
        ):
            number = _sized(int(digits), int(decimals), _place(head, text))
            return replace(number, currency=currency_code(code, *_place(code, text)))
    form = "money(18,2) or money(18,2,USD)" if head == "money" else "decimal(18,2)"
    raise Problem(f"write {head}(digits, decimals)", *_place(head, text), form)


def _sized(precision: int, scale: int, place: tuple[int, int]) -> Type:
    if not 1 <= precision <= DIGITS_MAX or scale > precision:
        raise Problem(
            f"a decimal has 1 to {DIGITS_MAX} digits, of which some may be decimals",
            *place,
            "decimal(18,2) has 16 digits before the point and 2 after it",
        )
    return decimal(precision, scale)


def currency_code(code: str, start: int, end: int) -> str:
    """Return an ISO 4217 code; Problem, between `start` and `end`, if it is none."""
    try:
        return Currency(code).code
    except ValueError as error:
        raise Problem(f"{error}", start, end, "three capitals, such as USD") from error


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _place(part: str, text: str) -> tuple[int, int]:
    start = max(text.find(part), 0)
    return start, max(len(text.rstrip()), start + 1)
