"""Programs of two people pair lines, by what both systems told last."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bridge.adapters.netsuite.revenue.held import Books, OrderLine
from bridge.adapters.netsuite.revenue.reading import Postings
from bridge.adapters.store.database import Store
from bridge.adapters.store.reconciling.context import Context
from bridge.console.parts import Console
from bridge.model.calendar import months
from bridge.model.money import Currency, Money
from bridge.people.roles import Role
from bridge.reconcile.pairs import PAIRS
from tests.adapters.store.opening import judge, moment, opened
from tests.console.api.asking import Program, problem, told
from tests.console.building import a_console, a_reader, browser
from tests.ledger.building import a_deal, excluded

PATH = "/reconciliation/pairs"
WHY = {"reason": "entered anew"}
SMALL, LARGE = "801000000000001AAA", "801000000000002AAA"
WANTED = {"order": "4711", "line": 1, "sold": SMALL, **WHY}
USD = Currency("USD")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two deals that a rule leaves out, each as one line, and two orders entered by hand."""
    with opened(f"sqlite:///{tmp_path / 'bridge.sqlite'}") as found:
        for amount, deal in (("1200.00", SMALL), ("2400.00", LARGE)):
            judged = excluded(a_deal(amount, deal=deal))
            judge(found, replace(judged, basis=replace(judged.basis, dossier=None)))
        nothing = Postings(journals=(), moves=(), deferral=frozenset(), recognition=frozenset())
        year = months(date(2026, 1, 1), date(2026, 12, 31))
        told = Context(
            periods={str(number): one for number, one in enumerate(year)},
            books={"1": Books(id="1", code="US-INC", currency=USD)},
            postings=nothing,
        )
        by_hand = [an_order_line(1, "1200.00"), an_order_line(2, "2400.00")]
        with found.transaction("told") as tx:
            tx.reconciling.context.keep(told)
            tx.reconciling.revenue.replace("order_line", by_hand, 0, last=True)
            tx.reconciling.revenue.note_read("order_line", moment(), whole=True)
        yield found


def an_order_line(number: int, amount: str) -> OrderLine:
    return OrderLine(
        id=number,
        document=f"471{number}",
        shown=f"SO{number}",
        external_id=None,
        digest=None,
        is_return=False,
        state="B",
        dated=date(2026, 1, 5),
        customer="77",
        customer_name=a_deal().account_name,
        subsidiary="1",
        rate=Decimal(1),
        key=1,
        item="SEAT",
        code="SEAT",
        quantity=Decimal(-1),
        amount=-Money.parse(amount, USD),
        closed=False,
        first=None,
        last=None,
        element=None,
    )


@pytest.fixture
def console(store: Store) -> Iterator[Console]:
    with a_console(store) as built:
        yield built


def of(console: Console, name: str, *roles: Role) -> Program:
    return Program(browser(replace(console, guest=a_reader(*roles, name=name))))


def test_two_programs_pair_a_line_and_take_it_back(console: Console, store: Store) -> None:
    ana = of(console, "Ana Example", Role.FINANCE_REVIEWER)
    ben = of(console, "Ben Example", Role.APPROVER)
    first = ana.read(f"{PATH}/candidates", params={"limit": 1})
    rest = ana.read(f"{PATH}/candidates", params={"limit": 1, "after": first["next"]})
    (large,), (small,) = first["data"], rest["data"]
    assert (large["record"], large["amount"]["minor"]) == ("SO2", 240_000)
    assert (small["order"], small["line"], small["could_be"][0]["sold"]) == ("4711", 1, SMALL)
    assert rest["next"] is None
    form = told(ana.post(PATH, WANTED, idempotency_key="once"))
    assert told(ana.post(PATH, WANTED, idempotency_key="once")) == form
    assert problem(ana.post(PATH, WANTED)) == (422, "misconfigured"), "the lines are taken"
    one = f"{PATH}/{form['number']}"
    assert (form["state"], form["amount"]) == ("proposed", {"minor": 120_000, "currency": "USD"})
    tag = ana.get(one).headers["etag"]
    assert problem(ana.post(f"{one}/confirm", WHY, if_match=tag)) == (403, "not-permitted")
    itself = of(console, "ana example", Role.APPROVER)
    assert problem(itself.post(f"{one}/confirm", WHY, if_match=tag)) == (403, "not-permitted")
    assert problem(ben.post(f"{one}/confirm", WHY)) == (428, "if-match-missing")
    assert told(ben.post(f"{one}/confirm", WHY, if_match=tag))["state"] == "stands"
    assert problem(ben.post(f"{one}/revoke", WHY, if_match=tag)) == (412, "stale")
    assert ben.read(PATH, params={"state": "proposed"})["data"] == []
    (listed,) = ben.read(PATH)["data"]
    assert listed["answered"]["by"] == "Ben Example"
    tag = ben.get(one).headers["etag"]
    assert told(ben.post(f"{one}/revoke", WHY, if_match=tag))["state"] == "revoked"
    assert problem(ben.get(f"{PATH}/99")) == (404, "missing")
    with store.reading() as view:
        kinds = [one.kind for one in view.ledger.entries(deal=PAIRS)]
    assert kinds == ["PAIR_PROPOSED", "PAIR_CONFIRMED", "PAIR_REVOKED"]
