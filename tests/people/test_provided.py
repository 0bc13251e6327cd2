"""Which roles follow from the groups of an identity provider."""

from datetime import UTC, datetime

import pytest

from bridge.people.accounts import Account, AccountId, Grant, Identity, Origin
from bridge.people.provided import Mapped, Provided, left
from bridge.people.roles import Role

AT = datetime(2026, 1, 15, tzinfo=UTC)
MAPPED = Mapped(
    {
        "finance": (Role.FINANCE_REVIEWER, Role.VIEWER),
        "heads": (Role.APPROVER, Role.VIEWER),
        "nothing": (),
    }
)


def somebody(*groups: str) -> Provided:
    identity = Identity(issuer="https://login.example.com", subject="1")
    return Provided(identity=identity, name="Ana Example", email=None, groups=frozenset(groups))


@pytest.mark.parametrize(
    ("groups", "roles"),
    [
        ((), {}),
        (("lunch", "nothing", "Finance"), {}),
        (
            ("heads", "finance"),
            {
                Role.FINANCE_REVIEWER: ("finance",),
                Role.VIEWER: ("finance", "heads"),
                Role.APPROVER: ("heads",),
            },
        ),
    ],
)
def test_each_role_names_the_groups_that_it_comes_from(
    groups: tuple[str, ...], roles: dict[Role, tuple[str, ...]]
) -> None:
    assert MAPPED.roles(somebody(*groups)) == roles


def test_only_what_came_from_a_group_goes_with_it() -> None:
    grants = tuple(
        Grant(role=role, by="bridge", at=AT, reason="", origin=origin)
        for role, origin in (
            (Role.APPROVER, Origin.GROUP),
            (Role.OPERATOR, Origin.PERSON),
            (Role.VIEWER, Origin.GROUP),
        )
    )
    account = Account(
        id=AccountId(1),
        name="Ana Example",
        email=None,
        made_at=AT,
        disabled_at=None,
        seen_at=None,
        has_password=False,
        identity=None,
        grants=grants,
    )
    assert list(left(account, {Role.VIEWER: ("finance",)})) == [Role.APPROVER]
