"""
Seed files: an org's settings and records as a person writes them, with `@KEY` for references.

`{"org": {...}, "records": [{"type": "Order", "key": "O-B1", "AccountId": "@ACME", ...}]}`; a later
record with the same type and key updates the earlier one. Ids derive from type and key alone.
`"months_close": true` says that each order is judged in the month in which it takes effect, with
the months before it closed.
"""

import hashlib
import json
import string
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bridge.errors import Misconfigured
from bridge.model.dossier import Frame
from bridge.model.ids import eighteen, spelt
from bridge.model.money import Currency
from bridge.model.record import Record, Scalar

_BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
#: As many digits as a SHA-256 has in base 62, at most; and what is above each of them.
_DIGITS_MAX = 43
_POWERS = tuple(62**place for place in range(_DIGITS_MAX))
#: Two digits are worked out at once.
_PAIRS = tuple(first + second for first in _BASE62 for second in _BASE62)
_PREFIXES = {
    "Account": "001",
    "Asset": "02i",
    "Contact": "003",
    "Contract": "800",
    "Opportunity": "006",
    "OpportunityLineItem": "00k",
    "OpportunityLineItemSchedule": "00o",
    "Order": "801",
    "OrderItem": "802",
    "Pricebook2": "01s",
    "PricebookEntry": "01u",
    "Product2": "01t",
    "Quote": "0Q0",
    "QuoteLineItem": "0QL",
    "RecordType": "012",
    "User": "005",
}
#: How halves of characters are escaped in JSON; a text that was decoded holds no others.
_HALF = "\\ud"
_MAGNITUDE_MAX = 1000
#: What is longer names no object and no time zone that there is, and fills no memory.
_REMEMBERED_CHARS_MAX = 64
#: What most values are, and what needs no second look.
_PLAIN = frozenset((str, int, bool, type(None)))
_ACT = "correct it and try again"


@dataclass(frozen=True, slots=True)
class Seed:
    """What a seed file holds: the frame that its org gives, and its records."""

    frame: Frame
    records: tuple[Record, ...]
    months_close: bool = False  #: before each order takes effect; else no month is ever closed


def seed_id(record_type: str, key: str) -> str:
    """Return the id of a seed file's record: a function of its type and key alone."""
    prefix = _PREFIXES.get(record_type) or _prefix(record_type)
    return eighteen(f"{prefix}0{_first_digits(f'{record_type}:{key}', 11)}")


def _prefix(record_type: str) -> str:
    is_short = len(record_type) <= _REMEMBERED_CHARS_MAX
    return (_known_prefix if is_short else _hashed_prefix)(record_type)


def _hashed_prefix(record_type: str) -> str:
    return "a" + _first_digits(f"prefix:{record_type}", 2)


_known_prefix = lru_cache(_hashed_prefix)


def _first_digits(text: str, wanted: int) -> str:
    """Return the first digits of a text's SHA-256 in base 62; the others are never worked out."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
    behind = _DIGITS_MAX - wanted
    while behind and number < _POWERS[behind + wanted - 1]:  # it begins with a 0
        behind -= 1
    number //= _POWERS[behind]
    digits = ""
    for _ in range(wanted // 2):
        number, pair = divmod(number, _POWERS[2])
        digits = _PAIRS[pair] + digits
    return _BASE62[number] + digits if wanted % 2 else digits


def parse(text: str, *, where: str) -> Seed:
    """
    Read a seed file's text; `where` names it in messages.

    Raises Misconfigured for anything that is not such a file: JSON, org, record or reference.
    """
    try:
        content = json.loads(
            text,
            parse_float=Decimal,
            parse_int=_whole,
            parse_constant=_no_constant,
            object_pairs_hook=_no_repeats,
        )
        if _HALF in text.lower():  # half a character is none
            json.dumps(content, ensure_ascii=False, default=str).encode()
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise Misconfigured(
            f"this is no JSON ({_in_words(error)})", where=where, act=_ACT
        ) from error
    if not isinstance(content, dict) or not isinstance(content.get("records"), list):
        raise Misconfigured(
            'a records file is {"org": {...}, "records": [...]}', where=where, act=_ACT
        )
    merged = _merge(content["records"], where)
    types: dict[str, list[str]] = {}
    for record_type, key in merged:
        types.setdefault(key, []).append(record_type)
    ids = {place: seed_id(*place) for place in merged}
    named = _Named(types, ids)
    for place, fields in merged.items():
        named.resolve(fields, where, place)
    records = tuple([Record(place[0], ids[place], fields) for place, fields in merged.items()])
    months_close = content.get("months_close", False)
    if not isinstance(months_close, bool):
        raise Misconfigured('"months_close" is true or false', where=where, act=_ACT)
    return Seed(_frame(content.get("org", {}), where), records, months_close)


def _in_words(error: Exception) -> str:
    match error:
        case RecursionError():
            return "it is nested too deeply"
        case ArithmeticError():
            return "the exponent of a number is out of range"
        case UnicodeEncodeError():
            return "it holds half a character"
        case _:
            return str(error)


def _whole(digits: str) -> int:
    if len(digits) > _MAGNITUDE_MAX:
        raise ValueError(f"a number has {len(digits):,} digits")
    return int(digits)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _no_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """One name stands once in an object: of two values one would be dropped in silence."""
    read = dict(pairs)
    if len(read) != len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(f"{', '.join(twice)} stands twice in one object")
    return read


def _merge(rows: list[object], where: str) -> dict[tuple[str, str], dict[str, Scalar]]:
    """Return the fields of each record by its type and key."""
    merged: dict[tuple[str, str], dict[str, Scalar]] = {}
    for place, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise Misconfigured("a record is an object", where=_at(where, place), act=_ACT)
        record_type, key = row.pop("type", None), row.pop("key", None)
        if not (isinstance(record_type, str) and isinstance(key, str) and record_type and key):
            says = 'a record needs texts "type" and "key"'
            raise Misconfigured(says, where=_at(where, place), act=_ACT)
        if "Id" in row:
            says = '"Id" follows from type and key'
            raise Misconfigured(says, where=_at(where, place), act=_ACT)
        if not _PLAIN.issuperset(map(type, row.values())):
            at = _at(where, place)
            row.update([(name, _single(value, name, at)) for name, value in row.items()])
        known = merged.setdefault((record_type, key), row)
        if known is not row:
            known.update(row)
    return merged


def _at(where: str, place: int) -> str:
    return f"{where}: record {place}"


def _single(value: object, name: str, at: str) -> Scalar:
    """Return the value of a field as records have it, with numbers as they are kept."""
    if isinstance(value, Decimal):
        if abs(value.adjusted()) > _MAGNITUDE_MAX:
            raise Misconfigured(f"{name} is no number that fits a page", where=at, act=_ACT)
        return spelt(value)
    if value is None or isinstance(value, str | int):
        return value
    raise Misconfigured(f"{name} must be a single value", where=at, act=_ACT)


@dataclass(frozen=True, slots=True)
class _Named:
    """What references may name: the types of each key, and the id of each record."""

    types: Mapping[str, list[str]]
    ids: Mapping[tuple[str, str], str]

    def resolve(self, fields: dict[str, Scalar], where: str, place: tuple[str, str]) -> None:
        """Put ids in the place of references, and that of the record behind all."""
        for name, value in fields.items():
            if type(value) is str and value.startswith("@"):
                fields[name] = self._value(value, f"{where}: {place[1]}.{name}")
        fields["Id"] = self.ids[place]

    def _value(self, value: str, where: str) -> str:
        key = value[1:]
        named = self.types.get(key, [])
        if not named:
            raise Misconfigured(f"{value} names no record of the file", where=where, act=_ACT)
        if len(named) > 1:
            among = ", ".join(sorted(named))
            raise Misconfigured(f"{value} could be any of {among}", where=where, act=_ACT)
        return self.ids[named[0], key]


def _frame(org: object, where: str) -> Frame:
    if not isinstance(org, dict):
        raise Misconfigured('"org" is an object', where=where, act=_ACT)
    several = org.get("multi_currency", False)
    if not isinstance(several, bool):
        raise Misconfigured('"multi_currency" is true or false', where=where, act=_ACT)
    try:
        currency, time_zone = str(org["currency"]), str(org["time_zone"])
        frame_of = _known_frame if len(time_zone) <= _REMEMBERED_CHARS_MAX else _frame_of
        return frame_of(currency, time_zone, several=several)
    except (KeyError, ValueError) as error:
        raise Misconfigured(
            f'"org" needs an ISO "currency" and a "time_zone" ({error})', where=where, act=_ACT
        ) from error


def _frame_of(currency: str, time_zone: str, *, several: bool) -> Frame:
    return Frame(currency=Currency(currency), multi_currency=several, time_zone=time_zone)


_known_frame = lru_cache(_frame_of)  # who asks again and again asks of one org
