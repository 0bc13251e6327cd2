"""
Deals that nobody has asked about yet, as records: those of the scenarios under keys of their own.

Every id of a deal derives from these keys, so nothing of one deal stands in another but what the
org would have in both: products, prices and days.
"""

import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

_SCENARIOS = Path(__file__).parents[2] / "tests/scenarios"
#: Where a record has its key, and where another one refers to it.
_KEY = re.compile(r'("key": "|"@)([^"]+)"')


def alone() -> list[str]:
    """Return the texts of the scenarios that hold one order."""
    found = (file.read_text() for file in sorted(_SCENARIOS.glob("*.json")))
    known = [one for one in found if json.loads(one).get("records")]
    return [one for one in known if one.count('"type": "Order"') == 1]


def new() -> Iterator[bytes]:
    """Yield one deal after the other, for ever, no two of them the same."""
    texts = alone()
    for number in count(1):
        text = texts[number % len(texts)]
        yield _KEY.sub(rf'\g<1>\g<2>-{number}"', text).encode()
