"""What a merge request asks for, read from the bytes that are on record."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bridge.model.document import Merging
from bridge.model.ids import ExternalId


def merging_of(body: bytes) -> Merging:
    """Return what the body of a merge request says."""
    written: Mapping[str, Any] = json.loads(body, parse_float=Decimal)
    return Merging(
        sources=tuple(ExternalId(one) for one in written["sources"]),
        prospective=written["mergeResidualRevenueAmounts"],
        on=date.fromisoformat(written["revenueArrangementDate"]),
    )
