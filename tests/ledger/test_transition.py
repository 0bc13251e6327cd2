from dataclasses import replace

import pytest

from bridge.ledger.entries import Posting
from bridge.ledger.judgement import (
    DealState,
    Judgement,
    OpenCase,
    Past,
    PastDocument,
    outcome_of,
)
from bridge.ledger.transition import (
    CHANGED_AFTER_POSTING,
    Held,
    NotConserved,
    Transition,
    Unchanged,
    decide,
)
from bridge.model.document import State
from bridge.model.flags import Flag
from bridge.model.ids import Digest
from bridge.model.money import Currency, Money
from tests.ledger.building import (
    a_deal,
    a_document,
    a_translation,
    excluded,
    flagged,
    usd,
    waiting,
)

NAME = a_document(usd("1.00")).document.external_id
EUR = Currency("EUR")


def past_of(judged: Judgement, state: DealState) -> Past:
    return Past(
        outcome=outcome_of(judged),
        state=state,
        booked=(judged.deal.booked,),
        excluded=(),
        documents=(),
        cases=(),
    )


def translated(state: State, amount: str = "1200.00") -> Past:
    judged = a_translation(a_deal(amount))
    one = judged.documents[0]
    document = PastDocument(
        external_id=NAME, state=state, digest=one.digest, amount=one.document.amount
    )
    cases: tuple[OpenCase, ...] = ()
    if state is State.REFUSED:
        flag = Flag("REFUSED", "the item is inactive", (), usd(amount))
        cases = (OpenCase(code="REFUSED", amount=usd(amount), flags=(flag,), document=NAME),)
    return replace(past_of(judged, DealState.TRANSLATED), documents=(document,), cases=cases)


def in_queue(amount: str = "1200.00", code: str = "ITEM_UNMAPPED") -> Past:
    judged = flagged(a_deal(amount), code)
    case = OpenCase(code=code, amount=usd(amount), flags=judged.flags)
    return replace(past_of(judged, DealState.FLAGGED), cases=(case,))


def left_out(amount: str = "1200.00") -> Past:
    judged = excluded(a_deal(amount))
    return replace(past_of(judged, DealState.EXCLUDED), excluded=((judged.rule, usd(amount)),))


def in_waiting(amount: str = "1200.00") -> Past:
    return past_of(waiting(a_deal(amount)), DealState.WAITING)


def moved(past: Past | None, judged: Judgement) -> list[tuple[str, str, str]]:
    """Return the kind, the target and the amount of each entry."""
    decision = decide(past, judged)
    assert isinstance(decision, Transition)
    return [(draft.kind, *_target(draft.postings)) for draft in decision.drafts]


def _target(postings: tuple[Posting, ...]) -> tuple[str, str]:
    if not postings:
        return "", ""
    _, target = postings
    return target.account, target.money.text()


LATER = a_deal("1300.00", revision=2)

NEW: list[tuple[Judgement, list[tuple[str, str, str]]]] = [
    (waiting(), [("BOOKED", "waiting", "1200.00")]),
    (
        flagged(),
        [("BOOKED", "waiting", "1200.00"), ("FLAGGED", "suspense:ITEM_UNMAPPED", "1200.00")],
    ),
    (
        excluded(),
        [("BOOKED", "waiting", "1200.00"), ("EXCLUDED", "excluded:scope#partners", "1200.00")],
    ),
    (a_translation(), [("BOOKED", "waiting", "1200.00"), ("PREPARED", "pending", "1200.00")]),
]

HOME = {
    "waiting": (in_waiting(), []),
    "in the queue": (in_queue(), [("UNFLAGGED", "waiting", "1200.00")]),
    "left out": (left_out(), [("INCLUDED", "waiting", "1200.00")]),
    "prepared": (translated(State.PREPARED), [("SUPERSEDED", "waiting", "1200.00")]),
    "blocked": (translated(State.BLOCKED), [("SUPERSEDED", "waiting", "1200.00")]),
    "refused": (
        translated(State.REFUSED),
        [("REOPENED", "pending", "1200.00"), ("SUPERSEDED", "waiting", "1200.00")],
    ),
}
AWAY: dict[str, tuple[Judgement, list[tuple[str, str, str]]]] = {
    "waiting": (waiting(LATER), []),
    "flagged": (flagged(LATER), [("FLAGGED", "suspense:ITEM_UNMAPPED", "1300.00")]),
    "excluded": (excluded(LATER), [("EXCLUDED", "excluded:scope#partners", "1300.00")]),
    "translated": (a_translation(LATER), [("PREPARED", "pending", "1300.00")]),
}


@pytest.mark.parametrize(("judged", "entries"), NEW)
def test_a_new_deal_is_booked_and_goes_where_it_was_judged_to(
    judged: Judgement, entries: list[tuple[str, str, str]]
) -> None:
    assert moved(None, judged) == entries


@pytest.mark.parametrize("away", AWAY)
@pytest.mark.parametrize("home", HOME)
def test_a_changed_deal_comes_home_is_booked_anew_and_goes_out_again(home: str, away: str) -> None:
    past, entries = HOME[home]
    judged, further = AWAY[away]
    assert moved(past, judged) == [*entries, ("REBOOKED", "waiting", "100.00"), *further]


@pytest.mark.parametrize(
    ("past", "judged"),
    [
        (in_waiting(), waiting()),
        (in_queue(), flagged()),
        (left_out(), excluded()),
        (translated(State.PREPARED), a_translation()),
        (translated(State.SENDING), a_translation()),
        (translated(State.ACKNOWLEDGED), a_translation()),
        (translated(State.REFUSED), a_translation()),
    ],
)
def test_the_same_deal_with_the_same_result_changes_nothing(past: Past, judged: Judgement) -> None:
    assert decide(past, judged) == Unchanged()


@pytest.mark.parametrize("away", AWAY)
def test_nothing_is_decided_while_a_document_is_on_its_way(away: str) -> None:
    assert decide(translated(State.SENDING), AWAY[away][0]) == Held(NAME)


def test_another_revision_with_the_same_result_is_noted_and_moves_nothing() -> None:
    again = a_deal(revision=2)
    for past, judged in (
        (translated(State.PREPARED), a_translation(again)),
        (translated(State.REFUSED), a_translation(again)),
        (translated(State.ACKNOWLEDGED), a_translation(again)),
        (in_queue(), flagged(again)),
        (left_out(), excluded(again)),
        (in_waiting(), waiting(again)),
    ):
        assert moved(past, judged) == [("JUDGED", "", "")]


def test_a_refused_document_keeps_its_exception_while_its_body_is_the_same() -> None:
    decision = decide(translated(State.REFUSED), a_translation(a_deal(revision=2)))
    assert isinstance(decision, Transition)
    assert [(case.code, case.document) for case in decision.cases] == [("REFUSED", NAME)]
    assert (decision.prepared, decision.withdrawn) == ((), ())


def test_another_body_of_the_same_amount_takes_the_place_of_the_unsent_one() -> None:
    judged = a_translation(documents=[a_document(usd("1200.00"), text="other")])
    assert moved(translated(State.PREPARED), judged) == [
        ("SUPERSEDED", "waiting", "1200.00"),
        ("PREPARED", "pending", "1200.00"),
    ]
    decision = decide(translated(State.PREPARED), judged)
    assert isinstance(decision, Transition)
    assert (decision.withdrawn, decision.prepared) == ((), judged.documents)


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
    judged = a_translation(documents=[a_document(usd("1200.00"), text="later start")])
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


def test_what_is_ordered_stays_ordered_and_only_the_rest_is_flagged_or_waits() -> None:
    past = translated(State.ACKNOWLEDGED)
    difference = ("CHANGED", "waiting", "100.00")
    assert moved(past, waiting(LATER)) == [difference]
    assert moved(past, flagged(LATER)) == [
        difference,
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


def test_a_deal_whose_currency_changes_is_booked_out_of_the_old_one() -> None:
    euros = Money(50000, EUR)
    judged = a_translation(a_deal(euros, revision=2))
    assert moved(in_queue(), judged) == [
        ("UNFLAGGED", "waiting", "1200.00"),
        ("REBOOKED", "waiting", "500.00"),
        ("REBOOKED", "waiting", "-1200.00"),
        ("PREPARED", "pending", "500.00"),
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


@pytest.mark.parametrize("past", [None, in_queue(), translated(State.PREPARED)])
def test_documents_that_do_not_add_up_to_the_deal_are_refused(past: Past | None) -> None:
    judged = a_translation(LATER, [a_document(usd("1299.99"))])
    with pytest.raises(NotConserved, match=r"1,300\.00 USD; its documents leave 0\.01 USD"):
        decide(past, judged)


def test_a_deal_cannot_be_flagged_without_a_flag() -> None:
    with pytest.raises(ValueError, match="without a flag"):
        replace(flagged(), flags=())


def test_a_flagged_deal_of_no_amount_is_in_the_queue_in_its_own_currency() -> None:
    decision = decide(None, flagged(a_deal(Money(0, EUR))))
    assert isinstance(decision, Transition)
    assert [case.amount for case in decision.cases] == [Money(0, EUR)]
