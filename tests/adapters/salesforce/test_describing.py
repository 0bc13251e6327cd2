from datetime import timedelta
from typing import Any

import pytest

from bridge.adapters.salesforce.describing import Descriptions, description, record
from bridge.errors import Refused, Unavailable
from bridge.model.record import FieldDescription, ObjectDescription
from tests.adapters.salesforce.answers import Time, described


def a_field(**told: Any) -> FieldDescription:
    answer = {"fields": [{"name": "F__c", "type": "string", "custom": True, **told}]}
    return description("Order", answer).fields["F__c"]


def test_a_field_is_told_by_name_type_and_origin() -> None:
    answer = described("Ship_Mode__c", TotalAmount="currency")
    assert description("Order", answer) == ObjectDescription(
        "Order",
        {
            "Id": FieldDescription(name="Id", type="id", custom=False),
            "Ship_Mode__c": FieldDescription(name="Ship_Mode__c", type="string", custom=True),
            "TotalAmount": FieldDescription(name="TotalAmount", type="currency", custom=False),
        },
    )


@pytest.mark.parametrize(
    ("told", "default"),
    [
        ({"defaultValue": None}, None),
        ({}, None),
        ({"type": "boolean", "defaultValue": False}, False),
        ({"defaultValue": "EUR"}, "EUR"),
        ({"type": "picklist", "picklistValues": []}, None),
        (
            {
                "type": "picklist",
                "picklistValues": [
                    {"value": "A", "active": True, "defaultValue": False},
                    {"value": "B", "active": True, "defaultValue": True},
                ],
            },
            "B",
        ),
        (
            {
                "type": "picklist",
                "picklistValues": [{"value": "B", "active": False, "defaultValue": True}],
            },
            None,
        ),
        ({"defaultValueFormula": '"Advance"'}, None),
    ],
)
def test_a_default_is_what_a_record_has_that_nobody_filled(
    told: dict[str, Any], default: object
) -> None:
    assert a_field(**told).default == default


@pytest.mark.parametrize("answer", [None, [], {}, {"fields": None}])
def test_an_answer_without_fields_is_no_description(answer: object) -> None:
    with pytest.raises(Unavailable):
        description("Order", answer)


def test_ids_have_eighteen_characters_wherever_they_stand() -> None:
    told = description("Order", described("Name", AccountId="reference"))
    fields = {"Id": "801D000000IqhSL", "AccountId": "001D000000IqhSL", "Name": "001D000000IqhSL"}
    assert record(told, fields).id == "801D000000IqhSLIAZ"
    assert record(told, fields).fields == {
        "Id": "801D000000IqhSLIAZ",
        "AccountId": "001D000000IqhSLIAZ",
        "Name": "001D000000IqhSL",
    }
    assert record(told, {"Id": "801D000000IqhSL", "AccountId": None}).fields["AccountId"] is None


class Org:
    """Says what it knows, and counts how often it is asked."""

    def __init__(self, *errors: Refused) -> None:
        self.errors = list(errors)
        self.asked = 0

    def __call__(self, name: str) -> ObjectDescription:
        self.asked += 1
        if self.errors:
            raise self.errors.pop(0)
        return ObjectDescription(name, {})


def refused(code: str) -> Refused:
    return Refused("salesforce", "describe", code, "no")


def test_a_description_is_read_once_a_quarter_of_an_hour() -> None:
    org, time = Org(), Time()
    kept = Descriptions(org, time.clock)
    kept.of("Order")
    time.now += timedelta(minutes=15, seconds=-1)
    kept.of("Order")
    assert org.asked == 1
    time.now += timedelta(seconds=1)
    kept.of("Order")
    assert org.asked == 2


@pytest.mark.parametrize("code", ["NOT_FOUND", "INVALID_TYPE"])
def test_an_object_that_the_org_lacks_is_asked_for_once_too(code: str) -> None:
    org = Org(refused(code))
    kept = Descriptions(org, Time().clock)
    assert kept.known("SBQQ__Quote__c") is None
    assert kept.known("SBQQ__Quote__c") is None
    with pytest.raises(Refused, match=code):
        kept.of("SBQQ__Quote__c")
    assert org.asked == 1


def test_another_refusal_is_no_sign_that_the_object_is_absent() -> None:
    org = Org(refused("INSUFFICIENT_ACCESS"))
    kept = Descriptions(org, Time().clock)
    with pytest.raises(Refused, match="INSUFFICIENT_ACCESS"):
        kept.known("Order")
    assert kept.known("Order") == ObjectDescription("Order", {})


def test_what_was_forgotten_is_read_anew() -> None:
    org = Org()
    kept = Descriptions(org, Time().clock)
    kept.of("Order")
    kept.forget()
    kept.of("Order")
    assert org.asked == 2
