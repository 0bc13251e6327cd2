"""What the books may hold of a deal, one value for each state, and what a judgement moves."""

from dataclasses import replace

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
    Transition,
    decide,
)
from bridge.model.document import State
from bridge.model.flags import Flag
from bridge.model.money import Currency
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
        external_id=NAME,
        state=state,
        digest=one.digest,
        made_of=judged.deal.digest,
        amount=one.document.amount,
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
