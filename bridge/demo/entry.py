"""How the people of the demo sign in to its console."""

from datetime import timedelta

from bridge.adapters.passwords import Passwords
from bridge.adapters.store.database import Store
from bridge.demo.cast import CAST, COLLEAGUE
from bridge.flow.people.administering import Administering
from bridge.flow.people.tokens import Tokens
from bridge.model.calendar import Clock
from bridge.people.roles import Role
from bridge.people.tokens import Scope, Wish

#: What everybody signs in with: the demo holds sample deals, and listens on loopback alone.
PASSWORD = "a demo has no secrets"  # noqa: S105 - it is told to whoever starts the demo
#: Everybody with a role, the administrator first, who gives the others theirs.
PEOPLE = {
    CAST[Role.ADMIN]: Role.ADMIN,
    **{name: role for role, name in CAST.items() if role is not Role.ADMIN},
    COLLEAGUE: Role.FINANCE_REVIEWER,
}
_WHY = "the demo shows each role"
_LIFE = timedelta(days=90)


def let_in(store: Store, passwords: Passwords, clock: Clock) -> None:
    """Let the people of the demo sign in, and a program of theirs, unless somebody can already."""
    with store.reading() as view:
        if view.people.accounts.any():
            return
    first, *others = PEOPLE
    Administering(store, passwords, "demo").first(first, PASSWORD)
    administering = Administering(store, passwords, first)
    for name in others:
        administering.add(name, _WHY, password=PASSWORD)
        administering.grant(name, PEOPLE[name], _WHY)
    scopes = frozenset({Scope.READ, Scope.CHECK})
    wish = Wish(label="nightly copy for the warehouse", scopes=scopes, expires_at=clock() + _LIFE)
    Tokens(store).issue(CAST[Role.OPERATOR], wish)
