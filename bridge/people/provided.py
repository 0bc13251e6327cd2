"""What an identity provider says of a person, and which roles follow from the groups there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bridge.people.accounts import Account, Identity, Origin
from bridge.people.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Provided:
    """Who signed in at the identity provider."""

    identity: Identity
    name: str
    email: str | None
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mapped:
    """Roles by the group of the identity provider that has them."""

    groups: Mapping[str, tuple[Role, ...]]

    def roles(self, provided: Provided) -> Mapping[Role, tuple[str, ...]]:
        """Return the roles of a person, each with the groups that it comes from, by their names."""
        found: dict[Role, tuple[str, ...]] = {}
        for group in sorted(provided.groups & self.groups.keys()):
            for role in dict.fromkeys(self.groups[group]):
                found[role] = (*found.get(role, ()), group)
        return found


def left(account: Account, roles: Mapping[Role, tuple[str, ...]]) -> Iterator[Role]:
    """Yield the roles that came from groups in which the person is no longer."""
    for grant in account.grants:
        if grant.origin is Origin.GROUP and grant.role not in roles:
            yield grant.role
