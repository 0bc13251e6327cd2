"""A statement by hand, as the books keep one: 1,200.00 booked in May, 100.00 a month planned."""

from datetime import date
from typing import Any

from bridge.adapters.store.database import Store
from bridge.adapters.store.reconciling.statements import KeptStatement

AS_OF = date(2026, 6, 30)


def a_form(currency: str = "USD") -> dict[str, Any]:
    """May: 1,200.00 booked, 1,100.00 of it for other months. June: 3.00 are unexplained."""
    return {
        "currency": currency,
        "variance_order": "default",
        "periods": ["2026-04", "2026-05", "2026-06"],
        "start": {"amount": "1200.00", "periods": {"2026-05": "1200.00"}},
        "classes": [
            a_class("PER-1", "Other period", {"2026-05": "-1100.00", "2026-06": "150.00"}),
            a_class("SUS-1", "In suspense", {"2026-06": "-50.00"}),
            a_class("UNX-1", "Unexplained", {"2026-06": "-3.00"}),
        ],
        "end": {"amount": "197.00", "periods": {"2026-05": "100.00", "2026-06": "97.00"}},
        "unexplained": "3.00",
        "ties": True,
        "lines": [],
    }


def a_class(code: str, name: str, periods: dict[str, str]) -> dict[str, Any]:
    return {"code": code, "class": name, "periods": periods}


def keep(store: Store, *forms: dict[str, Any], measure: str = "plan") -> KeptStatement:
    """Keep a statement of these currencies."""
    with store.transaction("statement") as tx:
        return tx.reconciling.statements.keep(
            {"measure": measure, "statements": list(forms)},
            as_of=AS_OF,
            measure=measure,
            period="",
        )
