"""Functions of texts. Source of the meanings: Salesforce's formula functions."""

from datetime import date
from decimal import Decimal

from bridge.rules.expression import Call, Literal
from bridge.rules.functions.signature import Function, plain, text, whole
from bridge.rules.language.exactness import OutOfReach
from bridge.rules.language.limits import TEXT_MAX
from bridge.rules.language.typed import Typed, present, problem, shown
from bridge.rules.types import BOOLEAN, TEXT, Kind, Type, integer

_LENGTH = integer(len(str(TEXT_MAX)))


def join(*pieces: str) -> str:
    """Return texts one after the other; OutOfReach if that is longer than any text may be."""
    whole_text = "".join(pieces)
    if len(whole_text) > TEXT_MAX:
        raise OutOfReach(f"the text would be longer than {TEXT_MAX} characters")
    return whole_text


def _text_type(call: Call, arguments: tuple[Typed, ...]) -> Type:
    found = present(arguments[0], call.name)
    if found.is_quotient:
        name = shown(arguments[0].node)
        raise problem(arguments[0], "an unrounded quotient has no text", f"TEXT(ROUND({name}, 2))")
    if not (found.is_number or found.is_text or found.kind is Kind.DATE):
        raise problem(
            arguments[0],
            f"TEXT takes a number, a date or an enum value, but this is {found}",
            f'IF({shown(arguments[0].node)}, "yes", "no")' if found == BOOLEAN else None,
        )
    return Type(Kind.TEXT, members=found.members)


def _text(value: str | date | int | Decimal) -> str:
    """Return a date as 2026-01-31, a number with just the decimals that it needs."""
    match value:
        case str():
            return value
        case date():
            return value.isoformat()
        case _:
            return _digits(value)


def _digits(value: int | Decimal) -> str:
    digits = format(value, "f") if isinstance(value, Decimal) else str(value)
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def _trim(value: str) -> str:
    """Take the spaces off both ends; tabs and lines stay, as with Salesforce."""
    return value.strip(" ")


def _left(value: str, count: int | Decimal) -> str:
    return value[: max(int(count), 0)]


def _right(value: str, count: int | Decimal) -> str:
    return value[max(len(value) - max(int(count), 0), 0) :]


def _mid(value: str, start: int | Decimal, count: int | Decimal) -> str:
    """Return `count` characters from the `start`-th on; a start before 1 means 1."""
    first = max(int(start), 1) - 1
    return value[first : first + max(int(count), 0)]


def _contains(value: str, part: str) -> bool:
    return part in value


def _begins(value: str, part: str) -> bool:
    return value.startswith(part)


def _substitute_type(call: Call, arguments: tuple[Typed, ...]) -> Type:
    for argument in arguments:
        text(call, argument)
    match arguments[1].node:
        case Literal(value=""):
            raise problem(arguments[1], "SUBSTITUTE needs a text to look for")
        case _:
            return TEXT


def _substitute(value: str, old: str, new: str) -> str:
    """Replace every `old` by `new`; an empty `old` is found nowhere."""
    if not old:
        return value
    if len(value) + value.count(old) * (len(new) - len(old)) > TEXT_MAX:
        raise OutOfReach(f"the text would be longer than {TEXT_MAX} characters")
    return value.replace(old, new)


def _find(part: str, value: str, start: int | Decimal = 1) -> int:
    """Return where a part stands, counted from 1; 0 if nowhere, and nowhere if it is empty."""
    first = max(int(start), 1) - 1
    return value.find(part, first) + 1 if part else 0


def _padded_type(call: Call, arguments: tuple[Typed, ...]) -> Type:
    text(call, arguments[0])
    whole(call, arguments[1])
    for padding in arguments[2:]:
        text(call, padding)
        match padding.node:
            case Literal(value=""):
                raise problem(padding, f"{call.name} needs a text to fill up with")
    return TEXT


def _filling(value: str, count: int | Decimal, padding: str) -> str:
    """Return what a text lacks to be so long; nothing for an empty text, as with Salesforce."""
    lacking = int(count) - len(value)
    if lacking <= 0 or not value or not padding:
        return ""
    if count > TEXT_MAX:
        raise OutOfReach(f"the text would be longer than {TEXT_MAX} characters")
    return (padding * (lacking // len(padding) + 1))[:lacking]


def _left_padded(value: str, count: int | Decimal, padding: str = " ") -> str:
    return _filling(value, count, padding) + _left(value, count)


def _right_padded(value: str, count: int | Decimal, padding: str = " ") -> str:
    return _left(value, count) + _filling(value, count, padding)


TEXTS: tuple[Function, ...] = (
    Function(form="TEXT(value)", least=1, most=1, typing=_text_type, run=_text),
    Function(form="UPPER(text)", least=1, most=1, typing=plain(TEXT, text), run=str.upper),
    Function(form="LOWER(text)", least=1, most=1, typing=plain(TEXT, text), run=str.lower),
    Function(form="TRIM(text)", least=1, most=1, typing=plain(TEXT, text), run=_trim),
    Function(form="LEFT(text, count)", least=2, most=2, typing=plain(TEXT, text, whole), run=_left),
    Function(
        form="RIGHT(text, count)", least=2, most=2, typing=plain(TEXT, text, whole), run=_right
    ),
    Function(
        form="MID(text, start, count)",
        least=3,
        most=3,
        typing=plain(TEXT, text, whole, whole),
        run=_mid,
    ),
    Function(form="LEN(text)", least=1, most=1, typing=plain(_LENGTH, text), run=len),
    Function(
        form="CONTAINS(text, part)",
        least=2,
        most=2,
        typing=plain(BOOLEAN, text, text),
        run=_contains,
    ),
    Function(
        form="BEGINS(text, part)", least=2, most=2, typing=plain(BOOLEAN, text, text), run=_begins
    ),
    Function(
        form="SUBSTITUTE(text, old, new)", least=3, most=3, typing=_substitute_type, run=_substitute
    ),
    Function(
        form="FIND(part, text, start)",
        least=2,
        most=3,
        typing=plain(_LENGTH, text, text, whole),
        run=_find,
    ),
    Function(
        form="LPAD(text, length, padding)",
        least=2,
        most=3,
        typing=_padded_type,
        run=_left_padded,
    ),
    Function(
        form="RPAD(text, length, padding)",
        least=2,
        most=3,
        typing=_padded_type,
        run=_right_padded,
    ),
)
