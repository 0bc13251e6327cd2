"""Amendments that take seats from the contract of the scenarios, as many as a story wants."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tests.stories.stand import SCENARIOS

_PATTERN = SCENARIOS / "c-downsell-then-cancel.cpq.json"
_KINDS = ("O", "OI", "Q", "QL", "SUB")
#: What a seat costs a month.
MONTHLY = 100


def fewer(name: str, seats: int, month: int) -> Iterator[dict[str, Any]]:
    """
    Yield the records of an amendment: so many seats fewer from a month of 2026 to its end.

    It is made after the amendment of August in the scenarios, and is called O-NAME.
    """
    start, amount = f"2026-{month:02}-01", Decimal(-seats * MONTHLY * (13 - month))
    for record in json.loads(_PATTERN.read_text(), parse_float=Decimal)["records"]:
        if record.get("key") in {f"{kind}-C1" for kind in _KINDS}:
            text = json.dumps(record, default=str).replace("C1", name)
            changed = json.loads(text, parse_float=Decimal)
            figures = _figures(start, seats, amount, month)
            yield {key: figures.get(key, value) for key, value in changed.items()}


def _figures(start: str, seats: int, amount: Decimal, month: int) -> dict[str, object]:
    dates = ("ServiceDate", "EffectiveDate", "SBQQ__StartDate__c")
    starts = ("SBQQ__SubscriptionStartDate__c", "SBQQ__EffectiveStartDate__c")
    counts = ("Quantity", "SBQQ__Quantity__c", "SBQQ__OrderedQuantity__c")
    totals = ("TotalPrice", "TotalAmount", "SBQQ__NetAmount__c", "SBQQ__NetTotal__c")
    each = Decimal(MONTHLY * (13 - month))
    return {
        **dict.fromkeys((*dates, *starts), start),
        **dict.fromkeys((*counts, "SBQQ__QuotedQuantity__c"), str(-seats)),
        **dict.fromkeys(totals, f"{amount:.2f}"),
        **dict.fromkeys(("UnitPrice", "SBQQ__NetPrice__c"), f"{each:.2f}"),
        "SBQQ__ProrateMultiplier__c": f"{Decimal(13 - month) / 12:.4f}",
    }
