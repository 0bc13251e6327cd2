from dataclasses import replace
from datetime import date

import pytest

from bridge.ledger.judgement import (
    DealFacts,
    DealState,
    Excluded,
    Flagged,
    OpenCase,
    Past,
    Prepared,
    Translated,
)
from bridge.ledger.transition import Transition, Unchanged, decide
from bridge.mappers.correct.flagging import CHANGED_AFTER_POSTING
from bridge.model.document import Kind, Merging, State, external_id
from bridge.model.ids import Digest
from bridge.model.packages.package import Packaged
from tests.ledger.building import a_deal, a_document, a_translation, excluded, flagged, usd
from tests.ledger.pasts import NAME, moved, translated

#: What newer rules may say of the very deal that was posted.
BY_NEWER_RULES = (
    a_translation(documents=[a_document(usd("1200.00"), text="another memo")]),
    a_translation(documents=[a_document(usd("700.00")), a_document(usd("500.00"), ordinal=2)]),
    flagged(),
    excluded(),
)


@pytest.mark.parametrize("judged", BY_NEWER_RULES)
def test_rules_that_read_the_very_deal_otherwise_do_not_touch_it(
    judged: Translated | Flagged | Excluded,
) -> None:
    read = replace(judged.deal, digest=Digest("as it is read now"))
    assert decide(translated(State.ACKNOWLEDGED), replace(judged, deal=read)) != Unchanged()
    same = replace(read, formerly=(judged.deal.digest,))
    assert decide(translated(State.ACKNOWLEDGED), replace(judged, deal=same)) == Unchanged()


def partly_posted() -> Past:
    """One deal, two documents of 600.00; NetSuite holds the first."""
    (first,) = translated(State.ACKNOWLEDGED).documents
    second = a_document(usd("600.00"), ordinal=2)
    return replace(
        translated(State.ACKNOWLEDGED),
        documents=(
            replace(first, amount=usd("600.00")),
            replace(
                first,
                external_id=second.document.external_id,
                state=State.PREPARED,
                digest=second.digest,
                amount=usd("600.00"),
            ),
        ),
    )


@pytest.mark.parametrize("judged", BY_NEWER_RULES)
def test_newer_rules_do_not_touch_a_deal_that_was_posted(
    judged: Translated | Flagged | Excluded,
) -> None:
    assert decide(translated(State.ACKNOWLEDGED), judged) == Unchanged()


def a_merge(deal: DealFacts) -> Prepared:
    """The request that merges the package of a deal."""
    one = a_document(usd("0.00"), ordinal=1)
    document = replace(
        one.document,
        kind=Kind.MERGE_REQUEST,
        external_id=external_id(deal.id, Kind.MERGE_REQUEST, 1),
        lines=(replace(one.document.lines[0], treatment="combine"),),
        merging=Merging(sources=(NAME,), prospective=False, on=date(2026, 3, 1)),
    )
    return replace(one, document=document)


def test_a_package_is_merged_though_newer_rules_would_word_its_order_otherwise() -> None:
    newer = a_document(usd("1200.00"), text="another memo")
    request = a_merge(a_deal())
    judged = a_translation(documents=[newer, request])
    decided = decide(translated(State.ACKNOWLEDGED), judged)
    assert isinstance(decided, Transition)
    assert decided.prepared == (request,)
    assert (decided.state, decided.cases, decided.withdrawn) == (DealState.TRANSLATED, (), ())


def test_what_keeps_a_package_from_being_merged_is_an_exception_beside_the_order() -> None:
    deal = replace(a_deal(), packaged=Packaged(name="P-7", contracts=2))
    decided = decide(translated(State.ACKNOWLEDGED), flagged(deal, "PACKAGE_APART"))
    assert isinstance(decided, Transition)
    assert [(case.code, case.amount.text()) for case in decided.cases] == [
        ("PACKAGE_APART", "0.00")
    ]
    assert decided.withdrawn == ()
    assert decide(translated(State.ACKNOWLEDGED), flagged(deal, "PACKAGE_REVIEW")) == Unchanged()


@pytest.mark.parametrize("judged", BY_NEWER_RULES)
def test_a_posted_deal_that_is_itself_again_is_settled_whatever_newer_rules_say(
    judged: Translated | Flagged | Excluded,
) -> None:
    """It was changed and changed back, say, or its records were incomplete for too long."""
    case = OpenCase(code=CHANGED_AFTER_POSTING, amount=usd("100.00"), flags=())
    past = replace(
        translated(State.ACKNOWLEDGED),
        outcome=Digest("another"),
        state=DealState.FLAGGED,
        booked=(usd("1300.00"),),
        cases=(case,),
    )
    assert moved(past, judged) == [
        ("UNFLAGGED", "waiting", "100.00"),
        ("CHANGED", "waiting", "-100.00"),
    ]
    decision = decide(past, judged)
    assert isinstance(decision, Transition)
    assert (decision.state, decision.prepared, decision.cases) == (DealState.TRANSLATED, (), ())


def test_of_a_deal_that_was_posted_in_part_only_the_rest_follows_newer_rules() -> None:
    asked = [a_document(usd("600.00"), ordinal=n, text="another memo") for n in (1, 2)]
    decision = decide(partly_posted(), a_translation(documents=asked))
    assert isinstance(decision, Transition)
    assert (decision.state, decision.prepared) == (DealState.TRANSLATED, (asked[1],))


def test_newer_rules_that_would_split_a_partly_posted_deal_otherwise_are_an_exception() -> None:
    asked = [a_document(usd("500.00")), a_document(usd("700.00"), ordinal=2)]
    decision = decide(partly_posted(), a_translation(documents=asked))
    assert isinstance(decision, Transition)
    (case,) = decision.cases
    assert (case.code, case.amount.text()) == (CHANGED_AFTER_POSTING, "600.00")
    assert case.flags[0].says.startswith("the rules changed after NetSuite acknowledged bridge-")


def test_a_deal_that_changed_is_an_exception_that_says_so() -> None:
    judged = a_translation(a_deal(revision=2), [a_document(usd("1200.00"), text="later start")])
    decision = decide(translated(State.ACKNOWLEDGED), judged)
    assert isinstance(decision, Transition)
    assert isinstance(decision.result, Flagged)
    assert decision.result.flags[0].says.startswith("the deal changed after NetSuite")
