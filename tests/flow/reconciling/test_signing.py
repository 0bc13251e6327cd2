"""Periods from open to locked: two persons, comments, and a number that moves."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bridge.adapters.netsuite.revenue.reading import Postings
from bridge.adapters.store.database import Store
from bridge.adapters.store.reconciling.context import Context
from bridge.errors import ActedMeanwhile, Misconfigured, NotPermitted
from bridge.flow.reconciling.figures import Situation, situations, stated
from bridge.flow.reconciling.signing import Seen, Signing, suspend
from bridge.flow.reporting.catalogue import Wish, report
from bridge.ledger.entries import Entry
from bridge.model.calendar import Period, months
from bridge.model.money import Currency, Money
from bridge.reconcile.signatures import PERIODS, PeriodState
from tests.adapters.store.opening import moment, opened
from tests.console.pages.reconciliation.stated import a_class, a_form, keep

ANA, BEN, WHY = "Ana Example", "Ben Example", "looked at all of it"
MAY, JUNE = Seen("2026-05"), Seen("2026-06")
USD, JUNE_1 = Currency("USD"), date(2026, 6, 1)
#: What June needs: 50.00 are in suspense, 3.00 unexplained.
COMMENTS = {"SUS-1": "an unknown product", "UNX-1": "the bank's rounding"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(opened(f"sqlite:///{tmp_path / 'bridge.sqlite'}")) as found:
        for measure in ("plan", "revenue"):
            keep(found, a_form(), measure=measure)
        yield found


def situation(store: Store, seen: Seen = JUNE) -> Situation:
    with store.reading() as view:
        return situations(view, stated(view))[seen.period]


def entries(store: Store) -> list[Entry]:
    with store.reading() as view:
        return list(view.ledger.entries(deal=PERIODS))


def moved_form(period: str, suspense: str) -> dict[str, Any]:
    form = a_form()
    form["classes"][1] = a_class("SUS-1", "In suspense", {"2026-06": "-50.00", period: suspense})
    return form


def close_june(store: Store) -> None:
    june = Period(name="2026-06", term=months(JUNE_1, JUNE_1)[0].term, closed=True)
    nothing = Postings(journals=(), moves=(), deferral=frozenset(), recognition=frozenset())
    with store.transaction("told") as tx:
        tx.reconciling.context.keep(Context(periods={"6": june}, books={}, postings=nothing))


def test_one_person_prepares_another_signs_and_netsuite_locks(store: Store) -> None:
    assert situation(store).state is PeriodState.OPEN
    Signing(store, ANA).prepare(JUNE, COMMENTS, WHY, {})
    with pytest.raises(NotPermitted, match="Ana Example prepared it"):
        Signing(store, "ana EXAMPLE").sign(JUNE, WHY)
    assert Signing(store, BEN).sign(JUNE, WHY).state is PeriodState.SIGNED
    with pytest.raises(Misconfigured, match="it is signed; reopen it first"):
        Signing(store, ANA).prepare(JUNE, COMMENTS, WHY, {})
    close_june(store)
    held = situation(store)
    assert held.state is PeriodState.LOCKED
    assert dict(held.standing.comments) == COMMENTS
    with pytest.raises(Misconfigured, match="it is locked; open the period in NetSuite first"):
        Signing(store, BEN).reopen(JUNE, WHY)
    assert [
        (one.kind, one.actor, one.payload["reason"], one.postings) for one in entries(store)
    ] == [
        ("PERIOD_PREPARED", ANA, WHY, ()),
        ("PERIOD_SIGNED", BEN, WHY, ()),
    ]
    assert situation(store, MAY).state is PeriodState.OPEN
    assert store.verify() == ()


def test_a_number_that_moves_suspends_the_signature_and_keeps_both_values(store: Store) -> None:
    Signing(store, ANA).prepare(JUNE, COMMENTS, WHY, {})
    Signing(store, BEN).sign(JUNE, WHY)
    keep(store, a_form(), measure="plan")
    keep(store, moved_form("2026-05", "-1.00"), measure="plan")
    assert suspend(store) == (), "May is of no concern to who signed June"
    keep(store, moved_form("2026-06", "-55.00"), measure="revenue")
    # Nobody takes it for signed before a pass has noted it.
    assert situation(store).state is PeriodState.SUSPENDED
    assert suspend(store) == ("2026-06",)
    assert suspend(store) == ()
    keep(store, a_form(), measure="revenue")
    held = situation(store)
    assert held.state is PeriodState.SUSPENDED, "what moved is looked at, also if it moved back"
    (one,) = held.moved
    assert (one.measure, one.code) == ("revenue", "SUS-1")
    assert (one.old, one.new) == (Money(-5000, USD), Money(-5500, USD))
    assert held.standing.signed is not None
    with pytest.raises(Misconfigured, match="it is suspended; prepare it first"):
        Signing(store, BEN).sign(JUNE, WHY)
    assert Signing(store, BEN).prepare(JUNE, COMMENTS, WHY, {}).state is PeriodState.PREPARED
    assert Signing(store, ANA).sign(JUNE, WHY).state is PeriodState.SIGNED
    with store.reading() as view:
        register = report(view, "signatures", Wish(now=moment()))
    by, what, moved = (
        [row[[one.name for one in register.columns].index(name)] for row in register.rows]
        for name in ("by", "what", "moved")
    )
    assert by == [ANA, BEN, "bridge", BEN, ANA]
    assert what == ["prepared", "signed", "suspended", "prepared", "signed"]
    assert moved == [None, None, "revenue SUS-1: -50.00 USD -> -55.00 USD", None, None]


def test_a_class_without_a_comment_is_named_with_its_amounts(store: Store) -> None:
    with pytest.raises(Misconfigured) as caught:
        Signing(store, ANA).prepare(JUNE, {"SUS-1": "an unknown product"}, WHY, {})
    assert "UNX-1 -3.00 USD of plan, UNX-1 -3.00 USD of revenue" in str(caught.value)
    assert "SUS-1" not in str(caught.value)
    least = {USD: Money(5001, USD)}
    only = {"UNX-1": COMMENTS["UNX-1"]}
    assert Signing(store, ANA).prepare(JUNE, only, WHY, least).state is PeriodState.PREPARED
    # In May all is legitimate: what was booked is of other months.
    assert Signing(store, ANA).prepare(MAY, {}, WHY, {}).state is PeriodState.PREPARED


def test_who_looked_at_something_else_acts_on_nothing(store: Store) -> None:
    seen = Seen("2026-06", situation(store).mark)
    Signing(store, ANA).prepare(seen, COMMENTS, WHY, {})
    before = Seen("2026-06", situation(store).mark)
    Signing(store, ANA).prepare(before, {**COMMENTS, "SUS-1": "something else"}, WHY, {})
    with pytest.raises(ActedMeanwhile, match="since you looked at it"):
        Signing(store, BEN).sign(before, WHY)
    with pytest.raises(ActedMeanwhile):
        Signing(store, BEN).reopen(seen, WHY)


def test_a_period_is_reopened_with_a_reason_and_begins_anew(store: Store) -> None:
    with pytest.raises(Misconfigured, match="it is open; nothing is to be done"):
        Signing(store, BEN).reopen(MAY, WHY)
    Signing(store, ANA).prepare(MAY, {}, WHY, {})
    with pytest.raises(Misconfigured, match="says nothing"):
        Signing(store, BEN).reopen(MAY, " ")
    held = Signing(store, BEN).reopen(MAY, "an invoice came late")
    assert (held.state, held.standing.prepared) == (PeriodState.OPEN, None)
    assert held.standing.reopened is not None
    assert held.standing.reopened.reason == "an invoice came late"
    with pytest.raises(Misconfigured, match="it is open; prepare it first"):
        Signing(store, BEN).sign(MAY, WHY)


@pytest.mark.parametrize(
    ("seen", "comments", "says"),
    [
        (Seen("2031-01"), {}, "the last statements of plan and revenue do not have it"),
        (MAY, {"UNX-9": "why"}, "there is no class 'UNX-9'"),
        (MAY, {"SUS-1": ""}, "the comment on SUS-1 says nothing"),
    ],
)
def test_what_there_is_not_is_said(
    store: Store, seen: Seen, comments: dict[str, str], says: str
) -> None:
    with pytest.raises(Misconfigured, match=says):
        Signing(store, ANA).prepare(seen, comments, WHY, {})
    assert entries(store) == []


def test_without_a_statement_of_revenue_there_is_nothing_to_sign(tmp_path: Path) -> None:
    with closing(opened(f"sqlite:///{tmp_path / 'plan.sqlite'}")) as store:
        keep(store, a_form())
        with store.reading() as view:
            assert situations(view, stated(view)) == {}
        assert suspend(store) == ()
