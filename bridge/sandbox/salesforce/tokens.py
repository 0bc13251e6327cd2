"""Access tokens, the daily quota and the limit of concurrent calls, by the sandbox's clock."""

import secrets
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.salesforce.errors import ApiError, by_status, too_many_at_once

LIFE_OF_TOKEN = timedelta(hours=2)
QUOTA_WINDOW = timedelta(hours=24)
LONG_CALL = timedelta(seconds=20)


class Tokens:
    """The access tokens in force."""

    def __init__(self, clock: SimulatedClock, org_id: str) -> None:
        self._clock = clock
        self._org_id = org_id
        self._ends: dict[str, datetime] = {}
        self.no_refresh = False  #: whether the refresh token was revoked

    def issue(self) -> str:
        """Return a new token, good for two hours."""
        token = f"{self._org_id[:15]}!{secrets.token_urlsafe(48)}"
        now = self._clock.now()
        self._forget_ended(now)
        self._ends[token] = now + LIFE_OF_TOKEN
        return token

    def check(self, authorization: str | None) -> None:
        """Let a request in by its Authorization header, or raise ApiError 401."""
        scheme, _, token = (authorization or "").partition(" ")
        if authorization and (scheme.lower() not in ("bearer", "oauth") or not token.strip()):
            raise ApiError(401, "INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE")
        ends = self._ends.get(token.strip())
        if ends is None or self._clock.now() >= ends:
            raise by_status(401)

    def life(self, token: str) -> tuple[datetime, datetime] | None:
        """Return when a token in force began and when it ends; None for any other."""
        ends = self._ends.get(token)
        if ends is None or self._clock.now() >= ends:
            return None
        return ends - LIFE_OF_TOKEN, ends

    def revoke(self, token: str) -> bool:
        """End a token now; False when it was not in force."""
        known = self.life(token) is not None
        self._ends.pop(token, None)
        return known

    def _forget_ended(self, now: datetime) -> None:
        """All live equally long: the first of them end first."""
        while self._ends and now >= self._ends[first := next(iter(self._ends))]:
            del self._ends[first]

    def expire(self) -> None:
        """End every token now."""
        self._ends.clear()


class Quota:
    """Calls of the last 24 hours, counted by the minute, against the org's daily limit."""

    def __init__(self, clock: SimulatedClock, allowed: int) -> None:
        self._clock = clock
        #: By minute and how many, oldest first, so that a busy day stays small.
        self._minutes: deque[tuple[datetime, int]] = deque()
        self._used = 0
        self.allowed = allowed

    @property
    def used(self) -> int:
        """Calls counted in the last 24 hours."""
        horizon = self._clock.now() - QUOTA_WINDOW
        while self._minutes and self._minutes[0][0] < horizon:
            self._used -= self._minutes.popleft()[1]
        return self._used

    def spend(self) -> None:
        """Count one call, or raise ApiError 403 when none is left."""
        if self.used >= self.allowed:
            raise by_status(403)
        minute, count = self._clock.now().replace(second=0, microsecond=0), 0
        if self._minutes and self._minutes[-1][0] == minute:
            count = self._minutes.pop()[1]
        self._minutes.append((minute, count + 1))
        self._used += 1


class Concurrency:
    """Calls that run for long at the same time, against the org's limit."""

    def __init__(self, clock: SimulatedClock, allowed: int) -> None:
        self._clock = clock
        self._allowed = allowed
        self._began: list[datetime] = []

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count a call while it runs; raises ApiError 403 when too many others run for long."""
        horizon = self._clock.now() - LONG_CALL
        if sum(began <= horizon for began in self._began) >= self._allowed:
            raise too_many_at_once()
        began = self._clock.now()
        self._began.append(began)
        try:
            yield
        finally:
            self._began.remove(began)
