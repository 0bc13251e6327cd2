"""
Renewals: early, late, and amended afterwards, in whatever order their orders are read.

A hundred seats cost 120,000.00 for 2026 and 36,000.00 a quarter of 2027 when they are renewed.
"""

from decimal import Decimal

import pytest

from tests.mappers.scenarios import planned
from tests.translate.amendments.chains import MODELS, Change, Order, a_contract, all_translated
from tests.translate.spans import Spans, spelled_out

OCTOBER = ("2026-10-01", "2026-12-31")
YEAR = ("2026-10-01", "2027-09-30")


def a_change(
    does: str, name: str, figures: tuple[str, str], days: tuple[str, str], of: str | None
) -> Change:
    quantity, price = figures
    return Change(
        does=does,
        name=name,
        quantity=quantity,
        unit_price=price,
        first=days[0],
        last=days[1],
        of=of,
    )


FIRST = Order(
    name="O-1",
    lines=(a_change("new", "1", ("100", "1200.00"), ("2026-01-01", "2026-12-31"), None),),
)
GONE = ("-100", "300.00")
RENEWED = ("100", "1440.00")
EARLY: Spans = (("2026-01", "2026-09", "10000.00"), ("2026-10", "2027-09", "12000.00"))


def early(model: str, *, renewal_first: bool) -> list[Order]:
    """What is left of the old term goes, and a new year begins: one order, or one for each."""
    if model == "revenue-cloud":
        goes = a_change("renew", "2", GONE, OCTOBER, "1")
        comes = a_change("renew", "3", RENEWED, YEAR, "1")
        lines = (comes, goes) if renewal_first else (goes, comes)
        return [Order(name="O-2", lines=lines, kind="Renewal", dated="2026-10-01")]
    goes = a_change("cancel", "2", GONE, OCTOBER, "1")
    comes = a_change("renew", "3", RENEWED, YEAR, "1")
    dates = ("2026-09-30", "2026-09-29") if renewal_first else ("2026-09-29", "2026-09-30")
    return [
        Order(name="O-2", lines=(goes,), dated=dates[0]),
        Order(name="O-3", lines=(comes,), kind="Renewal", dated=dates[1]),
    ]


def revenue(model: str, *orders: Order) -> dict[str, Decimal]:
    found = all_translated(a_contract(model, FIRST, *orders))
    months = planned([one for each in found for one in each.schedules])
    return {month: amount for month, amount in months.items() if amount}


@pytest.mark.parametrize("renewal_first", [False, True])
@pytest.mark.parametrize("model", MODELS)
def test_an_early_renewal_is_one_whichever_half_is_read_first(
    model: str, *, renewal_first: bool
) -> None:
    assert revenue(model, *early(model, renewal_first=renewal_first)) == spelled_out(EARLY)


@pytest.mark.parametrize("model", MODELS)
def test_a_late_renewal_leaves_the_months_between_without_revenue(model: str) -> None:
    late = a_change("renew", "2", RENEWED, ("2027-03-01", "2028-02-29"), "1")
    found = revenue(model, Order(name="O-2", lines=(late,), kind="Renewal"))
    assert found == spelled_out(
        (("2026-01", "2026-12", "10000.00"), ("2027-03", "2028-02", "12000.00"))
    )


@pytest.mark.parametrize("model", MODELS)
def test_what_is_given_up_after_an_early_renewal_comes_off_the_new_term(model: str) -> None:
    # 20 of 100 seats for the half year from April on, 720.00 each: 2,400.00 a month
    root = "3" if model == "cpq" else "1"
    fewer = a_change("fewer", "4", ("-20", "720.00"), ("2027-04-01", "2027-09-30"), root)
    found = revenue(model, *early(model, renewal_first=False), Order(name="O-4", lines=(fewer,)))
    assert found == spelled_out(
        (
            ("2026-01", "2026-09", "10000.00"),
            ("2026-10", "2027-03", "12000.00"),
            ("2027-04", "2027-09", "9600.00"),
        )
    )
