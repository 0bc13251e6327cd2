"""Programs of two people pair lines, by what both systems told last."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from bridge.people.roles import Role
from bridge.reconcile.pairs import PAIRS
from tests.console.api.asking import Program, problem, told
from tests.console.building import a_console, a_reader, browser
from tests.flow.reconciling.entered import SMALL, a_plan, an_element, an_order_line, entered_by_hand

PATH = "/reconciliation/pairs"
WHY = {"reason": "entered anew"}
WANTED = {"order": "4711", "line": 1, "sold": SMALL, **WHY}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with entered_by_hand(tmp_path) as found:
        yield found


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


def test_an_invoice_that_stands_alone_is_paired_by_what_candidates_call_it(
    console: Console, store: Store
) -> None:
    line = replace(an_order_line(3, "1200.00"), shown="Invoice #INV7")
    with store.transaction("told") as tx:
        tx.reconciling.revenue.put("element", [an_element(line)])
        tx.reconciling.revenue.put("plan", [a_plan(line)])
    ana = of(console, "Ana Example", Role.FINANCE_REVIEWER)
    found = {one["record"]: one for one in ana.read(f"{PATH}/candidates")["data"]}
    alone = found["Invoice #INV7"]
    assert [one["sold"] for one in alone["could_be"]] == [SMALL]
    named = {name: alone[name] for name in ("order", "line")}
    assert told(ana.post(PATH, {**WANTED, **named}))["order"] == "Invoice #INV7"
