"""simple-salesforce signs in at the vendor's own hosts, by each of its ways."""

from typing import Any

import pytest
from simple_salesforce.api import Salesforce as Typed
from simple_salesforce.exceptions import SalesforceAuthenticationFailed

from bridge.sandbox import world
from tests.contract.conftest import SALESFORCE_HOST, Sandboxes

#: Its hints take a domain for a proxy; its behaviour is what is tried.
Salesforce: Any = Typed
MY_DOMAIN = SALESFORCE_HOST.removesuffix(".salesforce.com")
USER = {"username": world.USERNAME, "password": world.CLIENT_SECRET}
APP = {"consumer_key": world.CLIENT_ID, "consumer_secret": world.CLIENT_SECRET}

pytestmark = pytest.mark.usefixtures("through_the_front")


def count(client: Any) -> int:
    return int(client.query("SELECT COUNT() FROM Account")["totalSize"])


@pytest.mark.parametrize("domain", ["login", "test"])
def test_a_password_and_its_token_lead_to_the_orgs_own_host(domain: str) -> None:
    client = Salesforce(**USER, security_token="", domain=domain)
    assert client.sf_instance == "sandbox.my.salesforce.com"
    assert count(client) > 0


def test_a_password_is_enough_from_a_trusted_network() -> None:
    organization = "00D000000000000AAA"
    client = Salesforce(**USER, organizationId=organization, domain=MY_DOMAIN)
    assert client.sf_instance == SALESFORCE_HOST
    assert count(client) > 0


def test_a_password_with_an_app_opens_the_org() -> None:
    assert count(Salesforce(**USER, **APP, domain="login")) > 0


def test_client_credentials_open_the_org_at_its_own_host() -> None:
    assert count(Salesforce(**APP, domain=MY_DOMAIN)) > 0


def test_an_assertion_signed_with_a_key_opens_the_org(sandboxes: Sandboxes) -> None:
    key = str(sandboxes.world.key_file)
    for domain in ("login", "test"):
        client = Salesforce(
            username=world.USERNAME,
            consumer_key=world.CLIENT_ID,
            privatekey_file=key,
            domain=domain,
        )
        assert count(client) > 0


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({**USER, "password": "wrong", "security_token": ""}, "INVALID_LOGIN"),
        ({**USER, **APP, "password": "wrong"}, "invalid_grant"),
        ({**APP, "consumer_secret": "wrong", "domain": MY_DOMAIN}, "invalid_client"),
        ({**APP, "consumer_key": "wrong", "domain": MY_DOMAIN}, "invalid_client_id"),
    ],
)
def test_it_says_why_it_was_not_let_in(given: dict[str, str], code: str) -> None:
    with pytest.raises(SalesforceAuthenticationFailed) as refused:
        Salesforce(**given)
    assert refused.value.code == code
