"""What the org says of a caller: the identity behind its address, userinfo, and introspection."""

from collections.abc import Mapping

from bridge.sandbox.ids import record_id
from bridge.sandbox.salesforce.oauth import Door
from bridge.sandbox.salesforce.org import ORG_ID, USER_ID, Org
from bridge.sandbox.salesforce.wire import moment_text

PROFILE_ID = record_id("Profile", "bridge")
#: Name -> path of an address that the identity lists; `{version}` is for the client to fill.
_ADDRESSES = {
    "enterprise": f"/services/Soap/c/{{version}}/{ORG_ID[:15]}",
    "metadata": f"/services/Soap/m/{{version}}/{ORG_ID[:15]}",
    "partner": f"/services/Soap/u/{{version}}/{ORG_ID[:15]}",
    "rest": "/services/data/v{version}/",
    "sobjects": "/services/data/v{version}/sobjects/",
    "search": "/services/data/v{version}/search/",
    "query": "/services/data/v{version}/query/",
    "recent": "/services/data/v{version}/recent/",
    "profile": f"/{USER_ID}",
}


def identity(door: Door, org: Org, url: str) -> Mapping[str, object]:
    """Return the document at the identity address of the caller, in an org reached at `url`."""
    return {
        "id": address(url),
        "asserted_user": True,
        "user_id": USER_ID,
        "organization_id": ORG_ID,
        "username": door.credentials.username,
        "nick_name": door.credentials.username,
        "display_name": "Bridge",
        "email": door.credentials.username,
        "email_verified": True,
        "first_name": None,
        "last_name": "Bridge",
        "timezone": org.time_zone,
        "photos": {},
        "addr_street": None,
        "addr_city": None,
        "addr_state": None,
        "addr_country": None,
        "addr_zip": None,
        "mobile_phone": None,
        "mobile_phone_verified": False,
        "is_lightning_login_user": False,
        "status": {"created_date": None, "body": None},
        "urls": {name: url + path for name, path in _ADDRESSES.items()},
        "active": True,
        "user_type": "STANDARD",
        "language": "en_US",
        "locale": "en_US",
        "utcOffset": 0,
        "last_modified_date": moment_text(door.clock.now()),
        "is_app_installed": True,
    }


def userinfo(door: Door, org: Org, url: str) -> Mapping[str, object]:
    """Return the same in the words of OpenID Connect."""
    name = door.credentials.username
    return {
        "sub": address(url),
        "user_id": USER_ID,
        "organization_id": ORG_ID,
        "preferred_username": name,
        "nickname": name,
        "name": "Bridge",
        "email": name,
        "email_verified": True,
        "family_name": "Bridge",
        "zoneinfo": org.time_zone,
        "photos": {},
        "profile": f"{url}/{USER_ID}",
        "picture": None,
        "address": {},
        "is_salesforce_integration_user": True,
        "urls": {name: url + path for name, path in _ADDRESSES.items()},
        "active": True,
        "user_type": "STANDARD",
        "language": "en_US",
        "locale": "en_US",
        "utcOffset": 0,
        "updated_at": moment_text(door.clock.now()),
        "is_app_installed": True,
    }


def introspection(door: Door, token: str, url: str) -> Mapping[str, object]:
    """Tell what a token is good for; of one that is not in force, only that."""
    life = door.tokens.life(token)
    if life is None:
        return {"active": False}
    begins, ends = (int(moment.timestamp()) for moment in life)
    return {
        "active": True,
        "scope": "api",
        "client_id": door.credentials.client_id,
        "username": door.credentials.username,
        "sub": address(url),
        "token_type": "access_token",
        "exp": ends,
        "iat": begins,
        "nbf": begins,
    }


def address(url: str) -> str:
    """Return the address by which a caller is known, in an org reached at `url`."""
    return f"{url}/id/{ORG_ID}/{USER_ID}"
