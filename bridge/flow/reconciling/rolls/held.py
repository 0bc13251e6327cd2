"""
Who has what of balances, packed: there are as many as lines, and few ever ask for them.

What is kept of a closing beside it is a digest, so that only closings that are told otherwise are
looked into line by line.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from decimal import Decimal
from hashlib import sha256

from bridge.model.ids import DealId, ExternalId, canonical
from bridge.reconcile.rolls.roll import Holding
from bridge.reconcile.sides import OrderKey


def packed(holdings: Iterable[Holding]) -> str:
    """Return holdings as a text."""
    return b64encode(zlib.compress(canonical([list(one) for one in holdings]))).decode("ascii")


def unpacked(text: str) -> Iterator[Holding]:
    """Yield holdings that were packed."""
    told = json.loads(zlib.decompress(b64decode(text)), parse_float=Decimal)
    for name, customer, deal, key, at in told:
        of = OrderKey(ExternalId(key[0]), key[1]) if key else None
        yield Holding(name, customer, DealId(deal) if deal else None, of, tuple(at))


def mark(holdings: Iterable[Holding], at: int) -> str:
    """Return what tells who has what at one time from any other; their order is no matter."""
    said = sorted(f"{one.name}\n{one.at[at]}" for one in holdings if one.at[at])
    return sha256("\n".join(said).encode("utf-8")).hexdigest()
