"""What the pages may use: handed in once when the console is built."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from starlette.requests import HTTPConnection

from bridge.adapters.netsuite.transactions import Transaction
from bridge.adapters.oidc import IdentityProvider
from bridge.adapters.passwords import Passwords
from bridge.adapters.store.database import Store
from bridge.console.api.kept import Answers
from bridge.console.security.remembered import Remembered
from bridge.console.turns import Turns
from bridge.flow.checking.clerks.desk import Desk
from bridge.flow.people.signing_in import SignIns
from bridge.flow.people.tokens import Tokens
from bridge.flow.reconciling.pairing.finding import last_told
from bridge.flow.rulebook.editions import Edition
from bridge.flow.sync.ends import Ends
from bridge.model.calendar import Clock
from bridge.people.roles import Reader
from bridge.people.sessions import Limits
from bridge.reconcile.sides import Sides
from bridge.settings import Settings

#: Requests of the eight that are at work at once.
_ASKING, _PROVING, _CHECKING, _SELLING, _ROLLING = 2, 1, 2, 3, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often live updates look, how often they say that the line holds, and for how many."""

    look_s: float = 2
    #: Proxies close a line on which nothing comes for a minute; sessions are checked as often.
    beat_s: float = 15
    #: Two minutes before a session ends, and a beat, whoever reads is warned (WCAG 2.2.1).
    warned_s: float = 135
    #: Half of the connections that the server takes: the others are for pages.
    listeners_max: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """The parts of the console; a page asks these, and nothing else."""

    ends: Ends
    settings: Settings
    edition: Callable[[], Edition]  #: the rules in force now
    #: Names and ports under which people reach it; the server that serves it adds its own.
    hosts: frozenset[str] = frozenset()
    guest: Reader | None = None  #: who reads without having signed in; None: nobody does
    passwords: Passwords = field(default_factory=Passwords)
    provider: IdentityProvider | None = None  #: where people sign in with what they have there
    #: Who may wait for another system, which may be slow, and do what takes long.
    asking: Turns = field(default_factory=lambda: Turns(_ASKING, "ask another system"))
    proving: Turns = field(default_factory=lambda: Turns(_PROVING, "prove the books"))
    checking: Turns = field(default_factory=lambda: Turns(_CHECKING, "check rules"))
    selling: Turns = field(default_factory=lambda: Turns(_SELLING, "ask Salesforce"))
    rolling: Turns = field(default_factory=lambda: Turns(_ROLLING, "roll lines forward again"))
    answers: Answers = field(default_factory=Answers)
    remembered: Remembered = field(default_factory=Remembered)
    desk: Desk | None = None  #: who judges what is checked; None: whoever answers the request
    pace: Pace = field(default_factory=Pace)
    set_up_code: str = ""  #: what lets the first administrator in; nobody if it is empty

    @property
    def store(self) -> Store:
        """The books; each request opens its own transaction in them."""
        return self.ends.store

    @property
    def clock(self) -> Clock:
        """The clock of the bridge, in UTC."""
        return self.ends.clock

    def transaction(self, internal_id: str) -> Transaction | None:
        """Look a transaction up in NetSuite, in turn; errors as of any read."""
        with self.asking.take():
            return self.ends.netsuite.transaction(internal_id)

    def both_sides(self) -> Sides:
        """Gather both sides, in turn: it takes as long as the half of a statement."""
        with self.rolling.take(), self.store.reading() as view:
            return last_told(view, self.edition().rulebook)

    @property
    def sign_ins(self) -> SignIns:
        """The sessions of people."""
        settings = self.settings.console
        limits = Limits(
            idle=timedelta(seconds=settings.idle_s),
            absolute=timedelta(seconds=settings.session_s),
            proof=timedelta(seconds=settings.proof_s),
        )
        return SignIns(store=self.store, passwords=self.passwords, limits=limits)

    @property
    def tokens(self) -> Tokens:
        """The tokens of the API."""
        return Tokens(self.store)


def console_of(connection: HTTPConnection) -> Console:
    """Return the console that a request came to."""
    console: Console = connection.app.state.console
    return console
