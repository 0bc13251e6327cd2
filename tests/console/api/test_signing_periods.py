"""Programs of two people take a period from open to signed, and never further than people may."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from bridge.people.roles import Permission, Role
from bridge.people.tokens import SCOPES, Scope
from bridge.reconcile.signatures import PERIODS
from tests.adapters.store.opening import opened
from tests.console.api.asking import Program, problem, told
from tests.console.building import a_console, a_reader, browser
from tests.console.pages.reconciliation.stated import a_class, a_form, keep

JUNE = "/reconciliation/periods/2026-06"
WHY = {"reason": "all is looked at"}
COMMENTS = {"SUS-1": "an unknown product", "UNX-1": "the bank's rounding"}
PREPARED = {**WHY, "comments": COMMENTS}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(f"sqlite:///{tmp_path / 'bridge.sqlite'}") as found:
        for measure in ("plan", "revenue"):
            keep(found, a_form(), measure=measure)
        yield found


@pytest.fixture
def console(store: Store) -> Iterator[Console]:
    with a_console(store) as built:
        yield built


def of(console: Console, name: str, *roles: Role, scope: Scope | None = None) -> Program:
    """Return the program of a person; with a scope by a token, that is for nothing else."""
    reader = replace(a_reader(*roles, name=name), scope=SCOPES[scope] if scope else None)
    return Program(browser(replace(console, guest=reader)))


def act(program: Program, what: str, body: object, **headers: str) -> tuple[int, Any]:
    """Do something about June as it stands now."""
    headers.setdefault("if_match", program.get(JUNE).headers["etag"])
    answer = program.post(f"{JUNE}/{what}", body, **headers)
    return (answer.status_code, told(answer)) if answer.is_success else problem(answer)


def acts(store: Store) -> list[tuple[str, str]]:
    with store.reading() as view:
        return [(one.kind, one.actor) for one in view.ledger.entries(deal=PERIODS)]


def test_two_programs_take_a_period_from_open_to_signed(console: Console, store: Store) -> None:
    ana = of(console, "Ana Example", Role.FINANCE_REVIEWER, scope=Scope.TRIAGE)
    ben = of(console, "Ben Example", Role.APPROVER, scope=Scope.SIGN)
    first = ana.read("/reconciliation/periods", params={"limit": 2})
    rest = ana.read("/reconciliation/periods", params={"limit": 2, "after": first["next"]})
    assert [one["period"] for one in (*first["data"], *rest["data"])] == [
        "2026-04",
        "2026-05",
        "2026-06",
    ]
    assert (rest["next"], rest["data"][0]["to_explain"]) == (None, ["SUS-1", "UNX-1"])
    assert act(ana, "prepare", {**WHY, "comments": {"SUS-1": "x"}}) == (422, "misconfigured")
    assert act(ana, "prepare", {**PREPARED, "comment": "?"}) == (422, "unreadable")
    status, form = act(ana, "prepare", PREPARED)
    assert (status, form["state"], form["comments"]) == (200, "prepared", COMMENTS)
    assert {"measure": "plan", "code": "UNX-1", "amount": {"minor": -300, "currency": "USD"}} in (
        form["figures"]
    )
    assert act(ben, "sign", WHY)[1]["signed"]["by"] == "Ben Example"
    assert [one["period"] for one in ben.read("/reconciliation/periods?state=signed")["data"]] == [
        "2026-06"
    ]
    form = a_form()
    form["classes"][1] = a_class("SUS-1", "In suspense", {"2026-06": "-55.00"})
    keep(store, form, measure="revenue")
    held = ben.read(JUNE)
    was, now = ({"minor": minor, "currency": "USD"} for minor in (-5000, -5500))
    assert held["state"] == "suspended"
    assert held["moved"] == [{"measure": "revenue", "code": "SUS-1", "was": was, "now": now}]
    assert act(ben, "reopen", WHY)[1]["state"] == "open"
    assert acts(store) == [
        ("PERIOD_PREPARED", "Ana Example"),
        ("PERIOD_SIGNED", "Ben Example"),
        ("PERIOD_REOPENED", "Ben Example"),
    ]
    assert store.verify() == ()


def test_nobody_signs_his_own_or_what_he_did_not_see_or_without_the_scope(
    console: Console, store: Store
) -> None:
    ana, ben = (of(console, f"{name} Example", Role.APPROVER) for name in ("Ana", "Ben"))
    seen = ana.get(JUNE).headers["etag"]
    assert problem(ana.post(f"{JUNE}/prepare", PREPARED)) == (428, "if-match-missing")
    assert act(ana, "prepare", PREPARED)[0] == 200
    assert act(ana, "prepare", PREPARED, if_match=seen) == (412, "stale")
    assert act(ana, "sign", WHY) == (403, "not-permitted")
    assert act(ben, "sign", WHY, if_match=seen) == (412, "stale")
    for scope in (Scope.TRIAGE, Scope.DECIDE):
        other = of(console, "Ben Example", Role.APPROVER, scope=scope)
        for what in ("sign", "reopen"):
            answer = other.post(f"{JUNE}/{what}", WHY, if_match=seen)
            assert problem(answer) == (403, "not-permitted"), scope
    alone = of(console, "Ben Example", Role.APPROVER, scope=Scope.SIGN)
    assert SCOPES[Scope.SIGN] == {Permission.SEE, Permission.SIGN}
    assert act(alone, "prepare", PREPARED) == (403, "not-permitted")
    assert acts(store) == [("PERIOD_PREPARED", "Ana Example")]
    missing = ben.get("/reconciliation/periods/2027-01")
    assert problem(missing) == (404, "missing")
    for after in ("MQ", "WyIyMDI3LTAxIl0"):  # no list; a period that there is not
        lost = ben.get("/reconciliation/periods", params={"after": after})
        assert problem(lost) == (422, "misconfigured")


def test_an_act_that_is_sent_again_under_its_key_is_done_once(
    console: Console, store: Store
) -> None:
    ana = of(console, "Ana Example", Role.FINANCE_REVIEWER)
    headers = {"if_match": ana.get(JUNE).headers["etag"], "idempotency_key": "once"}
    first, again = (ana.post(f"{JUNE}/prepare", PREPARED, **headers) for _ in range(2))
    assert (first.status_code, first.text) == (again.status_code, again.text)
    assert "idempotency-replayed" in again.headers
    assert len(acts(store)) == 1
