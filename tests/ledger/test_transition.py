from dataclasses import replace

import pytest

from bridge.ledger.judgement import (
    Judgement,
    Past,
)
from bridge.ledger.moves import flag_content
from bridge.ledger.transition import (
    Held,
    Kept,
    NotConserved,
    Transition,
    Unchanged,
    decide,
)
from bridge.mappers.judge import Step
from bridge.model.document import State
from bridge.model.money import Money
from tests.ledger.building import (
    BASIS,
    a_deal,
    a_document,
    a_translation,
    excluded,
    flagged,
    usd,
    waiting,
)
from tests.ledger.pasts import (
    EUR,
    LATER,
    NAME,
    in_queue,
    in_waiting,
    left_out,
    moved,
    translated,
)

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


#: Where a deal has documents, which stay as they are while its records are incomplete.
WITH_DOCUMENTS = ("prepared", "blocked", "refused")


@pytest.mark.parametrize(
    ("home", "away"),
    [
        (home, away)
        for home in HOME
        for away in AWAY
        if home not in WITH_DOCUMENTS or away != "waiting"
    ],
)
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


@pytest.mark.parametrize(
    "state", [State.PREPARED, State.BLOCKED, State.SENDING, State.ACKNOWLEDGED, State.REFUSED]
)
def test_a_deal_with_a_document_keeps_it_while_its_records_are_incomplete(state: State) -> None:
    assert decide(translated(state), waiting(LATER)) == Kept()


def test_a_deal_whose_documents_were_all_withdrawn_waits_as_any_other() -> None:
    (document,) = translated(State.PREPARED).documents
    past = replace(in_queue(), documents=(replace(document, state=State.SUPERSEDED),))
    assert moved(past, waiting()) == [("UNFLAGGED", "waiting", "1200.00")]


@pytest.mark.parametrize("away", sorted(AWAY.keys() - {"waiting"}))
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


def test_other_reasons_of_the_same_exception_are_in_the_ledger() -> None:
    (flag,) = flagged().flags
    others = (flag, replace(flag, code="NO_SUBSIDIARY", says="no subsidiary for Acme"))
    decision = decide(in_queue(), replace(flagged(), flags=others))
    assert isinstance(decision, Transition)
    (draft,) = decision.drafts
    assert (draft.kind, draft.postings) == ("JUDGED", ())
    assert draft.payload == {"flags": [flag_content(one) for one in others]}


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


def test_a_deal_whose_currency_changes_is_booked_out_of_the_old_one() -> None:
    euros = Money(50000, EUR)
    judged = a_translation(a_deal(euros, revision=2))
    assert moved(in_queue(), judged) == [
        ("UNFLAGGED", "waiting", "1200.00"),
        ("REBOOKED", "waiting", "500.00"),
        ("REBOOKED", "waiting", "-1200.00"),
        ("PREPARED", "pending", "500.00"),
    ]


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


def test_the_last_entry_of_a_judgement_carries_what_the_rules_said() -> None:
    said = (
        Step("deal 1", "scope#sale", lambda: ("row sale decided", "row trial: it is no trial")),
        Step("line 1", "items#ENT", lambda: ("row ENT: product is ENT",)),
        Step("line 2", "items#ENT", lambda: ("row ENT: product is ENT",)),
    )
    told = replace(flagged(), basis=replace(BASIS, trace=said))
    found = decide(None, told)
    assert isinstance(found, Transition)
    assert ["trace" in one.payload for one in found.drafts] == [False, True]
    assert found.drafts[-1].payload["trace"] == [
        {
            "of": ["deal 1"],
            "rule": "scope#sale",
            "says": ["row sale decided", "row trial: it is no trial"],
        },
        {"of": ["line 1", "line 2"], "rule": "items#ENT", "says": ["row ENT: product is ENT"]},
    ]
