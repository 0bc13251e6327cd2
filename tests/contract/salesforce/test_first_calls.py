"""
What clients call first that are not installed here, in their order and with their headers.

They are those of the Singer tap (tap-salesforce), of restforce for Ruby, and of the command line
tool `sf`, as their public sources have them.
"""

import re
import time
from collections.abc import Iterator

import jwt
import pytest
import requests

from bridge.sandbox import world
from tests.contract.conftest import SALESFORCE_HOST, Sandboxes

LOGIN = "https://login.salesforce.com"
APP = {"client_id": world.CLIENT_ID, "client_secret": world.CLIENT_SECRET}
REFRESH = {"grant_type": "refresh_token", "refresh_token": world.CLIENT_SECRET, **APP}


@pytest.fixture
def http(through_the_front: Sandboxes) -> Iterator[requests.Session]:
    assert through_the_front.front.url
    with requests.Session() as session:
        yield session


def test_the_singer_tap_finds_its_streams(http: requests.Session) -> None:
    token = http.post(f"{LOGIN}/services/oauth2/token", data=REFRESH, timeout=10).json()
    http.headers["Authorization"] = f"Bearer {token['access_token']}"
    base = f"{token['instance_url']}/services/data/v61.0"
    listed = http.get(f"{base}/sobjects", timeout=10)
    used = re.match(r"^api-usage=(\d+)/(\d+)$", listed.headers["Sforce-Limit-Info"])
    assert used is not None
    names = {each["name"] for each in listed.json()["sobjects"] if each["queryable"]}
    assert "Order" in names
    fields = http.get(f"{base}/sobjects/Order/describe", timeout=10).json()["fields"]
    keys = [each["name"] for each in fields if each["name"] == "SystemModstamp"]
    selected = [each["name"] for each in fields if each["type"] != "address"]
    since = "2000-01-01T00:00:00.000000Z"
    soql = (
        f"SELECT {','.join(selected)} FROM Order WHERE {keys[0]} >= {since} ORDER BY {keys[0]} ASC"
    )
    page = http.get(f"{base}/queryAll", params={"q": soql}, timeout=10).json()
    assert page["totalSize"] == len(page["records"]) > 0
    assert set(selected) <= set(page["records"][0])


def test_restforce_signs_in_with_a_password_and_works_on_records(http: requests.Session) -> None:
    form = {
        "grant_type": "password",
        "username": world.USERNAME,
        "password": world.CLIENT_SECRET,
        **APP,
    }
    token = http.post(f"{LOGIN}/services/oauth2/token", data=form, timeout=10).json()
    http.headers["Authorization"] = f"OAuth {token['access_token']}"
    base = f"{token['instance_url']}/services/data/v31.0"
    found = http.get(f"{base}/query", params={"q": "select Id from Organization"}, timeout=10)
    assert found.headers["Content-Encoding"] == "gzip"
    assert found.json()["records"][0]["Id"].startswith("00D")
    made = http.post(f"{base}/sobjects/Account", json={"Name": "Ruby"}, timeout=10).json()
    path = f"{base}/sobjects/Account/{made['id']}"
    assert http.patch(path, json={"Name": "Gem"}, timeout=10).status_code == 204
    assert http.get(path, timeout=10).json()["Name"] == "Gem"
    assert http.delete(path, timeout=10).status_code == 204
    assert http.get(path, timeout=10).json()[0]["errorCode"] == "ENTITY_IS_DELETED"


def test_the_command_line_tool_signs_in_with_a_key(
    http: requests.Session, sandboxes: Sandboxes
) -> None:
    claims = {
        "iss": world.CLIENT_ID,
        "sub": world.USERNAME,
        "aud": LOGIN,
        "exp": int(time.time()) + 120,
    }
    assertion = jwt.encode(claims, sandboxes.world.key_file.read_text(), algorithm="RS256")
    grant = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": assertion}
    url = f"https://{SALESFORCE_HOST}"
    token = http.post(f"{url}/services/oauth2/token", data=grant, timeout=10).json()
    http.headers["Authorization"] = f"Bearer {token['access_token']}"
    newest = http.get(f"{url}/services/data", timeout=10).json()[-1]["version"]
    me = http.get(f"{url}/services/oauth2/userinfo", timeout=10).json()
    user = f"{url}/services/data/v{newest}/sobjects/User/{me['user_id']}"
    assert http.get(user, timeout=10).json()["Username"] == world.USERNAME
    query = f"{url}/services/data/v{newest}/query"
    hub = http.get(query, params={"q": "SELECT Id FROM ScratchOrgInfo limit 1"}, timeout=10)
    assert (hub.status_code, hub.json()[0]["errorCode"]) == (400, "INVALID_TYPE")
    columns = "Name, InstanceName, IsSandbox, NamespacePrefix, TrialExpirationDate"
    soql = f"SELECT {columns} FROM Organization"
    (org,) = http.get(query, params={"q": soql}, timeout=10).json()["records"]
    assert (org["IsSandbox"], org["TrialExpirationDate"]) == (True, None)
