"""Answers word for word as people quote them from the real system in public bug reports."""

from typing import Any

import pytest

from tests.sandbox.salesforce.client import Org

WSDL = "Please reference your WSDL or the describe call for the appropriate names."


def told(org: Org, query: str) -> tuple[str, str]:
    (error,) = org.ask(query).json()
    return error["errorCode"], error["message"]


def test_a_query_names_an_object_that_is_not_there(shared_org: Org) -> None:
    query = (
        "SELECT Id, DeveloperName, Description, NamespacePrefix, Status\nFROM\nPermissionSetGroup"
    )
    assert told(shared_org, query.replace("\n", " ")) == (
        "INVALID_TYPE",
        (
            "\n NamespacePrefix, Status FROM PermissionSetGroup\n"
            "                              ^\n"
            "ERROR at Row:1:Column:69\n"
            "sObject type 'PermissionSetGroup' is not supported. If you are"
            " attempting to use a custom object, be sure to append the '__c' after the entity name."
            f" {WSDL}"
        ),
    )


def test_a_query_compares_text_with_a_number(shared_org: Org) -> None:
    query = "select Id, ProductCode from Product2 where ProductCode = 3999"
    assert told(shared_org, query) == (
        "INVALID_FIELD",
        (
            "\nProductCode from Product2 where ProductCode = 3999\n"
            "                                ^\n"
            "ERROR at Row:1:Column:44\nvalue of filter criterion for field 'ProductCode' must be of"
            " type string and should be enclosed in quotes"
        ),
    )


def test_a_query_looks_for_what_is_no_id(shared_org: Org) -> None:
    code, message = told(shared_org, "SELECT Id FROM Order WHERE Id = '1'")
    assert code == "INVALID_QUERY_FILTER_OPERATOR"
    assert message.endswith("ERROR at Row:1:Column:28\ninvalid ID field: 1")


@pytest.mark.parametrize(
    ("value", "token"),
    [
        ("2017-10-17 00:00:00", "VALUE_STRING value 2017-10-17 00:00:00"),
        ({}, "START_OBJECT value {"),
        ([], "START_ARRAY value ["),
        (3, "VALUE_NUMBER_INT value 3"),
        (1.5, "VALUE_NUMBER_FLOAT value 1.5"),
        (True, "VALUE_TRUE value true"),
        (False, "VALUE_FALSE value false"),
    ],
)
def test_a_record_gives_a_date_that_is_none(org: Org, value: Any, token: str) -> None:
    (order,) = org.rows("SELECT Id FROM Order LIMIT 1")
    answer = org.call("PATCH", f"/sobjects/Order/{order['Id']}", json={"EffectiveDate": value})
    (error,) = answer.json()
    assert (answer.status_code, error["errorCode"]) == (400, "JSON_PARSER_ERROR")
    assert error["message"].startswith(
        f"Cannot deserialize instance of date from {token} or request may be missing a required"
        " field at [line:1, column:"
    )
    assert "fields" not in error


def test_a_record_is_sent_as_what_is_no_json(org: Org) -> None:
    kind = "multipart/related"
    answer = org.call("POST", "/sobjects/Order", data=b"x", headers={"Content-Type": kind})
    told = [{"message": f"MediaType of '{kind}' is not supported by this resource"}]
    assert answer.status_code == 415
    assert answer.json() == [{**told[0], "errorCode": "UNSUPPORTED_MEDIA_TYPE"}]


def test_a_method_does_not_fit_its_address(shared_org: Org) -> None:
    path = "/sobjects/Order/801000000000000AAA"
    (error,) = shared_org.call("POST", path, json={}).json()
    assert error["message"] == ("HTTP Method 'POST' not allowed. Allowed are HEAD,GET,PATCH,DELETE")


def test_the_list_of_versions_may_end_with_a_slash(shared_org: Org) -> None:
    versions = shared_org.session.get(f"{shared_org.url}/services/data/", timeout=5)
    assert versions.json()[-1]["version"] == "68.0"


def test_a_layout_is_a_resource_that_is_not_there(shared_org: Org) -> None:
    answer = shared_org.get("/sobjects/Account/describe/layouts")
    assert answer.status_code == 404
    assert answer.json()[0]["message"] == "The requested resource does not exist"
