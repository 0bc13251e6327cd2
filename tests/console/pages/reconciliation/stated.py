"""A statement and roll-forwards by hand, as the books keep them."""

from datetime import date
from decimal import Decimal
from typing import Any

from bridge.adapters.store.database import Store
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.flow.reconciling.rolls import forms
from bridge.flow.reconciling.rolls.signed import KIND
from bridge.model.measures.definition import Measure
from bridge.model.money import Currency, Money
from bridge.reconcile.rolls.roll import Measured, Month, Part, Roll, Rolls, Share, Tie

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


def keep(
    store: Store, *forms: dict[str, Any], measure: str = "plan", definition: str = ""
) -> KeptStatement:
    """Keep a statement of these currencies."""
    content: dict[str, Any] = {"measure": measure, "statements": list(forms)}
    if definition:
        content["definition"] = {"name": definition, "counted": "BOOKED"}
    with store.transaction("statement") as tx:
        return tx.reconciling.statements.keep(
            content, as_of=AS_OF, measure=measure, period="", definition=definition
        )


def the_rolls() -> Rolls:
    """
    In May 1,200.00 are billed; in June 100.00 are recognised, and the account has 3.00 less.

    Of recurring revenue 1,800.00 a year 600.00 leave in June. 50.00 EUR are recognised ahead.
    """
    usd, eur = Currency("USD"), Currency("EUR")
    return Rolls(
        periods=("2026-04", "2026-05", "2026-06"),
        rolls=(
            _recurring(usd),
            Roll(
                measure=Measured.DEFERRED,
                currency=usd,
                movements=("billings", "revenue"),
                months=(
                    _month("2026-04", 0, {}, 0),
                    _month("2026-05", 0, {"billings": 120_000}, 120_000),
                    _month("2026-06", 120_000, {"revenue": -10_000}, 110_000),
                ),
                ties=(
                    _tie("2026-04", 0, 0),
                    _tie("2026-05", 120_000, 120_000),
                    _tie("2026-06", 110_000, 109_700),
                ),
            ),
            Roll(
                measure=Measured.UNBILLED,
                currency=eur,
                movements=("recognised_ahead", "billed_since"),
                months=(
                    _month("2026-04", 0, {}, 0),
                    _month("2026-05", 0, {}, 0),
                    _month("2026-06", 0, {"recognised_ahead": 5_000}, 5_000),
                ),
            ),
        ),
        elsewhere=(Money(700, usd),),
    )


def _recurring(usd: Currency) -> Roll:
    return Roll(
        measure=Measured.RECURRING,
        currency=usd,
        movements=("new", "churn"),
        months=(
            _month("2026-04", 0, {}, 0),
            _month("2026-05", 0, {"new": 180_000}, 180_000),
            _month("2026-06", 180_000, {"churn": -60_000}, 120_000),
        ),
        shares=(
            Share(
                name="NRR",
                percent=Decimal("66.67"),
                numerator=Money(120_000, usd),
                denominator=Money(180_000, usd),
            ),
        ),
    )


def _month(period: str, opening: int, moved: dict[str, int], closing: int) -> Month:
    parts = {name: (Part("90001:1", "Acme", None, None, minor),) for name, minor in moved.items()}
    return Month(period=period, opening=opening, movements=parts, closing=closing)


def _tie(period: str, ours: int, held: int) -> Tie:
    return Tie(period=period, ours=ours, named={"not_reclassified": 0}, accounts={"2500": held})


def keep_rolls(store: Store) -> KeptStatement:
    """Keep the roll-forwards."""
    told = forms.content(the_rolls(), Measure(name="current"))
    with store.transaction("statement") as tx:
        return tx.reconciling.statements.keep(
            {**told, "rulebook": "4f2a", "unread_lines": []}, as_of=AS_OF, measure=KIND, period=""
        )
