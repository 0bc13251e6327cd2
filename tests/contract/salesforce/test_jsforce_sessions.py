"""jsforce signs in and out of the org by each of its ways, and renews sessions by itself."""

from collections.abc import Mapping
from typing import Any

import pytest

Told = Mapping[str, Mapping[str, Any]]
WRONG_LOGIN = "INVALID_LOGIN: Invalid username, password, security token; or user locked out."


@pytest.fixture
def sessions(jsforce: Mapping[str, Told]) -> Told:
    return jsforce["sessions"]


def test_it_comes_in_with_client_credentials(sessions: Told) -> None:
    told = sessions["clientCredentials"]["value"]
    assert told["user"]["url"].startswith(f"{told['url']}/id/00D")
    assert sessions["wrongSecret"]["refused"]["name"] == "invalid_client"


def test_it_renews_an_ended_session_by_its_refresh_token(sessions: Told) -> None:
    told = sessions["refreshed"]["value"]
    assert (told["first"], told["second"], told["third"]) == (2, 2, 2)
    assert told["refreshes"] == 2


def test_without_a_way_to_renew_it_an_ended_session_is_invalid(sessions: Told) -> None:
    assert sessions["endedSession"]["refused"]["name"] == "INVALID_SESSION_ID"
    says = "Unable to refresh session due to: expired access/refresh token"
    assert sessions["wrongRefreshToken"]["refused"]["says"] == says
    assert sessions["refreshTokenRevoked"]["refused"]["says"] == says


def test_it_comes_in_by_soap_and_comes_in_again_when_the_session_ends(sessions: Told) -> None:
    told = sessions["soapLogin"]["value"]
    assert told["user"]["id"].startswith("005")
    assert (told["first"], told["second"]) == (2, 2)
    assert told["username"] == "bridge@example.com"
    assert told["after"]["name"] == "INVALID_SESSION_ID"


def test_it_asks_by_soap_who_it_is_and_what_time_it_is(sessions: Told) -> None:
    told = sessions["soapUserInfo"]["value"]
    assert (told["userName"], told["sessionSecondsValid"]) == ("bridge@example.com", 7200)
    assert told["timestamp"].startswith("2026-06-01T18:00:")
    assert sessions["soapWithoutSession"]["refused"]["name"] == "sf:INVALID_SESSION_ID"


def test_soap_wants_the_security_token_and_an_early_version(sessions: Told) -> None:
    assert sessions["soapWithoutToken"]["refused"]["says"] == WRONG_LOGIN
    says = sessions["soapInALaterVersion"]["refused"]["says"]
    assert says.startswith("UNSUPPORTED_API_VERSION: ")


def test_it_comes_in_with_a_password(sessions: Told) -> None:
    assert sessions["passwordFlow"]["value"]["count"] == 2
    refused = sessions["wrongPassword"]["refused"]
    assert refused == {"name": "invalid_grant", "says": "authentication failure"}


def test_it_logs_out(sessions: Told) -> None:
    assert sessions["loggedOut"]["refused"]["name"] == "INVALID_SESSION_ID"
    refused = sessions["loggedOutTwice"]["refused"]
    assert refused == {"name": "invalid_token", "says": "invalid token"}
