"""The published vectors of Oracle help section_1534941088; its credentials are samples."""

import re
from urllib.parse import quote

from bridge.adapters.netsuite.signing import TokenPair, authorization, passport, signature

PAIR = TokenPair(
    account="123456",
    consumer_key="ef40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4",
    consumer_secret="d26ad321a4b2f23b0741c8d38392ce01c3e23e109df6c96eac6d099e9ab9e8b5",
    token_id="2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc",
    token_secret="c29a677df7d5439a458c063654187e3d678d73aca8e3c9d8bea1478a3eb0d295",
)
NONCE = "fjaLirsIcCGVZWzBX0pg"
TIMESTAMP = 1508242306
EMPLOYEE = "https://123456.suitetalk.api.netsuite.com/services/rest/record/v1/employee/40"
RESTLET = (
    "https://123456.restlets.api.netsuite.com/app/site/hosting/restlet.nl"
    "?script=6&deploy=1&customParam=someValue&testParam=someOtherValue"
)


def test_a_rest_request_has_the_signature_that_oracle_publishes() -> None:
    made = signature(PAIR, "GET", EMPLOYEE, NONCE, TIMESTAMP)
    assert quote(made, safe="") == "B5OIWznZ2YP0OB7VrJrGkYsTh%2B8H%2B5T9Hag%2Bo92q0zY%3D"


def test_a_restlet_request_signs_its_query_too() -> None:
    # Oracle's page prints this value without its leading "+".
    made = signature(PAIR, "POST", RESTLET, NONCE, TIMESTAMP)
    assert made == "+KK4SKNgz4ZiILGLwOMtfYlgcXSy1eis8ldE9X90azQ="


def test_a_soap_passport_has_the_signature_that_oracle_publishes() -> None:
    assert passport(PAIR, NONCE, TIMESTAMP) == "tIcC5zyKUmycB5Ml/cNxOHDusw03Y5KPQiXVNUHHp4U="


def test_the_order_of_the_query_and_the_case_of_the_host_do_not_change_a_signature() -> None:
    shuffled = RESTLET.replace("script=6&deploy=1", "deploy=1&script=6").replace(
        "123456.r", "123456.R"
    )
    assert signature(PAIR, "post", shuffled, NONCE, TIMESTAMP) == (
        "+KK4SKNgz4ZiILGLwOMtfYlgcXSy1eis8ldE9X90azQ="
    )


def test_the_header_names_the_realm_in_netsuites_writing_and_leaves_it_unsigned() -> None:
    sandbox = TokenPair(
        account="123456_sb1",
        consumer_key=PAIR.consumer_key,
        consumer_secret=PAIR.consumer_secret,
        token_id=PAIR.token_id,
        token_secret=PAIR.token_secret,
    )
    header = authorization(sandbox, "GET", EMPLOYEE, NONCE, TIMESTAMP)
    assert header.startswith('OAuth realm="123456_SB1", ')
    assert 'oauth_signature="B5OIWznZ2YP0OB7VrJrGkYsTh%2B8H%2B5T9Hag%2Bo92q0zY%3D"' in header


def test_the_header_holds_each_parameter_once_and_no_secret() -> None:
    header = authorization(PAIR, "GET", EMPLOYEE, NONCE, TIMESTAMP)
    assert sorted(re.findall(r"(\w+)=\"", header)) == [
        "oauth_consumer_key",
        "oauth_nonce",
        "oauth_signature",
        "oauth_signature_method",
        "oauth_timestamp",
        "oauth_token",
        "oauth_version",
        "realm",
    ]
    assert PAIR.consumer_secret not in header + repr(PAIR)
    assert PAIR.token_secret not in header + repr(PAIR)
