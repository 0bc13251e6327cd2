"""The facts that the tests of the checker may read."""

from collections.abc import Mapping

from bridge.rules.types import BOOLEAN, DATE, INTEGER, TEXT, Type, decimal, enum, list_of, record

KIND = enum("Kind", ("PRICE", "QUANTITY"))
SCOPE: Mapping[str, Type] = {
    "quantity": decimal(14, 4),
    "net_price": decimal(14, 4),
    "ssp": decimal(14, 4).optional(),
    "term": INTEGER,
    "start": DATE,
    "closed": DATE.optional(),
    "name": TEXT,
    "note": TEXT.optional(),
    "kind": KIND,
    "former": KIND.optional(),
    "shape": enum("Shape", ("FLAT", "RAMP")),
    "open": BOOLEAN,
    "urgent": BOOLEAN.optional(),
    "lines": list_of(record("Line", {"amount": decimal(18, 2), "note": TEXT.optional()})),
    "extras": list_of(record("Line", {"amount": decimal(18, 2)})).optional(),
    "deal": record("Deal", {"currency": TEXT, "total": decimal(18, 2).optional()}),
    "prior": record("Deal", {"currency": TEXT, "total": decimal(18, 2).optional()}).optional(),
}
