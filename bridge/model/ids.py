"""Identifiers, and digests of canonical JSON."""

import hashlib
import json
import string
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any, NewType

DealId = NewType("DealId", str)
ContractId = NewType("ContractId", str)
LineId = NewType("LineId", str)
ExternalId = NewType("ExternalId", str)
Digest = NewType("Digest", str)
RulebookVersion = NewType("RulebookVersion", str)

#: A number that needs more digits is a mistake or an attack; written out, it would fill the memory.
_EXPONENT_MAX = 1_000
_TEXTS = frozenset((str,))
#: What tells which of five characters are upper case.
_CHECK = {
    f"{number:05b}".encode(): letter
    for number, letter in enumerate(string.ascii_uppercase + "012345")
}
#: 1 for an upper case letter, 0 for all else, as digits.
_UPPER = bytes(ord("1") if chr(code).isupper() else ord("0") for code in range(128)).ljust(
    256, b"0"
)


def eighteen(record_id: str) -> str:
    """
    Return the 18-character form of a 15- or 18-character record id.

    The three last characters say which of the others are upper case, so that ids stay distinct
    where case is ignored. Raises ValueError for anything else.

    >>> eighteen("001D000000IqhSL")
    '001D000000IqhSLIAZ'
    """
    if len(record_id) not in (15, 18) or not record_id.isascii() or not record_id.isalnum():
        raise ValueError(f"{record_id!r} is not a record id of 15 or 18 characters")
    short = record_id[:15]
    # Of five characters the last one is the highest bit.
    upper = short[::-1].encode().translate(_UPPER)
    return f"{short}{_CHECK[upper[10:]]}{_CHECK[upper[5:10]]}{_CHECK[upper[:5]]}"


def canonical(value: object) -> bytes:
    """
    Return JSON with one spelling for one value: sorted keys, no spaces, plain decimals, UTF-8.

    Decimals keep their exact value; 1.0 and 1.00 are one number and have one spelling.
    Floats are a TypeError: they cannot carry money.

    >>> canonical({"b": Decimal("1.50"), "a": [1, None, True]})
    b'{"a":[1,null,true],"b":1.5}'
    """
    return _text(value).encode()


def _text(value: object) -> str:
    return _writer(type(value), _rare)(value)


def _mapping(value: Mapping[Any, object]) -> str:
    if not _TEXTS.issuperset(map(type, value)):
        return _oddly_named(value)
    names = sorted(value)
    parts = [
        f"{encode_basestring(one)}:{_writer(type(part := value[one]), _rare)(part)}"
        for one in names
    ]
    return f"{{{','.join(parts)}}}"


def _oddly_named(value: Mapping[object, object]) -> str:
    """Write a mapping with names that are more than texts, or none: numbers, words of an enum."""
    pairs = sorted([(str(key), part) for key, part in value.items()], key=itemgetter(0))
    return f"{{{','.join([f'{encode_basestring(key)}:{_text(part)}' for key, part in pairs])}}}"


def _sequence(value: Sequence[object]) -> str:
    return f"[{','.join([_writer(type(part), _rare)(part) for part in value])}]"


def _rare(value: object) -> str:
    """Write what is of another kind: a day, a word of an enum, another library's mapping."""
    match value:
        case str():
            return encode_basestring(value)
        case int():
            return json.dumps(value)
        case Decimal():
            return _decimal_text(value)
        case Mapping():
            return _mapping(value)
        case Sequence():
            return _sequence(value)
        case date():
            return f'"{value.isoformat()}"'
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form")


def spelt(value: Decimal) -> Decimal | int:
    """
    Return a number as it is read from canonical JSON, so that kept numbers stay what they were.

    What has no canonical form, such as an infinite one, is returned as it is.

    >>> spelt(Decimal("460800.0")), spelt(Decimal("1.0E7")), spelt(Decimal("1.50"))
    (460800, 10000000, Decimal('1.5'))
    """
    if not _is_writable(value):
        return value
    text = _decimal_text(value)
    return Decimal(text) if "." in text else int(text)


def _is_writable(value: Decimal) -> bool:
    return value.is_finite() and abs(value.adjusted()) <= _EXPONENT_MAX


def _decimal_text(value: Decimal) -> str:
    if not _is_writable(value):
        raise ValueError(f"{value} cannot be written as JSON")
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


#: Nearly all values are of one of these kinds, and a dossier has thousands of them.
_WRITERS: Mapping[type, Callable[[Any], str]] = {
    str: encode_basestring,
    type(None): {None: "null"}.__getitem__,
    bool: {True: "true", False: "false"}.__getitem__,
    int: int.__repr__,
    Decimal: _decimal_text,
    dict: _mapping,
    list: _sequence,
    tuple: _sequence,
    date: lambda day: f'"{day.isoformat()}"',
}
_writer = _WRITERS.get


def digest(value: object) -> Digest:
    """Return the SHA-256 of the canonical JSON of a value, as 64 hexadecimal digits."""
    return Digest(hashlib.sha256(canonical(value)).hexdigest())
