"""Which changes of a deal are mere words, and what its order is told of them."""

import json

import pytest

from bridge.mappers.write import bodies
from bridge.model import notation
from bridge.model.document import Document, Kind
from bridge.translate import Translated
from tests.mappers import rules
from tests.mappers.builders import Built, Sold, a_cpq_order
from tests.mappers.correct.telling import acknowledged, new, told, why

SHIPPED = rules.shipped()


def numbered(number: str | None, *lines: Sold) -> Built:
    return a_cpq_order(*lines).with_fields("Order", "O-1", PoNumber=number)


def told_of(document: Document) -> dict[str, object]:
    found: dict[str, object] = json.loads(bodies.sealed(document)[0])
    return {name: word for name, word in found.items() if not name.startswith("custbody_bridge")}


def test_words_go_into_a_change_and_the_order_keeps_its_body() -> None:
    before = numbered(None).translated()
    after = told(numbered("PO-7"), acknowledged(before), SHIPPED)
    assert isinstance(after, Translated)
    order, words = after.documents
    held = after.held[order.external_id]
    assert (held.body.encode(), held.digest) == bodies.sealed(before.documents[0])
    assert (words.kind, words.record) == (Kind.ORDER_CHANGE, order.external_id)
    assert words.external_id == order.external_id.replace("so-1", "oc-1001")
    assert told_of(words) == {"otherRefNum": "PO-7"}
    assert words.amount.text() == "0.00"
    assert after.schedules == before.schedules


def test_words_that_were_told_are_not_told_again_and_may_be_taken_back() -> None:
    first = told(numbered("PO-7"), acknowledged(numbered(None).translated()), SHIPPED)
    assert new(told(numbered("PO-7"), acknowledged(first), SHIPPED)) == ()
    again = told(numbered("PO-7"), acknowledged(first, of_them=1), SHIPPED)
    assert new(again) == new(first)
    (back,) = new(told(numbered(None), acknowledged(first), SHIPPED))
    assert back.external_id.endswith("-oc-1002")
    assert told_of(back) == {"otherRefNum": None}


def test_words_of_a_line_name_neither_amount_nor_quantity() -> None:
    sent = acknowledged(numbered(None).translated())
    renamed = a_cpq_order().with_fields("Product2", "P-ENT", Name="Enterprise seat, new name")
    (words,) = new(told(renamed, sent, SHIPPED))
    assert told_of(words) == {
        "item": {"items": [{"line": 1, "description": "Enterprise seat, new name"}]}
    }
    assert (words.external_id[-8:], bodies.amounts(bodies.sealed(words)[0])) == ("-oc-1001", {})
    assert new(told(renamed, acknowledged(told(renamed, sent, SHIPPED)), SHIPPED)) == ()


@pytest.mark.parametrize("kept", ["", "descriptive: [memo]"])
def test_what_the_rules_do_not_call_descriptive_is_for_a_person(kept: str) -> None:
    rulebook = rules.changed("orders.yaml", "descriptive: [memo, otherRefNum]", kept)
    found = why(told(numbered("PO-7"), acknowledged(numbered(None).translated()), rulebook))
    assert found[0] == "changed: others change"


def test_newer_rules_do_not_touch_what_is_the_same_deal() -> None:
    newer = rules.changed("orders.yaml", "Salesforce order ", "Order ")
    sent = acknowledged(numbered(None).translated())
    (order,) = new(told(numbered(None), sent, newer))
    assert order.fields["memo"] != numbered(None).translated().documents[0].fields["memo"]
    words = told(numbered("PO-7"), sent, SHIPPED)
    assert new(told(numbered("PO-7"), acknowledged(words), newer)) == ()


@pytest.mark.parametrize("channel", [None, "Partner"])
def test_what_a_source_declares_otherwise_corrects_nothing(channel: str | None) -> None:
    """The deal has another fact then, and what is asked for is what NetSuite has."""
    purpose = 'deal_purpose: {field: Deal_Purpose__c, type: "text?"}'
    more = f'{purpose}\n      channel: {{field: Channel__c, type: "text?"}}'
    newer = rules.changed("sources/cpq.yaml", purpose, more)
    sent = acknowledged(numbered(None).translated())
    deal = numbered(None).with_fields("Order", "O-1", Channel__c=channel)
    result = told(deal, sent, newer)
    assert isinstance(result, Translated)
    assert result.heading.facts["channel"] == channel
    assert notation.address(result.heading) != sent.documents[0].made_of
    asked = [(one.external_id, bodies.sealed(one)[1]) for one in result.documents]
    assert asked == [(one.document.external_id, one.digest) for one in sent.documents]
