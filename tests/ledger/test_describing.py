"""Which changes of an acknowledged order are mere words, and what becomes of them."""

from dataclasses import replace
from typing import Any

import pytest

from bridge.ledger.describing import described
from bridge.ledger.judgement import DealState, Past, PastDocument, Prepared, Translated
from bridge.model.document import Kind, State
from bridge.model.ids import Digest, ExternalId, canonical, digest
from tests.ledger.building import a_deal, a_document, a_translation, excluded, usd

SENT = {"externalId": "bridge-1-so-1", "memo": "Order 1", "terms": {"externalId": "NET30"}}
ORDER = a_document(usd("1200.00"))
WORDS = ExternalId(ORDER.document.external_id.replace("so-1", "oc-1001"))


def asked(**changes: Any) -> Translated:
    """A judgement that asks for the order with another body."""
    content = {**SENT, **changes}
    content = {name: value for name, value in content.items() if value is not None}
    body = canonical({**content, "custbody_bridge_digest": digest(content)})
    return a_translation(documents=[replace(ORDER, body=body, digest=digest(content))])


def past(*told: Prepared, state: State = State.ACKNOWLEDGED) -> Past:
    """Books in which the order is as it was sent, with changes of words since."""
    (sent,) = asked().documents
    documents = [
        PastDocument(
            external_id=one.document.external_id,
            state=state if one is sent else State.ACKNOWLEDGED,
            digest=one.digest,
            made_of=a_deal().digest,
            amount=one.document.amount,
            body=one.body,
        )
        for one in (sent, *told)
    ]
    return Past(
        outcome=Digest(""),
        state=DealState.TRANSLATED,
        booked=(usd("1200.00"),),
        excluded=(),
        documents=tuple(documents),
        cases=(),
    )


def documents(before: Past, judged: Translated) -> tuple[Prepared, ...]:
    found = described(before, judged)
    assert isinstance(found, Translated)
    return found.documents


def test_words_go_into_a_change_and_the_order_keeps_its_body() -> None:
    (sent,) = asked().documents
    order, words = documents(past(), asked(memo="Order 1, renamed", otherRefNum="PO-7"))
    assert (order.body, order.digest) == (sent.body, sent.digest)
    assert (words.document.kind, words.document.external_id) == (Kind.ORDER_CHANGE, WORDS)
    assert words.document.record == ORDER.document.external_id
    assert words.document.fields == {"memo": "Order 1, renamed", "otherRefNum": "PO-7"}
    assert words.document.amount == usd("0.00")


@pytest.mark.parametrize("changes", [{"terms": None}, {"terms": "x", "memo": "y"}, {"class": "z"}])
def test_what_is_more_than_words_is_asked_for_as_a_whole(changes: dict[str, Any]) -> None:
    judged = asked(**changes)
    assert documents(past(), judged) == judged.documents


def test_an_order_that_is_not_acknowledged_simply_gets_its_new_body() -> None:
    judged = asked(memo="other")
    assert documents(past(state=State.PREPARED), judged) == judged.documents


def test_words_that_were_told_are_not_told_again_and_may_be_taken_back() -> None:
    _, told = documents(past(), asked(memo="other"))
    _, same = documents(past(told), asked(memo="other"))
    assert (same.document.external_id, same.digest) == (WORDS, told.digest)
    _, back, first = documents(past(told), asked())
    assert back.document.external_id == WORDS.replace("1001", "1002")
    assert back.document.fields == {"memo": "Order 1"}
    assert first.digest == told.digest


def test_a_word_that_is_gone_is_taken_out_of_the_order() -> None:
    _, words = documents(past(), asked(memo=None))
    assert words.document.fields == {"memo": None}


def test_other_judgements_stay_as_they_are() -> None:
    assert described(past(), excluded()) == excluded()
