"""Sessions of the console: how long one holds, and how often one may try to sign in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bridge.people.accounts import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long sessions hold, and how many attempts are heard."""

    #: After as long without a request somebody else may sit there.
    idle: timedelta = timedelta(minutes=30)
    #: After a working day everybody signs in anew.
    absolute: timedelta = timedelta(hours=12)
    #: What counts most asks for the password again if it was given longer ago.
    proof: timedelta = timedelta(minutes=15)
    #: The window in which attempts are counted.
    window: timedelta = timedelta(minutes=15)
    #: Wrong passwords for one name; people mistype a few times, guessing takes thousands.
    tries_of_name: int = 10
    #: Wrong passwords from one address, behind which a whole office may sit.
    tries_of_address: int = 50


#: What holds unless the settings say otherwise.
USUAL = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """From where somebody comes; shown in the list of the own sessions."""

    address: str
    agent: str = ""  #: what the browser calls itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """How long a session still holds."""

    left: timedelta
    may_go_on: bool  #: whether another request lets it hold longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody is signed in."""

    id: int
    account: Account
    begun_at: datetime
    seen_at: datetime
    proved_at: datetime  #: when the password was given last
    visit: Visit

    def ends_at(self, limits: Limits) -> datetime:
        """Return when it ends unless there is another request."""
        return min(self.seen_at + limits.idle, self.begun_at + limits.absolute)

    def is_live(self, now: datetime, limits: Limits) -> bool:
        """Say whether it still holds; never for an account that is disabled."""
        return self.account.is_enabled and now < self.ends_at(limits)

    def remaining(self, now: datetime, limits: Limits) -> Remaining:
        """Return how long it still holds, and whether a request lets it hold longer."""
        longest = self.begun_at + limits.absolute
        may_go_on = self.seen_at + limits.idle < longest
        return Remaining(left=self.ends_at(limits) - now, may_go_on=may_go_on)

    def is_proved(self, now: datetime, limits: Limits) -> bool:
        """Say whether the password was given a short while ago."""
        return now < self.proved_at + limits.proof
