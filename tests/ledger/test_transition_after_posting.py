from dataclasses import replace

import pytest

from bridge.ledger.judgement import (
    DealState,
    OpenCase,
)
from bridge.ledger.transition import (
    Transition,
    decide,
)
from bridge.mappers.correct.flagging import CHANGED_AFTER_POSTING
from bridge.model.document import State
from bridge.model.ids import Digest
from bridge.model.money import Money
from tests.ledger.building import (
    a_deal,
    a_document,
    a_translation,
    excluded,
    flagged,
    usd,
)
from tests.ledger.pasts import (
    EUR,
    LATER,
    moved,
    translated,
)


@pytest.mark.parametrize(
    ("booked", "difference"), [("1300.00", "100.00"), ("1000.00", "-200.00"), ("0.00", "-1200.00")]
)
def test_a_deal_that_changed_after_posting_puts_only_the_difference_in_suspense(
    booked: str, difference: str
) -> None:
    judged = a_translation(a_deal(booked, revision=2))
    assert moved(translated(State.ACKNOWLEDGED), judged) == [
        ("CHANGED", "waiting", difference),
        ("FLAGGED", f"suspense:{CHANGED_AFTER_POSTING}", difference),
    ]
    decision = decide(translated(State.ACKNOWLEDGED), judged)
    assert isinstance(decision, Transition)
    assert (decision.state, decision.prepared) == (DealState.FLAGGED, ())
    assert [case.amount.text() for case in decision.cases] == [difference]


def test_a_change_that_moves_no_amount_is_an_exception_of_zero() -> None:
    judged = a_translation(a_deal(revision=2), [a_document(usd("1200.00"), text="later start")])
    assert moved(translated(State.ACKNOWLEDGED), judged) == [("FLAGGED", "", "")]
    decision = decide(translated(State.ACKNOWLEDGED), judged)
    assert isinstance(decision, Transition)
    assert [(case.code, case.amount.text()) for case in decision.cases] == [
        (CHANGED_AFTER_POSTING, "0.00")
    ]


def test_leaving_out_what_is_ordered_is_an_exception() -> None:
    decision = decide(translated(State.ACKNOWLEDGED), excluded(a_deal("0.00", revision=2)))
    assert isinstance(decision, Transition)
    assert decision.state is DealState.FLAGGED
    assert [case.amount.text() for case in decision.cases] == ["-1200.00"]


def test_what_is_ordered_stays_ordered_and_only_the_rest_is_flagged() -> None:
    past = translated(State.ACKNOWLEDGED)
    assert moved(past, flagged(LATER)) == [
        ("CHANGED", "waiting", "100.00"),
        ("FLAGGED", "suspense:ITEM_UNMAPPED", "100.00"),
    ]


def test_a_second_change_after_posting_is_measured_against_what_is_ordered() -> None:
    case = OpenCase(code=CHANGED_AFTER_POSTING, amount=usd("100.00"), flags=())
    past = replace(
        translated(State.ACKNOWLEDGED),
        outcome=Digest("another"),
        state=DealState.FLAGGED,
        booked=(usd("1300.00"),),
        cases=(case,),
    )
    assert moved(past, a_translation(a_deal("1250.00", revision=3))) == [
        ("UNFLAGGED", "waiting", "100.00"),
        ("CHANGED", "waiting", "-50.00"),
        ("FLAGGED", f"suspense:{CHANGED_AFTER_POSTING}", "50.00"),
    ]
    assert moved(past, a_translation(a_deal(revision=4))) == [
        ("UNFLAGGED", "waiting", "100.00"),
        ("CHANGED", "waiting", "-100.00"),
    ]


def test_a_currency_that_changes_after_posting_leaves_an_exception_in_both() -> None:
    decision = decide(
        translated(State.ACKNOWLEDGED), a_translation(a_deal(Money(50000, EUR), revision=2))
    )
    assert isinstance(decision, Transition)
    assert [case.amount for case in decision.cases] == [Money(50000, EUR), usd("-1200.00")]


def test_a_second_document_is_prepared_beside_the_acknowledged_one() -> None:
    first = a_document(usd("1200.00"))
    second = a_document(usd("100.00"), ordinal=2)
    judged = a_translation(LATER, [first, second])
    decision = decide(translated(State.ACKNOWLEDGED), judged)
    assert isinstance(decision, Transition)
    assert (decision.state, decision.prepared) == (DealState.TRANSLATED, (second,))
