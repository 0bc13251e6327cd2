"""
A quarter in which people work in NetSuite by hand: each difference in its class, to the cent.

Four orders of 120,000.00 USD for 2026, 10,000.00 a month: B0 stays as it is, E1 gets another price,
E2 ends a month early, E5 is deleted. E3, of 60,000.00 EUR, is not approved; E4, of 30,000.00 GBP,
is in suspense. Somebody makes an order of 1,200.00 USD by hand, and a journal of 500.00 USD.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bridge.adapters.netsuite.session import Call
from bridge.flow.explaining.retracing import Retracing
from bridge.flow.reconciling.between.population import Unread
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.drilling import drilled
from bridge.flow.reconciling.predicting import comparison, keep
from bridge.flow.reconciling.stating import Asked, Ends, Reconciled, Reconciling
from bridge.model.ids import ExternalId, canonical
from bridge.model.money import Currency, Money
from bridge.reconcile.sides import OrderKey
from bridge.reconcile.statement import Statement
from bridge.reconcile.valuing import Vector
from tests.stories.changes.test_a_year_told import approve, close, tell
from tests.stories.reconciling.explaining import explained
from tests.stories.stand import SCENARIOS, SHIPPED, Stand, a_stand, order

UPSELL = SCENARIOS / "b-upsell-mid-term.cpq.json"
MARCH = date(2026, 3, 31)
USD = Currency("USD")
Records = list[dict[str, Any]]


def copied(name: str, currency: str = "USD", per_seat: int = 1200, **quote_line: object) -> Records:
    """The first order of a scenario once more, under other keys, of 100 seats at a price."""
    told = json.loads(UPSELL.read_text(encoding="utf-8"))["records"]
    first = [one for one in told if "B0" in one["key"] or one["type"] == "Contract"]
    text = json.dumps(first).replace("B0", name).replace("C-B", f"C-{name}")
    text = text.replace("120000.00", f"{per_seat * 100}.00").replace('"1200', f'"{per_seat}')
    text = text.replace('"USD"', f'"{currency}"')
    records: Records = json.loads(text)
    for one in records:
        if one["type"] == "SBQQ__QuoteLine__c":
            one.update(quote_line)
    return records


def named(name: str) -> str:
    return f"bridge-{order(f'O-{name}')}-so-1"


def by_hand(stand: Stand, method: str, path: str, **fields: object) -> None:
    """Do something in NetSuite as a person or another integration does."""
    call = Call(
        operation="by hand",
        method=method,
        path=f"/services/rest/record/v1/{path}",
        headers={"Content-Type": "application/json"},
        body=canonical(fields) if fields else None,
    )
    assert stand.ends.netsuite._session.write(call).status == 204


def of_the_first_line(**fields: object) -> dict[str, object]:
    return {"item": {"items": [{"line": 1, **fields}]}}


@contextmanager
def a_quarter(folder: Path, rules: Path = SHIPPED) -> Iterator[Stand]:
    """January and February are posted and closed; then the price of E1 is changed by hand."""
    with a_stand(folder, UPSELL, rules=rules) as opened:
        opened.arrive(*copied("E1"), *copied("E2"), *copied("E3", "EUR", 600))
        opened.arrive(*copied("E4", "GBP", 300), *copied("E5"))
        assert opened.sync().posted_now == 6
        dates = of_the_first_line(revRecEndDate="2026-11-30")
        by_hand(opened, "PATCH", f"salesOrder/eid:{named('E2')}", **dates)
        for name in ("B0", "E1", "E2"):
            approve(opened, "salesOrder", named(name))
        by_hand(opened, "DELETE", f"salesOrder/eid:{named('E5')}")
        of_others(opened)
        close(opened, 1, 2)
        price = of_the_first_line(amount=126000)
        by_hand(opened, "PATCH", f"salesOrder/eid:{named('E1')}", **price)
        tell(opened, "jobs", {"run": "update-arrangements"})
        yield opened


@pytest.fixture
def stand(quarter: Stand) -> Stand:
    return quarter


def of_others(stand: Stand) -> None:
    """Somebody makes an order and a journal, and says in neither what they are for."""
    line = {
        "line": 1,
        "item": {"externalId": "SUB-ULT"},
        "quantity": 1,
        "amount": 1200,
        "revRecStartDate": "2026-01-01",
        "revRecEndDate": "2026-12-31",
    }
    header = {
        "entity": {"id": stand.orders()[named("B0")]["entity"]["id"]},
        "subsidiary": {"externalId": "US-INC"},
        "currency": {"externalId": "USD"},
        "tranDate": "2026-01-01",
        "orderStatus": {"id": "B"},
    }
    by_hand(stand, "POST", "salesOrder", externalId="HAND-1", **header, item={"items": [line]})
    sides = [
        {"line": 0, "account": "2500 Deferred Revenue", "debit": 500},
        {"line": 1, "account": "4000 Revenue", "credit": 500},
    ]
    by_hand(
        stand,
        "POST",
        "journalEntry",
        subsidiary={"externalId": "US-INC"},
        currency={"externalId": "USD"},
        tranDate="2026-02-10",
        line={"items": sides},
    )


def reconciling(stand: Stand) -> Reconciling:
    ends = Ends(
        salesforce=stand.ends.salesforce,
        revenue=stand.ends.netsuite.revenue,
        store=stand.ends.store,
        clock=stand.ends.clock,
    )
    return Reconciling(ends, stand.edition.rulebook)


def reconciled(stand: Stand, measure: Measures, period: str | None = None) -> Reconciled:
    return reconciling(stand).run(Asked(as_of=MARCH, measure=measure, period=period))


def steps(one: Statement) -> dict[str, str]:
    return {code: one.amount(code).text() for code in one.classes}


def stated(stand: Stand, measure: Measures) -> dict[str, tuple[str, dict[str, str], str]]:
    """Start, classes and end of each currency; nothing is unexplained, and all adds up."""
    found = reconciled(stand, measure)
    assert all(one.ties and not one.unexplained for one in found.statements)
    return {
        one.currency.code: (_sum(one, one.start), steps(one), _sum(one, one.end))
        for one in found.statements
    }


def _sum(one: Statement, vector: Vector) -> str:
    return Money(sum(vector.values()), one.currency).text()


def test_bookings_lead_to_orders(stand: Stand) -> None:
    assert stated(stand, Measures.BOOKINGS) == {
        "EUR": ("60000.00", {}, "60000.00"),
        "GBP": ("30000.00", {"SUS-1": "-30000.00"}, "0.00"),
        "USD": (
            "480000.00",
            {"DEL-1": "-120000.00", "POP-2": "1200.00", "DAT-1": "6000.00"},
            "367200.00",
        ),
    }


def test_bookings_lead_to_what_is_planned_of_a_quarter(stand: Stand) -> None:
    """
    Of 365 days 90 are in the quarter: 29,589.04 of 120,000.00, where NetSuite plans 30,000.00.

    E1 is worth 6,000.00 more, of which 1,479.45 by days; posted months keep what they have, so
    that of three months at 10,500.00 two stay 500.00 lower, and March takes 100.00 of that up. E2
    ends a month early: by 334 days the quarter has 32,335.32, and NetSuite plans 3 of 11 months.
    """
    assert stated(stand, Measures.PLAN) == {
        "EUR": (
            "60000.00",
            {"PER-1": "-45205.48", "DAY-1": "205.48", "ORD-1": "-15000.00"},
            "0.00",
        ),
        "GBP": ("30000.00", {"PER-1": "-22602.73", "SUS-1": "-7397.27"}, "0.00"),
        "USD": (
            "480000.00",
            {
                "PER-1": "-361643.84",
                "DEL-1": "-29589.04",
                "POP-2": "300.00",
                "DAT-1": "1479.45",
                "DAT-3": "2746.28",
                "DAY-1": "1234.42",
                "RPL-1": "-900.00",
            },
            "93627.27",
        ),
    }


def test_what_is_planned_and_not_posted_and_what_was_posted_by_hand_are_told_apart(
    stand: Stand,
) -> None:
    """In March are 10,000.00 of B0, 10,600.00 of E1, 10,909.09 of E2, 100.00 of nobody's."""
    _, classes, end = stated(stand, Measures.REVENUE)["USD"]
    assert (classes["JRN-2"], classes["MAN-2"]) == ("-31609.09", "500.00")
    assert end == "62518.18"


def test_classes_of_errors_are_told_from_a_threshold_on(stand: Stand) -> None:
    found = reconciled(stand, Measures.BOOKINGS)
    told = [("DEL-1", "120,000.00 USD"), ("POP-2", "1,200.00 USD"), ("DAT-1", "6,000.00 USD")]
    assert [(code, str(money)) for code, money in found.errors({})] == told
    from_here = {USD: Money(600_000, USD)}
    assert [code for code, _ in found.errors(from_here)] == ["DEL-1", "DAT-1"]


def test_a_plan_that_is_not_as_predicted_is_an_exception_until_both_agree_again(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, UPSELL) as stand:
        stand.arrive(*copied("E1"))
        assert stand.sync().posted_now == 3
        for name in ("B0", "E1"):
            approve(stand, "salesOrder", named(name))
        close(stand, 1, 2)
        assert compared(stand) == (0, 0)
        reprice(stand, 126000)
        assert compared(stand) == (0, 0), (
            "its plan is behind its order: there is nothing to compare"
        )
        tell(stand, "jobs", {"run": "update-arrangements"})
        assert compared(stand) == (1, 0)
        assert compared(stand) == (0, 0)
        stand.sync()
        (case,) = stand.cases()
        assert (case.document, case.code, case.amount.text()) == (
            named("E1"),
            "PLAN_DIFFERS",
            "0.00",
        )
        assert case.flags[0].says == (
            "NetSuite plans for line 1: 10,600.00 USD in 2026-03, predicted are 10,000.00 USD; "
            "10,600.00 USD in 2026-04, predicted are 10,000.00 USD; "
            "10,600.00 USD in 2026-05, predicted are 10,000.00 USD, and 7 more months differ"
        )
        assert "2026-12: predicted 10000.00, planned 10600.00" in case.flags[0].evidence
        reprice(stand, 120000)
        assert compared(stand) == (0, 0), "it stays open until the plan says so"
        tell(stand, "jobs", {"run": "update-arrangements"})
        assert compared(stand) == (0, 1)
        assert stand.position() == {"booked": "262479.60", "ordered": "262479.60"}
        _what_nobody_read_stands_with_its_amount(stand)


def reprice(stand: Stand, amount: int) -> None:
    price = of_the_first_line(amount=amount)
    by_hand(stand, "PATCH", f"salesOrder/eid:{named('E1')}", **price)


def compared(stand: Stand) -> tuple[int, int]:
    """How many exceptions about plans were opened, and closed."""
    return keep(stand.ends.store, comparison(reconciled(stand, Measures.PLAN).sides))


def _what_nobody_read_stands_with_its_amount(stand: Stand) -> None:
    stand.later(60)
    stand.arrive(*copied("E6"))
    found = reconciled(stand, Measures.BOOKINGS)
    (dollars,) = found.statements
    assert found.unread.new == (order("O-E6"),)
    assert dollars.amount("UNR-1").text() == "-120000.00"
    told = reconciling(stand).read()
    missing = f"variance:{found.kept.id}/USD/all/UNR-1"
    assert explained(stand, missing) == ("-120000.00", "-120000.00"), "it is unread still"
    stand.sync()
    assert explained(stand, missing) == ("-120000.00", "-120000.00"), "it is in no row of NetSuite"
    # The pass came between: what it read is in the books, and counts once.
    assert reconciling(stand).gather(told).unread == Unread()
    reconciling(stand).read()
    assert explained(stand, missing) == ("-120000.00", "0.00"), "both ends have been read since"


def test_a_class_leads_to_its_lines_with_what_proves_each(stand: Stand) -> None:
    kept = reconciled(stand, Measures.BOOKINGS).kept
    with stand.ends.store.reading() as view:
        walked = Retracing().walked(view, kept)
    (line,) = drilled(walked.of(USD), "DAT-1", walked.periods, 1).lines
    assert drilled(walked.of(USD), "SUS-1", walked.periods, 1).lines == ()
    assert (line.minor, line.line.key) == (600_000, OrderKey(ExternalId(named("E1")), 1))
    assert line.line.deal == order("O-E1")
    assert any(one.startswith("order ") for one in line.proof.records)
