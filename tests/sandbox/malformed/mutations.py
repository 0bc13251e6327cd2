"""Ways to spoil text, JSON and bytes, each decided by a `Random` alone."""

import json
import random
import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")

#: What breaks readers: ends that are missing, depths, sizes, and characters that are none.
HOSTILE = (
    *("'", '"', "\\", "''", "%", "_", "(", ")", ",", ";", "--", "/*", "\x00", "\r\n", "\t"),
    *("\ud800", "\ufffe", "\u202e", "\U0001f9fe", "é", "\xa0"),
    *("(" * 20_000, "((" * 40 + "1" + "))" * 40, "NOT " * 5_000, "-" * 9_000, "'" * 9_999),
    *("9" * 10_000, "1e999999", "-1e-999999", "0x10", "1.", ".5", "NaN", "Infinity", "-0"),
    *("9999-12-31T23:59:59Z", "0000-00-00", "2026-02-30", "10000-01-01", "0001-01-01T00:00:00Z"),
    *("LAST_N_DAYS:999999999", "NEXT_N_YEARS:7974", "LIMIT 99999999999999999999", "OFFSET -1"),
    *("a" * 15_000, "a." * 3_000, "%a" * 400, "OR 1=1 ", "AND ", "IN (", "SELECT ", "NULL", "?"),
    *("COUNT(", "SUM(Name)", "FIELDS(ALL)", "TYPEOF ", "BUILTIN.DF(", "CASE WHEN ", "*", "||"),
    *("#N/A", "{}", "[]", "null", "true", "@{a.b}", "${x}", "../..", "%00", "%ff%fe", "<a>&b;</a>"),
)
VALUES: tuple[object, ...] = (
    *(None, True, False, 0, -1, 10**18, 10**400, 1e308, float("nan"), float("inf"), 1.5, "", "x"),
    *([], {}, [[]], [None], {"": None}, {"id": None}, {"attributes": None}, "\ud800", "\x00"),
    *("a" * 40_000, "9999-99-99", "2026-01-01", "001000000000000", "1e999999", ["x"] * 300),
)
NAMES = ("", "id", "Id", "attributes", "type", "records", "item", "items", "externalId", "refName")
CONTENT_TYPES = (
    *("text/plain", "application/xml", "text/csv", "", "/", "application/json; charset=nonsense"),
    *(
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
    ),
    *("application/json;", "text/csv; charset=utf-16", "application/vnd.oracle.resource+json"),
)


def exchanged(text: str, words: Sequence[str], chance: random.Random) -> str:
    """Return a text with words in the place of others: most of it can be read, and is wrong."""
    tokens = _TOKEN.findall(text)
    # Words of the languages are in capitals; without them, nothing behind a parser is reached.
    places = [at for at, token in enumerate(tokens) if token.isalnum() and not token.isupper()]
    for at in chance.sample(places, min(chance.randint(1, 2), len(places))):
        tokens[at] = chance.choice(words)
    return "".join(tokens)


def spoiled(text: str, chance: random.Random) -> str:
    """Return a text with one to three things wrong, mostly at the borders of its tokens."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        text = chance.choice(_TEXT)(_TOKEN.findall(text), chance)
    return text


def noise(chance: random.Random) -> bytes:
    """Return bytes that mean nothing."""
    return chance.randbytes(chance.randint(0, 200))


def spoiled_bytes(text: str, chance: random.Random) -> bytes:
    """Return a spoiled text as bytes, which at times are no UTF-8."""
    found = spoiled(text, chance).encode("utf-8", "surrogatepass")
    if chance.random() < 0.2:
        at = chance.randint(0, len(found))
        found = found[:at] + chance.choice((b"\xff\xfe", b"\xc3", b"\x80", b"\x00")) + found[at:]
    return found


def spoiled_json(value: object, chance: random.Random) -> bytes:
    """Return JSON of which a value, a name or the text is wrong."""
    whole = json.loads(json.dumps(value))
    for _ in range(chance.randint(1, 3)):
        whole = _changed(whole, chance)
    text = json.dumps(whole)
    if chance.random() < 0.1:
        depth = chance.choice((100, 3_000, 40_000))
        text = text.replace("null", "[" * depth + "]" * depth, 1)
    return spoiled_bytes(text, chance) if chance.random() < 0.3 else text.encode()


def _changed(value: Any, chance: random.Random) -> Any:
    """Change one value somewhere inside."""
    if not isinstance(value, dict | list) or not value or chance.random() < 0.2:
        return deepcopy(chance.choice(VALUES))
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = chance.choice(keys)
    step = chance.randint(0, 4)
    if step == 0:
        del value[key]
    elif step == 1 and isinstance(value, dict):
        value[chance.choice((*NAMES, "n" * 5_000, "\ud800"))] = value.pop(key)
    elif step == 2:
        value[key] = spoiled(str(value[key]), chance)
    else:
        value[key] = _changed(value[key], chance)
    return value


def _inserted(tokens: list[str], chance: random.Random) -> str:
    at = chance.randint(0, len(tokens))
    return "".join([*tokens[:at], chance.choice(HOSTILE), *tokens[at:]])


def _dropped(tokens: list[str], chance: random.Random) -> str:
    at = chance.randint(0, max(len(tokens) - 1, 0))
    return "".join(tokens[:at] + tokens[at + 1 :])


def _replaced(tokens: list[str], chance: random.Random) -> str:
    at = chance.randint(0, max(len(tokens) - 1, 0))
    return "".join([*tokens[:at], chance.choice(HOSTILE), *tokens[at + 1 :]])


def _doubled(tokens: list[str], chance: random.Random) -> str:
    at = chance.randint(0, max(len(tokens) - 1, 0))
    return "".join(tokens[: at + 1] * 2 + tokens[at + 1 :])


def _swapped(tokens: list[str], chance: random.Random) -> str:
    if tokens:
        one, other = chance.randrange(len(tokens)), chance.randrange(len(tokens))
        tokens[one], tokens[other] = tokens[other], tokens[one]
    return "".join(tokens)


def _cut(tokens: list[str], chance: random.Random) -> str:
    whole = "".join(tokens)
    return whole[: chance.randint(0, len(whole))]


_TEXT: tuple[Callable[[list[str], random.Random], str], ...] = (
    *(_inserted, _inserted, _dropped, _replaced, _replaced, _doubled, _swapped, _cut),
)
