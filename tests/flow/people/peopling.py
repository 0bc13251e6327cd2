"""How the tests of people open a store: a new one each time, on a clock that they move."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bridge.adapters.passwords import Cost, Passwords
from bridge.adapters.store.database import Store
from bridge.flow.people.administering import Administering
from bridge.flow.people.signing_in import SignIns, Welcome
from bridge.people.accounts import Account
from bridge.people.roles import Role
from bridge.people.sessions import Visit

#: As cheap as argon2 goes: what a guess costs is not what these tests are about.
CHEAP = Passwords(Cost(rounds=1, memory_kib=8, lanes=1))
ADMIN, ANA, BEN = "Ada Admin", "Ana Example", "Ben Example"
PASSWORD = "a horse reads quarterly books"
HERE = Visit(address="127.0.0.1", agent="Firefox")
WHY = "she joined finance"


@dataclass(slots=True)
class Watch:
    """A clock that stands until it is moved."""

    now: datetime = field(default=datetime(2026, 1, 15, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now

    def on(self, **by: float) -> None:
        """Move it on."""
        self.now += timedelta(**by)


@dataclass(frozen=True, slots=True)
class People:
    """A store with an administrator, and the services about people in it."""

    store: Store
    watch: Watch

    @property
    def sign_ins(self) -> SignIns:
        """Sessions."""
        return SignIns(store=self.store, passwords=CHEAP)

    def administering(self, who: str = ADMIN) -> Administering:
        """Return what administrators do, in the name of one."""
        return Administering(self.store, CHEAP, who)

    def add(self, name: str, *roles: Role) -> Account:
        """Add somebody with roles."""
        found = self.administering().add(name, WHY, password=PASSWORD)
        for role in roles:
            found = self.administering().grant(name, role, WHY)
        return found

    def welcome(self, name: str, *, held: str | None = None) -> Welcome:
        """Sign somebody in."""
        answer = self.sign_ins.sign_in(name, PASSWORD, HERE, held=held)
        assert isinstance(answer, Welcome)
        return answer

    def account(self, name: str) -> Account:
        """Return the account of a name."""
        with self.store.reading() as view:
            found = view.people.accounts.named(name)
        assert found is not None
        return found

    def entries(self) -> list[tuple[str, str]]:
        """Return kind and actor of every entry."""
        with self.store.reading() as view:
            return [(one.kind, one.actor) for one in view.ledger.entries()]
