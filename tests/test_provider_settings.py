"""The section of the identity provider: what is taken, from the file and from the environment."""

from pathlib import Path

import pytest

from bridge.errors import Misconfigured
from bridge.people.roles import Role
from bridge.settings import load
from tests.test_settings import LEAST, written

ISSUER = "https://login.example.com/tenant/"
PROVIDER = f"""
[console.oidc]
issuer = "{ISSUER}"
client_id = "bridge"
[console.oidc.groups]
"finance heads" = ["approver", "viewer"]
"""


def test_a_provider_is_read_with_its_secret_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIDGE_CONSOLE__OIDC__CLIENT_SECRET", "fake-secret-four")
    provider = load(written(tmp_path, LEAST + PROVIDER)).console.oidc
    assert provider is not None
    assert (provider.issuer, provider.groups_claim) == (ISSUER, "groups")
    assert provider.mapped.groups == {"finance heads": (Role.APPROVER, Role.VIEWER)}
    assert provider.client_secret is not None
    assert provider.client_secret.get_secret_value() == "fake-secret-four"


def test_without_the_section_there_is_no_provider(tmp_path: Path) -> None:
    assert load(written(tmp_path, LEAST)).console.oidc is None


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        (ISSUER, "http://login.example.com", "must begin with https://"),
        (ISSUER, "https://ann:pw@login.example.com", "no user and no password"),
        (ISSUER, "https:///tenant", "has a host"),
        (ISSUER, "https://login.example.com?tenant=1", "no query and no fragment"),
        ('"viewer"', '"king"', r"console\.oidc\.groups\.finance heads\.1: Input should be"),
        ("client_id", "client", "there is no such setting"),
    ],
)
def test_a_provider_that_cannot_be_trusted_is_told(
    tmp_path: Path, was: str, now: str, says: str
) -> None:
    with pytest.raises(Misconfigured, match=says) as raised:
        load(written(tmp_path, LEAST + PROVIDER.replace(was, now)))
    assert "ann:pw" not in str(raised.value)
